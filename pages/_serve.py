"""The app as a server that gets ready before its first visitor comes; the pages are those of app.py.

Run by `make run`. `streamlit run app.py` shows the same, its first visitor waits some seconds longer.
"""

from __future__ import annotations

import atexit
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).parents[1]
# The `streamlit` command, unlike `python -m streamlit`, does not look where it is started.
sys.path.insert(0, str(ROOT))


def _leave() -> None:
    """End the process where Python would begin to take its modules apart: DuckDB 2.0.0 tells the terminal about each."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    from pages import _reader, _warm

    atexit.register(_leave)
    _reader.serve()
    _warm.begin()
    yield


app = st.App(ROOT / "app.py", lifespan=_lifespan)
