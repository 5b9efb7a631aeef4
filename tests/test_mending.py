"""Rejected rows in words, taken away, mended, and imported again; and a preview that shows nothing unmasked."""

from __future__ import annotations

import json
from datetime import date

import pytest

from cx import download, sources
from cx.importing import mending, preview
from cx.importing.run import import_file, inspect
from cx.language import LANGUAGES
from cx.warehouse import Store

TODAY = date(2026, 11, 20)
HEADER = "ticket_id,opened_at,channel,body,고객명,=1+1\n"
GOOD = "T1,2026-03-02 09:00:00,phone,안녕하세요 010-1234-5678,김하늘,a\n"
NO_TIME = "T2,어제쯤,chat,환불해 주세요 010-1234-5678,김하늘,=2+2\n"
NO_ID = ",2026-03-02 09:00:00,chat,번호가 없어요,김하늘,b\n"
FEW_CELLS = "T4,2026-03-02 09:00:00,chat\n"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        sources.add(opened, "Desk", "template_contacts")
        yield opened


def take(store, data, name="c.csv"):
    found = inspect(store, data, name)
    return import_file(store, found, source=sources.find(store, "Desk"), mappings=found.mappings, today=TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reject_has_its_line_and_a_reason_in_words(store, language):
    report = take(store, (HEADER + GOOD + NO_TIME + NO_ID + FEW_CELLS).encode())
    frame = mending.wrong(store, report.batch_id, language)
    assert report.rejected_rows == 3
    assert frame["line"].tolist() == [3, 4, 5]
    assert frame["level"].tolist() == ["row"] * 3
    assert frame["value"].iloc[0] == "어제쯤"
    assert not frame["reason"].str.contains("check\\.|file\\.|{").any()
    word = {"ko": "문의번호", "en": "Ticket ID"}[language]
    assert word in frame["reason"].iloc[1]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_mended_rows_are_imported_again(store, form):
    report = take(store, (HEADER + GOOD + NO_TIME + NO_ID).encode())
    frame = mending.to_mend(store, report.batch_id, "ko")[""]
    assert frame.columns.tolist() == ["ticket_id", "opened_at", "channel", "body", "=1+1", "원본 행", "거절 사유"]
    assert "010-1234-5678" not in frame.to_string()
    frame["opened_at"], frame["ticket_id"] = "2026-03-03 10:00:00", ["T2", "T3"]
    data = download.to_csv(frame) if form == "csv" else download.to_xlsx(frame, "x")
    again = take(store, data, f"mended.{form}")
    assert (again.tables[0].inserted, again.rejected_rows) == (2, 0)
    extra = store.query("select extra from ticket where ticket_id <> 'T1' order by ticket_id")["extra"]
    assert [json.loads(said) for said in extra] == [
        {"=1+1": "=2+2"},
        {"=1+1": "b"},
    ]  # neither our marks nor apostrophes


def test_a_preview_shows_nothing_unmasked(store):
    found = inspect(store, (HEADER + GOOD + NO_TIME).encode(), "c.csv")
    frame = preview.preview(store, found, "", found.mappings)
    assert frame["#"].tolist() == [2, 3]
    assert frame["ticket_id"].tolist() == ["T1", "T2"]
    assert frame["고객명"].tolist() == ["[이름]", "[이름]"]
    assert "[전화번호]" in frame["body"].iloc[0]
    examples = preview.examples(store, found, "", found.mappings)
    for text in (frame.to_string(), str(examples)):
        assert "010-1234" not in text
        assert "김하늘" not in text
    assert examples["channel"] == "phone · chat"


def test_a_column_called_like_the_line_number_keeps_its_place(store):
    found = inspect(store, b"#,ticket_id,opened_at\n7,T1,2026-03-02 09:00:00\n", "c.csv")
    frame = preview.preview(store, found, "", ())
    assert frame.iloc[0].tolist() == [2, "7", "T1", "2026-03-02 09:00:00"]


@pytest.mark.parametrize(
    ("language", "said"), [("ko", "척도(1~5) 밖의 점수입니다."), ("en", "The score is off the scale (1 to 5).")]
)
def test_the_bounds_of_a_scale_are_written_as_people_write_them(store, language, said):
    report = take(store, b"answer_id,survey,answered_at,score,scale_low,scale_high\nA,csat,2026-11-02,9,1,5\n", "s.csv")
    assert mending.wrong(store, report.batch_id, language)["reason"].tolist() == [said]
