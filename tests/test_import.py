"""A file from its bytes into the store, the way the page, the command line and the demo go."""

from __future__ import annotations

from datetime import date

import pytest

from cx import sources
from cx.background import CANCELLED, cancel
from cx.errors import CxError, UnknownName
from cx.importing import batches, saved
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.report import IMPORTED, NOTHING_TO_DO, TableCount
from cx.importing.run import import_file, inspect
from cx.importing.suggest import suggest
from cx.warehouse import Store
from tests.importers.samples import workbook

TODAY = date(2026, 3, 31)
HEADER = "ticket_id,opened_at,channel,account_id,subject,body,updated_at\n"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        sources.add(opened, "Desk", "template_contacts", "Asia/Seoul")
        yield opened


def take(store, text, *, source=None, **options):
    found = inspect(store, (HEADER + text).encode(), "contacts.csv")
    source = source or sources.find(store, "Desk")
    return import_file(store, found, source=source, mappings=found.mappings, today=TODAY, **options)


A = "007,2026-03-02 09:00:00,phone,A1,문의,안녕하세요,2026-03-02 10:00:00\n"
B = "8,2026-03-02 11:00:00,chat,,,,2026-03-02 11:00:00\n"


def test_rows_arrive_typed_in_utc_with_their_zeros(store):
    report = take(store, A + B)
    assert (report.state, report.tables) == (IMPORTED, (TableCount("ticket", read=2, inserted=2),))
    frame = store.query(
        "select ticket_id, strftime(opened_at, '%H:%M') as t, channel, account_id from ticket order by 1"
    )
    assert frame.fillna("").values.tolist() == [["007", "00:00", "phone", "A1"], ["8", "02:00", "chat", ""]]
    assert list(report.seconds) == ["read", "check", "load", "facts", "commit"]


def test_the_known_source_and_the_mapping_need_no_question(store):
    found = inspect(store, (HEADER + A).encode(), "whatever.txt")
    assert found.recognition.formats == ("template_contacts",)
    assert found.source == sources.find(store, "Desk")
    sources.add(store, "Second desk", "template_contacts")
    assert inspect(store, (HEADER + A).encode(), "x").source is None


def test_same_file_again_changes_nothing_until_it_was_undone(store):
    first = take(store, A)
    version = store.data_version
    again = take(store, A)
    assert (again.state, again.batch_id, again.tables) == (NOTHING_TO_DO, first.batch_id, first.tables)
    assert store.data_version == version
    batches.undo(store, first.batch_id)
    assert store.query("select * from ticket").empty
    assert take(store, A).state == IMPORTED
    assert batches.batches(store)["state"].tolist() == ["active", "undone"]


def test_rejected_rows_are_kept_masked_for_mending_and_go_with_the_undo(store):
    bad = "9,2031-01-01 00:00:00,chat,,제목,010-1234-5678 로 전화 주세요,\n"
    report = take(store, A + bad)
    assert report.tables == (TableCount("ticket", read=2, inserted=1, rejected=1),)
    kept = batches.rejects(store, report.batch_id)
    row = kept[kept["level"] == "row"].iloc[0]
    assert (row["line"], row["column_name"]) == (3, "opened_at")
    assert "1234-5678" not in str(kept.to_dict())
    assert "9" in row["row"]
    assert batches.batches(store)["rejected"].tolist() == [1]
    batches.undo(store, report.batch_id)
    assert batches.rejects(store, report.batch_id).empty


def test_nothing_personal_is_stored(store):
    take(store, "1,2026-03-02 09:00:00,chat,,hong@example.com,주민번호 900101-1234567 입니다,\n")
    said = store.query("select subject, body from said_ticket union all select subject, body from ticket")
    for text in said.to_numpy().ravel():
        assert "hong@" not in text
        assert "900101" not in text


@pytest.mark.parametrize("stage", ["read", "check", "load", "facts", "commit"])
def test_cancelled_at_any_stage_leaves_nothing(store, stage):
    def stop(now, done, total):
        assert total is None or done <= total
        if now == stage:
            cancel()

    with pytest.raises(CxError) as caught:
        take(store, A, progress=stop)
    assert caught.value.key == CANCELLED
    for table in ("import_batch", "said_ticket", "ticket", "ticket_fact", "reject"):
        assert store.query(f"select * from {table}").empty
    assert list(store.inbox.iterdir()) == []
    assert take(store, A).state == IMPORTED


def test_an_unknown_sheet_is_named(store):
    found = inspect(store, (HEADER + A).encode(), "c.csv")
    with pytest.raises(UnknownName, match="sheet"):
        found.sheet("Sheet9")


def test_rows_that_name_their_own_source_go_there(store):
    text = "source,ticket_id,opened_at\nDesk,1,2026-03-02 09:00:00\nOld desk,1,2026-03-01 09:00:00\n,2,2026-03-01 09:00:00\n"
    found = inspect(store, text.encode(), "download.csv")
    report = import_file(store, found, source=sources.all(store)[0], mappings=found.mappings, today=TODAY)
    assert [source.name for source in sources.all(store)] == ["Desk", "Old desk"]
    assert store.query("select source_id, ticket_id from ticket order by 1, 2").values.tolist() == [
        [1, "1"],
        [1, "2"],
        [2, "1"],
    ]
    assert [notice.key for notice in report.notices] == ["report.source_made"]


def test_a_saved_mapping_comes_back_with_its_headers(store):
    text = "번호,언제,내용\n1,2026-03-02 09:00:00,가나다\n"
    from cx.importing.mapping import ColumnRule, Mapping

    mapping = Mapping(
        "ticket", "", (ColumnRule("ticket_id", "번호"), ColumnRule("opened_at", "언제"), ColumnRule("body", "내용"))
    )
    assert inspect(store, text.encode(), "x.csv").mappings == ()
    saved.save(store, "our list", [mapping])
    found = inspect(store, text.encode(), "x.csv")
    assert found.mappings == (mapping,)
    assert import_file(store, found, source=sources.all(store)[0], mappings=found.mappings).state == IMPORTED
    saved.forget(store, "our list")
    assert saved.all(store) == []


def test_report_counts_come_back_from_the_store(store):
    report = take(store, A + B)
    kept = batches.report_of(store, report.batch_id)
    assert (kept.tables, kept.source, kept.file_name) == (report.tables, "Desk", "contacts.csv")
    with pytest.raises(UnknownName):
        batches.report_of(store, 99)


def test_ids_with_different_rows_are_named(store):
    report = take(store, A + A + A.replace("phone", "chat") + B + B)
    assert report.tables == (TableCount("ticket", read=5, inserted=2, merged=1, duplicate=2),)
    assert [notice.key for notice in report.notices] == ["report.conflicts"]
    assert report.notices[0].text("en").startswith("Contacts: 1 ids")
    assert report.notices[0].text("ko").startswith("문의: 번호 1개")
    assert store.query("select channel from ticket where ticket_id = '007'")["channel"].item() == "chat"


def test_rows_without_a_score_are_said_to_be_left_out(store):
    """One question: rows without its answer; two: rows with neither."""
    answers = [("9", "5"), ("", "4"), ("3", ""), ("", ""), ("", "")]
    text = "응답일,추천 의향(0-10),만족도(1-5)\n" + "".join(
        f"2026-03-0{n} 10:00,{a},{b}\n" for n, (a, b) in enumerate(answers, 1)
    )
    inspection = inspect(store, text.encode(), "survey.csv")
    both = suggest(inspection.sheet(""), "survey_answer").mappings
    assert len(both) == 2
    for mappings, left in ((both[:1], 3), (both, 2)):
        source = sources.add(store, f"설문 {left}")
        report = import_file(store, inspection, source=source, mappings=mappings, today=TODAY)
        said = [notice.values["rows"] for notice in report.notices if notice.key == "report.left_out"]
        assert (said, report.tables[0].inserted) == ([left], sum(len(answers) - 3 for _ in mappings))


def test_sheets_that_nobody_reads_are_named(store):
    """One sheet a month: reading the first alone is said, reading all says nothing."""
    rows = [["접수 코드", "들어온 때"], ["1", "2026-11-02 09:00"]]
    data = workbook({"1월": rows, "2월": [rows[0], ["2", "2026-11-03 09:00"]], "빈 시트": [rows[0]]})
    found = inspect(store, data, "a.xlsx")
    source = sources.add(store, "B", "")
    rules = (ColumnRule("ticket_id", "접수 코드"), ColumnRule("opened_at", "들어온 때"))
    both = [Mapping("ticket", name, rules) for name in ("1월", "2월")]
    first = import_file(store, found, source=source, mappings=both[:1], today=date(2026, 11, 22))
    assert [one.values for one in first.notices if one.key == "report.sheets_unread"] == [{"sheets": "2월", "count": 1}]
    whole = import_file(store, found, source=source, mappings=both, today=date(2026, 11, 22))
    assert not [one for one in whole.notices if one.key == "report.sheets_unread"]
    assert whole.tables[0].read == 2
