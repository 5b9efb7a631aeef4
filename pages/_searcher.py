"""The searchers by meaning of this server, one a store: what it loads is half a gigabyte and more, and all who search share it."""

from __future__ import annotations

import atexit
import threading
from pathlib import Path

from cx.voc.search import Search
from cx.warehouse import Store
from pages import _reader

_searches: dict[Path, Search] = {}
_beginning = threading.Lock()


def of(store: Store) -> Search:
    """The searcher of a store."""
    with _beginning:
        found = _searches.get(store.folder)
        if found is None:
            found = _searches[store.folder] = Search(store)
            atexit.register(found.stop)
        return found


def get_ready(store: Store) -> None:
    """Where texts are read, let nobody's first search wait for what it needs, nor one after a while in which nobody searched."""
    if _reader.is_serving():
        of(store).get_ready()
