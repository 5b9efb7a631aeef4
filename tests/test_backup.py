"""Backups while the store is in use, and going back to one."""

from __future__ import annotations

import stat

import duckdb
import pytest

from cx import sources
from cx.backup import backup, restore
from cx.errors import CxError
from cx.warehouse import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        sources.add(opened, "First")
        yield opened


def names(store):
    return [source.name for source in sources.all(store)]


def test_a_backup_brings_back_what_was(store, tmp_path):
    salt = store.salt
    path = backup(store, tmp_path / "kept.duckdb")
    sources.add(store, "Later")
    store.close()
    aside = restore(store.folder, path)
    with Store.open(store.folder) as again:
        assert names(again) == ["First"]
        assert again.salt == salt
    assert aside is not None
    with Store.open(aside) as replaced:
        assert names(replaced) == ["First", "Later"]


def test_a_backup_is_private_whole_and_leaves_nothing_behind(store, tmp_path):
    (tmp_path / "safe").mkdir()
    path = backup(store, tmp_path / "safe")
    assert path.parent == tmp_path / "safe"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list((store.folder / "backup").iterdir()) == []
    assert list((tmp_path / "safe").iterdir()) == [path]
    assert names(store) == ["First"]  # the store goes on


def test_a_backup_overwrites_nothing(store, tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("mine")
    with pytest.raises(CxError, match="another name"):
        backup(store, path)
    assert path.read_text() == "mine"


def test_restore_into_nothing_makes_the_store(store, tmp_path):
    path = backup(store, tmp_path / "kept.duckdb")
    assert restore(tmp_path / "new", path) is None
    with Store.open(tmp_path / "new") as fresh:
        assert names(fresh) == ["First"]


def other_database(path):
    with duckdb.connect(str(path)) as con:
        con.execute("create table theirs as select 1")


def newer_store(path):
    with duckdb.connect(str(path)) as con:
        con.execute("create table store_state as select 999 as schema_version")


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (lambda path: path.write_text("just text, and longer than a header " * 300), "store.damaged"),
        (lambda path: path.write_bytes(b""), "store.damaged"),
        (other_database, "store.not_ours"),
        (newer_store, "store.too_new"),
        (lambda _: None, "store.damaged"),
    ],
)
def test_restore_refuses_what_is_not_ours_and_changes_nothing(store, tmp_path, make, key):
    store.close()
    before = (store.folder / "cx.duckdb").read_bytes()
    make(tmp_path / "wrong")
    with pytest.raises(CxError) as caught:
        restore(store.folder, tmp_path / "wrong")
    assert caught.value.key == key
    assert (store.folder / "cx.duckdb").read_bytes() == before
    assert not list(store.folder.glob("replaced-*"))
    assert not list(store.folder.glob("restoring*"))


def test_restore_waits_for_nobody_who_uses_the_store(store, tmp_path):
    path = backup(store, tmp_path / "kept.duckdb")
    with pytest.raises(CxError) as caught:
        restore(store.folder, path)
    assert caught.value.key == "store.locked"
