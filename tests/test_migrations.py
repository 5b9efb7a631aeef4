"""From one version of the store to the next, with a backup of the one before."""

from __future__ import annotations

import json

import duckdb
import pytest

from cx import facts, migrations, schema, sources
from cx.errors import CxError
from cx.importing import batches
from cx.importing.report import IMPORTED, Report
from cx.warehouse import Store

pytestmark = pytest.mark.usefixtures("made_by_migrations")


@pytest.fixture
def folder(tmp_path):
    with Store.open(tmp_path / "own") as store:
        sources.add(store, "First")
        return store.folder


def to_next(con):
    con.execute("alter table source add column colour varchar")
    con.execute("update source set colour = 'blue'")


def fails(con):
    con.execute("drop table source")
    message = "no"
    raise ValueError(message)


NEWEST = max(migrations.migrations())


def with_another_version(monkeypatch, step):
    steps = migrations.migrations() | {NEWEST + 1: step}
    monkeypatch.setattr(migrations, "migrations", lambda: steps)


def test_the_folder_is_the_list():
    found = migrations.migrations()
    assert list(found) == list(range(1, max(found) + 1))


def test_a_store_is_migrated_on_opening_and_backed_up_before(folder, monkeypatch):
    with_another_version(monkeypatch, to_next)
    with Store.open(folder) as store:
        assert store.query("select name, colour from source").values.tolist() == [["First", "blue"]]
        assert store.query("select schema_version from store_state")["schema_version"].item() == NEWEST + 1
    (kept,) = (folder / "backup").iterdir()
    assert kept.name.startswith(f"version-{NEWEST:04d}-")
    with duckdb.connect(str(kept), read_only=True) as con:
        assert migrations.version(con) == NEWEST
        assert con.execute("select name from source").fetchall() == [("First",)]
    with Store.open(folder):
        assert list((folder / "backup").iterdir()) == [kept]  # nothing to migrate, nothing to back up


def test_a_store_several_versions_behind_is_backed_up_once(folder, monkeypatch):
    with monkeypatch.context() as patch:
        steps = migrations.migrations() | {
            NEWEST + 1: to_next,
            NEWEST + 2: lambda con: con.execute("drop table source"),
        }
        patch.setattr(migrations, "migrations", lambda: steps)
        asked = []
        with duckdb.connect(str(folder / "cx.duckdb")) as con:
            assert migrations.migrate(con, asked.append) == [NEWEST + 1, NEWEST + 2]
    assert asked == [NEWEST]


def test_the_newest_version_has_the_columns_of_the_schema(folder):
    """Where this fails the schema has changed: write the next migration, never edit an old one."""
    with Store.open(folder) as store:
        found = store.query("""
            select table_name as name, list(column_name || ' ' || data_type order by column_index) as columns
            from duckdb_columns() group by 1""").set_index("name")["columns"]
    for table in schema.TABLES.values():
        columns = [f"{column.name} {column.sql_type}" for column in table.columns]
        assert list(found[table.name]) == ["source_id BIGINT", *columns]
        keys = ["batch_id BIGINT", "part BIGINT", "source_id BIGINT", "line BIGINT"]
        assert list(found[f"said_{table.name}"]) == [*keys, *columns]
    for name, columns in facts.tables().items():
        assert list(found[name]) == [f"{column} {kind}" for column, kind in columns.items()]


def test_what_version_one_kept_of_a_batch_can_be_taken_back_by_the_next(tmp_path):
    """A store filled before sayings were kept once: its batch is undone, and one that speaks of the same rows stays."""
    (tmp_path / "own").mkdir()
    with duckdb.connect(str(tmp_path / "own" / "cx.duckdb")) as con:
        migrations.migrations()[1](con)
        con.execute("update store_state set schema_version = 1")
        con.execute("insert into source values (1, 's', '', 'UTC', now()::timestamp)")
        con.execute("insert into import_batch (batch_id, imported_at, state, report) values (1, '2026-01-01', 'active', $r)", {
            "r": json.dumps(Report(1, "f", "s", IMPORTED, ()).to_dict())})  # fmt: skip
        con.execute("insert into import_part values (1, 0, '', 'ticket', ['ticket_id', 'opened_at'])")
        for table, more in (("said_ticket", "1 as batch_id, 0 as part, 2 as line, "), ("ticket", "")):
            con.execute(
                f"insert into {table} by name select {more} 1 as source_id, 'a' as ticket_id, '2026-01-01' as opened_at"
            )
    with Store.open(tmp_path / "own") as store:
        assert store.query("select batch_id, ticket_id from said_ticket").values.tolist() == [[1, "a"]]
        assert batches.undo(store, 1).tables[0].removed == 1
        assert store.query("select * from ticket").empty


def test_derived_tables_of_another_shape_are_made_anew(folder):
    with Store.open(folder) as store, store.write() as con:
        con.execute("insert into ticket by name select 1 as source_id, 't' as ticket_id, now()::timestamp as opened_at")
        con.execute("alter table ticket_fact drop column team")
        con.execute("drop table open_block")
    with Store.open(folder) as store:
        assert store.query("select ticket_id, team is null as b from ticket_fact").values.tolist() == [["t", True]]
        assert len(store.query("select * from open_block")) > 0


def test_a_failing_step_leaves_the_old_version(folder, monkeypatch):
    with monkeypatch.context() as patch:
        with_another_version(patch, fails)
        with pytest.raises(ValueError, match="no"):
            Store.open(folder)
    with Store.open(folder) as store:
        assert [source.name for source in sources.all(store)] == ["First"]
        assert store.query("select schema_version from store_state")["schema_version"].item() == NEWEST


def test_a_store_of_a_newer_program_is_refused(folder, monkeypatch):
    with monkeypatch.context() as patch:
        with_another_version(patch, to_next)
        Store.open(folder).close()
    with pytest.raises(CxError, match="Update the program"):
        Store.open(folder)
