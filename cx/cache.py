"""Results that were computed once are not computed again, and never twice at the same time.

The key is the question, the selection, who may see what (scope), the versions of data and settings, and the as-of day;
so nothing has to be thrown away by hand when something changes. While one thread computes, the others that ask the same
wait for its answer ("single flight"): with 50 sessions on one page that is one query instead of fifty.
"""

from __future__ import annotations

import copy
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

LIMIT = 1000
VOC = "voc"  # a question that begins so is about what was read in texts
T = TypeVar("T")


def about(facts: Iterable[str]) -> tuple[str, ...]:
    """How a question about these facts begins: with VOC where its answer depends on what was read in texts."""
    return (VOC,) if {"voc_fact", "audit_fact"} & set(facts) else ()


class Versioned(Protocol):
    """What the cache needs to know of a store."""

    data_version: int
    settings_version: int
    voc_version: int

    @property
    def folder(self) -> Path:
        """Tells one store from another."""


_results: OrderedDict[Hashable, Future[Any]] = OrderedDict()
_lock = threading.Lock()


def _own(result: T) -> T:
    """A copy for the caller: what one page changes in a frame may not reach another."""
    return copy.copy(result)  # of a frame: its own columns, the values shared until one side writes


def cached(
    store: Versioned,
    question: Hashable,
    selection: Hashable,
    fn: Callable[[], T],
    *,
    scope: Hashable = None,
    as_of: date | None = None,
) -> T:
    """`fn()`, or what it gave before for the same key. Errors are raised to all who wait and are not kept."""
    key = _key(store, question, selection, scope, as_of)
    with _lock:
        future = _results.get(key)
        is_first = future is None
        if future is None:
            future = _results[key] = Future()
            while len(_results) > LIMIT:
                _results.popitem(last=False)
        else:
            _results.move_to_end(key)
    if is_first:
        try:
            future.set_result(fn())
        except BaseException as error:
            with _lock:
                _results.pop(key, None)
            future.set_exception(error)
            raise
    result: T = future.result()
    return _own(result)


def _key(store: Versioned, question: Hashable, selection: Hashable, scope: Hashable, as_of: date | None) -> Hashable:
    """What was read in texts changes the answers about topics and kinds only."""
    of_texts = getattr(selection, "is_about_texts", False) or (isinstance(question, tuple) and question[:1] == (VOC,))
    read = store.voc_version if of_texts else None
    return (store.folder, question, selection, scope, store.data_version, store.settings_version, read, as_of)


def is_known(store: Versioned, question: Hashable, selection: Hashable) -> bool:
    """Whether `cached` would answer at once, so that nobody has to be told to wait."""
    key = _key(store, question, selection, None, None)
    with _lock:
        future = _results.get(key)
    return future is not None and future.done()


def clear() -> None:
    """Forget everything; for tests and measurements."""
    with _lock:
        _results.clear()
