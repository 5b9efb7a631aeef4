"""What people wait for in a browser: the page, a filter, a click into a chart; and what travels for it.

The peer is a page with one chart of the same Streamlit (tests/bench/floors.py). A time ends when the last chart was drawn,
of a click into a chart when its rows were.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from playwright.sync_api import Browser, BrowserContext, Page

from cx.language import say
from tests.bench import Line, Size, compared, floors, ratio
from tests.bench.bench_sessions import rest
from tests.bench.browsing import TABLE, Tab, chromium, profile

_CHARTS = 3  # of the overview
_CHANNELS = ("chat", "phone", "email", "board", "form")
_KB = 1000


def lines(size: Size) -> Iterator[Line]:
    """All of it."""
    with floors.running(size.of(300_000, 2_000), floors.one_chart) as apps, chromium() as browser:
        rest(apps.ours, size)
        runs = size.of(5, 1)
        address = apps.ours.url(store="demo", lang="ko")
        pair = compared(_cold(browser, address, _CHARTS), _cold(browser, apps.peer.url(), 1), runs)
        yield ratio("navigation to last chart, cold browser / one chart", pair, bar=2, aim=1.5)
        with profile(browser) as here, profile(browser) as there:
            pair = compared(_warm(here, address, _CHARTS), _warm(there, apps.peer.url(), 1), runs)
            yield ratio("navigation to last chart, warm browser / one chart", pair, bar=3, aim=2.2)
            ours, peer = Tab(here, _CHARTS), Tab(there, 1)
            ours.open(address)
            yield Line("websocket bytes of the page", ours.received / _KB, "kB", bar=60, aim=45)
            peer.open(apps.peer.url())
            change = _months(peer)
            pair = compared(_filtering(ours), change, runs)
            yield ratio("filter to charts updated / one chart's", pair, bar=5, aim=3.5)
            ours.open(address)
            before = ours.received
            pair = compared(_drilling(ours), change, runs)
            yield ratio("drill-down click / one chart's filter", pair, bar=4, aim=3)
            yield Line("websocket bytes of a drill-down", (ours.received - before) / runs / _KB, "kB", bar=30, aim=25)


def _cold(browser: Browser, url: str, charts: int) -> Callable[[], float]:
    def measure() -> float:
        with profile(browser) as context:
            return Tab(context, charts).open(url)

    return measure


def _warm(context: BrowserContext, url: str, charts: int) -> Callable[[], float]:
    """The same again in a browser that has been there."""
    tab = Tab(context, charts)
    tab.open(url)

    def measure() -> float:
        tab.page.goto("about:blank")
        return tab.open(url)

    return measure


def _filtering(tab: Tab) -> Callable[[], float]:
    """Another channel each time, so that no answer is there already."""
    names = itertools.cycle(_CHANNELS)

    def click(page: Page) -> None:
        page.get_by_role("button", name=say(f"filter.channel_name.{next(names)}", "ko"), exact=True).click()

    return lambda: tab.act(click)


def _months(tab: Tab) -> Callable[[], float]:
    months = itertools.cycle(("6", "24", "12"))

    def click(page: Page) -> None:
        page.get_by_role("radio", name=next(months), exact=True).click()

    return lambda: tab.act(click)


def _drilling(tab: Tab) -> Callable[[], float]:
    """Another bar of the ranking each time: its contacts are shown beside it."""
    places = itertools.count(1)

    def click(page: Page) -> None:
        chart = page.locator('[class*="st-key-chart_ranking_"]').first
        chart.locator("path[aria-label]").nth(next(places) % 5).click(force=True)

    return lambda: tab.act(click, TABLE)
