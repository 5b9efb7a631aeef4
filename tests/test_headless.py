"""A file without a header gets the names of the format whose layout its values have, and of no other."""

import csv
import io

import pytest

from cx.importing.files import read_file
from cx.importing.format import Extract, Field, Format, Layout
from cx.importing.headless import named
from cx.importing.recognise import formats
from tests.importers.samples import sample_bytes


def read(text):
    return read_file(text.encode(), "a.csv")


def header(text, *known):
    return named(read(text), known or formats().values()).sheets[0].header


LAYOUT = Layout(("at", "who", "memo", "more"), (("at", r"\d{4}-\d\d-\d\d"), ("who", "[A-Z]+")))
FORMAT = Format("x", (Extract("ticket", (Field("ticket_id", ("who",)),), claims=("who",)),), layouts=(LAYOUT,))
ROWS = "2026-11-02,AB,x\n2026-11-03,CD,y\n"


def test_columns_are_named_by_their_place():
    assert header(ROWS, FORMAT) == ("at", "who", "memo")
    assert header(ROWS.replace("x", "x,1,2").replace("y", "y,1,2"), FORMAT) == ("at", "who", "memo", "more", "5")


def test_a_named_file_is_not_said_to_lack_its_header():
    assert [notice.key for notice in named(read(ROWS), [FORMAT]).sheets[0].notices] == []
    assert [notice.key for notice in named(read(ROWS), []).sheets[0].notices] == ["file.no_header"]


def test_other_values_another_width_or_a_header_keep_their_names():
    assert header("2026-11-02,1,x\n2026-11-03,2,y\n", FORMAT) == ("1", "2", "3")
    assert header("2026-11-02\n2026-11-03\n", FORMAT) == ("1",)
    assert header("언제,누가,메모\n" + ROWS, FORMAT) == ("언제", "누가", "메모")


def test_two_layouts_that_fit_name_nothing():
    assert header(ROWS, FORMAT, FORMAT) == ("1", "2", "3")


def test_a_row_in_twenty_may_differ():
    rows = [f"2026-11-{day:02},AB,x" for day in range(1, 21)]
    assert header("\n".join([*rows, "2026-11-21,?,x"]), FORMAT)[0] == "at"
    assert header("\n".join([*rows[:10], "2026-11-21,?,x"]), FORMAT)[0] == "1"


@pytest.mark.parametrize("name", ["asterisk_queue", "asterisk_cdr"])
def test_a_header_somebody_put_over_it_does_as_well(name):
    data, file_name = sample_bytes(name)
    whole = named(read_file(data, file_name), formats().values()).sheets[0]
    sign = "|" if name == "asterisk_queue" else ","
    again = read_file((sign.join(whole.header) + "\n").encode() + data, file_name)
    assert again.sheets[0].header == whole.header
    if name == "asterisk_cdr":
        assert [row.cells for row in again.sheets[0].rows()] == [row.cells for row in whole.rows()]


@pytest.mark.parametrize(("columns", "id_is"), [(16, False), (17, True), (18, True)])
def test_call_records_of_sixteen_to_eighteen_columns(columns, id_is):
    data, _ = sample_bytes("asterisk_cdr")
    written = io.StringIO()
    csv.writer(written).writerows(row[:columns] for row in csv.reader(io.StringIO(data.decode())))
    names = header(written.getvalue())
    assert names[9:12] == ("start", "answer", "end")
    assert ("uniqueid" in names) is id_is
