"""Long work in a thread of its own, which anybody may look at and stop."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from typing import NoReturn

from cx.errors import CxError

CANCELLED = "report.cancelled"


def cancel() -> NoReturn:
    """Stop the work that is telling how far it is: raises CxError with the key CANCELLED; nothing of it is kept."""
    raise CxError(CANCELLED)


class Background(ABC):
    """Work that begins with `_begin`; what it does is `_run`, which looks at `is_stopping` now and then."""

    def __init__(self, name: str) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def _begin(self) -> None:
        self._thread.start()

    @abstractmethod
    def _run(self) -> None: ...

    @property
    def is_running(self) -> bool:
        """Whether it still works; once it does not, what came of it is complete."""
        return self._thread.is_alive()

    @property
    def is_stopping(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Stop soon: what is at hand leaves nothing behind."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> None:
        """Until it is done."""
        self._thread.join(seconds)
