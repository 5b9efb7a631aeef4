"""What an unlucky or hostile user does to an import, from the file to what the store says in the end."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from cx import sources
from cx.importing import batches
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.run import import_file, inspect
from cx.warehouse import Store

TODAY = date(2026, 11, 21)


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "store") as opened:
        sources.add(opened, "상담 도구")
        yield opened


def rules(columns):
    return tuple(ColumnRule(target, column) for target, column in columns.items())


def take(store, text, mapping, name="a.csv"):
    source = sources.find(store, "상담 도구")
    return import_file(store, inspect(store, text.encode(), name), source=source, mappings=[mapping], today=TODAY)


def count_of(report):
    count = report.tables[0]
    return count.inserted, count.updated, count.unchanged


TICKET = Mapping("ticket", "", rules({"ticket_id": "번호", "opened_at": "접수"}))


def extras(store):
    with closing(store.cursor()) as cursor:
        return dict(cursor.execute("select ticket_id, extra::varchar from ticket").fetchall())


def test_a_narrower_file_keeps_the_columns_without_a_home_that_it_lacks(store):
    take(store, "번호,접수,가,나\nT1,2026-11-01,ㄱ,ㄴ\nT2,2026-11-01,ㄷ,ㄹ\n", TICKET)
    second = take(store, "번호,접수,나\nT1,2026-11-01,새\n", TICKET)
    third = take(store, "번호,접수,다\nT2,2026-11-01,\n", TICKET)
    assert extras(store) == {"T1": '{"가":"ㄱ","나":"새"}', "T2": '{"가":"ㄷ","나":"ㄹ"}'}
    assert count_of(second) == (0, 1, 0)
    assert count_of(third) == (0, 0, 1)
    batches.undo(store, 1)
    assert extras(store) == {"T1": '{"나":"새"}', "T2": None}
