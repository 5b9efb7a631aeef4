"""The month as a value and in words, against sums done by hand; odd months and odd stores; both languages."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime

import pytest

from cx import annotations, explain
from cx.errors import CxError
from cx.language import LANGUAGES
from cx.reports import headline, said
from cx.reports.gather import gather
from cx.reports.report import Report
from cx.reports.when import code, newest, parse
from cx.selection import Selection
from cx.warehouse import Store
from tests import month_store
from tests.put_rows import opened

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with month_store.make(tmp_path_factory.mktemp("store")) as made:
        yield made


def test_every_number_of_the_month_is_the_one_counted_by_hand(store):
    month = gather(store, OCTOBER)
    inflow, rate, ces = (month.figure(name) for name in ("inflow", "response_rate", "ces"))
    assert (inflow.value, inflow.previous, inflow.year) == (60, 60, 60)
    assert (rate.value, rate.n, rate.previous, rate.year) == (42 / 60, 60, 54 / 60, 50 / 60)
    assert (rate.is_separable, rate.target, rate.is_met) == (True, 0.9, False)
    assert (ces.value, ces.n, ces.previous) == (6.0, 40, None)  # (20 * 7 + 20 * 5) / 40; nobody was asked before
    assert month.figure("online_share").value == 30 / 60
    assert month.figure("frt_median").value == 240
    assert month.figure("frt_median").is_met
    assert rate.trend == (50 / 60, *[None] * 10, 54 / 60, 42 / 60)
    assert month.starts[0] == "2025-10-01"
    assert month.starts[-1] == "2026-10-01"


def test_channels_categories_and_dimensions_add_up_to_the_month(store):
    month = gather(store, OCTOBER)
    for groups in (month.channels, month.categories):
        assert sum(group.cells[0].value for group in groups) == 60
        assert sum(group.previous for group in groups) == 60
    rates = {group.code: (group.cells[1].value, group.cells[1].n) for group in month.channels}
    assert rates == {"phone": (13 / 30, 30), "chat": (29 / 30, 30)}
    assert sum(group.cells[0].n for group in month.efforts) == 40


def test_what_nobody_knows_a_member_of_is_not_told_as_the_reason(tmp_path):
    """CES moves most, but no answer names a channel, product or category: the response rate is told instead."""
    scores = [*month_store.answers([7, 6] * 20), *month_store.answers([3, 4] * 20, month=9)]
    with opened(tmp_path, ticket=month_store.contacts(), survey_answer=scores) as store:
        month = gather(store, OCTOBER)
    assert month.figure("ces").is_separable
    assert month.why.metric == "response_rate"


def test_why_names_the_channel_that_fell_and_adds_up(store):
    month = gather(store, OCTOBER)
    assert month.why.metric == "response_rate"
    assert month.why.about["by"] == "channel"
    assert sum(row["total"] for row in month.why.rows) == pytest.approx(42 / 60 - 54 / 60, abs=1e-12)
    assert month.why.rows[0]["member"] == "phone"
    assert month.why.rows[0]["total"] == pytest.approx(-12 / 60)  # 12 of 60 contacts fewer were answered, all calls
    assert headline.why(month.why, "ko") == "응대율 −20.0%p: 전화 −20.0%p"
    frame = explain.change(store, "response_rate", Selection(period="2026-10-01..2026-10-31"), "channel")
    assert headline.split(month.why)["total"].tolist() == frame["total"].tolist()


def test_the_title_and_the_sentences_state_the_finding(store):
    month = gather(store, OCTOBER)
    assert headline.title(month, "ko") == "목표 4개 가운데 1개를 지켰습니다 · 못 미친 지표: 온라인 비중, 응대율, CES"
    assert headline.title(month, "en") == "1 of 4 targets are met · missed: Online share, Response rate, CES"
    assert headline.sentences(month, "ko") == (
        "인입 60건: 전월과 같음 · 작년 같은 달과 같음",
        "온라인 비중 50.0%: 목표 80% 미달성 · 30.0%p 아래",
        "응대율 70.0%: 목표 90% 미달성 · 20.0%p 아래 · 전월 대비 −20.0%p 나빠짐",
        "CES 6.0점 / 7점: 목표 6.5점 미달성 · 0.50점 아래",
        "응대율 −20.0%p: 전화 −20.0%p",
        "가장 많은 문의: ‘결제 › 환불’ 60건, 전체의 100.0%",
    )


def test_the_value_survives_as_text_and_text_of_a_later_program_is_read(store):
    month = gather(store, OCTOBER)
    assert Report.from_json(month.to_json()) == month
    later = json.loads(month.to_json()) | {"weather": "sunny"}
    later["figures"][0]["mood"] = 1
    assert Report.from_json(json.dumps(later)) == month


def test_a_report_of_an_earlier_program_is_read_and_printed(store):
    """What was kept before products, events or the wave of a figure were known."""
    whole = json.loads(gather(store, OCTOBER).to_json())
    for name in ("products", "events", "efforts", "quotes", "why", "every"):
        del whole[name]
    for figure in whole["figures"]:
        del figure["wave"], figure["trend"]
    earlier = Report.from_json(json.dumps(whole))
    assert earlier.figure("response_rate").value == 42 / 60
    assert said.sheet(earlier, "ko").headline == said.sheet(gather(store, OCTOBER), "ko").headline


def test_a_running_month_is_marked_and_neither_compared_nor_judged(store):
    month = gather(store, NOVEMBER)
    assert month.is_running
    assert {figure.previous for figure in month.figures} == {None}
    assert {figure.is_met for figure in month.figures} == {None}
    assert {group.previous for group in (*month.channels, *month.categories)} == {None}
    assert month.why is None
    sheet = said.sheet(month, "ko")
    assert sheet.headline == "2026년 11월 집계 중 · 11월 1일까지 인입 1건"
    assert any("끝나지 않은" in warning for warning in sheet.warnings)
    assert sheet.chart.is_running


def test_a_change_from_nothing_is_written_as_both_numbers(store):
    backlog = gather(store, OCTOBER).figure("backlog")
    for value, previous, words in ((5.0, 0.0, "0건 → 5건"), (0.0, 0.0, "같음"), (9.0, 6.0, "▲ +50.0% 나빠짐")):
        figure = dataclasses.replace(backlog, value=value, previous=previous, is_separable=True)
        assert said.line(figure, "ko").previous.text == words


def test_what_happened_in_the_month_is_said(tmp_path):
    with month_store.make(tmp_path) as store:
        for day in (date(2026, 9, 30), date(2026, 10, 5), date(2026, 11, 1)):
            annotations.put(store, day, "앱 3.2 출시", "release")
        month = gather(store, OCTOBER)
        assert [event.day for event in month.events] == ["2026-10-05"]
        assert headline.sentences(month, "ko")[-1] == "이 달에 있었던 일: 10월 5일 ‘앱 3.2 출시’"
        assert Report.from_json(month.to_json()) == month


def test_a_very_long_name_is_cut():
    name = headline.member("category", "가" * 5000, "ko")
    assert name == "가" * 119 + "…"


def test_a_filter_counts_only_what_it_lets_through(store):
    month = gather(store, OCTOBER, Selection(period="3m", channel=("chat",), compare="year"))
    assert month.figure("inflow").value == 30
    assert month.filters == {"ch": "chat"}
    assert "채널: 채팅" in said.sheet(month, "ko").basis


def test_without_surveys_there_is_no_section_of_them(tmp_path):
    with opened(tmp_path, ticket=month_store.contacts()) as store:
        sheet = said.sheet(gather(store, OCTOBER), "ko")
        assert [section.name for section in sheet.sections] == ["inflow", "response", "resolution", "tags"]
        assert all("CES" not in sentence for sentence in sheet.sentences)


def test_with_surveys_alone_the_month_says_so(tmp_path):
    with opened(
        tmp_path, survey_answer=month_store.answers([7] * 40) + month_store.answers([7] * 5, month=11)
    ) as store:
        month = gather(store, OCTOBER)
        sheet = said.sheet(month, "ko")
        assert not month.is_empty
        assert sheet.headline == "하나뿐인 목표를 지켰습니다"
        assert sheet.chart is None
        assert [section.name for section in sheet.sections] == ["voice"]


def test_one_day_of_data_is_a_running_month_with_withheld_values(tmp_path):
    with opened(tmp_path, ticket=month_store.contacts({(2026, 10): (2, 3, 0, 0)})) as store:
        month = gather(store, newest(store))
        assert month.day == OCTOBER
        assert month.is_running
        rate = said.line(month.figure("response_rate"), "ko")
        assert (rate.value.text, rate.value.tone) == ("–", said.PALE)
        assert rate.n == "표본이 3건이라 보이지 않습니다"


def test_a_gap_in_the_data_is_an_empty_month_and_a_gap_in_the_trend(tmp_path):
    with opened(tmp_path, ticket=month_store.contacts()) as store:
        assert gather(store, date(2026, 3, 1)).is_empty
        assert gather(store, OCTOBER).figure("response_rate").trend[5] is None
        assert said.sheet(gather(store, OCTOBER), "en").chart.rates[5] is None


def test_a_store_without_data_has_no_newest_month(tmp_path):
    with Store.open(tmp_path) as store:
        with pytest.raises(CxError, match="no data"):
            newest(store)
        assert gather(store, OCTOBER).is_empty


@pytest.mark.parametrize("text", ["2026-13", "2026", "", "10-2026", "2026-10-01", "x" * 50, "２０２６-１０"])
def test_what_is_no_month_is_refused(text):
    if text == "２０２６-１０":  # other digits may be read or refused, but never as another month
        try:
            assert parse(text) == OCTOBER
        except CxError:
            return
    else:
        with pytest.raises(CxError, match="2026-10"):
            parse(text)


def test_the_last_month_that_is_over_is_the_newest(store):
    assert newest(store) == OCTOBER
    assert parse(" 2026-10 ") == OCTOBER


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_sheet_is_in_its_language(store, language):
    sheet = said.sheet(gather(store, OCTOBER), language, made_at=datetime(2026, 11, 2, 9), is_kept=True)  # noqa: DTZ001 - local
    ours = [sheet.title, sheet.headline, sheet.basis, sheet.notes, *[section.title for section in sheet.sections]]
    ours += [
        word
        for section in sheet.sections
        for line in section.lines
        for word in (line.label, line.value.text, line.target.text)
    ]
    has_korean = any("가" <= sign <= "힣" for word in ours for sign in word)
    assert has_korean is (language == "ko")
    assert all(word.strip() for word in ours)


def test_a_contact_of_the_largest_category_and_answers_with_words_are_quoted(store):
    quotes = gather(store, OCTOBER).quotes
    assert len(quotes) <= 3
    assert {quote.kind for quote in quotes} == {"contact", "answer"}
    assert all(date.fromisoformat(quote.day).month == 10 for quote in quotes)


def test_a_week_is_reported_as_a_month_is(store):
    """28 days of contacts, one of each channel a day: the week from 28 September has two of September and four of October."""
    week = gather(store, date(2026, 10, 5), every="week")
    assert (week.first, week.last) == ("2026-10-05", "2026-10-11")
    inflow, rate = week.figure("inflow"), week.figure("response_rate")
    assert inflow.value == 14  # seven days of one call and one chat
    assert rate.value == (7 + 7) / 14  # the calls of the first 13 days of October were answered
    assert (inflow.year, rate.year) == (None, None)
    assert len(week.starts) == len(inflow.trend) == 13
    assert week.starts[-1] == "2026-10-05"
    assert week.figure("nps") is None
    sheet = said.sheet(week, "ko")
    assert sheet.title == "2026년 10월 2주 CS 주간 리포트"
    assert "year" not in sheet.columns
    assert sheet.columns["previous"] == "전주 대비"
    assert all("전월" not in sentence for sentence in sheet.sentences)
    assert Report.from_json(week.to_json()) == week


@pytest.mark.parametrize(
    ("text", "first"),
    [("2026-W41", date(2026, 10, 5)), ("2026-w01", date(2025, 12, 29)), ("2020-W53", date(2020, 12, 28))],
)
def test_weeks_are_written_as_in_iso_8601(text, first):
    assert parse(text, "week") == first
    assert code(first, "week") == text.upper()


@pytest.mark.parametrize("text", ["2025-W53", "2026-W00", "2026-10", "W41", "2026-W", "", "2026-W41-1"])
def test_what_is_no_week_is_refused(text):
    with pytest.raises(CxError, match="2026-W46"):
        parse(text, "week")


def test_the_last_week_that_is_over_is_the_newest(store):
    assert newest(store, "week") == date(2026, 10, 26)  # data end on Sunday, 1 November
