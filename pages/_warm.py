"""Getting ready once per server, behind the first page: what later pages and clicks would otherwise wait for."""

from __future__ import annotations

import atexit
import gc
import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from cx.charts import mixed, ranking
from cx.language import LANGUAGES
from pages import _findings

_LATER = ("cx.commands", "cx.download", "xlsxwriter", "cx.importing.job")
_begun = threading.Lock()


@contextmanager
def afterwards() -> Iterator[None]:
    """Once the first page stands, get the rest ready in the background."""
    try:
        yield
    finally:
        if _begun.acquire(blocking=False):
            threading.Thread(target=_get_ready, name="warm-up", daemon=True).start()


def _get_ready() -> None:
    for name in _LATER:
        importlib.import_module(name)
    _findings.get_ready()
    for language in LANGUAGES:
        mixed.spec(language)
        for has_previous in (True, False):
            ranking.spec(language, 27, has_previous=has_previous)
    # Streamlit collects garbage after every rerun; without this it would look through every library each time.
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)
