"""Tables of very many columns: what no column takes is kept, and a rejected row is kept whole, once."""

import json
from datetime import date

import duckdb
import pytest

from cx import sources
from cx.importing import mending, rejects, stage
from cx.importing.row_objects import WIDE, filled_cells, keep_filled, no_objects, whole_rows
from cx.importing.run import import_file, inspect
from cx.importing.suggest import suggest
from cx.warehouse import Store

NAMES = [f'칸 "{number}"' for number in range(WIDE + 3)]


def wide_table(*rows):
    header = ["ticket_id", "opened_at", "first_resolved_at", *(name.replace('"', '""') for name in NAMES)]
    listed = [header, *([*row, *(f"{row[0]}-{number}" for number in range(len(NAMES)))] for row in rows)]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in listed).encode()


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        sources.add(opened, "A", "")
        yield opened


def take(store, data):
    found = inspect(store, data, "wide.csv")
    mappings = found.mappings or suggest(found.content.sheets[0]).mappings
    return import_file(store, found, source=sources.find(store, "A"), mappings=mappings, today=date(2026, 11, 20))


def test_columns_without_a_home_are_kept_however_many(store):
    report = take(
        store,
        wide_table(("T1", "2026-03-02 09:00", "2026-03-02 11:00"), ("T2", "2026-03-02 10:00", "2026-03-02 11:00")),
    )
    assert (report.tables[0].inserted, report.rejected_rows) == (2, 0)
    kept = store.query("select ticket_id, extra from ticket order by ticket_id")
    for ticket, extra in zip(kept["ticket_id"], kept["extra"], strict=True):
        assert json.loads(extra) == {name: f"{ticket}-{number}" for number, name in enumerate(NAMES)}


def test_a_row_with_several_faults_is_kept_whole_and_once(store):
    report = take(store, wide_table(("T1", "어제", "그제쯤"), ("T2", "2026-03-02 10:00", "2026-03-02 11:00")))
    assert (report.tables[0].inserted, report.rejected_rows) == (1, 1)
    kept = store.query('select line, "row" from reject order by line, column_name')
    assert kept["line"].tolist() == [2, 2]
    assert kept["row"].notna().sum() == 1
    [frame] = mending.to_mend(store, report.batch_id, "ko").values()
    assert len(frame) == 1
    assert frame.iloc[0][["ticket_id", "opened_at", "first_resolved_at"]].tolist() == ["T1", "어제", "그제쯤"]
    assert frame.iloc[0][NAMES].tolist() == [f"T1-{number}" for number in range(len(NAMES))]


def test_of_many_wide_rows_only_the_first_are_kept_whole_and_that_is_said(store, monkeypatch):
    for module in (rejects, stage):
        monkeypatch.setattr(module, "WHOLE", 2 * (len(NAMES) + 3))
    bad = [(f"T{number}", "어제", "") for number in range(4)]
    report = take(store, wide_table(*bad, ("T9", "2026-03-02 10:00", "2026-03-02 11:00")))
    assert (report.tables[0].inserted, report.rejected_rows) == (1, 4)
    [notice] = [notice for notice in report.notices if notice.key == "check.rows_not_whole"]
    assert notice.values == {"rows": 4, "columns": len(NAMES) + 3, "listed": 2}
    kept = store.query('select line, bool_or("row" is not null) as is_whole from reject group by 1 order by 1')
    assert kept.values.tolist() == [[2, True], [3, True], [4, False], [5, False]]
    [frame] = mending.to_mend(store, report.batch_id, "ko").values()
    assert frame["ticket_id"].fillna("").tolist() == ["T0", "T1", "", ""]
    assert len(json.loads(store.query("select extra from ticket")["extra"].item())) == len(NAMES)


def test_few_and_many_columns_give_the_same_objects():
    con = duckdb.connect()
    odd = ['a"b', "c\\d", "e\nf\t", None, "[1]", "가\u2028"]
    con.execute("create temp table few as select unnest([1, 2]) as line, unnest(?::varchar[]) as c0", [[odd[0], None]])
    con.execute("alter table few add column c1 varchar")
    for text in odd:
        con.execute("update few set c1 = ?", [text])
        own = [("x", "c0"), ('y "z"', "c1")]
        many = [*own, *((f"n{number}", "null::varchar") for number in range(WIDE))]
        few = dict(con.execute(f"select line, {filled_cells(con, own)} from few").fetchall())
        table = no_objects(con)
        keep_filled(con, "few", many, table)
        kept = dict(con.execute(f"from {table}").fetchall())
        assert {line: json.loads(said) for line, said in kept.items()} == {
            line: json.loads(said) for line, said in few.items() if said is not None
        }
        whole = dict(con.execute(f"from {whole_rows(con, 'few', many)}").fetchall())
        short = dict(con.execute(f"from {whole_rows(con, 'few', own)}").fetchall())
        blank = {f"n{number}": None for number in range(WIDE)}
        assert {line: json.loads(said) for line, said in whole.items()} == {
            line: json.loads(said) | blank for line, said in short.items()
        }
