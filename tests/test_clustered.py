"""Means of answers that go together by person: by hand, against statsmodels, and as every page has them."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
import statsmodels.api
from statsmodels.stats.proportion import proportion_confint

from cx import rollups, sample
from cx.compute import compare, compute
from cx.selection import Selection
from tests.put_rows import opened

ALL = Selection(period="all")
AT = datetime(2026, 10, 5, 1)  # noqa: DTZ001 - UTC as stored: a Monday, 10:00 in Seoul
DIMENSIONS = ("communication", "access", "information")
ALIKE = {"A": (7, 7, 7), "B": (5, 5, 5), "C": (6, 6, 6), "D": (4, 4, 4), "E": (6, 5, 7)}


def answers(given, at=AT, **more):
    """Each person's answers to the three questions, hours apart."""
    return [
        {"answer_id": f"{who}-{at:%m%d}-{place}", "survey": "ces", "score": score, "dimension": DIMENSIONS[place % 3],
         "answered_at": at + timedelta(hours=place), "contact_id": who} | more
        for who, scores in given.items() for place, score in enumerate(scores)
    ]  # fmt: skip


def whole(store, names=("ces",), **more):
    return compute(store, list(names), ALL, **more)


def by_regression(given):
    """The interval of an intercept with errors clustered by person."""
    scores = [score for one in given.values() for score in one]
    whos = [place for place, one in enumerate(given.values()) for _ in one]
    fit = statsmodels.api.OLS(scores, np.ones(len(scores))).fit(
        cov_type="cluster", cov_kwds={"groups": np.array(whos)}, use_t=True
    )
    return fit.conf_int()[0]


def test_the_example_of_the_decision_log(tmp_path):
    """Four people, three equal answers each: sums off by 4.5, -1.5, 1.5 and -4.5; t of three degrees is 3.1824."""
    four = {who: ALIKE[who] for who in "ABCD"}
    rows = [
        *answers(four),
        *answers({"E": (5.5,)}),
    ]  # the fifth says what the mean is already, so that nothing is withheld
    with opened(tmp_path, survey_answer=rows) as store:
        row = whole(store).iloc[0]
    variance = 5 / 4 * (4.5**2 * 2 + 1.5**2 * 2) / 13**2
    assert (row["value"], row["n"], row["people"], row["state"]) == (5.5, 13, 5, "few")
    assert row["high"] - row["value"] == pytest.approx(2.776445 * variance**0.5)
    assert by_regression(four) == pytest.approx([5.5 - 2.0540, 5.5 + 2.0540], abs=1e-3)


def test_it_is_the_clustered_interval_of_a_regression(tmp_path):
    dice = np.random.default_rng(7)
    given = {
        f"P{who}": tuple(np.clip(np.round(dice.normal(mood, 0.7, dice.integers(1, 7))), 1, 7))
        for who, mood in enumerate(dice.normal(5.5, 1, 60))
    }
    with opened(tmp_path, survey_answer=answers(given)) as store:
        mean, share = whole(store, ("ces", "ces_share")).to_dict("records")
    assert [mean["low"], mean["high"]] == pytest.approx(by_regression(given))
    assert (mean["n"], mean["people"], mean["state"]) == (sum(map(len, given.values())), 60, "ok")
    n = mean["n"]
    assert [share["low"], share["high"]] == pytest.approx(
        proportion_confint(share["value"] * 60, 60, method="wilson"), rel=1e-9
    )
    assert share["people"] == 60 < share["n"] == n


def test_one_dimension_is_one_answer_a_person_and_its_interval_the_ordinary_one(tmp_path):
    with opened(tmp_path, survey_answer=answers(ALIKE)) as store:
        row = whole(store, by=["dimension"]).set_index("dimension").loc["access"]
        one = whole(store, every="month").iloc[0]
    scores = [given[1] for given in ALIKE.values()]
    half = 2.776445 * np.std(scores, ddof=1) / 5**0.5
    assert (row["n"], row["people"]) == (5, 5)
    assert [row["low"], row["high"]] == pytest.approx([np.mean(scores) - half, np.mean(scores) + half], abs=1e-5)
    assert (one["n"], one["people"], one["low"]) == (15, 5, pytest.approx(by_regression(ALIKE)[0]))


def test_unnamed_answers_about_one_ticket_go_together_and_others_stand_alone(tmp_path):
    unnamed = [row | {"contact_id": None} for row in answers(dict.fromkeys("ABCDEF", (7, 6, 5)))]
    tickets = [row | {"ticket_id": row["answer_id"][0]} for row in unnamed]
    for name, rows, people in (("tickets", tickets, 6), ("forms", unnamed, 18)):
        with opened(tmp_path / name, survey_answer=rows) as store:
            row = whole(store).iloc[0]
            assert (row["n"], row["people"]) == (18, people), name


def test_too_few_is_judged_by_people(tmp_path):
    rows = answers({f"P{who}": (7, 6, 5) for who in range(4)})
    with opened(tmp_path, survey_answer=rows) as store:
        row = whole(store).iloc[0]
        assert (row["n"], row["people"], row["state"]) == (12, 4, "withheld")
        assert np.isnan(row["value"])
        assert sample.withheld(row, "ko") == "응답한 사람이 4명이라 보이지 않습니다"
        assert sample.size(row, "en") == "n=12 · 4 people"
    with opened(tmp_path / "more", survey_answer=rows + answers({f"Q{who}": (7, 6, 5) for who in range(6)})) as store:
        row = whole(store).iloc[0]
        assert (row["state"], sample.few(row, "ko")) == ("few", "표본 부족(10명)")


def test_answers_of_the_same_people_do_not_make_a_change_of_chance(tmp_path):
    """A mood of ten people, three answers each: thirty independent answers would differ, ten people do not."""
    before = {f"P{who}": (score,) * 3 for who, score in enumerate((7, 6, 5, 7, 6, 5, 7, 6, 5, 6))}
    now = {f"Q{who}": (score,) * 3 for who, score in enumerate((6, 5, 5, 6, 6, 4, 7, 5, 5, 6))}
    rows = [*answers(before, AT - timedelta(days=28)), *answers(now)]
    rows += [*answers({"Z": (6,)}, AT - timedelta(days=70)), *answers({"Z": (6,)}, AT + timedelta(days=40))]
    with opened(tmp_path, survey_answer=rows) as store:
        row = compare(store, ["ces"], Selection(period="2026-10-01..2026-10-31")).iloc[0]
    assert (row["n"], row["people"], row["previous_n"]) == (30, 10, 30)
    assert row["change"] == pytest.approx(-0.5)
    assert not row["is_separable"]


def test_sums_per_day_do_not_pretend_to_know_people():
    assert not any(name.startswith(("ces__", "ces_share__")) for one in rollups.planned() for name in one.holds)
