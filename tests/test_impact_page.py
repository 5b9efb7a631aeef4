"""What the page of pulls on a score says and draws; the page itself is walked by test_every_page."""

from __future__ import annotations

import pytest

from cx.charts import pull
from cx.text.drivers import Driver, Effect
from cx.voc.impact import Impact
from cx.voc.impact_finding import sentence


def driver(topic: str, value: float, low: float, high: float) -> Driver:
    return Driver(topic, 40, 5.0, Effect(value, low, high), Effect(value / 2, low, high))


def told(*shown: Driver) -> str:
    return sentence(Impact("ces", 6.1, 300, 200, shown, {}), lambda code: f"주제{code}", "ko")


def test_the_sentence_names_only_what_is_beyond_chance():
    assert (
        told(driver("1", -0.12, -0.2, -0.05), driver("2", 0.3, -0.1, 0.7))
        == "‘주제1’ 주제가 점수를 가장 많이 낮춥니다(−0.120점)"
    )
    assert told(driver("1", -0.12, -0.2, -0.05), driver("2", 0.03, 0.01, 0.05)).endswith(
        "‘주제2’ 주제가 점수를 가장 많이 올립니다(+0.030점)"
    )
    assert told(driver("2", 0.3, -0.1, 0.7)) == "우연을 넘어 점수를 움직인 주제가 없습니다"
    assert "200건" in told()


@pytest.mark.parametrize(("unit", "words"), [("score", "−0.342점"), ("share", "−34.2%p"), ("nps", "−0.3")])
def test_a_pull_is_told_in_the_unit_of_its_score(unit, words):
    assert pull.told(unit, -0.342, "ko") == words


def test_the_rows_of_the_chart_hold_the_scale_once_and_grey_what_chance_explains():
    rows = pull.data(
        [("1", 40, (-0.12, -0.2, -0.05), None), ("2", 50, (0.1, -0.1, 0.3), (0.2, 0.05, 0.35))],
        unit="score",
        language="ko",
        name=str,
    )
    assert rows["is_clear"].tolist() == [True, False]
    assert rows["is_fixed_clear"].tolist() == [False, True]
    assert rows[["fixed", "fixed_low", "fixed_high"]].iloc[1].tolist() == [0.2, 0.05, 0.35]
    assert rows[["fixed", "fixed_low", "fixed_high"]].iloc[0].isna().all()
    assert rows["floor"].notna().tolist() == [True, False]
    assert rows["floor"][0] < -0.2
    assert rows["ceiling"][0] > 0.35
    assert rows["text"][0] == "−0.120점 (n=40)"
    assert rows["fixed_text"].tolist() == ["–", "+0.200점 (+0.050점 ~ +0.350점)"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_spec_draws_every_column_it_names(language):
    """Each field of the spec is a column of the rows."""

    def fields(node: object) -> set[str]:
        if isinstance(node, dict):
            own = {node["field"]} if isinstance(node.get("field"), str) else set()
            return own.union(*(fields(child) for child in node.values()))
        return set().union(*(fields(child) for child in node)) if isinstance(node, list) else set()

    rows = pull.data([("1", 40, (-0.12, -0.2, -0.05), (0.1, -0.1, 0.3))], unit="score", language=language, name=str)
    assert fields(pull.spec(language)) <= set(rows.columns)
