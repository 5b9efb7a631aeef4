"""What every metric promises, whoever wrote it: words, bounds, adding up, and one number wherever it is shown."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
import pytest

from cx import contacts
from cx.compute import compute, data_days, dimensions
from cx.language import LANGUAGES, catalogue
from cx.metric import FACTS, GOOD, UNITS, metrics
from cx.period import Span, together
from cx.rows import COLUMNS
from cx.selection import Selection
from tests import many_rows
from tests.put_rows import opened
from tests.referees import REFEREES

NAMES = list(metrics())
ADDING = [name for name in NAMES if metrics()[name].adds_up]
PER_OPEN_TIME = {"per_day", "per_hour"}
COUNTS = {"count", *PER_OPEN_TIME, "per_account"}
BOUNDS = {
    "share": (0, 1),
    "nps": (-100, 100),
    "count": (0, np.inf),
    "seconds": (0, np.inf),
    "score": (1, 10),
} | dict.fromkeys(COUNTS, (0, np.inf))
SELECTIONS = {
    "all": Selection(period="all"),
    "3m": Selection(period="3m"),
    "a week": Selection(period="2026-09-21..2026-09-27"),
    "channels": Selection(period="all", channel=("chat", "phone")),
    "product and plan": Selection(period="all", product=("러닝룸",), plan=("프로",)),
    "vip": Selection(period="6m", vip=True),
    "account": Selection(period="all", account=("1:A2", "1:A4")),
    "source": Selection(period="all", source=("2",)),
    "nothing": Selection(period="all", product=("없는 제품",)),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with many_rows.opened(tmp_path_factory.mktemp("many")) as found:
        yield found


@pytest.fixture(scope="module")
def doubled(tmp_path_factory):
    with many_rows.opened(tmp_path_factory.mktemp("doubled")) as found:
        many_rows.add(found, "U")
        yield found


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("empty")) as found:
        yield found


@cache
def parts(store, names, selection, by=(), every=None):
    """All metrics at once, as pages ask: that it is asking one by one has a test of its own."""
    found = compute(store, list(names), selection, by=by, every=every)
    return {name: rows.reset_index(drop=True) for name, rows in found.groupby("metric", sort=False)}


def tile(store, name, selection):
    return parts(store, tuple(NAMES), selection)[name].iloc[0]


@pytest.mark.parametrize("name", NAMES)
def test_people_can_read_it(name):
    found = metrics()[name]
    for language in LANGUAGES:
        assert found.label(language).strip()
        assert len(found.explanation(language)) > 15
        assert len(found.origin(language)) > 5
    assert found.label("ko") != found.explanation("ko")
    assert found.unit in UNITS
    assert found.good in GOOD
    assert found.fact in FACTS
    assert found.day in COLUMNS[found.fact]
    assert (
        not found.measured or f"contacts.{found.measured}" in catalogue()
    )  # the head of its column in the rows behind it
    assert found.source.startswith("metric.source.")
    assert (found.define.__doc__ or "").strip()


def test_no_words_are_left_over_and_every_metric_has_a_referee():
    assert set(REFEREES) == set(NAMES)
    worded = {key.split(".")[1] for key in catalogue() if key.startswith("metric.") and key.endswith(".label")}
    assert worded == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_empty_is_no_data_and_not_zero(empty, name):
    row = tile(empty, name, Selection())
    assert np.isnan(row["value"])
    assert (row["n"], row["state"]) == (0, "none")
    assert contacts.export(empty, Selection(), name).empty


@pytest.mark.parametrize("name", NAMES)
def test_there_is_something_to_count(store, name):
    row = tile(store, name, Selection(period="all"))
    assert row["n"] >= (2 if metrics()[name].is_young else 30)  # what is young is the last week's
    assert row["state"] == "ok"


@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=list(SELECTIONS))
@pytest.mark.parametrize("name", NAMES)
def test_values_stay_within_bounds(store, name, selection):
    row = tile(store, name, selection)
    low, high = (0, np.inf) if name == "nrr" else BOUNDS[metrics()[name].unit]  # who pays more lifts it above all
    if row["state"] in ("none", "withheld"):
        assert np.isnan(row["value"])
    else:
        assert low <= row["value"] <= high
    if not np.isnan(row["low"]) and not np.isnan(row["high"]):
        assert low <= row["low"] <= row["value"] <= row["high"] <= high or row["low"] == pytest.approx(row["high"])


@pytest.mark.parametrize("name", NAMES)
def test_doubling_all_rows_leaves_ratios_and_doubles_counts(store, doubled, name):
    one, two = (tile(each, name, Selection(period="all")) for each in (store, doubled))
    assert two["n"] == 2 * one["n"]
    is_count = metrics()[name].unit in COUNTS and name not in ("resolved_accounts", "voc_accounts")  # the same ones
    is_between_neighbours = metrics()[name].unit == "seconds" and not metrics()[name].adds_up
    expected = one["value"] * (2 if is_count else 1)
    assert two["value"] == pytest.approx(expected, rel=0.02 if is_between_neighbours else 1e-12)


@pytest.mark.parametrize("cut", ["channel", "product", "month", "week", "day", "channel in months"])
@pytest.mark.parametrize("name", ADDING)
def test_parts_add_up_to_the_whole(store, name, cut):
    """Tile = sum of the chart: numerators and denominators of the parts, and the counts."""
    found, whole = metrics()[name], tile(store, name, Selection(period="all"))
    by, every = (
        (["channel"], "month") if cut == "channel in months" else ([cut], None) if cut in dimensions() else ([], cut)
    )
    cuts = parts(store, tuple(ADDING), Selection(period="all"), tuple(by), every)[name]
    # Calls are one channel, what is young may be one product's, contracts are of neither.
    assert len(cuts) > (cut != "channel" and not found.is_young and (found.fact != "term_fact" or by == []))
    assert cuts["n"].sum() == whole["n"]
    assert cuts["numerator"].sum() == pytest.approx(whole["numerator"])
    if found.unit == "count":
        assert cuts["value"].sum() == whole["value"]
    elif found.unit in PER_OPEN_TIME and by:
        if every is None:
            assert cuts["value"].sum() == pytest.approx(whole["value"])
    else:
        assert cuts["denominator"].sum() == pytest.approx(whole["denominator"])
        assert cuts["numerator"].sum() / cuts["denominator"].sum() == pytest.approx(whole["value"])


@pytest.mark.parametrize("name", [name for name in NAMES if metrics()[name].unit in ("share", "score")])
def test_groups_weighted_by_n_give_the_whole(doubled, name):
    whole = tile(doubled, name, Selection(period="all"))
    groups = compute(doubled, [name], Selection(period="all"), by=["product"])
    assert np.average(groups["value"], weights=groups["denominator"]) == pytest.approx(whole["value"])


def dealt():
    """Every metric over all, and every selection for some metric of those that count among the same rows: they share its filter."""
    places = {}
    for name, found in metrics().items():
        alike = places.setdefault(
            (found.fact, found.day, found.by_wave, found.moment, found.matures, found.is_young), []
        )
        alike.append(name)
    for alike in places.values():
        least = min(len(alike), 8)
        for place, name in enumerate(alike):
            yield from (
                (name, each) for at, each in enumerate(SELECTIONS) if each == "all" or (place + at) % least == 0
            )


@pytest.mark.parametrize(("name", "selected"), list(dealt()))
def test_tile_is_what_the_exported_rows_say(store, name, selected):
    selection = SELECTIONS[selected]
    row, exported = tile(store, name, selection), contacts.export(store, selection, name)
    assert contacts.count(store, selection, name) == len(exported)
    if name == "unanswered":
        assert len(exported) == row["numerator"]
    else:
        assert len(exported) == row["n"]
    if row["state"] in ("ok", "few"):
        first_day, last_day = data_days(store)
        first, last = selection.span(last_day, first_day)
        assert REFEREES[name](exported, (max(first, first_day), last, last_day)) == pytest.approx(
            row["value"], rel=1e-9
        )


@pytest.mark.parametrize("name", [name for name in NAMES if not metrics()[name].by_wave])
def test_a_bar_opens_its_own_rows(store, name):
    """What is behind one bar of a chart by channel and month (quarter, where a month has too few) is what the bar says."""
    every = "quarter" if name == "bot_return_rate" else "month"
    bars = compute(store, [name], Selection(period="6m"), by=["channel"], every=every)
    bars = bars[bars["state"].isin(["ok", "few"])]
    assert len(bars)
    for bar in bars.iloc[[len(bars) // 3, -1]].itertuples():
        where = {"channel": bar.channel, "period": bar.period}
        exported = contacts.export(store, Selection(period="6m"), name, where, every=every)
        assert len(exported) == (bar.numerator if name == "unanswered" else bar.n)


def test_asking_for_all_at_once_is_asking_one_by_one(store):
    together = compute(store, NAMES, SELECTIONS["channels"], by=["product"]).set_index(["metric", "product"])
    for name in NAMES:
        alone = compute(store, [name], SELECTIONS["channels"], by=["product"]).set_index("product")
        for product in alone.index:
            assert alone.loc[product, "n"] == together.loc[(name, product), "n"]
            assert alone.loc[product, "value"] == pytest.approx(together.loc[(name, product), "value"], nan_ok=True)


MIDDLES = [date(2026, 7, 1), date(2026, 6, 13), date(2026, 9, 30)]


@pytest.mark.parametrize("by", [(), ("product",)], ids=str)
@pytest.mark.parametrize("middle", MIDDLES, ids=str)
def test_two_periods_asked_for_at_once_are_those_asked_for_apart(store, middle, by):
    """Periods of whole months and of any days, also where the first begins before there are data."""
    first, last = date(2026, 1, 20), date(2026, 9, 30)
    before, now = Span(first, middle - timedelta(days=1)), Span(middle, last)
    names, periods = [name for name in NAMES if not metrics()[name].by_wave], together(before, now)
    both = compute(store, names, SELECTIONS["channels"], by=by, every=periods, span=(first, last))
    for span in (before, now):
        ours = both[both["period"] == pd.Timestamp(span.first)]
        apart = compute(store, names, SELECTIONS["channels"], by=by, span=(span.first, span.last))
        columns, order = [*by, "metric", "value", "n", "low", "high", "state"], ["metric", *by]
        one, other = (frame.sort_values(order, ignore_index=True)[columns] for frame in (ours, apart))
        pd.testing.assert_frame_equal(one, other[columns], rtol=1e-12)
    assert together(now, before) is None


def test_the_running_period_is_marked(store):
    months = compute(store, ["inflow"], Selection(period="3m"), every="month", as_of=date(2026, 9, 15))
    assert months["is_running"].tolist() == [False, False, False, True]
    assert months["period"].dt.month.tolist() == [6, 7, 8, 9]
