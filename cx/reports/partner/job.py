"""All partners' reports made in the background, with a progress anybody may look at and a way to stop; stopped, nothing of it is kept."""

from __future__ import annotations

import logging
import threading

from cx.errors import CxError, unexpected
from cx.importing.progress import cancel
from cx.reports.partner import files
from cx.warehouse import Store

LOG = logging.getLogger("cx.app")


class Job:
    """Begins to run when it is made: `done` of `total` reports are there, at the end `made` (archive, how many) or `error`, or neither where it was stopped."""

    def __init__(self, store: Store, year: int, kind: str, language: str) -> None:
        self.asked = (year, kind, language)
        self.done, self.total = 0, 0
        self.made: tuple[bytes, int] | None = None
        self.error: CxError | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(store,), name="partner-reports", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it still works."""
        return self._thread.is_alive()

    @property
    def is_stopping(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Stop after the report at hand."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> None:
        """Until it is done."""
        self._thread.join(seconds)

    def _run(self, store: Store) -> None:
        year, kind, language = self.asked
        try:
            self.made = files.archive(files.every(store, year, kind, language, progress=self._progress))
        except CxError as error:
            self.error = None if self.is_stopping else error
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it; people get a sentence and a number
            self.error = unexpected("partner_report.failed", error, LOG)

    def _progress(self, done: int, total: int) -> None:
        if self.is_stopping:
            cancel()
        self.done, self.total = done, total
