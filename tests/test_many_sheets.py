"""Workbooks with a sheet a day or a week: read like those with few, and before anybody waits."""

from __future__ import annotations

from datetime import date

from cx import sources
from cx.importing import batches, load
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.report import TableCount
from cx.importing.run import import_file, inspect
from cx.warehouse import Store
from tests.importers.samples import workbook


def test_many_sheets_are_read_as_few_are(tmp_path, monkeypatch):
    """Five sheets are more than one question is put to: each has a contact of its own, and all have the same two of "0"."""
    monkeypatch.setattr(load, "_TOGETHER", 2)
    head, same = ["접수 코드", "들어온 때"], ["0", "2026-11-01 09:00"]
    rules = (ColumnRule("ticket_id", "접수 코드"), ColumnRule("opened_at", "들어온 때"))
    data = workbook({f"s{at}": [head, [str(at), "2026-11-02 09:00"], same, same] for at in range(1, 6)})
    with Store.open(tmp_path / "own") as store:
        found = inspect(store, data, "a.xlsx")
        mappings = [Mapping("ticket", f"s{at}", rules) for at in range(1, 6)]
        report = import_file(
            store, found, source=sources.add(store, "B", ""), mappings=mappings, today=date(2026, 11, 22)
        )
        # Of each sheet's two the second counts; of the five that are left one stands for all.
        assert report.tables == (TableCount("ticket", read=15, inserted=6, duplicate=5, merged=4),)
        assert store.query("select count(*) as n from ticket")["n"][0] == 6
        batches.undo(store, report.batch_id)
        assert store.query("select count(*) as n from ticket")["n"][0] == 0
