"""Getting ready once per server: what the first visitor, later pages and clicks would otherwise wait for.

`make run` begins with it while the server starts (`pages/_serve.py`); else the first page does, once it stands.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import logging
import threading
from collections.abc import Iterator

from cx.charts import mixed, ranking
from cx.errors import CxError
from cx.language import LANGUAGES
from pages import (
    _findings,
    _keyword_parts,
    _monthly,
    _response_parts,
    _searcher,
    _store,
    _survey_parts,
    _team_parts,
    _voc_parts,
    _words,
)

LOG = logging.getLogger("cx.app")
_LATER = (
    "cx.commands",
    "cx.download",
    "xlsxwriter",
    "typst",
    "wordcloud.wordcloud",
    "scipy.special",
    "cx.importing.job",
)
_begun = threading.Lock()


def begin() -> None:
    """Get ready in the background, unless somebody has begun."""
    if _begun.acquire(blocking=False):
        threading.Thread(target=_get_ready, name="warm-up", daemon=True).start()


@contextlib.contextmanager
def afterwards() -> Iterator[None]:
    """Once the first page stands, get the rest ready."""
    try:
        yield
    finally:
        begin()


def _get_ready() -> None:
    try:
        for kind in sorted(("demo", "own"), key=lambda one: one != _store.default()):
            _look(kind)
    except CxError as error:
        LOG.warning("not ready yet: %s", error.key)  # who comes is told what is wrong
    for name in _LATER:
        importlib.import_module(name)
    settle()
    with contextlib.suppress(CxError):
        _searcher.get_ready(_store.opened(_store.default()))


def settle() -> None:
    """Keep what is loaded out of the collection of garbage. Python collects by itself from time to time (Streamlit need not:
    .streamlit/config.toml), and would look through every library each time, while somebody waits.
    """
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)


def _look(kind: str) -> None:
    """What people see first in a store."""
    _store.begin(kind)
    for language in LANGUAGES:
        _words.speak(language)
        for has_previous in (True, False):
            mixed.spec(language, has_events=has_previous)
            for row in ranking.ROWS:
                ranking.spec(language, row, has_previous=has_previous)
        _response_parts.get_ready()
        _findings.get_ready()
        _survey_parts.get_ready()
        _team_parts.get_ready()
        _monthly.get_ready()
        _voc_parts.get_ready()
        _keyword_parts.get_ready()
