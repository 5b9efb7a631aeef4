"""All partners' reports made in the background, with a progress anybody may look at and a way to stop; stopped, nothing of it is kept."""

from __future__ import annotations

import logging

from cx.background import Background, cancel
from cx.errors import CxError, unexpected
from cx.reports.partner import files
from cx.warehouse import Store

LOG = logging.getLogger("cx.app")


class Job(Background):
    """Begins to run when it is made: `done` of `total` reports are there, at the end `made` (archive, how many) or `error`, or neither where it was stopped."""

    def __init__(self, store: Store, year: int, kind: str, language: str) -> None:
        super().__init__("partner-reports")
        self.asked = (year, kind, language)
        self.done, self.total = 0, 0
        self.made: tuple[bytes, int] | None = None
        self.error: CxError | None = None
        self._store = store
        self._begin()

    def _run(self) -> None:
        year, kind, language = self.asked
        try:
            self.made = files.archive(files.every(self._store, year, kind, language, progress=self._progress))
        except CxError as error:
            self.error = None if self.is_stopping else error
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it; people get a sentence and a number
            self.error = unexpected("partner_report.failed", error, LOG)

    def _progress(self, done: int, total: int) -> None:
        if self.is_stopping:
            cancel()
        self.done, self.total = done, total
