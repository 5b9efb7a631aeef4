"""Imports in the background: files one after the other, with a progress anybody may look at and a way to stop.

What happens to one file does not touch the others; a file is whole in the store or not at all.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cx.background import CANCELLED, Background, cancel
from cx.errors import CxError, unexpected
from cx.importing.mapping import Mapping
from cx.importing.report import Report
from cx.importing.run import Inspection, import_file
from cx.sources import Source
from cx.warehouse import Store

LOG = logging.getLogger("cx.import")
# Where in the whole of one file each stage begins and ends: reading and masking takes about half of the time.
_SHARES = {"read": (0.0, 0.5), "check": (0.5, 0.65), "load": (0.65, 0.85), "facts": (0.85, 0.97), "commit": (0.97, 1.0)}


@dataclass(frozen=True)
class Task:
    """One file to import; `rows` is how many it has, as far as known (0: not known)."""

    inspection: Inspection
    source: Source
    mappings: tuple[Mapping, ...]
    rows: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of one file: a report, or the error that kept it out."""

    file_name: str
    report: Report | None = None
    error: CxError | None = None


@dataclass(frozen=True)
class Position:
    """Where the job is: file `number` (from 1) of `files`, in a stage, with rows done of `rows` (0: not known)."""

    number: int
    files: int
    file_name: str
    stage: str = "read"
    done: int = 0
    rows: int = 0
    share: float = 0.0


class Job(Background):
    """Begins to run when it is made; once it does not run, `outcomes` is complete. Cancelled, the file at hand leaves nothing behind, those before it stay."""

    def __init__(self, store: Store, tasks: Sequence[Task]) -> None:
        super().__init__("import")
        self._store, self._tasks = store, list(tasks)
        self._before = 0
        self.outcomes: tuple[Outcome, ...] = ()
        self.position = Position(1, len(tasks), tasks[0].inspection.file_name if tasks else "")
        self._begin()

    def _run(self) -> None:
        files = len(self._tasks)
        for number in range(1, files + 1):
            task = self._tasks.pop(0)  # its bytes are free as soon as it is done
            self._before = 0
            self.position = Position(number, files, task.inspection.file_name, rows=task.rows)
            self.outcomes = (*self.outcomes, self._outcome(task))
            self.position = replace(self.position, share=1.0)

    def _outcome(self, task: Task) -> Outcome:
        name = task.inspection.file_name
        try:
            if self.is_stopping:
                cancel()
            report = import_file(
                self._store, task.inspection, source=task.source, mappings=task.mappings, progress=self._progress
            )
        except CxError as error:
            return Outcome(name, error=error)
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it; people get a sentence and a number
            return Outcome(name, error=unexpected("imports.job_failed", error, LOG))
        return Outcome(name, report=report)

    def _progress(self, stage: str, done: int, total: int | None) -> None:
        if self.is_stopping and stage != "commit":
            cancel()
        at = self.position
        if stage == "read":
            if done < at.done - self._before:  # the next sheet counts from its own first row
                self._before = at.done
            done += self._before
            part = min(done / at.rows, 1.0) if at.rows else 0.5
        else:
            part = done / total if total else 0.0
            done = at.done
        begins, ends = _SHARES.get(stage, (at.share, at.share))
        share = max(at.share, begins + (ends - begins) * part)
        self.position = replace(at, stage=stage, done=done, share=share)


def was_cancelled(outcome: Outcome) -> bool:
    """Whether a person stopped it."""
    return outcome.error is not None and outcome.error.key == CANCELLED
