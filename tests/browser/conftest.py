"""The app as people start it, in a process of its own, and a Chromium that writes down every host it asks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import small_store  # noqa: E402 - lies one folder up
from served import Server, chromium_path, start  # noqa: E402 - same


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("home")
    small_store.fill(home / "demo")
    small_store.read(home / "demo")
    small_store.empty(home / "own")
    running = start(home)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


_LOOK = 50  # milliseconds; looking at every frame makes the browser draw sixty a second
_PATIENCE = 60_000  # milliseconds; how long a page takes on a busy machine is not what these tests ask
expect.set_options(timeout=_PATIENCE)


class Visitor:
    """A browser tab that remembers which hosts were asked and what broke."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.hosts: set[str] = set()
        self.broken: list[str] = []
        self.size = page.viewport_size
        self.heard = {
            "request": lambda request: self.hosts.add(urlsplit(request.url).hostname or ""),
            "pageerror": lambda error: self.broken.append(str(error)),
            "dialog": self._refuse,
        }
        for event, take in self.heard.items():
            page.on(event, take)
        page.set_default_timeout(_PATIENCE)

    def leave(self) -> None:
        """Forget what the app keeps in the browser, and end the session."""
        if self.page.url.startswith("http"):
            self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        self.page.context.clear_cookies()
        self.page.goto("about:blank")
        if self.size:
            self.page.set_viewport_size(self.size)
        for event, take in self.heard.items():
            self.page.remove_listener(event, take)

    def _refuse(self, dialog: Dialog) -> None:
        """We never open one: a script that somebody wrote into a text does."""
        self.broken.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open(self, url: str) -> None:
        """Go there and wait until Streamlit has nothing left to do."""
        self.page.goto(url)
        self.page.wait_for_selector("h1")
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_function(
            "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
            " && !document.querySelector('[data-testid=stSkeleton]')",
            polling=_LOOK,
        )

    def is_at_home(self) -> bool:
        return self.hosts <= {"127.0.0.1", ""} and not self.broken

    def overflow(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def tab(chromium: Browser, **more: object) -> Iterator[Page]:
    """One tab for all tests: it has read the app's scripts already, which takes longer than most pages."""
    context = chromium.new_context(**more)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def wide(chromium) -> Iterator[Page]:
    yield from tab(chromium, viewport={"width": 1440, "height": 1000}, accept_downloads=True)


@pytest.fixture(scope="session")
def narrow(chromium) -> Iterator[Page]:
    yield from tab(chromium, viewport={"width": 390, "height": 844})


def visiting(page: Page) -> Iterator[Visitor]:
    """Somebody new in this tab: it remembers nothing of whoever was here before."""
    visitor = Visitor(page)
    yield visitor
    visitor.leave()


@pytest.fixture
def visitor(wide) -> Iterator[Visitor]:
    yield from visiting(wide)


@pytest.fixture
def phone(narrow) -> Iterator[Visitor]:
    yield from visiting(narrow)
