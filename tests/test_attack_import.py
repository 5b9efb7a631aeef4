"""What an unlucky or hostile user does to an import, from the file to what the store says in the end."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cx import contacts, download, sources
from cx.importing import batches
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.run import import_file, inspect
from cx.selection import Selection
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


ANSWER = Mapping(
    "survey_answer",
    "",
    (
        *rules({"answered_at": "일시", "score": "점수", "comment": "의견", "product": "상품"}),
        ColumnRule("survey", constant="csat"),
    ),
    generated_key=True,
)
ANSWERS = "일시,점수,의견\n2026-11-01 09:00,5,김민수가 잘 도와줌\n2026-11-01 09:00,5,김민수가 잘 도와줌\n2026-11-02 09:00,3,\n"


def answers(store):
    return sorted(store.query("select score from survey_answer")["score"])


def test_an_answer_without_id_is_the_same_after_the_team_and_so_the_masking_has_changed(store):
    take(store, ANSWERS, ANSWER)
    agents = Mapping("agent", "", rules({"agent_id": "번호", "agent_name": "이름"}))
    take(store, "번호,이름\n1,김민수\n", agents)
    grown = take(store, ANSWERS + "2026-11-03 09:00,4,새로\n", ANSWER)
    assert count_of(grown) == (1, 2, 1)
    assert answers(store) == [3, 4, 5, 5]
    comments = store.query("select comment from survey_answer where comment is not null")["comment"]
    assert sorted(comments) == ["[이름]가 잘 도와줌", "[이름]가 잘 도와줌", "새로"]


def test_an_answer_without_id_is_the_same_with_a_column_more_that_is_blank_for_it(store):
    take(store, ANSWERS, ANSWER)
    wider = ANSWERS.replace("\n", ",\n").replace("의견,", "의견,상품") + "2026-11-03 09:00,4,,프로\n"
    assert count_of(take(store, wider, ANSWER)) == (1, 0, 3)


def test_answers_that_differ_in_their_comments_alone_are_all_kept_in_whatever_order(store):
    head, *lines = ["일시,점수,의견", "2026-11-01,5,가", "2026-11-01,5,나", "2026-11-01,5,"]
    take(store, "\n".join([head, *lines]), ANSWER)
    turned = take(store, "\n".join([head, *lines[::-1], "2026-11-01,5,다"]), ANSWER)
    assert count_of(turned) == (1, 0, 3)


def test_the_fingerprint_of_a_text_is_of_no_use_without_the_key_of_the_store(store, tmp_path):
    take(store, ANSWERS, ANSWER)
    with Store.open(tmp_path / "other") as other:
        sources.add(other, "상담 도구")
        take(other, ANSWERS, ANSWER)
        ids = [set(one.query("select answer_id from survey_answer")["answer_id"]) for one in (store, other)]
    assert len(ids[0] & ids[1]) == 1  # the answer that says nothing in words


def test_the_same_file_read_in_another_way_says_that_answers_may_count_twice(store):
    wide = ANSWERS.replace("\n", ",\n").replace("의견,", "의견,품목").replace("도와줌,", "도와줌,프로")
    first = take(store, wide, ANSWER)
    also = replace(ANSWER, columns=(*ANSWER.columns, ColumnRule("channel", "품목", words=(("프로", "chat"),))))
    second = take(store, wide, also)
    assert "report.read_before" not in {notice.key for notice in first.notices}
    said = [notice.text("en") for notice in second.notices if notice.key == "report.read_before"]
    assert len(said) == 1
    assert "#1" in said[0]
    batches.undo(store, 1)
    assert answers(store) == [3, 5, 5]


def test_the_mark_of_our_own_downloads_is_no_column_of_the_rows(store):
    take(store, "번호,접수,메모,csv_escape\nT1,2026-11-01,'=1+1,apostrophe\n", TICKET)
    assert extras(store) == {"T1": '{"메모":"=1+1"}'}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_text_is_stored_as_it_was_written_and_comes_back_so(store, form):
    """Also where it begins with a tab that spreadsheets run, or ends with a space; a text of spaces alone is none."""
    mapping = replace(
        TICKET, columns=rules({"ticket_id": "번호", "opened_at": "접수", "body": "말", "category": "분류"})
    )
    said = {"T1": "\t=1+1", "T2": " -환불 안 돼요 ", "T3": "'=1+1", "T4": "   "}
    lines = "".join(f'{number},2026-11-01 09:00:00,"{text}", 결제 \n' for number, text in said.items())
    take(store, "번호,접수,말,분류\n" + lines, mapping)
    kept = store.query("select ticket_id, body, category from ticket order by ticket_id")
    assert kept["body"].fillna("").tolist() == ["\t=1+1", " -환불 안 돼요 ", "'=1+1", ""]
    assert set(kept["category"]) == {"결제"}
    rows = contacts.export(store, Selection(period="all"))
    data = download.to_csv(rows) if form == "csv" else download.to_xlsx(rows, "문의")
    found = inspect(store, data, f"again.{form}")
    source = sources.find(store, "상담 도구")
    again = import_file(store, found, source=source, mappings=found.mappings, today=TODAY)
    assert count_of(again) == (0, 0, 4)
