"""Another number of header rows than was found: every row stays either header or data."""

import pytest

from cx.importing.draft import COLUMNS, SAVED, Draft
from cx.importing.files import read_file
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.recognise import SavedMapping, recognise
from cx.importing.rehead import reheaded
from cx.importing.run import import_file, inspect, read_anew
from cx.sources import add
from cx.warehouse import Store
from tests.importers.samples import sample_bytes

WORDS = "번호,접수일,분류\n,,대분류\nA1,2026-11-02,배송\nA2,2026-11-03,결제\n"
VALUES = "1,2026-11-02 09:00:00,배송\n2,2026-11-03 09:00:00,결제\n"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        yield opened


def sheet(text):
    return read_file(text.encode(), "a.csv").sheets[0]


def lines(read):
    return [row.line for row in read.rows()]


def test_two_rows_one_and_none():
    read = sheet(WORDS)
    assert (read.header, lines(read)) == (("번호", "접수일", "분류"), [2, 3, 4])
    two = reheaded(read, 2)
    assert (two.header, lines(two), two.header_line) == (("번호", "접수일", "분류 / 대분류"), [3, 4], 2)
    none = reheaded(two, 0)
    assert (none.header, lines(none), none.header_line) == (("1", "2", "3"), [1, 2, 3, 4], 0)
    assert [row.cells[0] for row in none.rows()] == ["번호", None, "A1", "A2"]
    assert [notice.key for notice in none.notices] == ["file.no_header"]
    again = reheaded(none, 1)
    assert (again.header, again.notices, lines(again)) == (read.header, read.notices, lines(read))


def test_values_may_be_a_header_after_all():
    one = reheaded(sheet(VALUES), 1)
    assert (one.header, lines(one)) == (("1", "2026-11-02 09:00:00", "배송"), [2])


def test_columns_with_names_of_their_own_stay():
    read = sheet('[{"id": 1, "at": "2026-11-02"}]')
    assert reheaded(read, 0) is read


def test_a_file_read_anew_is_recognised_anew_and_masked(store):
    data, name = sample_bytes("asterisk_queue")
    inspection = inspect(store, data, name)
    assert inspection.recognition.formats == ("asterisk_queue",)
    wrong = read_anew(store, inspection, "", 1)
    assert wrong.recognition.formats == ()
    assert "01000000001" not in "".join(wrong.content.sheets[0].header)
    right = read_anew(store, wrong, "", 0)
    assert right.recognition.formats == ("asterisk_queue",)
    assert right.mappings == inspection.mappings


def test_it_is_imported_as_it_was_read(store):
    inspection = read_anew(store, inspect(store, WORDS.encode(), "a.csv"), "", 2)
    rules = (
        ColumnRule("ticket_id", "번호"),
        ColumnRule("opened_at", "접수일"),
        ColumnRule("category", "분류 / 대분류"),
    )
    report = import_file(
        store, inspection, source=add(store, "x", "Asia/Seoul"), mappings=[Mapping("ticket", "", rules)]
    )
    assert [(one.read, one.inserted) for one in report.tables] == [(2, 2)]
    assert list(store.query("select category from ticket order by ticket_id")["category"]) == ["배송", "결제"]


def test_a_saved_mapping_of_columns_without_names_is_looked_at_again():
    content = read_file(VALUES.encode(), "a.csv")
    rules = (ColumnRule("ticket_id", "1"), ColumnRule("opened_at", "2"))
    found = recognise(content, [SavedMapping("게시판", (Mapping("ticket", "", rules),))])
    assert found.saved.name == "게시판"
    assert found.is_guess
    named = recognise(
        read_file(WORDS.encode(), "a.csv"),
        [SavedMapping("글", (Mapping("ticket", "", (ColumnRule("ticket_id", "번호"),)),))],
    )
    assert not named.is_guess


def test_a_draft_of_columns_without_names_can_be_mapped(store):
    draft = Draft.of(inspect(store, VALUES.encode(), "a.csv"))
    assert draft.way == COLUMNS != SAVED
    assert {rule.target: rule.column for rule in draft.mappings[0].columns}.items() >= {"opened_at": "2"}.items()
