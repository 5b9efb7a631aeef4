"""What lies behind a survey score: distributions and waves counted by hand, differences as scipy and statsmodels see them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from cx import answers, apart, survey_finding
from cx.compute import compare, compute
from cx.selection import Selection
from tests.put_rows import opened

SPAN = (date(2026, 10, 1), date(2026, 10, 31))
OCTOBER = Selection(period="2026-10-01..2026-10-31")
TOPS = {"ces": (1, 7), "csat": (1, 5), "nps": (0, 10)}


def answered(survey, scores, *, prefix="a", day=date(2026, 10, 15), **more):
    low, high = TOPS[survey]
    at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC).replace(tzinfo=None)
    return [
        {
            "answer_id": f"{survey}-{prefix}-{i}",
            "survey": survey,
            "answered_at": at + timedelta(seconds=i),
            "sent_at": at,
            "answer_state": "answered",
            "score": score,
            "scale_low": low,
            "scale_high": high,
            "contact_id": f"P{prefix}{i}",
        }
        | more
        for i, score in enumerate(scores)
    ]


def test_every_score_of_the_scale_has_a_row_and_says_what_it_counts_as(tmp_path):
    rows = answered("ces", [7, 7, 7, 5, 4, 1]) + answered("csat", [5, 4, 3]) + answered("nps", [10, 9, 8, 6, 0])
    with opened(tmp_path, survey_answer=rows) as store:
        ces, csat, nps = (answers.distribution(store, survey, OCTOBER, SPAN) for survey in ("ces", "csat", "nps"))
    assert ces["n"].tolist() == [1, 0, 0, 1, 1, 0, 3]
    assert ces.loc[ces["n"] > 0, "side"].tolist() == ["middle", "middle", "good", "good"]
    assert csat["n"].tolist() == [0, 0, 1, 1, 1]
    assert csat.loc[csat["n"] > 0, "side"].tolist() == ["middle", "good", "good"]
    assert nps["score"].tolist() == list(range(11))
    assert nps.loc[nps["n"] > 0, "side"].tolist() == ["bad", "bad", "middle", "good", "good"]


def test_other_scales_and_dismissed_questions_are_in_no_distribution(tmp_path):
    rows = answered("csat", [5, 5]) + answered("csat", [3], prefix="ten", scale_high=10)
    rows += answered("csat", [None], prefix="no", answer_state="dismissed")
    with opened(tmp_path, survey_answer=rows) as store:
        assert answers.distribution(store, "csat", OCTOBER, SPAN)["n"].tolist() == [0, 0, 0, 0, 2]


def test_waves_come_newest_first_whatever_they_are_called(tmp_path):
    rows = answered("nps", [10] * 6 + [7, 7, 0, 3], wave="봄", prefix="s", day=date(2025, 5, 2))
    rows += answered("nps", [9] * 3 + [6] * 7, wave="가을", prefix="f", day=date(2025, 10, 2))
    rows += answered("nps", [9, 10, 8, 2], wave="2026", prefix="n")
    with opened(tmp_path, survey_answer=rows) as store:
        found = answers.waves(store, OCTOBER, SPAN[1])
    assert found["wave"].tolist() == ["2026", "가을", "봄"]
    assert found[["promoter", "passive", "detractor"]].to_numpy().tolist() == [[2, 1, 1], [3, 0, 7], [6, 2, 2]]
    assert found["state"].tolist() == ["withheld", "few", "few"]
    assert found["value"].tolist()[1:] == [-40.0, 40.0]
    assert found["scores"].iloc[2] == {"promoter": (10.0,), "passive": (7.0,), "detractor": (0.0, 3.0)}


def test_the_parts_of_a_wave_make_its_score(tmp_path):
    scores = [i * 7 % 11 for i in range(200)]
    with opened(tmp_path, survey_answer=answered("nps", scores, wave="2026")) as store:
        wave = answers.waves(store, OCTOBER, SPAN[1]).iloc[0]
    assert wave["promoter"] + wave["passive"] + wave["detractor"] == wave["n"] == 200
    assert wave["value"] == pytest.approx(100 * (wave["promoter"] - wave["detractor"]) / 200)


def test_no_answers_no_waves_and_an_empty_scale(tmp_path):
    with opened(tmp_path) as store:
        assert answers.waves(store, Selection(), SPAN[1]).empty
        assert answers.distribution(store, "ces", Selection(), SPAN)["n"].sum() == 0


def by_channel(store, survey, scores):
    return compute(store, [survey], OCTOBER, by=["channel"]).set_index("channel").loc[list(scores)].reset_index()


def in_channels(survey, scores):
    return [
        row for channel, given in scores.items() for row in answered(survey, given, prefix=channel, channel=channel)
    ]


MEANS = {"phone": [7] * 40 + [6] * 10, "chat": [6, 7] * 25, "email": [7, 5, 4] * 16, "board": [1] * 20}


def test_intervals_of_groups_are_those_of_scipy(tmp_path):
    with opened(tmp_path, survey_answer=in_channels("ces", MEANS)) as store:
        found = by_channel(store, "ces", MEANS)
    for row, scores in zip(found.to_dict("records"), MEANS.values(), strict=True):
        if np.std(scores):
            low, high = stats.t.interval(0.95, len(scores) - 1, np.mean(scores), stats.sem(scores))
            assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_means_differ_where_welch_says_so(tmp_path, place):
    with opened(tmp_path, survey_answer=in_channels("ces", MEANS)) as store:
        found = by_channel(store, "ces", MEANS).head(3)
    groups = list(MEANS.values())[:3]
    expected = [
        other != place and stats.ttest_ind(groups[place], groups[other], equal_var=False).pvalue < 0.05
        for other in range(3)
    ]
    assert apart.apart("ces", found, place) == expected


def test_shares_differ_where_newcombe_says_so(tmp_path):
    scores = {"phone": [5] * 45 + [1] * 5, "chat": [5] * 44 + [1] * 6, "email": [5] * 20 + [1] * 30}
    with opened(tmp_path, survey_answer=in_channels("csat", scores)) as store:
        found = by_channel(store, "csat", scores)
    for row, given in zip(found.to_dict("records"), scores.values(), strict=True):
        low, high = proportion_confint(given.count(5), len(given), method="wilson")
        assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))
    assert apart.apart("csat", found, 2) == [True, True, False]
    assert apart.apart("csat", found, 0) == [False, False, True]
    assert apart.outermost("csat", found, is_lowest=True) == 2
    assert apart.outermost("csat", found, is_lowest=False) is None  # phone and chat are alike


def test_few_answers_never_stand_out(tmp_path):
    scores = {"phone": [7] * 30 + [6] * 10, "chat": [6] * 35 + [5] * 5, "email": [1, 2] * 6}
    with opened(tmp_path, survey_answer=in_channels("ces", scores)) as store:
        found = by_channel(store, "ces", scores)
    assert found["state"].tolist() == ["ok", "ok", "few"]
    assert apart.outermost("ces", found, is_lowest=True) == 1
    assert apart.outermost("ces", found.head(1), is_lowest=True) is None
    assert survey_finding.groups("ces", found, ["전화", "채팅", "이메일"], "채널", "ko").startswith(
        "‘채팅’ 점수가 가장 낮습니다"
    )
    assert "‘전화’뿐이라" in survey_finding.groups("ces", found.head(1), ["전화"], "채널", "ko")
    pair = found.iloc[[0, 2]]
    assert "응답이 적습니다" in survey_finding.groups("ces", pair, ["전화", "이메일"], "채널", "ko")


@pytest.mark.parametrize(
    ("scores", "target", "said"),
    [
        ([7] * 36 + [6] * 4, 6.5, "CES 6.9점, 목표(6.5점)를 지켰습니다."),
        ([5] * 36 + [6] * 4, 6.5, "CES 5.1점, 목표(6.5점)에 못 미쳤습니다."),
        ([7] * 20 + [6] * 19 + [5], 6.5, "CES 6.47점, 목표(6.5점)와의 차이는 오차 범위입니다."),
        ([7] * 12, 6.5, "CES 7.0점 · 표본 부족 (n=12)"),
        ([7] * 2, 6.5, "응답이 2건이라 점수를 보이지 않습니다(5건 이상 필요)"),
        ([7] * 40, 6.5, "CES 7.0점, 목표(6.5점)를 지켰습니다."),
        ([], 6.5, "이 기간에는 CES 응답이 없습니다"),
    ],
)
def test_the_title_of_a_score_says_no_more_than_the_answers_do(tmp_path, scores, target, said):
    with opened(tmp_path, survey_answer=answered("ces", scores)) as store:
        row = compare(store, ["ces"], OCTOBER).to_dict("records")[0] | {"target": target}
    assert survey_finding.score(row, 5, "ko") == said


def test_all_the_same_answer_is_said_as_such(tmp_path):
    with opened(tmp_path, survey_answer=answered("ces", [7] * 40)) as store:
        found = answers.distribution(store, "ces", OCTOBER, SPAN)
    assert survey_finding.spread("ces", found, 30, 5, "ko") == "응답 40건이 모두 7점입니다"
    assert survey_finding.spread("ces", found.assign(n=found["n"] // 20), 30, 5, "ko").startswith("응답이 2건이라")


def test_what_is_over_and_under_the_target_leaves_out_what_nobody_can_tell():
    rows = pd.DataFrame({"low": [6.6, 6.4, 6.0, 1.0], "high": [6.8, 6.6, 6.2, 2.0], "state": ["ok", "ok", "ok", "few"]})
    said = survey_finding.against_target(rows, ["소통", "접근", "정보 찾기", "전체"], 6.5, "ko")
    assert said == "목표 아래: 정보 찾기 · 오차 범위: 접근 · 목표 위: 소통."
