"""Why a number moved: the parts add up to the change exactly, by hand on small cases and in any other."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from cx import explain, explained, settings
from cx.compute import compare, dimensions
from cx.errors import BadRows, UnknownName
from cx.language import LANGUAGES, has
from cx.metric import metrics
from cx.selection import Selection
from tests import many_rows
from tests.put_rows import opened
from tests.test_comparing import tickets

ADDITIVE = [name for name in metrics() if explain.can(name)]
QUARTER = Selection(period="3m")
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 15), date(2026, 10, 15), date(2026, 11, 2)
MONTH = Selection(period="2026-10-01..2026-10-31")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with many_rows.opened(tmp_path_factory.mktemp("many")) as found:
        yield found


def fractions(values):
    return np.array([Fraction(value) for value in values], dtype=object)


members = st.lists(
    st.tuples(*[st.integers(0, 10**6)] * 2, *[st.fractions(-100, 100, max_denominator=997)] * 2),
    min_size=1,
    max_size=12,
).filter(lambda rows: sum(row[0] for row in rows) and sum(row[1] for row in rows))


@given(members)
def test_parts_add_up_exactly(rows):
    """In exact fractions: any shares and values, members that come and go, and their order in time is no matter."""
    d_now, d_before = (fractions(row[at] for row in rows) for at in (0, 1))
    x_now, x_before = (fractions(row[at + 2] * row[at] for row in rows) for at in (0, 1))
    mix, rate = explain.split((x_now, d_now), (x_before, d_before))
    assert mix.sum() + rate.sum() == x_now.sum() / d_now.sum() - x_before.sum() / d_before.sum()
    back = explain.split((x_before, d_before), (x_now, d_now))
    assert [(-a, -b) for a, b in zip(mix, rate, strict=True)] == list(zip(*back, strict=True))
    for at, row in enumerate(rows):
        if not row[0] or not row[1]:
            assert rate[at] == 0  # who was not there has not become better or worse
        if row[0] * d_before.sum() == row[1] * d_now.sum():
            assert mix[at] == 0  # the same share of the whole


CUTS = ["channel", "major_category", "product", "account", "agent", ("channel", "hour"), ("product", "channel")]


@pytest.mark.parametrize("by", CUTS, ids=str)
@pytest.mark.parametrize("name", ADDITIVE)
def test_parts_add_up_to_what_is_compared(store, name, by):
    if not {by} <= set(dimensions(metrics()[name].fact)) and not set(by) <= set(dimensions(metrics()[name].fact)):
        with pytest.raises(UnknownName):
            explain.change(store, name, QUARTER, by)
        return
    whole = compare(store, [name], QUARTER).iloc[0]
    frame = explain.change(store, name, QUARTER, by)
    if np.isnan(whole["change"]):
        assert frame.empty
    else:
        assert frame["total"].sum() == pytest.approx(whole["change"], abs=1e-9)
        assert (frame["mix"] + frame["rate"]).tolist() == frame["total"].tolist()
        assert (frame["n"].sum(), frame["previous_n"].sum()) == (whole["n"], whole["previous_n"])
        assert explained.steps(frame, "ko")["effect"].sum() == pytest.approx(whole["change"], abs=1e-9)
    for language in LANGUAGES:
        assert metrics()[name].label(language) in explain.sentence(frame, name, language)


def put(tmp_path, **months):
    """Contacts a channel and month as (answered, not answered), and a day outside at both ends."""
    days = {"before": SEPTEMBER, "now": OCTOBER}
    rows = [
        row
        for month, channels in months.items()
        for channel, (answered, unanswered) in channels.items()
        for row in tickets(days[month], answered, unanswered, f"{channel}-", channel=channel)
    ]
    ends = [*tickets(date(2026, 8, 31), 1, 0, "a", channel="form"), *tickets(NOVEMBER, 1, 0, "z", channel="form")]
    return opened(tmp_path, ticket=[*rows, *ends])


def by_member(frame):
    return {row["member"]: (round(row["mix"], 9), round(row["rate"], 9)) for row in frame.to_dict("records")}


def test_mix_and_rate_by_hand(tmp_path):
    """Phone 80 of 100 → 60 of 100, chat 95 of 100 → 285 of 300: 87.5 % → 86.25 %. Phone's share halves to 25 %.

    Phone: rate 0.375 * -0.2 = -0.075; mix -0.25 * (0.7 - 0.86875) = +0.0421875. Chat: mix 0.25 * (0.95 - 0.86875) = +0.0203125.
    """
    now, before = {"phone": (60, 40), "chat": (285, 15)}, {"phone": (80, 20), "chat": (95, 5)}
    with put(tmp_path, now=now, before=before) as store:
        frame = explain.change(store, "response_rate", MONTH, "channel")
        assert by_member(frame) == {"phone": (0.0421875, -0.075), "chat": (0.0203125, 0.0)}
        assert frame["member"].tolist() == ["phone", "chat"]  # the largest effect first
        assert frame[["n", "previous_n"]].values.tolist() == [[100, 100], [300, 100]]
        steps = explained.steps(frame, "ko")
        assert steps["label"].tolist() == ["전화", "채널 구성"]
        assert steps["effect"].tolist() == pytest.approx([-0.075, 0.0625])


def test_a_member_that_comes_or_goes_changes_the_mix_only(tmp_path):
    """Chat 90 of 100 → with 100 calls beside it, half of them answered: 90 % → 70 %, all of it because calls are there.

    Calls: 0.5 * (0.5 - 0.8) = -0.15; chat: -0.5 * (0.9 - 0.8) = -0.05. Backwards it is the same with the other sign.
    """
    chat, calls = {"chat": (90, 10)}, {"phone": (50, 50)}
    with put(tmp_path / "new", now=chat | calls, before=chat) as store:
        assert by_member(explain.change(store, "response_rate", MONTH, "channel")) == {
            "phone": (-0.15, 0),
            "chat": (-0.05, 0),
        }
    with put(tmp_path / "gone", now=chat, before=chat | calls) as store:
        assert by_member(explain.change(store, "response_rate", MONTH, "channel")) == {
            "phone": (0.15, 0),
            "chat": (0.05, 0),
        }


def test_counts_change_by_what_their_members_do(tmp_path):
    with put(tmp_path, now={"phone": (60, 0), "chat": (30, 0)}, before={"phone": (20, 0), "email": (5, 0)}) as store:
        frame = explain.change(store, "inflow", MONTH, "channel")
        assert by_member(frame) == {"phone": (0, 40), "chat": (0, 30), "email": (0, -5)}
        a_day = explain.change(store, "contacts_per_day", MONTH, "channel")
        whole = compare(store, ["contacts_per_day"], MONTH).iloc[0]
        days = (90 / whole["value"], 25 / whole["previous"])  # working days of both months
        found = {name: rate for name, (_, rate) in by_member(a_day).items()}
        expected = {"phone": 60 / days[0] - 20 / days[1], "chat": 30 / days[0], "email": -5 / days[1]}
        assert found == pytest.approx(expected, abs=1e-6)


def test_rows_without_a_value_are_a_member(tmp_path):
    rows = [
        *tickets(SEPTEMBER, 10, 0, "a", category="결제/환불"), *tickets(OCTOBER, 10, 0, "b", category="결제/환불"),
        *tickets(OCTOBER, 6, 0, "c"), *tickets(date(2026, 8, 31), 1, 0, "d"), *tickets(NOVEMBER, 1, 0, "e"),
    ]  # fmt: skip
    with opened(tmp_path, ticket=rows) as store:
        frame = explain.change(store, "inflow", MONTH, "major_category")
        assert by_member(frame) == {None: (0, 6), "결제": (0, 0)}
        assert explained.steps(frame, "ko")["label"].tolist() == ["(없음)"]


def test_effects_that_would_be_written_as_nothing_are_no_step(tmp_path):
    """One board contact more of 2,000 moves the rate by less than 0.05 %p."""
    before = {"phone": (800, 200), "chat": (900, 100), "board": (9, 1), "email": (9, 1)}
    now = before | {"phone": (600, 400), "board": (8, 2), "email": (10, 0)}
    with put(tmp_path, now=now, before=before) as store:
        steps = explained.steps(explain.change(store, "response_rate", MONTH, "channel"), "ko")
        assert steps["label"].tolist() == ["전화", "그 외 2개"]
        assert steps["effect"].sum() == pytest.approx(-200 / 2020)


def test_agents_and_accounts_have_their_names(tmp_path):
    people = [{"agent_id": "G1", "agent_name": "김하늘"}, {"agent_id": "G2", "agent_name": "박바다"}]
    rows = [
        *tickets(SEPTEMBER, 10, 0, "a", agent_id="G1"), *tickets(OCTOBER, 4, 0, "b", agent_id="G1"),
        *tickets(OCTOBER, 2, 0, "c", agent_id="G2"), *tickets(date(2026, 8, 31), 1, 0, "d"), *tickets(NOVEMBER, 1, 0, "e"),
    ]  # fmt: skip
    with opened(tmp_path, ticket=rows, agent=people) as store:
        frame = explain.change(store, "inflow", MONTH, "agent")
        assert frame[["member", "label", "total"]].values.tolist() == [["1:G1", "김하늘", -6], ["1:G2", "박바다", 2]]


@pytest.mark.parametrize("name", [name for name in metrics() if name not in ADDITIVE])
def test_what_does_not_add_up_is_refused(store, name):
    assert not explain.can(name)
    with pytest.raises(BadRows) as refused:
        explain.change(store, name, QUARTER, "channel")
    assert name in refused.value.text("ko")


def test_cells_are_named_and_add_up_by_hand(tmp_path):
    """Of 200 calls before and now, half at noon: 90 of 100 answered at noon → 50; at three 90 → 90. Mails: 100 of 100.

    Calls at noon are a third of all: 1/3 * (0.5 - 0.9) = -13.3 %p, which is the whole change; nobody works at noon.
    """
    rows = []
    for month, noon in ((SEPTEMBER, 90), (OCTOBER, 50)):
        for hour, answered in ((12, noon), (15, 90)):
            rows += at_hour(tickets(month, answered, 100 - answered, f"{month}{hour}-", channel="phone"), month, hour)
        rows += at_hour(tickets(month, 100, 0, f"{month}mail-", channel="email"), month, 15)
    ends = [*tickets(date(2026, 8, 31), 1, 0, "a", channel="form"), *tickets(NOVEMBER, 1, 0, "z", channel="form")]
    with opened(tmp_path, ticket=[*rows, *ends]) as store:
        frame = explain.change(store, "response_rate", MONTH, ("channel", "hour"))
        assert frame.attrs["by"] == "channel+hour"
        assert by_member(frame) == {
            '["phone", 12]': (0, round(-0.4 / 3, 9)), '["phone", 15]': (0, 0), '["email", 15]': (0, 0),
        }  # fmt: skip
        assert explain.sentence(frame, "response_rate", "ko") == "응대율 −13.3%p: 전화 점심시간(12시) −13.3%p"
        assert explain.sentence(frame, "response_rate", "en").endswith("Phone, lunch hour (12:00) −13.3 pp")


def at_hour(rows, day, hour):
    start = datetime.combine(day, time(hour)) - timedelta(hours=9)
    return [
        row | {name: start + (row[name] - row["opened_at"]) for name in row if name.endswith("_at") and row[name]}
        for row in rows
    ]


def test_nps_is_split_as_promoters_minus_detractors(tmp_path):
    """2025: chat 6 promoters, 2 detractors of 10, phone 5 and 5 of 10; 2026: chat 8 and 0 of 10, phone 10 and 10 of 20.

    From (4 + 0) / 20 = +20 to (8 + 0) / 30 = +26.7. Chat: rate (0.5 + 1/3) / 2 * (80 - 40) = 16.7, mix -1/6 * (60 - 23.3) = -6.1;
    phone: rate 0, mix +1/6 * (0 - 23.3) = -3.9.
    """
    given = {("2025", "chat"): (6, 2, 10), ("2025", "phone"): (5, 5, 10), ("2026", "chat"): (8, 0, 10), ("2026", "phone"): (10, 10, 20)}  # fmt: skip
    rows = [
        {
            "answer_id": f"{wave}{channel}{i}", "survey": "nps", "wave": wave, "channel": channel, "contact_id": f"P{channel}{i}",
            "answered_at": datetime.combine(date(int(wave), 5, 4), time()), "score": 10 if i < plus else 3 if i < plus + minus else 8,
        }
        for (wave, channel), (plus, minus, n) in given.items()
        for i in range(n)
    ]  # fmt: skip
    with opened(tmp_path, survey_answer=rows) as store:
        frame = explain.change(store, "nps", Selection(), "channel")
        parts = {"chat": (-1 / 6 * (60 - 70 / 3), 5 / 12 * 40), "phone": (-1 / 6 * 70 / 3, 0)}
        assert by_member(frame) == {name: (round(mix, 9), round(rate, 9)) for name, (mix, rate) in parts.items()}
        whole = compare(store, ["nps"], Selection()).iloc[0]
        assert frame["total"].sum() == pytest.approx(whole["change"]) == pytest.approx(20 / 3)
        assert (frame["n"].sum(), frame["previous_n"].sum()) == (30, 20)


def test_without_a_comparison_there_are_no_parts(tmp_path):
    with opened(tmp_path) as empty:
        frame = explain.change(empty, "inflow", QUARTER, "channel")
        assert frame.empty
        assert list(frame) == list(explain.COLUMNS)
        assert explain.sentence(frame, "inflow", "ko") == "인입: 비교할 기간이 없습니다"
        assert explained.said(frame, "inflow", "ko") == "인입에는 나누어 볼 변화가 없습니다"
        assert explained.chart(frame, "inflow", "ko").empty


def test_every_dimension_has_a_name():
    assert all(has(f"explain.by.{by}") for by in {*dimensions("ticket_fact"), *dimensions("answer_fact")})


CONTACTS = st.lists(
    st.tuples(
        st.sampled_from(["now", "before"]),
        st.sampled_from(["phone", "chat", "email"]),
        st.sampled_from(["가", "나", None]),
        st.booleans(),
        st.integers(1, 6),
    ),
    max_size=12,
)


@given(CONTACTS)
@trying(max_examples=15, deadline=None)
def test_whatever_came_in_the_parts_are_the_change(tmp_path_factory, groups):
    """Members that come, go or have no value, and shares of nothing, through the store: always what compare says."""
    days = {"before": SEPTEMBER, "now": OCTOBER}
    rows = [
        row
        for at, (month, channel, product, is_answered, count) in enumerate(groups)
        for row in tickets(days[month], count * is_answered, count * (not is_answered), f"{at}-", channel=channel, product=product)
    ]  # fmt: skip
    ends = [*tickets(date(2026, 8, 31), 1, 0, "a"), *tickets(NOVEMBER, 1, 0, "z")]
    with opened(tmp_path_factory.mktemp("any"), ticket=[*rows, *ends]) as store:
        settings.put(store, "withhold_n", 0)
        for name in ("response_rate", "inflow", "contacts_per_day", "asa", "unanswered"):
            whole = compare(store, [name], MONTH).iloc[0]["change"]
            for by in ("channel", "product", ("channel", "product"), ("product", "hour")):
                frame = explain.change(store, name, MONTH, by)
                assert frame.empty if np.isnan(whole) else frame["total"].sum() == pytest.approx(whole, abs=1e-12)
                assert explain.sentence(frame, name, "ko")


@pytest.mark.parametrize(
    ("at_noon", "others", "expected"), [(50, 90, True), (50, 50, False), (89, 90, True), (90, 90, False)]
)
def test_a_cell_stands_alone_where_it_makes_most_of_the_change(tmp_path, at_noon, others, expected):
    """Calls of five hours, 100 an hour: the noon one of them falls alone, or with all others, or nothing does."""
    rows = []
    for month, answered in ((SEPTEMBER, dict.fromkeys(range(10, 15), 90)), (OCTOBER, dict.fromkeys(range(10, 15), others) | {12: at_noon})):  # fmt: skip
        for hour, good in answered.items():
            rows += at_hour(tickets(month, good, 100 - good, f"{month}{hour}-", channel="phone"), month, hour)
    ends = [*tickets(date(2026, 8, 31), 1, 0, "a", channel="form"), *tickets(NOVEMBER, 1, 0, "z", channel="form")]
    with opened(tmp_path, ticket=[*rows, *ends]) as store:
        assert explain.stands_alone(explain.change(store, "response_rate", MONTH, ("channel", "hour"))) == expected
