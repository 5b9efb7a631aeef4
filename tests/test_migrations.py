"""From one version of the store to the next, with a backup of the one before."""

from __future__ import annotations

import duckdb
import pytest

from cx import facts, migrations, schema, sources
from cx.errors import CxError
from cx.warehouse import Store


@pytest.fixture
def folder(tmp_path):
    with Store.open(tmp_path / "own") as store:
        sources.add(store, "First")
        return store.folder


def to_two(con):
    con.execute("alter table source add column colour varchar")
    con.execute("update source set colour = 'blue'")


def fails(con):
    con.execute("drop table source")
    message = "no"
    raise ValueError(message)


def with_version_two(monkeypatch, step):
    steps = migrations.migrations() | {2: step}
    monkeypatch.setattr(migrations, "migrations", lambda: steps)


def test_the_folder_is_the_list():
    found = migrations.migrations()
    assert list(found) == list(range(1, max(found) + 1))


def test_a_store_is_migrated_on_opening_and_backed_up_before(folder, monkeypatch):
    newest = max(migrations.migrations())
    assert newest == 1, "change this test: there is a real second version now"
    with_version_two(monkeypatch, to_two)
    with Store.open(folder) as store:
        assert store.query("select name, colour from source").values.tolist() == [["First", "blue"]]
        assert store.query("select schema_version from store_state")["schema_version"].item() == 2
    (kept,) = (folder / "backup").iterdir()
    assert kept.name.startswith("version-0001-")
    with duckdb.connect(str(kept), read_only=True) as con:
        assert migrations.version(con) == 1
        assert con.execute("select name from source").fetchall() == [("First",)]
    with Store.open(folder):
        assert list((folder / "backup").iterdir()) == [kept]  # nothing to migrate, nothing to back up


def test_version_one_has_the_columns_of_the_schema(folder):
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


def test_derived_tables_of_another_shape_are_made_anew(folder):
    with Store.open(folder) as store, store.write() as con:
        con.execute("insert into ticket by name select 1 as source_id, 't' as ticket_id, now()::timestamp as opened_at")
        con.execute("alter table ticket_fact drop column body")
        con.execute("drop table open_block")
    with Store.open(folder) as store:
        assert store.query("select ticket_id, body is null as b from ticket_fact").values.tolist() == [["t", True]]
        assert len(store.query("select * from open_block")) > 0


def test_a_failing_step_leaves_the_old_version(folder, monkeypatch):
    with monkeypatch.context() as patch:
        with_version_two(patch, fails)
        with pytest.raises(ValueError, match="no"):
            Store.open(folder)
    with Store.open(folder) as store:
        assert [source.name for source in sources.all(store)] == ["First"]
        assert store.query("select schema_version from store_state")["schema_version"].item() == 1


def test_a_store_of_a_newer_program_is_refused(folder, monkeypatch):
    with monkeypatch.context() as patch:
        with_version_two(patch, to_two)
        Store.open(folder).close()
    with pytest.raises(CxError, match="Update the program"):
        Store.open(folder)
