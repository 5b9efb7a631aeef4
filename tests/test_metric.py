"""Every metric on rows worked out by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from cx import settings
from cx.compute import compare, compute, dimensions, last_day, members
from cx.errors import BadRows, UnknownName
from cx.selection import Selection
from tests.put_rows import add, opened

ALL = Selection(period="all")
MONDAY = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored: 10:00 in Seoul
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def ticket(ticket_id, after=timedelta(0), answer=None, **more):
    row = {"ticket_id": str(ticket_id), "opened_at": MONDAY + after, **more}
    return row if answer is None else row | {"first_response_at": row["opened_at"] + answer}


def score(answer_id, value, survey="csat", **more):
    return {"answer_id": str(answer_id), "survey": survey, "score": value, "answered_at": MONDAY, **more}


def measured(tmp_path, name, selection=ALL, as_of=None, **tables):
    with opened(tmp_path, **tables) as store:
        return compute(store, [name], selection, as_of=as_of).iloc[0]


def test_inflow_counts_contacts_of_all_kinds_but_spam_tests_and_merged(tmp_path):
    rows = [
        ticket(1),
        ticket(2, is_outbound=True),
        ticket(3, is_bot_involved=True, is_human_involved=False),
        ticket(4, is_spam=True),
        ticket(5, is_test=True),
        ticket(6, merged_into_id="1"),
    ]
    row = measured(tmp_path, "inflow", ticket=rows)
    assert (row["value"], row["n"], row["state"]) == (3, 3, "ok")  # a count is never "few"


def test_only_spam_is_no_data(tmp_path):
    row = measured(tmp_path, "inflow", ticket=[ticket(1, is_spam=True)])
    assert np.isnan(row["value"])
    assert (row["n"], row["state"]) == (0, "none")


def test_per_working_day_leaves_weekends_and_holidays_out_of_the_denominator(tmp_path):
    """Friday 2 to Tuesday 6 October 2026: Saturday is a holiday, Monday its substitute; two working days of 8 hours."""
    friday = datetime(2026, 10, 2, 1, 0) - MONDAY  # noqa: DTZ001
    rows = [ticket(i, friday + offset * DAY, channel=channel) for i, (offset, channel) in enumerate(
        [(0, "phone"), (0, "chat"), (1, "chat"), (3, "phone"), (4, "phone"), (4, "email")])]  # fmt: skip
    with opened(tmp_path, ticket=rows) as store:
        found = compute(store, ["contacts_per_day", "cpd", "tpd", "cph"], ALL)
        assert found["value"].tolist() == [6 / 2, 3 / 2, 2 / 2, 6 / 16]
        assert found["denominator"].tolist() == [2, 2, 2, 16]
        days = compute(store, ["contacts_per_day"], ALL, every="day")
        assert days["denominator"].tolist() == [1, 0, 0, 0, 1]
        assert days["value"].fillna(-1).tolist() == [2, -1, -1, -1, 2]  # a closed day has no rate
        weeks = compute(store, ["contacts_per_day"], ALL, every="week")
        assert weeks["value"].tolist() == [3, 3]


def test_a_period_before_the_first_data_is_not_divided_by(tmp_path):
    row = measured(tmp_path, "contacts_per_day", Selection(period="12m"), ticket=[ticket(1), ticket(2, DAY)])
    assert (row["denominator"], row["value"]) == (2, 1)


def test_online_share(tmp_path):
    channels = ["chat", "board", "email", "form", "phone", "sales", "message", None]
    row = measured(tmp_path, "online_share", ticket=[ticket(i, channel=channel) for i, channel in enumerate(channels)])
    assert (row["value"], row["numerator"], row["n"]) == (4 / 7, 4, 7)


def response_rows():
    """Ten offered contacts, one of them still in its grace on Tuesday; six answered."""
    answered = [ticket(i, answer=(i + 1) * MINUTE, channel="chat") for i in range(6)]
    return [
        *answered,
        ticket("closed", status="closed"),
        ticket("hung up", channel="phone", is_abandoned=True),
        ticket("beyond grace", -DAY, channel="board"),
        ticket("within grace", DAY, channel="board"),
        ticket("bot", is_bot_involved=True, is_human_involved=False),
        ticket("ours", is_outbound=True),
        ticket("spam", is_spam=True),
    ]


def test_response_rate_leaves_out_bots_outbound_and_the_grace(tmp_path):
    with opened(tmp_path, ticket=response_rows()) as store:
        assert last_day(store) == date(2026, 10, 13)
        found = compute(store, ["response_rate", "unanswered", "unanswered_age_median"], ALL)
        assert found["value"].tolist()[:2] == [6 / 9, 3]
        assert found["n"].tolist() == [9, 9, 2]
        # waiting at the end of Tuesday: since Sunday 10:00 (62 h) and since Tuesday 10:00 (14 h)
        assert np.isnan(found["value"][2])  # fewer than five are withheld
        later = compute(store, ["response_rate", "unanswered"], ALL, as_of=date(2026, 10, 14))
        assert later["value"].tolist() == [0.6, 4]  # the grace of the last one is over
        settings.put(store, "withhold_n", 0)
        assert compute(store, ["unanswered_age_median"], ALL)["value"].tolist() == [38 * 3600]


def test_response_rate_of_calls_is_one_minus_abandonment(tmp_path):
    calls = [ticket(i, channel="phone", queued_at=MONDAY, answered_at=MONDAY + MINUTE) for i in range(7)]
    lost = [ticket(f"x{i}", channel="phone", queued_at=MONDAY, is_abandoned=True) for i in range(3)]
    row = measured(tmp_path, "response_rate", ticket=[*calls, *lost])
    assert row["value"] == 0.7


def test_unanswered_is_zero_only_where_there_was_something_to_answer(tmp_path):
    row = measured(tmp_path / "some", "unanswered", ticket=[ticket(1, answer=MINUTE)])
    assert (row["value"], row["n"]) == (0, 1)
    row = measured(tmp_path / "none", "unanswered", ticket=[ticket(1, answer=MINUTE, is_spam=True)])
    assert np.isnan(row["value"])


def test_a_source_without_answers_has_no_response_rate(tmp_path):
    row = measured(tmp_path, "response_rate", ticket=[ticket(i) for i in range(40)])
    assert np.isnan(row["value"])
    assert (row["n"], row["state"]) == (0, "none")


def test_first_response_times_on_both_clocks(tmp_path):
    """Opened at 11:30; answered after 10, 20, 40, 60, 150, 155 minutes: lunch 12-13 stands still on the business clock."""
    rows = [ticket(i, 90 * MINUTE, minutes * MINUTE) for i, minutes in enumerate((10, 20, 40, 60, 150, 155))]
    rows += [ticket("no", 90 * MINUTE, channel="chat"), ticket("spam", answer=MINUTE, is_spam=True)]
    with opened(tmp_path, ticket=rows) as store:
        found = compute(store, ["frt_median", "frt_p90", "frt_business_median"], ALL).set_index("metric")
        assert found["n"].tolist() == [6, 6, 6]
        assert found.loc["frt_median", "value"] == 50 * 60
        assert found.loc["frt_p90", "value"] == pytest.approx(152.5 * 60)  # halfway between the fifth and the sixth
        # business minutes: 10, 20, 30, 30, 90, 95
        assert found.loc["frt_business_median", "value"] == 30 * 60
        assert found.loc["frt_median", "state"] == "few"


def test_asa_is_the_mean_wait_of_answered_calls_and_chats(tmp_path):
    waits = [("phone", 10), ("phone", 20), ("chat", 30), ("chat", 40), ("phone", 60)]
    rows = [
        ticket(i, channel=channel, queued_at=MONDAY, answered_at=MONDAY + timedelta(seconds=wait), ring_seconds=5)
        for i, (channel, wait) in enumerate(waits)
    ]
    left_out = {"queued_at": MONDAY, "answered_at": MONDAY + 99 * MINUTE, "ring_seconds": 500}
    rows += [
        ticket("board", channel="board", **left_out),
        ticket("ours", channel="phone", is_outbound=True, **left_out),
        ticket("lost", channel="phone", is_abandoned=True, queue_seconds=900),
        ticket("unknown", channel="phone", answered_at=MONDAY),
    ]
    with opened(tmp_path, ticket=rows) as store:
        found = compute(store, ["asa", "asa_ring"], ALL)
    assert found["value"].tolist() == [32, 5]
    assert found["n"].tolist() == [5, 5]


def test_csat_is_the_share_of_fours_and_fives_of_five(tmp_path):
    rows = [score(i, value) for i, value in enumerate((5, 5, 4, 3, 1, 2, 4, 5))]
    rows += [
        score("dismissed", None, answer_state="dismissed"),
        score("ten", 9, scale_low=0, scale_high=10),  # another scale is never mixed in
        score("effort", 7, survey="ces"),
    ]
    row = measured(tmp_path, "csat", survey_answer=rows)
    assert (row["value"], row["n"]) == (5 / 8, 8)


def test_four_answers_are_withheld_and_five_are_few(tmp_path):
    with opened(tmp_path, survey_answer=[score(i, 5) for i in range(4)]) as store:
        row = compute(store, ["csat"], ALL).iloc[0]
        assert (row["n"], row["state"]) == (4, "withheld")
        assert np.isnan(row[["value", "low", "high"]].astype(float)).all()
        assert (row["numerator"], row["denominator"]) == (4, 4)  # parts still add up to the whole
        add(store, survey_answer=[score(4, 5)])
        assert compute(store, ["csat"], ALL).iloc[0][["n", "value", "state"]].tolist() == [5, 1.0, "few"]
        add(store, survey_answer=[score(i, 5) for i in range(5, 30)])
        assert compute(store, ["csat"], ALL)["state"].tolist() == ["ok"]


def test_effort_by_dimension_and_over_all(tmp_path):
    dimensions_of = ["communication"] * 5 + ["access"] * 5 + ["information"] * 5
    values = [7, 7, 6, 6, 4, 5, 5, 5, 5, 5, 7, 7, 7, 7, 2]
    rows = [
        score(i, value, "ces", dimension=d, contact_id=f"P{i}")
        for i, (value, d) in enumerate(zip(values, dimensions_of, strict=True))
    ]
    rows.append(score("five points", 1, "ces", scale_low=1, scale_high=5))
    with opened(tmp_path, survey_answer=rows) as store:
        whole = compute(store, ["ces", "ces_share"], ALL)
        assert whole["value"].tolist() == [pytest.approx(85 / 15), 13 / 15]
        parts = compute(store, ["ces"], ALL, by=["dimension"]).set_index("dimension")
        assert parts["value"].to_dict() == {"access": 5, "communication": 6, "information": 6}


def nps_rows():
    """Wave 2025: 10, 9, 8, 6, 0, 3 - (2 - 3) / 6. Wave 2026: 10, 10, 9, 7, 2 - (3 - 1) / 5; one answered twice."""
    rows = [
        score(f"a{i}", value, "nps", wave="2025", contact_id=f"p{i}", answered_at=MONDAY - 370 * DAY)
        for i, value in enumerate((10, 9, 8, 6, 0, 3))
    ]
    rows += [score(f"b{i}", value, "nps", wave="2026", contact_id=f"p{i}") for i, value in enumerate((10, 10, 9, 7, 2))]
    return [*rows, score("first", 0, "nps", wave="2026", contact_id="p0", answered_at=MONDAY - DAY)]


def test_nps_is_that_of_the_newest_wave_once_per_respondent(tmp_path):
    with opened(tmp_path, survey_answer=nps_rows()) as store:
        row = compute(store, ["nps"], ALL).iloc[0]
        assert (row["value"], row["n"]) == (pytest.approx(40), 5)
        assert row["low"] < 40 < row["high"]
        waves = compute(store, ["nps"], ALL, by=["wave"]).set_index("wave")
        assert waves["value"].to_dict() == {"2025": pytest.approx(-100 / 6), "2026": pytest.approx(40)}
        compared = compare(store, ["nps"], ALL).iloc[0]
        assert (compared["previous"], compared["previous_n"]) == (pytest.approx(-100 / 6), 6)
        assert not compared["is_separable"]
        with pytest.raises(BadRows, match="wave"):
            compute(store, ["nps"], ALL, every="month")


def test_survey_response_rate_by_sending(tmp_path):
    sent = MONDAY - 40 * DAY
    rows = [
        score(1, 5, sent_at=sent),
        score(2, None, sent_at=sent, answer_state="dismissed", answered_at=None),
        score(3, None, sent_at=sent, answered_at=None),
        score(4, None, sent_at=sent, answer_state="bounced", answered_at=None),
        score(5, 1, sent_at=sent),
        score(6, 1, sent_at=sent),
        score("nobody was asked", 5, sent_at=None),  # a public form: no rate
    ]
    with opened(tmp_path, survey_answer=rows) as store:
        months = compute(
            store, ["survey_response_rate"], ALL, every="month", span=(date(2026, 8, 1), date(2026, 10, 31))
        )
        assert months["n"].tolist() == [0, 5, 0]
        assert months["value"].fillna(-1).tolist() == [-1, 0.6, -1]
        assert compute(store, ["survey_response_rate"], Selection(period="2026-10-01..2026-10-31"))["n"].tolist() == [0]


def test_an_empty_store_has_no_data(tmp_path):
    with opened(tmp_path) as store:
        assert last_day(store) is None
        assert compute(store, ["inflow", "csat"], Selection())["state"].tolist() == ["none", "none"]
        assert compare(store, ["inflow", "csat", "nps"], Selection())["n"].tolist() == [0, 0, 0]
        assert members(store, "channel").empty


def test_unknown_names_say_what_there_is(tmp_path):
    with opened(tmp_path) as store:
        with pytest.raises(UnknownName, match="response_rate"):
            compute(store, ["respons_rate"], ALL)
        with pytest.raises(UnknownName, match="channel"):
            compute(store, ["inflow"], ALL, by=["chanel"])
        with pytest.raises(UnknownName, match="month"):
            compute(store, ["inflow"], ALL, every="moon")
        assert "hour" in dimensions("ticket_fact")
        assert "hour" not in dimensions("answer_fact")
        facts = ("ticket_fact", "answer_fact", "voc_fact")
        assert set(dimensions()) == {name for fact in facts for name in dimensions(fact)}


def test_members_are_what_a_filter_can_choose(tmp_path):
    rows = [ticket(i, channel="chat", account_id="A") for i in range(3)] + [
        ticket(9, channel="phone"),
        ticket(8, is_spam=True),
    ]
    with opened(tmp_path, ticket=rows, account=[{"account_id": "A", "account_name": "가상학교"}]) as store:
        assert members(store, "channel").values.tolist() == [["chat", "chat", 3], ["phone", "phone", 1]]
        assert members(store, "account").values.tolist() == [["1:A", "가상학교", 3]]
        assert members(store, "source").values.tolist() == [["1", "상담 도구", 4]]
        assert members(store, "channel", limit=1)["value"].tolist() == ["chat"]


def test_what_only_answers_have_can_be_chosen_too(tmp_path):
    answers = [score(i, 5, channel="board") for i in range(5)] + [score(9, 5, channel="phone")]
    with opened(tmp_path, ticket=[ticket(1, channel="phone")], survey_answer=answers) as store:
        assert members(store, "channel").values.tolist() == [["phone", "phone", 1], ["board", "board", 5]]
        assert members(store, "survey").values.tolist() == [["csat", "csat", 6]]


def test_a_wave_ahead_of_time_does_not_move_the_last_day(tmp_path):
    rows = [score("a", 9, "nps", wave="2031", answered_at=None)]
    with opened(tmp_path, ticket=[ticket(1)], survey_answer=rows) as store:
        assert last_day(store) == date(2026, 10, 12)
    with opened(tmp_path / "only", survey_answer=[score("a", 9, "nps", wave="2025", answered_at=None)]) as store:
        assert last_day(store) == date(2025, 1, 1)
        assert compute(store, ["nps"], Selection())["n"].tolist() == [1]


def test_metrics_come_in_the_order_asked_whatever_days_they_count_by(tmp_path):
    names = ["backlog", "inflow", "fcr", "csat", "response_rate", "aht", "reopen_rate"]
    with opened(tmp_path, ticket=[ticket(1, resolved_at=MONDAY), ticket(2, DAY)], survey_answer=[score(1, 5)]) as store:
        assert compute(store, names, ALL)["metric"].tolist() == names
        months = compute(store, names, ALL, every="month")
        assert months["metric"].tolist() == names
