"""A disk that takes no more: a clear message, the old data, and on it goes once there is room."""

from __future__ import annotations

import resource
from contextlib import contextmanager
from datetime import date

import pytest

from cx import sources
from cx.backup import backup
from cx.errors import CxError
from cx.importing.run import import_file, inspect
from cx.warehouse import Store


@contextmanager
def no_file_longer_than(limit):
    """What the operating system does when a disk is full, without filling one: writing beyond the limit fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        sources.add(opened, "Desk", "template_contacts", "UTC")
        yield opened


def take(store, rows, prefix):
    lines = "".join(
        f"{prefix}{row},2026-03-02 09:00:00,chat,{row * 7919 % 100_003} 번째 문의 {row * 104_729 % 99_991}\n"
        for row in range(rows)
    )
    found = inspect(store, ("ticket_id,opened_at,channel,body\n" + lines).encode(), "contacts.csv")
    return import_file(
        store, found, source=sources.all(store)[0], mappings=found.mappings, today=date(2026, 3, 31)
    ).state


@pytest.mark.parametrize(("rows", "room"), [(3_000, 0.02), (30_000, 1.0)], ids=["log", "checkpoint"])
def test_an_import_that_does_not_fit_changes_nothing(store, rows, room):
    take(store, 300, "a")
    store.close()  # all of it is in the file now, the log is empty
    with Store.open(store.folder) as full:
        version, size = full.data_version, (full.folder / "cx.duckdb").stat().st_size
        with no_file_longer_than(int(size * room)), pytest.raises(CxError) as caught:
            take(full, rows, "b")
        assert caught.value.key == "store.disk_full"
        assert str(full.folder) in str(caught.value)
        for table in ("ticket", "said_ticket", "ticket_fact"):
            assert full.query(f"select count(*) as n from {table}")["n"].item() == 300
        assert (full.data_version, len(full.query("select * from import_batch"))) == (version, 1)
    with Store.open(store.folder) as roomy:
        assert take(roomy, rows, "b") == "imported"
        assert roomy.query("select count(*) as n from ticket_fact")["n"].item() == 300 + rows


def test_a_backup_that_does_not_fit_leaves_nothing(store, tmp_path):
    take(store, 300, "a")
    with no_file_longer_than(100_000), pytest.raises(CxError) as caught:
        backup(store, tmp_path / "kept.duckdb")
    assert caught.value.key == "store.disk_full"
    assert not list(tmp_path.glob("kept*"))
    assert not list((store.folder / "backup").iterdir())
    assert take(store, 10, "c") == "imported"
