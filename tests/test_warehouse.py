"""The store's file: one owner, one writer, whole transactions, nothing reachable outside, nothing left lying about."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading

import duckdb
import pytest

from cx import lock
from cx.errors import CxError
from cx.warehouse import Store, store_folder

pytestmark = pytest.mark.usefixtures("made_by_migrations")


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        yield opened


def write_and_fail(store, error):
    with store.write("data") as con:
        con.execute("insert into source values (9, 'Z', '', 'UTC', now()::timestamp)")
        raise error


def test_only_the_owner_may_read_what_lies_there(store):
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((store.folder / "cx.duckdb").stat().st_mode) == 0o600
    assert stat.S_IMODE(store.inbox.stat().st_mode) == 0o700


def test_second_owner_is_refused_in_this_process_and_in_another(store):
    with pytest.raises(CxError, match="Another process"):
        Store.open(store.folder)
    script = f"from pathlib import Path\nfrom cx.warehouse import Store\nStore.open(Path({str(store.folder)!r}))"
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert other.returncode == 1
    assert "store.locked" in other.stderr or "Another process" in other.stderr
    assert lock.is_locked(store.folder)
    store.close()
    assert not lock.is_locked(store.folder)


def test_what_is_committed_is_there_after_reopening(store):
    with store.write("data") as con:
        con.execute("insert into source values (1, 'A', '', 'UTC', now()::timestamp)")
    with store.write("settings"), store.write():
        pass
    store.close()
    with Store.open(store.folder) as again:
        assert (again.data_version, again.settings_version) == (1, 1)
        assert again.query("select name from source where source_id = $id", {"id": 1})["name"].item() == "A"


def test_an_error_takes_everything_back(store):
    with pytest.raises(ZeroDivisionError):
        write_and_fail(store, ZeroDivisionError())
    assert store.query("select * from source").empty
    assert store.data_version == 0


def test_readers_see_the_last_commit_while_somebody_writes(store):
    with store.write("data") as con:
        con.execute("insert into source values (1, 'A', '', 'UTC', now()::timestamp)")
        assert store.query("select * from source").empty
    assert len(store.query("select * from source")) == 1


def test_one_writer_at_a_time(store):
    seen, inside, may_go = [], threading.Event(), threading.Event()

    def second():
        inside.wait(10)
        with store.write():
            seen.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with store.write():
        inside.set()
        may_go.wait(0.2)
        seen.append("first")
    thread.join(10)
    assert seen == ["first", "second"]


def test_temp_tables_of_a_given_cursor_are_seen_in_its_transaction(store):
    cursor = store.cursor()
    cursor.execute("create temp table mine as select 7 as n")
    with store.write(cursor=cursor) as con:
        assert con.execute("select n from mine").fetchall() == [(7,)]
    assert cursor.execute("select n from mine").fetchall() == [(7,)]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{outside}')",
        "select * from read_text('{inbox}/../../secret.csv')",
        "copy (select 1) to '{outside}'",
        "attach '{outside}' as other",
        "install httpfs",
        "set enable_external_access = true",
    ],
)
def test_nothing_outside_its_folders_can_be_reached(store, tmp_path, sql):
    outside = tmp_path / "secret.csv"
    outside.write_text("a\n1\n")
    with pytest.raises(duckdb.Error):
        store.query(sql.format(outside=outside, inbox=store.inbox))
    assert outside.read_text() == "a\n1\n"


def test_what_a_killed_process_left_is_thrown_away(store):
    store.close()
    os.mkfifo(store.inbox / "pipe-1")
    (store.folder / "spill" / "duckdb_temp_storage").mkdir()
    (store.folder / "spill" / "duckdb_temp_storage" / "block").write_bytes(b"x")
    (store.folder / "backup" / "version-0001-x.part").write_bytes(b"x")
    (store.folder / "backup" / "leaving-1.duckdb").write_bytes(b"x")
    kept = store.folder / "backup" / "version-0001-x.duckdb"
    kept.write_bytes(b"x")
    with Store.open(store.folder):
        assert list(store.inbox.iterdir()) == []
        assert list((store.folder / "spill").iterdir()) == []
        assert list((store.folder / "backup").iterdir()) == [kept]


@pytest.mark.parametrize("content", [b"not a database at all, but long enough " * 200, b"\x00" * 10_000])
def test_a_damaged_file_is_named_not_replaced(tmp_path, content):
    (tmp_path / "cx.duckdb").write_bytes(content)
    with pytest.raises(CxError, match="restore"):
        Store.open(tmp_path)
    assert (tmp_path / "cx.duckdb").read_bytes() == content
    assert not lock.is_locked(tmp_path)


def test_another_programs_database_is_refused(tmp_path):
    with duckdb.connect(str(tmp_path / "cx.duckdb")) as con:
        con.execute("create table theirs as select 1")
    with pytest.raises(CxError, match="not made by this program"):
        Store.open(tmp_path)


def test_salt_is_made_once_and_differs_between_stores(store, tmp_path):
    salt = store.salt
    assert len(salt) == 32
    store.close()
    with Store.open(store.folder) as again, Store.open(tmp_path / "other") as other:
        assert again.salt == salt
        assert other.salt != salt


def test_demo_and_own_store_lie_apart(monkeypatch, tmp_path):
    monkeypatch.setenv("CX_HOME", str(tmp_path))
    assert store_folder("demo") == tmp_path / "demo"
    assert store_folder("own") == tmp_path / "own"


@pytest.mark.parametrize("error", [duckdb.IOException("No space left on device"), OSError(28, "No space left")])
def test_a_full_disk_is_said_and_the_old_data_stand(store, error):
    with store.write("data") as con:
        con.execute("insert into source values (1, 'A', '', 'UTC', now()::timestamp)")
    with pytest.raises(CxError, match="nothing was changed") as caught:
        write_and_fail(store, error)
    assert caught.value.key == "store.disk_full"
    assert store.query("select name from source")["name"].tolist() == ["A"]
    with store.write("data") as con:
        con.execute("insert into source values (2, 'B', '', 'UTC', now()::timestamp)")
    assert store.data_version == 2
