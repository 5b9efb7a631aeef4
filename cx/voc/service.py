"""The reader of a store while the app runs: looks for new texts, reads them, keeps the topics up to date, says how far it is."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from cx.errors import CxError
from cx.text.tokens import Progress
from cx.voc import copies, kinds, proposing, reading, tag_work, topic_parts, topics
from cx.voc.aside import Aside
from cx.warehouse import Store

LOG = logging.getLogger("cx.voc")
PAUSE = 2.0  # seconds between two looks for something new
_AGAIN = 300.0  # seconds after which something may be due by the clock alone
_STOPPED = "voc.stopped"


def _read(store: Store, aside: Aside, progress: Progress) -> None:
    """Some at a time, so that the newest texts have kinds and topics before the oldest are read."""
    reading.read(store, aside, progress, topics.EARLY)


# What is done after one another: whether it is due, and the work.
STAGES: dict[str, tuple[Callable[[Store], bool], Callable[[Store, Aside, Progress], object]]] = {
    "read": (reading.is_due, _read),
    "kinds": (kinds.is_due, kinds.catch_up),
    "topics": (topics.is_due, topics.catch_up),
    "parts": (topic_parts.is_due, topic_parts.catch_up),
    "copies": (copies.is_due, copies.catch_up),
    "tags": (tag_work.is_due, tag_work.catch_up),
    "words": (proposing.is_due, proposing.catch_up),
}


@dataclass(frozen=True)
class Position:
    """What is done now ("" nothing, else one of STAGES) and how far; `error` is why the last work ended early."""

    stage: str = ""
    done: int = 0
    total: int = 0
    error: CxError | None = None


class Service:
    """Begins when `begin` is called, and goes on until `end`. People may pause it: what was read until then stays."""

    def __init__(self, store: Store, pause: float = PAUSE) -> None:
        self._store, self._pause = store, pause
        self._ended, self._paused, self._wanted = threading.Event(), threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._aside = Aside()
        self._seen: tuple[int, ...] | None = None
        self._asked = ""
        self.position = Position()

    @property
    def is_running(self) -> bool:
        """Whether it looks for new texts."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def is_paused(self) -> bool:
        """Whether a person stopped it for now."""
        return self._paused.is_set()

    @property
    def is_asked(self) -> bool:
        """Whether a person wants topics to be found anew, and they are not yet."""
        return bool(self._asked)

    def find_topics(self, detail: str) -> None:
        """Find the topics of all texts read anew, soon, in one of `topics.DETAILS`; also where it is not due, and after a pause."""
        self._asked = detail
        self.begin()

    def begin(self) -> None:
        """Look for new texts from now on, in a thread of its own; also after a pause."""
        self._paused.clear()
        self._seen = None
        self._wanted.set()
        if not self.is_running:
            self._ended.clear()
            self._thread = threading.Thread(target=self._run, name="voc", daemon=True)
            self._thread.start()

    def pause(self) -> None:
        """Stop soon, until `begin`."""
        self._paused.set()

    def end(self) -> None:
        """Stop for good, and wait for that."""
        self._ended.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()
        self._aside.close()

    def _run(self) -> None:
        while not self._ended.is_set() and self._store.is_open:
            if not self.is_paused:
                self._look()
            self._wanted.wait(self._pause)
            self._wanted.clear()
        self._aside.close()

    def _look(self) -> None:
        """Do what is due until nothing is. What goes wrong is tried again once something changed, or a person wants it."""
        try:
            while self._seen != (seen := self._versions):
                for stage, (is_due, catch_up) in STAGES.items():
                    if is_due(self._store):
                        catch_up(self._store, self._aside, self._told(stage))
                self._find_anew()
                self._seen = self._versions if self._versions == seen else None
                if self._seen:
                    self.position = Position()
                    self._aside.close()  # the models take half a gigabyte
        except CxError as error:
            self._failed(None if error.key == _STOPPED else error)
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it
            # Where it happened, never what it says: a message may quote a customer.
            trace = "".join(traceback.format_tb(error.__traceback__))
            LOG.error("%s: %s\n%s", "voc", type(error).__name__, trace)  # noqa: TRY400
            self._failed(CxError("voc.work_failed", work=self.position.stage, cause=type(error).__name__))

    def _find_anew(self) -> None:
        if self._asked:
            try:
                topics.find(self._store, self._aside, self._told("topics"), detail=self._asked)
            finally:
                self._asked = ""

    def _failed(self, error: CxError | None) -> None:
        self._seen = self._versions
        self.position = Position(error=error)
        self._aside.close()

    @property
    def _versions(self) -> tuple[int, ...]:
        """What may make something due: it costs nothing to compare."""
        return (
            self._store.data_version,
            self._store.settings_version,
            self._store.voc_version,
            int(monotonic() // _AGAIN),
        )

    def _told(self, stage: str) -> Progress:
        def progress(done: int, total: int) -> None:
            if self._ended.is_set() or self._paused.is_set():
                raise CxError(_STOPPED)
            self.position = Position(stage, done, total)

        return progress
