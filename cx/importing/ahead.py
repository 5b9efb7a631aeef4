"""Making things in a thread of its own, a few ahead of who takes them: reading and masking use both cores so."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable, Iterator
from queue import Queue
from typing import Final, TypeVar, cast

T = TypeVar("T")
_AHEAD: Final = 2
_LARGE: Final = 16_000_000


def ahead(items: Iterable[T]) -> Generator[T, None, None]:
    """The same items; an error that making them raises is raised here. Whoever stops early leaves no thread behind."""
    maker = _Maker(items)
    maker.start()
    try:
        while not isinstance(item := maker.made.get(), _End):
            yield cast("T", item)
    finally:
        maker.stop()
    if maker.error is not None:
        raise maker.error


def ahead_of_large(items: Iterator[T], size: int) -> Iterator[T]:
    """The same; small things, of so many bytes, are not worth a thread."""
    return ahead(items) if size > _LARGE else items


class _End:
    """After the last item."""


class _Maker(threading.Thread):
    def __init__(self, items: Iterable[T]) -> None:
        super().__init__(daemon=True)
        self._items = items
        self._is_wanted = True
        self.made: Queue[object] = Queue(_AHEAD)
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            for item in self._items:
                self.made.put(item)
                if not self._is_wanted:
                    break
        except BaseException as error:  # noqa: BLE001 - a reader's panic is no Exception; it is raised where it is waited for
            self.error = error
        self.made.put(_End())

    def stop(self) -> None:
        """Let go whoever waits for room, and wait until it has ended."""
        self._is_wanted = False
        while self.is_alive():
            while not self.made.empty():
                self.made.get()
            self.join(0.01)
