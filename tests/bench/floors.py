"""Our app on a store with many contacts, and what it is measured against: an empty page and a page with one chart.

The floors are plain Streamlit without our theme, fonts and stores; they do as we do about garbage (keep libraries out of
its collection, and collect nothing after a rerun), because a floor that looks through all of them each time would flatter us.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cx import rollups, sources
from cx.warehouse import Store
from tests.bench import many_contacts
from tests.served import Server, start

_FROZEN = """
import gc

import streamlit as st

if not gc.get_freeze_count():
    gc.collect()
    gc.freeze()
"""
EMPTY = f"""{_FROZEN}
st.title("Empty")
"""
ONE_CHART = f"""{_FROZEN}
st.title("One chart")
months = st.segmented_control("Months", [6, 12, 24], default=12, key="months")
rows = [{{"month": f"{{n:02d}}", "volume": 100 + n * n % 37}} for n in range(months)]
spec = {{
    "mark": "bar",
    "height": 290,
    "encoding": {{
        "x": {{"field": "month", "type": "ordinal"}},
        "y": {{"field": "volume", "type": "quantitative"}},
    }},
}}
st.vega_lite_chart({{"values": rows}}, spec, key="chart")
"""
_CONFIG = '[runner]\npostScriptGC = false\n[server]\nheadless = true\nfileWatcherType = "none"\n[browser]\ngatherUsageStats = false\n'

KINDS = ("demo", "own")


@dataclass(frozen=True)
class Apps:
    """Our server and that of the peer."""

    ours: Server
    peer: Server


def store(folder: Path, contacts: int) -> Path:
    """A store with so many contacts, closed again; with none it is empty."""
    with Store.open(folder) as made:
        if contacts:
            for name in ("상담 도구", "전화"):
                sources.add(made, name)
            many_contacts.fill(made, contacts)
            with made.write("data") as con:
                rollups.refresh(con)
    return folder


def home(folder: Path, contacts: int, kinds: Sequence[str] = ("demo",)) -> Path:
    """A home in which the stores of these kinds have so many contacts each and another none."""
    folder.mkdir()
    for name in KINDS:
        store(folder / name, contacts if name in kinds else 0)
    return folder


def _floor(folder: Path, name: str, script: str) -> Server:
    place = folder / name
    (place / ".streamlit").mkdir(parents=True)
    (place / ".streamlit" / "config.toml").write_text(_CONFIG)
    (place / f"{name}.py").write_text(script)
    return start(place, f"{name}.py", place)


def empty(folder: Path) -> Server:
    """The empty page."""
    return _floor(folder, "empty", EMPTY)


def one_chart(folder: Path) -> Server:
    """The page with one chart."""
    return _floor(folder, "chart", ONE_CHART)


@contextmanager
def running(contacts: int, peer: Callable[[Path], Server], kinds: Sequence[str] = ("demo",)) -> Iterator[Apps]:
    """Ours on stores with so many contacts and its peer, `empty` or `one_chart`, until the end."""
    with TemporaryDirectory() as temporary, serving(home(Path(temporary) / "home", contacts, kinds), peer) as apps:
        yield apps


@contextmanager
def serving(stores: Path, peer: Callable[[Path], Server]) -> Iterator[Apps]:
    """The same on stores that are there."""
    with ExitStack() as stack:
        ours = start(stores)
        stack.callback(ours.stop)
        other = peer(stores)
        stack.callback(other.stop)
        yield Apps(ours, other)
