"""Sums per day and month say the same as the facts, for every metric, and are made anew when they have to."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from cx import facts, histogram, rollup_parts, rollups, settings
from cx.compute import compare, compute, data_days
from cx.measure import measure
from cx.metric import metrics
from cx.selection import LISTS, Selection
from cx.warehouse import Store
from tests import many_rows
from tests.put_rows import add, opened

NAMES = [name for name, found in metrics().items() if not found.by_wave]
# Of all others the facts are asked both times, in the same words.
SUMMED = [name for name in NAMES if rollup_parts._held().get(name) is False]
RANKED = [name for name in NAMES if rollup_parts._held().get(name) is True]
ALL = Selection(period="all")
SELECTIONS = {
    "all": ALL,
    "a quarter": Selection(period="2026-04-01..2026-06-30"),
    "days": Selection(period="2026-04-07..2026-06-20"),
    "within a month": Selection(period="2026-09-03..2026-09-11"),
    "before all": Selection(period="2020-01-01..2020-02-03"),
    "channels": Selection(period="all", channel=("chat", "phone")),
    "product": Selection(period="6m", product=("러닝룸",)),
    "source": Selection(period="all", source=("2",)),
    "major tag": Selection(period="3m", category=("결제",)),
    "segment": Selection(period="2026-03-05..2026-07-31", segment=("학교",), plan=("프로",)),
    "vip": Selection(period="all", vip=True),
    "not vip": Selection(period="2026-04-01..2026-08-15", vip=False),
    "account": Selection(period="all", account=("1:A2",)),
    "text": Selection(period="3m", text="환불"),
    "nothing": Selection(period="all", product=("없는 제품",)),
}
CUTS = [
    ((), None), ((), "day"), ((), "week"), ((), "month"), ((), "quarter"), ((), "year"), (("channel",), None),
    (("product", "channel"), "month"), (("category",), None), (("major_category",), "week"), (("segment",), "month"),
    (("source",), "year"), (("agent",), "month"),
]  # fmt: skip
NUMBERS = ("value", "n", "numerator", "denominator", "low", "high")


@pytest.fixture(scope="module", autouse=True)
def _few_rows_are_many():
    """Sums per month are kept for these stores too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rollups, "MONTHS_FROM", 100)
        yield


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with many_rows.opened(tmp_path_factory.mktemp("many")) as found:
        yield found


@pytest.fixture(scope="module")
def histograms(tmp_path_factory):
    """The same rows in a store whose lengths are kept in histograms."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(histogram, "EXACT_LIMIT", 100)
        with many_rows.opened(tmp_path_factory.mktemp("histograms")) as found:
            yield found


def asked(store, selection, by, every, *, names=SUMMED, as_of=None):
    """The answer of the sums, and that of the facts alone; which metrics the sums answered.

    Where they answered none the facts said both: they are asked once.
    """
    first_day, last_day = data_days(store)
    as_of = as_of or last_day
    first, last = selection.span(as_of, first_day)
    needed = {*by, *(each for each in LISTS if getattr(selection, each)), *(["category"] if selection.text else [])}
    facts_of = {name for name in names if needed <= set(_dimensions(name))}
    chosen = [metrics()[name] for name in names if name in facts_of]
    more = {"by": by, "every": every, "as_of": as_of, "span": (first, min(last, as_of))}
    summed, known = [], rollup_parts.known
    with pytest.MonkeyPatch.context() as patch:

        def noted(question):
            found = known(question)
            summed.extend(set(question.question.names) - set(found[1]))
            return found

        patch.setattr(rollup_parts, "known", noted)
        ours = measure(store, chosen, selection, **more)
        if not summed:
            return ours, ours, set()
        patch.setattr(rollup_parts, "known", lambda question: ([], question.question.names, set()))
        theirs = measure(store, chosen, selection, **more)
    return ours, theirs, set(summed)


def _dimensions(name):
    from cx.compute import dimensions

    return dimensions(metrics()[name].fact)


def same(ours, theirs, keys):
    order = [*keys, "metric"]
    one, other = (frame.sort_values(order, ignore_index=True, na_position="last") for frame in (ours, theirs))
    pd.testing.assert_frame_equal(
        one[[*order, *NUMBERS[:4], "state", "is_running"]], other[[*order, *NUMBERS[:4], "state", "is_running"]],
        check_exact=True,
    )  # fmt: skip
    pd.testing.assert_frame_equal(one[["low", "high"]], other[["low", "high"]], rtol=1e-9)


@pytest.mark.parametrize("name", SELECTIONS)
def test_sums_say_what_the_facts_say(store, name):
    selection, place = SELECTIONS[name], list(SELECTIONS).index(name)
    for by, every in CUTS if name == "all" else CUTS[place % 4 :: 4]:
        ours, theirs, _ = asked(store, selection, by, every, names=NAMES if name == "days" else SUMMED)
        same(ours, theirs, [*by, *(["period"] if every else [])])
        assert ours["is_exact"].all()


@pytest.mark.parametrize(
    ("days", "every"), [(-60, None), (-60, "month"), (-1, "day"), (0, "month"), (1, None), (2, "day"), (40, "month")]
)
def test_whatever_day_it_is_asked_on(store, days, every):
    """What waits for its grace or its window is judged on the day of asking, not on the last day with data."""
    as_of = data_days(store)[1] + timedelta(days=days)
    for selection in (ALL, SELECTIONS["channels"], Selection(period="2026-09-05..2026-12-31")):
        ours, theirs, _ = asked(store, selection, (), every, as_of=as_of)
        same(ours, theirs, ["period"] if every else [])


def test_what_adds_up_is_read_from_the_sums(store):
    def read(selection, by=(), every=None):
        return asked(store, selection, by, every)[2]

    plain = {
        name for name in NAMES
        if metrics()[name].adds_up and not metrics()[name].moment and metrics()[name].unit != "money"
        and metrics()[name].fact in ("ticket_fact", "answer_fact") and not name.startswith("ces")  # by people
    }  # fmt: skip
    assert read(ALL) >= plain
    assert read(SELECTIONS["channels"], ("product",), "week") >= plain
    assert read(SELECTIONS["major tag"], ("category",), "month") >= plain
    assert read(SELECTIONS["vip"], ("segment",), "quarter") >= plain
    assert read(SELECTIONS["vip"], (), "week") == set()  # by month only
    assert read(SELECTIONS["text"]) == set()
    assert read(SELECTIONS["account"]) == set()


@pytest.mark.parametrize("name", ["all", "days", "within a month", "channels", "product", "source", "nothing"])
def test_medians_of_histograms_are_within_one_percent(histograms, monkeypatch, name):
    """Beside them what is added up, of each of the days they go by."""
    monkeypatch.setattr(histogram, "EXACT_LIMIT", 100)
    read, names = set(), [*RANKED, "inflow", "resolutions", "reopen_rate"]
    for by, every in CUTS if name == "all" else CUTS[:: len(name)]:
        ours, theirs, summed = asked(histograms, SELECTIONS[name], by, every, names=names)
        keys = [*by, *(["period"] if every else [])]
        one, other = (frame.set_index([*keys, "metric"]).sort_index() for frame in (ours, theirs))
        pd.testing.assert_index_equal(one.index, other.index)
        pd.testing.assert_series_equal(one["n"], other["n"])
        for number in ("value", "low", "high"):
            np.testing.assert_allclose(one[number], other[number], rtol=0.01, err_msg=f"{name} {by} {every} {number}")
        exact = one["is_exact"]
        np.testing.assert_array_equal(one[exact]["value"], other[exact]["value"])
        approximate = set(one[~exact].index.get_level_values("metric"))
        read |= approximate & summed
        assert approximate <= summed
    assert {"frt_median", "frt_p90"} <= read or name == "source"


def test_comparisons_say_what_is_exact(histograms, monkeypatch):
    monkeypatch.setattr(histogram, "EXACT_LIMIT", 100)
    found = compare(histograms, ["inflow", "frt_median"], ALL).set_index("metric")
    assert found["is_exact"].to_dict() == {"inflow": True, "frt_median": False}


@pytest.mark.parametrize("q", [0.5, 0.9])
@pytest.mark.parametrize("longest", [1, 40, 5_000, 4_000_000])
def test_a_histogram_is_off_by_less_than_a_percent(q, longest):
    """Against numpy's linear quantile of 0, short and long whole seconds; exact up to 50 seconds."""
    dice = np.random.default_rng(longest)
    seconds = np.floor(dice.random(2_001) ** 3 * (longest + 1)).astype(np.int64)
    with np.errstate(divide="ignore"):
        bucket = np.where(seconds < 1, -1, np.floor(np.log(seconds) / np.log(1.02))).astype(np.int64)
    buckets, counts = np.unique(bucket, return_counts=True)
    read = histogram.quantile(histogram.Histogram(buckets, counts), q)
    exact = histogram.quantile(seconds.astype(np.float64), q)
    assert exact[:2] == (pytest.approx(np.quantile(seconds, q)), 2_001)
    assert read == pytest.approx(exact, rel=1e-9 if longest < 50 else 0.01)


def test_every_bucket_is_read_as_its_own_seconds():
    """SQL and the reading side agree where a bucket begins and ends: up to eleven days every length comes back."""
    import duckdb

    wrong = duckdb.sql(f"select s, {histogram.bucket('s')} as b from range(1000000) r(s)").fetchnumpy()
    read = histogram.middles(wrong["b"].astype(np.int64))
    assert np.abs(read - wrong["s"]).max() <= 10_000
    assert (np.abs(read - wrong["s"]) <= 0.01 * wrong["s"]).all()
    assert (read[:50] == wrong["s"][:50]).all()


def test_another_definition_makes_the_tables_anew(tmp_path):
    with many_rows.opened(tmp_path) as store:
        whole = store.query("from rollup_ticket_day_day order by all")
        with store.write() as con:
            con.execute(f"update {rollups.STATE} set made_by = 'older'")
            con.execute("alter table rollup_ticket_day_day drop column inflow__total")
            con.execute("create table rollup_of_old (x int)")
    with Store.open(tmp_path) as store:
        pd.testing.assert_frame_equal(store.query("from rollup_ticket_day_day order by all"), whole)
        assert store.query("select 1 from duckdb_tables() where table_name = 'rollup_of_old'").empty
        assert len(whole) > 100


def test_lengths_are_kept_only_where_medians_are_not_exact(tmp_path, monkeypatch):
    monkeypatch.setattr(histogram, "EXACT_LIMIT", 2)
    rows = [
        {"ticket_id": str(i), "opened_at": f"2026-05-0{i} 01:00:00", "first_response_at": f"2026-05-0{i} 01:00:4{i}"}
        for i in range(1, 5)
    ]
    with opened(tmp_path, ticket=rows[:2]) as store:
        assert store.query("from rollup_ticket_day_lengths").empty
        assert compute(store, ["frt_median"], ALL)["is_exact"].all()
        add(store, ticket=rows[2:])
        kept = store.query("select bucket, n from rollup_ticket_day_lengths where length = 'frt_median'")
        assert kept["n"].sum() == 4
        row = compute(store, ["frt_median"], ALL).iloc[0]
        assert (bool(row["is_exact"]), row["n"]) == (False, 4)
        with store.write("data") as con:
            con.execute("delete from ticket where ticket_id in ('3', '4')")
            facts.refresh(con, settings.read(con), None)
        assert store.query("from rollup_ticket_day_lengths").empty


def test_the_last_day_is_that_of_contacts_and_answers(tmp_path):
    with opened(tmp_path) as store:
        assert data_days(store) is None
        add(store, ticket=[{"ticket_id": "1", "opened_at": "2026-05-01 01:00:00"}])
        assert data_days(store) == (date(2026, 5, 1), date(2026, 5, 1))
        answer = {"answer_id": "1", "survey": "csat", "score": 5, "answered_at": "2026-05-03 01:00:00"}
        add(store, survey_answer=[answer])
        assert data_days(store) == (date(2026, 5, 1), date(2026, 5, 3))
