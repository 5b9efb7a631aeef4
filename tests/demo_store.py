"""A sixth of the demo, made once in a run of the tests and copied by each file that asks for it, in whichever process that is."""

from __future__ import annotations

import fcntl
import shutil
from datetime import date
from pathlib import Path

import pytest

from cx.demo.build import build
from cx.warehouse import FILE, Store

LAST_DAY = date(2026, 11, 22)
SCALE = 0.15


def copied(factory: pytest.TempPathFactory, folder: Path) -> Path:
    """The demo with all its stories in `folder`."""
    base = factory.getbasetemp()
    kept = (base.parent if base.name.startswith("popen-") else base) / "demo_store"
    kept.mkdir(exist_ok=True)
    with (kept / "making").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "is_whole").exists():
            with Store.open(kept / "store") as store:
                build(store, last_day=LAST_DAY, scale=SCALE)
            (kept / "is_whole").touch()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(kept / "store" / FILE, folder / FILE)
    return folder
