"""Charts of surveys and teams: constant specs, rows made by hand, and what is too little to show stays hidden."""

from __future__ import annotations

import json
import math
from datetime import date
from functools import partial

import pandas as pd
import pytest

from cx.charts import band, estimates, hours, scores, tokens, waves
from cx.language import LANGUAGES
from tests.test_charts import contrast, walk

# Made by who looks at them: every worker collects every test.
SPECS = {
    f"{name}-{language}": partial(spec, language)
    for language in LANGUAGES
    for name, spec in {
        "band-score": lambda language: band.spec(language, "score"),
        "band-share": lambda language: band.spec(language, "share", has_events=True),
        "estimates": estimates.spec,
        "estimates-range": lambda language: estimates.spec(language, estimates.TIGHT, has_range=True),
        "waves": waves.spec,
        "scores": scores.spec,
        "hours": hours.spec,
    }.items()
}


@pytest.mark.parametrize("name", sorted(SPECS))
def test_a_spec_holds_no_data_and_asks_no_other_host(name):
    spec = SPECS[name]()
    for node in walk(spec):
        if isinstance(node, dict):
            assert not {"data", "datasets", "url", "href", "image"} & set(node)
    assert "://" not in json.dumps({key: value for key, value in spec.items() if key != "$schema"})
    assert len(json.dumps(spec)) < 6_000


def test_specs_are_made_once():
    assert band.spec("ko", "score") is band.spec("ko", "score")
    assert estimates.spec("ko", 28, has_range=True) is estimates.spec("ko", 28, has_range=True)


@pytest.mark.parametrize("part", waves.PARTS)
def test_words_inside_a_wave_can_be_read(part):
    ink = tokens.GROUND if part == "promoter" else tokens.TEXT
    assert contrast(ink, waves.COLOURS[part]) >= 4.5


GROUPS = pd.DataFrame(
    {
        "code": ["phone", "chat", "mail", "board"],
        "value": [6.0, 6.5, 5.0, math.nan],
        "low": [5.8, 6.4, 4.0, math.nan],
        "high": [6.2, 6.6, 6.0, math.nan],
        "n": [100, 200, 12, 2],
        "state": ["ok", "ok", "few", "withheld"],
    }
)


def test_estimates_say_n_and_hide_what_is_too_little():
    rows = estimates.data(
        GROUPS, unit="score", language="ko", name=str.upper, target=6.5, main=["chat"], within=(5.9, 6.3)
    )
    assert rows["text"].tolist() == [
        "6.0점 (n=100)",
        "6.5점 (n=200)",
        "5.0점 표본 부족 (n=12)",
        "표본이 2건이라 보이지 않습니다",
    ]
    assert rows["tone"].tolist() == ["other", "main", "few", "few"]
    assert rows["detail"].tolist() == ["5.8점 ~ 6.2점", "6.4점 ~ 6.6점", "4.0점 ~ 6.0점", "–"]
    first = rows.iloc[0]
    assert (first["target"], first["target_text"], first["from"], first["to"]) == (6.5, "목표 6.5점", 5.9, 6.3)
    assert rows["target"].notna().sum() == 1
    assert first["floor"] < 4.0
    assert first["ceiling"] > 6.6
    assert rows["text_at"].tolist()[:3] == [6.2, 6.6, 6.0]


def test_an_interval_without_length_is_no_line():
    same = pd.DataFrame({"code": ["a"], "value": [7.0], "low": [7.0], "high": [7.0], "n": [40], "state": ["ok"]})
    row = estimates.data(same, unit="score", language="en", name=str).iloc[0]
    assert math.isnan(row["low"])
    assert row["text"] == "7.0 (n=40)"
    assert row["floor"] < 7.0 < row["ceiling"]


def test_estimates_of_nothing_are_empty():
    assert estimates.data(GROUPS.head(0), unit="score", language="ko", name=str).empty


def months(values, states=None, *, is_running=False):
    starts = [date(2026, 8 + place, 1) for place in range(len(values))]
    return pd.DataFrame(
        {
            "period": starts,
            "value": values,
            "low": [value - 0.1 for value in values],
            "high": [value + 0.1 for value in values],
            "n": [40, 12, 2][: len(values)],
            "state": states or ["ok"] * len(values),
            "is_running": [False] * (len(values) - 1) + [is_running],
        }
    )


def test_months_with_few_answers_are_pale_and_say_how_many():
    found = months([6.2, 6.8, math.nan], ["ok", "few", "withheld"])
    rows = band.data(found, every="month", unit="score", language="ko", target=6.5)
    assert rows["at"].tolist() == ["2026-08-0126년 8월\nn=40", "2026-09-019월\nn=12", "2026-10-0110월\nn=2"]
    assert rows["text"].tolist() == ["6.2점 (n=40)", "6.8점 표본 부족 (n=12)", "표본이 2건이라 보이지 않습니다"]
    assert rows["is_few"].tolist() == [False, True, False]
    assert rows["target"].dropna().tolist() == [6.5]
    assert rows["is_alone"].tolist() == [False, False, False]
    assert band.day_of(rows["at"].iloc[1]) == date(2026, 9, 1)
    assert band.day_of("") is None


def test_a_running_month_says_so_and_a_lonely_one_has_a_bar():
    rows = band.data(months([6.2, 6.8], is_running=True), every="month", unit="score", language="ko", target=None)
    assert rows["at"].iloc[1].endswith("집계 중")
    assert rows["is_alone"].tolist() == [True, False]
    assert rows["is_tail"].tolist() == [True, True]


def test_the_scale_stays_within_what_the_unit_can_have():
    rows = band.data(months([6.95, 6.95]), every="month", unit="score", language="ko", target=None)
    assert rows["ceiling"].dropna().tolist() == [7.0]
    assert rows["high"].tolist() == [7.0, 7.0]  # 7.05 as computed
    assert rows["detail"].iloc[0] == "6.85점 ~ 7.0점"
    rows = band.data(months([0.05, 0.95]), every="month", unit="share", language="ko", target=0.9)
    assert (rows["floor"].dropna().tolist(), rows["ceiling"].dropna().tolist()) == ([0.0], [1.0])


def test_a_wave_is_parted_from_left_to_right():
    found = pd.DataFrame(
        {
            "wave": ["2026", "2025"],
            "value": [20.0, math.nan],
            "low": [5.0, math.nan],
            "high": [35.0, math.nan],
            "n": [100, 3],
            "state": ["ok", "withheld"],
            "promoter": [45, 2],
            "passive": [30, 0],
            "detractor": [25, 1],
        }
    )
    rows = waves.data(found, language="ko", name=str)
    newest = rows[rows["wave"] == "2026"]
    assert newest["code"].tolist() == ["detractor:2026", "passive:2026", "promoter:2026"]
    assert newest["start"].tolist() == pytest.approx([0, 0.25, 0.55])
    assert newest["end"].tolist() == pytest.approx([0.25, 0.55, 1.0])
    assert newest["share_text"].tolist() == ["25%", "30%", "45%"]
    assert newest["score_text"].dropna().tolist() == ["+20"]
    assert newest["interval_text"].dropna().tolist() == ["+5 ~ +35"]
    hidden = rows[rows["wave"] == "2025"]
    assert set(hidden["end"]) == {0.0}
    assert hidden["interval_text"].dropna().tolist() == ["n=3"]


def test_bars_of_scores_are_shares_of_all_answers():
    found = pd.DataFrame({"score": [1.0, 2.0, 3.0], "n": [0, 1, 199], "side": ["middle", "middle", "good"]})
    rows = scores.data(found, language="ko")
    assert rows["share"].sum() == pytest.approx(1)
    assert rows["text"].tolist() == ["", "0.5%", "100%"]
    assert rows["label"].tolist() == ["1", "2", "3"]
    assert scores.data(found.head(0), language="ko").empty


def test_hours_are_cut_to_those_in_which_anybody_is_busy():
    found = pd.DataFrame(
        {"team": ["가", "나", None], "hour": [9, 11, 3], "handled": [10, 4, 9], "per_day": [0.5, 0.2, math.nan]}
    )
    rows = hours.data(found, [("가", "가"), ("나", "나")], language="ko")
    assert rows["hour"].tolist() == [9, 10, 11] * 2
    assert rows["value"].tolist() == [10, 0, 0, 0, 0, 4]
    assert rows["text"].iloc[0] == "10건 · 0.5건/일"
    assert hours.data(found, [], language="ko").empty
