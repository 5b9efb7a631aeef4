"""The app as people start it, in a process of its own, and a Chromium that writes down every host it asks."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import small_store  # noqa: E402 - lies one folder up

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60  # seconds the app may take to listen


@dataclass
class Server:
    """A running app: its address, and where its stores are."""

    address: str
    home: Path
    process: subprocess.Popen[bytes] = field(repr=False)

    def url(self, page: str = "", **parameters: str) -> str:
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        return f"{self.address}/{page}?{query}" if query else f"{self.address}/{page}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(home: Path) -> Server:
    """Start the app on stores in `home` and wait until it answers."""
    port, said = free_port(), home / "app.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with said.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"CX_HOME": str(home)}, stdout=log, stderr=log)
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return Server(f"http://127.0.0.1:{port}", home, process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
    process.kill()
    message = f"the app did not start: {said.read_text(errors='replace')}"
    raise RuntimeError(message)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("home")
    small_store.fill(home / "demo")
    small_store.empty(home / "own")
    running = start(home)
    yield running
    running.process.terminate()
    running.process.wait(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, "no Chromium found: set CHROMIUM to one (Debian/Ubuntu: apt-get install chromium)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """A browser tab that remembers which hosts were asked and what broke."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.hosts: set[str] = set()
        self.broken: list[str] = []
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname or ""))
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        page.set_default_timeout(30_000)

    def open(self, url: str) -> None:
        """Go there and wait until Streamlit has nothing left to do."""
        self.page.goto(url)
        self.page.wait_for_selector("h1")
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_function(
            "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
            " && !document.querySelector('[data-testid=stSkeleton]')"
        )

    def is_at_home(self) -> bool:
        return self.hosts <= {"127.0.0.1", ""} and not self.broken

    def overflow(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.fixture
def visitor(chromium) -> Iterator[Visitor]:
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, accept_downloads=True)
    yield Visitor(context.new_page())
    context.close()


@pytest.fixture
def phone(chromium) -> Iterator[Visitor]:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    yield Visitor(context.new_page())
    context.close()
