"""What every test begins with: the language of a new session, and a new store as the migrations leave it."""

from __future__ import annotations

import secrets
import shutil
import sys
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

from cx import warehouse
from cx.charts import look
from cx.language import LANGUAGES
from cx.voc import aside
from cx.warehouse import FILE, Store

CONNECT = warehouse._connect
look.IS_CHECKED = True
aside.NICER = 0  # in a run of the tests nobody else wants the machine: what stands back would only be waited for


class OneBrowser(LoadFileScheduling):
    """Files on whichever worker is free, and all that drive a browser one after the other: three browsers and servers at once would only
    take the time from each other.
    """

    def _split_scope(self, nodeid):
        file = super()._split_scope(nodeid)
        return "browser" if file.startswith("tests/browser/") else file


def pytest_xdist_make_scheduler(config, log):
    return OneBrowser(config, log)


@pytest.fixture(autouse=True)
def speaks_as_a_new_session():
    words = sys.modules.get("pages._words")
    if words is not None:
        words.speak(LANGUAGES[0])


@pytest.fixture(autouse=True, scope="session")
def _new_stores_are_copies(tmp_path_factory):
    """The first new store of a run is made by the migrations; those after it copy that file, and get a salt of their own.

    What tests the making itself asks for `made_by_migrations`.
    """
    folder = tmp_path_factory.mktemp("template")
    Store.open(folder).close()

    def copied(at: Path):
        is_new = not (at / FILE).exists()
        if is_new:
            shutil.copy(folder / FILE, at / FILE)
        connection = CONNECT(at)
        connection.execute("set global threads = 1")  # other tests have the other core: two threads only wait for it
        if is_new:
            connection.execute("update store_state set salt = ?", [secrets.token_hex(32)])
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warehouse, "_connect", copied)
        yield


@pytest.fixture
def made_by_migrations(monkeypatch):
    """New stores go through every migration, as they do outside of tests."""
    monkeypatch.setattr(warehouse, "_connect", CONNECT)
