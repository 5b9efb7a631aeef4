"""What people look at survives the URL, and a link that is old or hostile never raises."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from cx import contacts, period
from cx.compute import compare, compute
from cx.errors import UnknownName
from cx.period import Span
from cx.rows import select
from cx.selection import LISTS, Selection
from tests.put_rows import opened

DAY = date(2026, 11, 20)
words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12)
lists = st.lists(words, max_size=4, unique=True).map(tuple)
selections = st.builds(
    Selection,
    period=st.sampled_from(["3m", "6m", "12m", "all", "2026-01-01..2026-03-31"]),
    compare=st.sampled_from(["previous", "year"]),
    vip=st.sampled_from([None, True, False]),
    text=words.map(str.strip),
    **dict.fromkeys(LISTS, lists),
)


@trying(deadline=None)
@given(selections)
def test_a_link_restores_the_selection(selection):
    query = selection.to_query()
    assert Selection.from_query(query) == selection
    assert all(isinstance(value, str) for value in query.values())


def test_the_default_needs_no_parameter():
    assert Selection().to_query() == {}
    assert Selection.from_query({}) == Selection()


def test_parameters_are_short_and_language_neutral():
    selection = Selection(period="3m", compare="year", channel=("chat", "phone"), account=("3:A17",), vip=True)
    assert selection.to_query() == {"period": "3m", "cmp": "year", "ch": "chat,phone", "acct": "3:A17", "vip": "1"}


@trying(deadline=None)
@given(
    st.dictionaries(st.sampled_from(["period", "cmp", "ch", "cat", "q", "vip", "src", "acct"]), st.text(max_size=50))
)
def test_nothing_in_a_link_raises(params):
    selection = Selection.from_query(params)
    first, last = selection.span(DAY)
    assert first <= last
    assert Selection.from_query(selection.to_query()) == selection


@pytest.mark.parametrize(
    "bad",
    [
        "13m",
        "",
        "2026-02-30..2026-03-01",
        "2026-03-02..2026-03-01",
        "1066-01-01..2026-01-01",
        "2026-01-01..9999-12-31",
        "2026-01-01",
    ],
)
def test_a_bad_period_is_the_default(bad):
    assert Selection.from_query({"period": bad}).period == "12m"


@pytest.mark.parametrize(
    ("chosen", "last_day", "span"),
    [
        ("12m", date(2026, 11, 20), (date(2025, 11, 1), date(2026, 11, 20))),
        ("3m", date(2026, 11, 20), (date(2026, 8, 1), date(2026, 11, 20))),
        ("3m", date(2026, 10, 31), (date(2026, 8, 1), date(2026, 10, 31))),  # a month that ends is complete
        ("6m", date(2026, 2, 28), (date(2025, 9, 1), date(2026, 2, 28))),
        ("6m", date(2024, 2, 28), (date(2023, 8, 1), date(2024, 2, 28))),  # a leap year: one day to come
        ("all", date(2026, 11, 20), (date(2024, 5, 3), date(2026, 11, 20))),
        ("2026-11-01..2026-11-30", date(2026, 11, 20), (date(2026, 11, 1), date(2026, 11, 20))),
        ("2027-01-01..2027-01-31", date(2026, 11, 20), (date(2027, 1, 1), date(2027, 1, 31))),
    ],
)
def test_periods_are_anchored_to_the_last_day_with_data(chosen, last_day, span):
    assert Selection(period=chosen).span(last_day, date(2024, 5, 3)) == span


@pytest.mark.parametrize(
    ("chosen", "compare", "last_day", "now", "before"),
    [
        ("3m", "previous", DAY, ((2026, 8, 1), (2026, 10, 31)), ((2026, 5, 1), (2026, 7, 31))),
        ("3m", "year", DAY, ((2026, 8, 1), (2026, 10, 31)), ((2025, 8, 1), (2025, 10, 31))),
        ("12m", "previous", DAY, ((2025, 11, 1), (2026, 10, 31)), ((2024, 11, 1), (2025, 10, 31))),
        ("2026-02-01..2026-02-28", "year", DAY, ((2026, 2, 1), (2026, 2, 28)), ((2025, 2, 1), (2025, 2, 28))),
        ("2025-02-01..2025-02-28", "year", DAY, ((2025, 2, 1), (2025, 2, 28)), ((2024, 2, 1), (2024, 2, 29))),
        ("2026-11-02..2026-11-08", "previous", DAY, ((2026, 11, 2), (2026, 11, 8)), ((2026, 10, 26), (2026, 11, 1))),
        ("2026-11-16..2026-11-30", "previous", DAY, ((2026, 11, 16), (2026, 11, 20)), ((2026, 11, 11), (2026, 11, 15))),
    ],
)
def test_completed_periods_are_compared(chosen, compare, last_day, now, before):
    current = period.current(Selection(period=chosen), last_day)
    assert current == Span(date(*now[0]), date(*now[1]))
    assert period.previous(current, compare) == Span(date(*before[0]), date(*before[1]))


def test_a_store_younger_than_a_month_compares_what_there_is():
    assert period.current(Selection(period="all"), DAY, date(2026, 11, 3)) == Span(date(2026, 11, 3), DAY)


def test_a_team_whose_data_begin_in_the_running_month_sees_that_month():
    """Twelve completed months without a row say nothing: what there is counts, up to the last day."""
    assert period.current(Selection(period="12m"), DAY, date(2026, 11, 3)) == Span(date(2025, 11, 1), DAY)
    assert period.current(Selection(period="12m"), DAY, date(2026, 10, 31)).last == date(2026, 10, 31)


@pytest.mark.parametrize(
    ("every", "first", "last"),
    [("day", DAY, DAY), ("week", date(2026, 11, 16), date(2026, 11, 22)), ("month", date(2026, 11, 1), date(2026, 11, 30)),
     ("quarter", date(2026, 10, 1), date(2026, 12, 31)), ("year", date(2026, 1, 1), date(2026, 12, 31))],
)  # fmt: skip
def test_buckets(every, first, last):
    assert (period.start_of(DAY, every), period.end_of(DAY, every)) == (first, last)
    whole = period.buckets(date(2025, 12, 31), DAY, every)
    assert whole[-1] == Span(first, last)
    assert all(one.last < two.first for one, two in pairwise(whole))
    assert whole[0].first <= date(2025, 12, 31) <= whole[0].last


def test_an_unknown_period_says_what_there_is():
    with pytest.raises(UnknownName, match="month"):
        period.start_of(DAY, "months")


TICKETS = [
    {
        "ticket_id": "1",
        "channel": "chat",
        "category": "결제/환불",
        "product": "A",
        "account_id": "x",
        "body": "환불 언제 되나요?",
    },
    {
        "ticket_id": "2",
        "channel": "phone",
        "category": "결제",
        "product": "A",
        "account_id": "y",
        "body": "100% 할인_쿠폰",
    },
    {"ticket_id": "3", "channel": "chat", "category": "결제수단", "product": "B,C", "subject": "Excel EXPORT"},
    {"ticket_id": "4", "channel": "board", "source_id": 2, "body": "'; drop table ticket_fact; --"},
]
ACCOUNTS = [{"account_id": "x", "is_vip": True, "plan": "프로"}, {"account_id": "y", "is_vip": False, "plan": "베이직"}]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({}, "1234"),
        ({"channel": ("chat", "board")}, "134"),
        ({"category": ("결제",)}, "12"),  # its sub-tags, not another tag that begins alike
        ({"category": ("결제/환불", "결제수단")}, "13"),
        ({"product": ("B,C",)}, "3"),
        ({"account": ("1:x",)}, "1"),
        ({"source": ("2",)}, "4"),
        ({"source": ("two",)}, ""),
        ({"vip": True}, "1"),
        ({"vip": False}, "234"),
        ({"plan": ("프로", "베이직"), "channel": ("phone",)}, "2"),
        ({"text": "환불 되나요"}, "1"),
        ({"text": "excel export"}, "3"),
        ({"text": "0%"}, "2"),
        ({"text": "인_쿠"}, "2"),  # no wildcard
        ({"text": "%"}, "2"),
        ({"text": "'; drop table ticket_fact; --"}, "4"),
        ({"text": "환불", "channel": ("phone",)}, ""),
    ],
    ids=str,
)
def test_filters_let_through_exactly_their_rows(tmp_path, filters, ids):
    tickets = [{"opened_at": "2026-10-12 01:00:00", **ticket} for ticket in TICKETS]
    with opened(tmp_path, ticket=tickets, account=ACCOUNTS) as store:
        selection = Selection(**filters)
        assert sorted(contacts.contacts(store, selection)["ticket_id"]) == list(ids)
        assert contacts.count(store, selection) == len(ids)
        assert compute(store, ["inflow"], selection)["n"].tolist() == [len(ids)]


def test_values_are_bound_and_never_part_of_the_sql():
    hostile = "x') or 1=1 --"
    selection = Selection(text=hostile, vip=True, **dict.fromkeys(LISTS, (hostile, "b")))
    for fact in ("ticket_fact", "answer_fact"):
        sql, values = select(fact, "day", selection, (DAY, DAY), {"channel": hostile}).sql(DAY)
        assert "1=1" not in sql
        assert sql.count("?") == len(values)


def test_what_a_fact_does_not_have_is_named():
    with pytest.raises(UnknownName, match="hour"):
        select("answer_fact", "day", Selection(), (DAY, DAY), {"hour": 3})


def test_period_and_comparison_are_no_filters():
    selection = Selection(period="3m", compare="year", channel=("chat",), text="환불")
    assert selection.is_filtered()
    assert not Selection(period="3m", compare="year").is_filtered()
    assert selection.narrowed(channel=()).channel == ()


@pytest.mark.parametrize(
    "chosen",
    ["1900-01-01..2199-12-31", "2199-12-01..2199-12-31", "1900-01-01..1900-01-01", "2024-02-29..2024-02-29", "all"],
)
@pytest.mark.parametrize("against", ["previous", "year"])
def test_any_link_can_be_computed_and_compared(tmp_path, chosen, against):
    with opened(tmp_path, ticket=[{"ticket_id": "1", "opened_at": "2026-10-12 01:00:00"}]) as store:
        selection = Selection.from_query({"period": chosen, "cmp": against})
        assert selection.period == chosen
        n = 1 if chosen in ("all", "1900-01-01..2199-12-31") else 0
        assert compute(store, ["inflow", "contacts_per_day"], selection)["n"].tolist() == [n, n]
        assert compute(store, ["inflow"], selection, every="year")["n"].sum() == n
        compared = compare(store, ["inflow", "nps"], selection)
        assert compared["n"].tolist() == [n, 0]
        assert compared["previous"].isna().all()


@pytest.mark.parametrize("selection", [Selection(text="환불"), Selection(category=("결제",))])
def test_what_contracts_do_not_have_is_named(selection):
    with pytest.raises(UnknownName, match=r"text|category"):
        select("term_fact", "day", selection, (date(2026, 1, 1), date(2026, 12, 31)))
