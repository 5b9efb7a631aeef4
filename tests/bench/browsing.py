"""A Chromium at a page, and how long until what it shows stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, WebSocket, sync_playwright

from tests.served import chromium_path

_QUIET = 400  # milliseconds without a change after which nothing more is expected
CHART, TABLE, PAGE = "stVegaLiteChart", "stDataFrame", "stMain"
# Remembers when a chart and a table were last drawn; both are drawn after Streamlit says that its script has ended.
# What a page shows changes in its main part. A table is drawn on a canvas; the elements in it are a copy for screen readers, which it makes 200 ms after the last change.
_WATCH = """
window.drawn = {any: 0};
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function(...words) {
  const place = this.canvas.closest('[data-testid=stDataFrame]');
  if (place) window.drawn.any = window.drawn.stDataFrame = performance.now();
  return write.apply(this, words);
};
new MutationObserver(changes => {
  for (const change of changes) {
    const at = change.target.nodeType === 1 ? change.target : change.target.parentElement;
    const place = at && !at.closest('canvas') && at.closest('[data-testid=stVegaLiteChart], [data-testid=stDataFrame], [data-testid=stMetric]');
    if (place) window.drawn.any = window.drawn[place.dataset.testid] = performance.now();
    if (at && at.closest('[data-testid=stMain]')) window.drawn.stMain = performance.now();
  }
}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
_STILL = """([charts, kind, since, quiet]) => {
  const app = document.querySelector('[data-testid=stApp]');
  const drawn = document.querySelectorAll('[data-testid=stVegaLiteChart] svg path, [data-testid=stVegaLiteChart] canvas');
  const places = new Set([...drawn].map(one => one.closest('[data-testid=stVegaLiteChart]')));
  return app && app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-testid=stSkeleton]')
    && document.querySelector('[data-testid=stHeading]') && places.size >= charts && (window.drawn[kind] || 0) > since
    && performance.now() - Math.max(window.drawn.any, kind === 'stMain' ? window.drawn.stMain : 0) > quiet;
}"""


class Tab:
    """A browser tab. What it gets over the websocket is counted in `received`."""

    def __init__(self, context: BrowserContext, charts: int) -> None:
        self.page: Page = context.new_page()
        self.charts, self.received = charts, 0
        self.page.add_init_script(_WATCH)
        self.page.set_default_timeout(60_000)
        self.page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        def count(payload: bytes | str) -> None:
            self.received += len(payload)

        socket.on("framereceived", count)

    def open(self, url: str, kind: str = CHART) -> float:
        """Go there; the seconds from the navigation to the last chart, or to the last change of another kind."""
        self.page.goto(url, wait_until="commit")
        return self._until_still(kind, 0.0)

    def act(self, action: Callable[[Page], object], kind: str = CHART) -> float:
        """Do something; the seconds until the last thing of its kind is drawn."""
        since = float(self.page.evaluate("performance.now()"))
        action(self.page)
        return self._until_still(kind, since)

    def _until_still(self, kind: str, since: float) -> float:
        self.page.wait_for_function(_STILL, arg=[self.charts, kind, since, _QUIET], polling=50)
        return (float(self.page.evaluate("kind => window.drawn[kind]", kind)) - since) / 1000


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser until the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """A browser nobody used before: nothing is in its cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    yield context
    context.close()
