"""The searchers by meaning of this server, one a store: what it loads is half a gigabyte, and all who search share it."""

from __future__ import annotations

import atexit
import threading
from pathlib import Path

from cx.voc.search import Search
from cx.warehouse import Store

_searches: dict[Path, Search] = {}
_beginning = threading.Lock()


def of(store: Store) -> Search:
    """The searcher of a store."""
    with _beginning:
        found = _searches.get(store.folder)
        if found is None:
            found = _searches[store.folder] = Search(store)
            atexit.register(found.close)
        return found
