"""Search by meaning and by words: the texts most like what is asked, and texts like one that is shown.

The models and all vectors stay in a process of their own as long as people search; the pages' process keeps neither.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from cx.cache import VOC, cached
from cx.voc import reading, topic_labels
from cx.voc.aside import Aside
from cx.warehouse import Store

MOST = 2_000  # texts found, before a selection narrows them
LONGEST = 500  # characters of a question
IDLE = 600.0  # seconds after the last search until the process ends
_LEAST = 0.25  # less similar is not what anybody asked for


@dataclass(frozen=True)
class Match:
    """A text found: its hash, how similar (0 to 1.5), and how much of that is meaning and words."""

    text_hash: int
    similarity: float
    meaning: float
    words: float


class Search:
    """The searcher of one store; `close` it when the store goes. The first search loads models and vectors: some seconds."""

    def __init__(self, store: Store) -> None:
        self._store, self._aside = store, Aside()
        self._known: tuple[object, ...] | None = None
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

    def close(self) -> None:
        """End the process."""
        with self._asking:
            if self._end is not None:
                self._end.cancel()
            self._known = None
            self._aside.close()

    def _ask(self, work: str, asked: str | int) -> tuple[Match, ...]:
        with self._asking:
            version = (self._store.data_version, self._store.voc_version, reading.dictionary(self._store))
            if self._known != version or not self._aside.is_running:
                frame = topic_labels.texts(self._store)
                if frame.empty:  # nothing read with the present models yet
                    return ()
                read = topic_labels.values(frame)
                self._aside.call("search_among", [int(one) for one in frame["text_hash"]], read)
                self._known = version
            found = self._aside.call(work, asked, version[-1], MOST)
            self._wait()
        return tuple(Match(*one) for one in found if one[1] >= _LEAST)

    def _wait(self) -> None:
        if self._end is not None:
            self._end.cancel()
        self._end = threading.Timer(IDLE, self.close)
        self._end.daemon = True
        self._end.start()
