"""An app in a process of its own, started as people start it: ours on stores in a folder, or any other script."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60  # seconds an app may take to listen


@dataclass
class Server:
    """A running app: its address, and where its stores are."""

    address: str
    home: Path
    process: subprocess.Popen[bytes] = field(repr=False)

    def url(self, page: str = "", **parameters: str) -> str:
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        return f"{self.address}/{page}?{query}" if query else f"{self.address}/{page}"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(home: Path, script: str = "app.py", folder: Path = ROOT) -> Server:
    """Start `script` of `folder` with the stores of `home` and wait until it answers."""
    port, said = free_port(), home / "app.log"
    # As people start it: the command finds less by itself than `python -m streamlit` does.
    command = [str(Path(sys.executable).with_name("streamlit")), "run", script, "--server.port", str(port)]
    own = {"CX_HOME": str(home), "CX_READ": "off"}  # no models in tests: they take seconds and half a gigabyte
    with said.open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | own, stdout=log, stderr=log)
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return Server(f"http://127.0.0.1:{port}", home, process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
    process.kill()
    message = f"{script} did not start: {said.read_text(errors='replace')}"
    raise RuntimeError(message)


def chromium_path() -> str:
    """The browser to drive: what CHROMIUM names, or the one of the machine."""
    found = os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, "no Chromium found: set CHROMIUM to one (Debian/Ubuntu: apt-get install chromium)"
    return found
