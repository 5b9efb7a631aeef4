"""The week by hours, by hand: which hours are open, which cell is fullest, which hour is answered worst."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cx import rush
from cx.charts import heat

OFFICE = [(weekday, opens, closes) for weekday in range(5) for opens, closes in ((9, 12), (13, 18))]


def blocks(rows):
    return pd.DataFrame(rows, columns=["weekday", "opens", "closes"])


HOURS = rush.hours_of(blocks(OFFICE))


def week(rows):
    """Cells from (weekday, hour, contacts, offered, answered, median)."""
    frame = pd.DataFrame(rows, columns=["weekday", "hour", "inflow", "offered", "answered", "frt_median"])
    frame["response_rate"] = frame["answered"] / frame["offered"].where(frame["offered"] > 0)
    for name, n in (("inflow", "inflow"), ("response_rate", "offered"), ("frt_median", "answered")):
        frame[f"{name}_n"] = frame[n]
        frame[f"{name}_state"] = np.where(frame[n] >= 30, "ok", np.where(frame[n] > 0, "few", "none"))
    frame["inflow_state"] = "ok"
    return frame


BUSY = week(
    [
        (0, 10, 400, 400, 380, 120.0),
        (1, 10, 300, 300, 285, 120.0),
        (0, 12, 100, 100, 40, 1500.0),
        (1, 12, 100, 100, 50, 1300.0),
        (5, 12, 50, 50, 1, 9000.0),  # a Saturday: nobody works, so it says nothing of the noon break
        (2, 3, 10, 10, 1, 30000.0),
    ]
)


def test_open_hours_and_the_breaks_between():
    assert (0, 9) in HOURS.open
    assert (0, 18) not in HOURS.open
    assert HOURS.between == {(weekday, 12) for weekday in range(5)}
    assert len(HOURS.closed) == 7 * 24 - 5 * 8
    assert HOURS.is_worked(12)
    assert HOURS.is_break(12)
    assert not HOURS.is_worked(20)


def test_half_hours_and_nights():
    hours = rush.hours_of(blocks([(0, 9.5, 12.25), (6, 22, 26)]))
    assert hours.open == {(0, 9), (0, 10), (0, 11), (0, 12), (6, 22), (6, 23), (0, 0), (0, 1)}
    assert hours.between == frozenset()


def test_without_a_calendar_every_hour_counts():
    hours = rush.hours_of(blocks([]))
    assert hours.closed == frozenset()
    assert hours.is_worked(3)
    assert not hours.is_break(12)


def test_the_fullest_cell():
    assert rush.peak(BUSY) == (0, 10)
    title = "월요일 10시에 가장 몰리고, 그때 응대율은 95.0%입니다(전체 78.9%)"
    assert rush.peak_title(BUSY, "ko") == title  # 380 / 400; 757 / 960


def test_a_cell_with_too_few_to_answer_has_no_rate():
    found = week([(0, 10, 40, 10, 9, 60.0)])
    assert rush.peak_title(found, "en") == "Most contacts come in at Mon 10:00 (100.0% of all)"


def test_the_worst_hour_of_the_working_day():
    assert rush.worst_rate(BUSY, HOURS, 30) == (12, 90 / 200)
    assert rush.rate_title(BUSY, HOURS, 30, "ko") == "쉬는 시간인 12시대에 응대율이 45.0%로 가장 낮습니다(전체 78.9%)"
    everywhere = rush.worst_rate(BUSY, rush.Hours(), 30)
    assert everywhere == (12, 91 / 250)


def test_hours_that_differ_by_chance_are_the_same():
    found = week([(0, 10, 40, 40, 36, 60.0), (0, 11, 40, 40, 34, 60.0)])
    assert rush.worst_rate(found, HOURS, 30) is None
    assert rush.rate_title(found, HOURS, 30, "ko") == "응대율은 시간대에 따라 크게 다르지 않습니다(전체 87.5%)"
    assert rush.rate_title(found.assign(offered=0), HOURS, 30, "ko") == "응대율을 셀 문의가 없습니다"


def test_the_longest_wait():
    rows = [
        (10, 120.0, 110.0, "ok"),
        (12, 1400.0, 1200.0, "ok"),
        (13, 1500.0, 1300.0, "few"),
        (20, 9000.0, 8000.0, "ok"),
    ]
    frame = pd.DataFrame(rows, columns=["hour", "value", "low", "state"]).assign(metric="frt_median")
    found = rush.longest_wait(frame, 200.0, HOURS)
    assert found == (12, 1400.0)  # 20 is no working hour, 13 has too few
    title = "쉬는 시간인 12시대에 첫 응답이 가장 늦습니다: 중앙값 23분 20초(전체 2분 30초)"
    assert rush.wait_title(found, HOURS, 150.0, "ko") == title
    assert rush.longest_wait(frame, 20_000.0, HOURS) is None
    assert rush.longest_wait(frame[:0], 20.0, HOURS) is None
    assert rush.wait_title(None, HOURS, float("nan"), "ko") == "첫 응답 시간을 셀 문의가 없습니다"


def test_a_small_sample_says_only_what_it_can():
    few = week([(0, 10, 20, 20, 20, 60.0), (0, 11, 15, 15, 15, 60.0), (1, 10, 25, 25, 25, 60.0)])
    assert not rush.is_enough(few, 30)
    assert rush.is_enough(few, 25)
    assert not rush.is_enough(few[:0], 0)
    assert (
        rush.few_words(few, 30, "ko") == "요일로는 월요일이 가장 많습니다(58%). 시간으로는 10시대가 가장 많습니다(75%)."
    )
    assert rush.few_words(few, 50, "ko") == ""
    equal = week([(0, 10, 30, 30, 30, 60.0), (1, 11, 30, 30, 30, 60.0)])
    assert rush.few_words(equal, 30, "ko") == ""


def test_what_the_title_names_is_framed():
    assert rush.named("inflow", BUSY, None, HOURS) == {(0, 10)}
    assert rush.named("response_rate", BUSY, 12, HOURS) == {(weekday, 12) for weekday in range(5)}
    assert not rush.named("frt_median", BUSY, None, HOURS)


def test_dark_is_where_to_look():
    assert heat.shades(BUSY, "inflow") == [9, 7, 2, 2, 1, 0]
    rates = heat.shades(BUSY, "response_rate")
    assert rates[:2] == [0, 0]  # the best are pale
    assert rates[4] == 9
    assert rates[5] is None  # ten contacts are too few
    assert heat.shades(BUSY, "frt_median")[:2] == [0, 0]


def test_one_cell_has_one_shade():
    alone = week([(0, 10, 40, 40, 36, 60.0)])
    assert [heat.shades(alone, name) for name in heat.MEASURES] == [[9], [0], [0]]


def test_rows_of_the_heat_map():
    rows = heat.data(BUSY, "response_rate", language="ko", closed={(5, 12), (2, 3)}, named={(0, 12), (1, 12)})
    assert rows["is_closed"].tolist() == [False, False, False, False, True, True]
    assert rows["is_named"].tolist() == [False, False, True, True, False, False]
    assert rows["rate"].isna().tolist() == [False] * 5 + [True]
    assert rows["wait"].tolist() == ["2분 00초", "2분 00초", "25분 00초", "21분 40초", "–", "–"]
    words = heat.table(BUSY, "ko")
    assert words["code"].tolist() == ["0-10", "1-10", "0-12", "1-12", "5-12", "2-3"]
    assert words.iloc[0].tolist() == ["0-10", "월 10시", "400건", "95.0% (n=400)", "2분 00초 (n=380)"]
    assert words.iloc[5]["rate"] == "표본 부족 (n=10)"


def test_cells_of_a_result_of_compute():
    def part(metric, value, n, state, parts):
        row = {"weekday": 0, "hour": 10, "metric": metric, "value": value, "n": n, "state": state}
        return row | dict(zip(("numerator", "denominator"), parts, strict=True))

    found = pd.DataFrame(
        [
            part("inflow", 50.0, 50, "ok", (50.0, np.nan)),
            part("response_rate", 0.9, 40, "ok", (36.0, 40.0)),
            part("frt_median", np.nan, 3, "withheld", (np.nan, np.nan)),
        ]
    )
    (cell,) = rush.cells(found).to_dict("records")
    assert (cell["inflow"], cell["answered"], cell["offered"], cell["frt_median_state"]) == (50, 36, 40, "withheld")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_cell_has_a_name(language):
    assert heat.cell(0, 9, language) == {"ko": "월 9시", "en": "Mon 09:00"}[language]
