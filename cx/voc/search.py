"""Search by meaning and by words: the texts most like what is asked, and texts like one that is shown.

The models and all vectors stay in a process of their own as long as people search; the pages' process keeps neither.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from cx.cache import VOC, cached
from cx.errors import CxError
from cx.text.lsa import Axes
from cx.voc import encoder, reading, topic_labels
from cx.voc.aside import Aside
from cx.voc.work import Words
from cx.warehouse import Store

LOG = logging.getLogger("cx.app")
MOST = 2_000  # texts found, before a selection narrows them
LONGEST = 500  # characters of a question
IDLE = 1_800.0  # seconds after the last search, or page with a place for one, until the process ends
_DRIFT = 0.05  # of the texts: so many new ones, and how rare words are is counted anew
_LEAST = 0.25  # less similar is not what anybody asked for
Terms = list[tuple[str, ...]]


@dataclass(frozen=True)
class Match:
    """A text found: its hash, how similar (0 to 1.5), and how much of that is meaning and words."""

    text_hash: int
    similarity: float
    meaning: float
    words: float


class Search:
    """The searcher of one store; `close` it when the store goes.

    Models and vectors are loaded by `get_ready`, else by the first search, which waits for them.
    """

    def __init__(self, store: Store) -> None:
        self._store, self._aside = store, Aside(nicer=0)  # somebody waits for it
        self._known: tuple[object, ...] | None = None
        self._loaded: dict[int, str] = {}  # the texts the process has, and what each was read with
        self._added = 0
        self._asking = threading.Lock()
        self._end: threading.Timer | None = None

    def find(self, question: str) -> tuple[Match, ...]:
        """The texts read that are most like `question`, best first; none for one without content."""
        asked = question.strip()[:LONGEST]
        if not asked:
            return ()
        return cached(self._store, (VOC, "search", asked), None, lambda: self._ask("search", asked))

    def like(self, text_hash: int) -> tuple[Match, ...]:
        """The texts most like one that was read, without itself."""
        return cached(self._store, (VOC, "like", text_hash), None, lambda: self._ask("search_like", text_hash))

    def get_ready(self) -> None:
        """Load what a search needs without keeping anybody waiting; where it is there, it stays for another while."""
        if not self._asking.acquire(blocking=False):
            return  # at it already
        try:
            is_loaded = self._is_loaded(self._version)
            if is_loaded:
                self._wait()
        finally:
            self._asking.release()
        if not is_loaded:
            threading.Thread(target=self._load, name="search", daemon=True).start()

    def _load(self) -> None:
        try:
            with self._asking:
                if self._is_ready(self._version):
                    self._aside.call("load", *self._by)
                    self._wait()
        except CxError as error:
            LOG.warning("search is not ready: %s", error.key)  # who searches tries again, and is told

    def terms_with(self, texts: Sequence[str], words: Words, name: str) -> tuple[Terms, Terms]:
        """Terms of the texts with a team's dictionary, and with one more name in it, by the analyser the process has anyway.

        It has that name then and is of no use to a search: another one is loaded while nobody waits.
        """
        with self._asking:
            if not self._aside.is_running:
                self._loaded = {}
            found: tuple[Terms, Terms] = self._aside.call("terms_with", texts, words, name)
            self._known = None
            self._wait()
        self.get_ready()
        return found

    @property
    def is_there(self) -> bool:
        """Whether the process has what it loads, so that nobody waits for that."""
        return self._known is not None and self._aside.is_running

    def stop(self) -> None:
        """End the process whatever it is at; who waits for it gets CxError `voc.work_failed`."""
        self._aside.stop()
        self.close()

    def close(self) -> None:
        """End the process."""
        with self._asking:
            if self._end is not None:
                self._end.cancel()
            self._known, self._loaded = None, {}
            self._aside.close()

    def _ask(self, work: str, asked: str | int) -> tuple[Match, ...]:
        with self._asking:
            if not self._is_ready(self._version):
                return ()
            found = self._aside.call(work, asked, *(self._by if work == "search" else ()), MOST)
            self._wait()
        return tuple(Match(*one) for one in found if one[1] >= _LEAST)

    @property
    def _by(self) -> tuple[Words, Axes | None]:
        """What a question is read by."""
        return reading.dictionary(self._store), encoder.axes(self._store)

    @property
    def _version(self) -> tuple[object, ...]:
        return self._store.data_version, self._store.voc_version

    def _is_loaded(self, version: tuple[object, ...]) -> bool:
        return self._known == version and self._aside.is_running

    def _is_ready(self, version: tuple[object, ...]) -> bool:
        """Whether there is something to search in; what was read since the last question is taken up, and no more than that."""
        if self._is_loaded(version):
            return True
        now = reading.versions(self._store)
        if not now:  # nothing read with the present models yet
            return False
        self._known = None  # until it has what is new
        new = [text for text, read in now.items() if self._loaded.get(text) != read]
        gone = [text for text, read in self._loaded.items() if now.get(text) != read]
        self._added += len(new)
        if not self._loaded or not self._aside.is_running or self._added > _DRIFT * len(now):
            frame = topic_labels.texts(self._store)
            hashes = [int(one) for one in frame["text_hash"]]
            self._aside.call("search_among", hashes, topic_labels.values(frame))
            self._added = 0
        elif new or gone:
            frame = topic_labels.some(self._store, new)
            hashes = [int(one) for one in frame["text_hash"]]
            self._aside.call("search_changed", gone, hashes, topic_labels.values(frame))
        self._known, self._loaded = version, now
        return True

    def _wait(self) -> None:
        if self._end is not None:
            self._end.cancel()
        self._end = threading.Timer(IDLE, self.close)
        self._end.daemon = True
        self._end.start()
