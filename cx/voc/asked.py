"""What one person asked for and waits for, in a thread of its own: the page shows how far it is, and can be left."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

from cx.background import CANCELLED, Background, cancel
from cx.errors import CxError, unexpected

LOG = logging.getLogger("cx.voc")
T = TypeVar("T")
Progress = Callable[[int, int], None]


class Asked(Background, Generic[T]):
    """Begins at once. `found` is the answer, `error` why there is none; neither where a person stopped it."""

    def __init__(self, ask: Callable[[Progress], T]) -> None:
        """`ask` is given what tells how far it is, which raises where a person stopped it."""
        super().__init__("asked")
        self._ask = ask
        self._begun = monotonic()
        self.share = 0.0
        self.found: T | None = None
        self.error: CxError | None = None
        self._begin()

    @property
    def seconds(self) -> int:
        """How long it has been asked for."""
        return int(monotonic() - self._begun)

    def _run(self) -> None:
        try:
            self.found = self._ask(self._told)
        except CxError as error:
            self.error = None if error.key == CANCELLED else error
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it; people get a sentence and a number
            self.error = unexpected("voc.asked_failed", error, LOG)

    def _told(self, done: int, total: int) -> None:
        if self.is_stopping:
            cancel()
        self.share = done / total if total else 0.0
