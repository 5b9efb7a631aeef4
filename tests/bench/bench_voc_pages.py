"""Every page that speaks of texts: how long until it stands still, and what travels for it, on a demo that was read.

The peer is a page with one chart of the same Streamlit (tests/bench/floors.py), both in browsers that were there before. A
time ends with the last change of what the page shows, in words, charts and pictures. The demo is a quarter of the usual one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from cx.voc.aside import Aside
from cx.voc.service import STAGES
from cx.warehouse import Store
from tests.bench import Line, Size, compared, floors, ratio, run_child
from tests.bench.browsing import PAGE, Tab, chromium, profile

_PAGES = (
    "voc", "topic", "keywords", "review", "praise", "rising", "impact", "similar", "topics", "tags", "dictionary", "glossary",
)  # fmt: skip
_KB = 1000
_SCALE = 0.25


def lines(size: Size) -> Iterator[Line]:
    """How long the demo is read, and of each page the time and the bytes."""
    with TemporaryDirectory() as temporary:
        home, store = Path(temporary), Path(temporary) / "demo"
        for folder in (store, home / "own"):
            Store.open(folder).close()
        if size is Size.FULL:
            run_child("cx", "demo", "--folder", str(store), "--scale", str(_SCALE))
            yield Line("the demo read, from its texts to topics and tags", _read(store), "s")
        with floors.serving(home, floors.one_chart) as apps:
            yield from _pages(apps, size)


def _read(folder: Path) -> float:
    """The seconds it takes."""
    began = time.perf_counter()
    with Store.open(folder) as store, Aside(nicer=0) as aside:
        while due := [catch_up for is_due, catch_up in STAGES.values() if is_due(store)]:
            due[0](store, aside, lambda *_: None)
    return time.perf_counter() - began


def _pages(apps: floors.Apps, size: Size) -> Iterator[Line]:
    with chromium() as browser, profile(browser) as here, profile(browser) as there:
        floor, peer = Tab(there, 1), apps.peer.url()
        floor.open(peer, PAGE)
        for name in _PAGES[: size.of(len(_PAGES), 1)]:
            tab, address = Tab(here, 0), apps.ours.url(name, store="demo", lang="ko")
            tab.open(address, PAGE)
            pair = compared(_again(tab, address), _again(floor, peer), size.of(5, 1))
            yield ratio(f"{name}: navigation to the last change / one chart", pair, bar=size.of(3, None))
            before = tab.received
            tab.open(address, PAGE)
            yield Line(f"{name}: websocket bytes", (tab.received - before) / _KB, "kB", bar=size.of(60, None))
            tab.page.close()


def _again(tab: Tab, url: str) -> Callable[[], float]:
    """In a browser that has been there."""

    def measure() -> float:
        tab.page.goto("about:blank")
        return tab.open(url, PAGE)

    return measure
