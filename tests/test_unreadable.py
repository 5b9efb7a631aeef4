"""A file of which hardly a row can be used is refused, and it is said how many, where and why; nothing is stored."""

import duckdb
import pytest

from cx.errors import UnknownFormat
from cx.importing import unreadable
from cx.importing.files import read_file
from cx.importing.sheet import Notice, Row, Sheet
from cx.importing.stage import stage
from tests.staged import Unmasked

HEAD = "ticket_id,opened_at,subject\n"
GOOD, LONG, OPEN = "T,2026-01-02,hello\n", "T,2026-01-02,hello,more\n", 'T,2026-01-02,"hello\n'


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(unreadable, "MANY", 200)


def problems(content):
    return [row.problem.key for row in content.sheets[0].rows() if row.problem]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (LONG, "Line 2: 4 cells, but the header has 3."),
        (OPEN, "Line 2: a quotation mark is not closed."),
    ],
)
def test_a_file_of_bad_rows_is_refused_before_anything_is_asked(row, reason):
    with pytest.raises(UnknownFormat) as refusal:
        read_file((HEAD + row * 1000).encode(), "x.csv")
    assert refusal.value.key == "file.mostly_unreadable"
    values = refusal.value.values
    assert (values["first"], values["en"]) == (2, reason)
    assert values["bad"] == values["rows"] == values["last"] - 1 >= 200
    assert reason in refusal.value.text("en")
    assert str(values["bad"]) in refusal.value.text("ko").replace(",", "")


@pytest.mark.parametrize(
    "rows",
    [LONG * 199, (LONG * 8 + GOOD) * 100, GOOD * 100 + LONG * 800],
    ids=["not many", "a good one in nine", "a good beginning"],
)
def test_other_files_are_read_and_their_bad_rows_told_one_by_one(rows):
    found = problems(read_file((HEAD + rows).encode(), "x.csv"))
    assert found == ["file.ragged"] * rows.count("more")


@pytest.mark.parametrize(("good", "is_refused"), [(5, True), (100, False)])
def test_what_turns_out_later_stops_the_reading_and_leaves_no_file(tmp_path, good, is_refused):
    odd = Notice("file.ragged", {"line": 2, "found": 4, "expected": 1})
    rows = [Row(number, ("a",), None if number < good + 2 else odd) for number in range(2, 2 + good + 500)]
    sheet, con = Sheet("", ("a",), lambda: iter(rows)), duckdb.connect()
    if not is_refused:
        assert stage(con, sheet, {}, Unmasked(), tmp_path).rows == 600
        return
    with pytest.raises(UnknownFormat) as refusal:
        stage(con, sheet, {}, Unmasked(), tmp_path)
    assert refusal.value.values["bad"] == 500
    assert refusal.value.values["rows"] == 505
    assert not list(tmp_path.iterdir())
