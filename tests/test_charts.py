"""Charts: colours that can be read and told apart, constant specs without data or addresses, rows made by hand."""

from __future__ import annotations

import json
import tomllib
from datetime import date, timedelta
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cx.charts import heat, look, mixed, ranking, staffed, stock, tokens, waterfall
from cx.language import LANGUAGES

ROOT = Path(__file__).parent.parent
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
THEME = CONFIG["theme"]

# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
BLINDNESS = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance, 0 black to 1 white (WCAG 2.2)."""
    return float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2); text wants 4.5, marks 3."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB (D65) of a linear RGB colour."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1)
    ratio = xyz / np.array([0.9505, 1.0, 1.089])
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the well-known grey that just fails


@pytest.mark.parametrize("ground", [tokens.GROUND, tokens.PANEL])
@pytest.mark.parametrize("name", ["TEXT", "MUTED", "EMPHASIS", "RATE_TEXT", "GOOD", "BAD", "WARN"])
def test_text_can_be_read(name, ground):
    assert contrast(getattr(tokens, name), ground) >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (tokens.WARN, tokens.WARN_PANEL),
        (tokens.BANNER, tokens.BANNER_PANEL),
        (THEME["greenTextColor"], THEME["greenBackgroundColor"]),
        (THEME["redTextColor"], THEME["redBackgroundColor"]),
        (THEME["orangeTextColor"], THEME["orangeBackgroundColor"]),
        (THEME["blueTextColor"], THEME["blueBackgroundColor"]),
        (THEME["grayTextColor"], THEME["grayBackgroundColor"]),
        (THEME["dataframeHeaderTextColor"], THEME["dataframeHeaderBackgroundColor"]),
        ("#FFFFFF", THEME["primaryColor"]),
    ],
)
def test_badges_and_panels_can_be_read(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("colour", [tokens.EMPHASIS, tokens.RATE, tokens.GREY, tokens.VOLUME, *tokens.CATEGORICAL])
def test_marks_stand_out_from_the_ground(colour):
    assert contrast(colour, tokens.GROUND) >= 3


@pytest.mark.parametrize("blindness", sorted(BLINDNESS))
def test_categories_can_be_told_apart_without_full_colour_sight(blindness):
    seen = [lab(np.array(BLINDNESS[blindness]) @ linear(colour)) for colour in tokens.CATEGORICAL]
    for (one, first), (other, second) in combinations(zip(tokens.CATEGORICAL, seen, strict=True), 2):
        assert np.linalg.norm(first - second) >= 11, (one, other)


def test_the_sequential_scale_darkens_step_by_step():
    shades = [luminance(colour) for colour in tokens.SEQUENTIAL]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == len(shades)


def test_the_theme_uses_the_tokens_and_the_font_that_is_shipped():
    fonts = {THEME[name].split(",")[0] for name in ("font", "headingFont", "codeFont")}
    assert fonts == {face["family"] for face in THEME["fontFaces"]}
    assert THEME["textColor"] == tokens.TEXT
    assert THEME["primaryColor"] == tokens.EMPHASIS
    assert THEME["secondaryBackgroundColor"] == tokens.PANEL
    assert THEME["borderColor"] == tokens.BORDER
    assert THEME["greenTextColor"] == tokens.GOOD
    assert THEME["redTextColor"] == tokens.BAD
    assert THEME["orangeTextColor"] == tokens.WARN
    assert tuple(THEME["chartCategoricalColors"]) == tokens.CATEGORICAL
    assert tuple(THEME["chartSequentialColors"]) == tokens.SEQUENTIAL


def test_the_app_listens_at_home_and_tells_nobody():
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["maxUploadSize"] == 200
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    faces = THEME["fontFaces"]
    assert [face["url"] for face in faces] == ["app/static/PretendardVariable.woff2"]
    assert "://" not in json.dumps(CONFIG)


# Made by who looks at them: every worker collects every test.
SPECS = {
    f"{name}-{language}": partial(spec, language)
    for language in LANGUAGES
    for name, spec in {
        "mixed": mixed.spec,
        "mixed-events": partial(mixed.spec, has_events=True),
        "ranking": ranking.spec,
        "waterfall": waterfall.spec,
        "heat": heat.spec,
        "staffed": staffed.spec,
        "stock": stock.spec,
        "stock-events": partial(stock.spec, has_events=True),
        "ranking-compared": lambda language: ranking.spec(language, ranking.WIDE, has_previous=True),
    }.items()
}


def walk(node):
    yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walk(child)


@pytest.mark.parametrize("name", sorted(SPECS))
def test_a_spec_holds_no_data_and_asks_no_other_host(name):
    spec = SPECS[name]()
    for node in walk(spec):
        if isinstance(node, dict):
            assert not {"data", "datasets", "url", "href", "image"} & set(node)
    assert "://" not in json.dumps({key: value for key, value in spec.items() if key != "$schema"})
    assert spec["config"]["font"] == tokens.FONT


@pytest.mark.parametrize("name", sorted(SPECS))
def test_bars_begin_at_zero(name):
    scales = [
        node["scale"]
        for node in walk(SPECS[name]())
        if isinstance(node, dict) and node.get("field") in ("volume", "value") and "scale" in node
    ]
    assert all(scale.get("zero", True) for scale in scales)


def test_specs_are_made_once_per_language():
    assert mixed.spec("ko") is mixed.spec("ko")
    assert mixed.spec("ko") != mixed.spec("en")
    assert look.CONFIG["font"] == tokens.FONT


def months(values: list[float], rates: list[float | None]) -> tuple[pd.DataFrame, pd.DataFrame]:
    starts = [date(2026, 8 + index, 1) for index in range(len(values))]
    running = [False] * (len(values) - 1) + [True]
    volume = pd.DataFrame({"period": starts, "value": values, "n": values, "is_running": running})
    return volume, pd.DataFrame({"period": starts, "value": rates, "n": [100] * len(rates), "is_running": running})


def test_mixed_rows():
    volume, rate = months([1200, 37812, 500], [0.91, None, 0.88])
    rows = mixed.data(volume, rate, every="month", language="ko", target=0.9)
    assert rows["at"].tolist() == ["2026-08-0126년 8월", "2026-09-019월", "2026-10-0110월\n집계 중"]
    assert rows["volume_text"].tolist() == ["1,200건", "37,812건", "500건"]
    assert rows["rate_text"].tolist() == ["91.0% (n=100)", "– (n=100)", "88.0% (n=100)"]
    assert rows["is_tail"].tolist() == [False, True, True]
    assert rows["target"].dropna().tolist() == [0.9]
    assert rows["title"].iloc[-1] == "2026년 10월 · 집계 중"
    assert (rows["floor"].iloc[0], rows["ceiling"].iloc[0]) == (0.8, 0.95)


def test_the_same_month_of_two_years_is_two_bars():
    starts = [date(2025, 6, 1), date(2026, 6, 1)]
    frame = pd.DataFrame({"period": starts, "value": [1.0, 2.0], "n": [1, 2], "is_running": [True, False]})
    rows = mixed.data(frame, frame, every="month", language="en", target=None)
    assert rows["at"].is_unique
    assert rows["title"].tolist() == ["Jun 2025 · partial", "Jun 2026"]


def test_mixed_rows_without_target_draw_no_rule():
    volume, rate = months([1.0, 2.0], [0.5, 0.6])
    rows = mixed.data(volume, rate, every="month", language="en", target=None)
    assert rows["target"].isna().all()
    assert set(rows["target_text"]) == {""}


@pytest.mark.parametrize(
    ("rates", "target", "expected"),
    [([0.93, 0.95], 0.9, (0.85, 0.95)), ([1.0], None, (0.9, 1.0)), ([], None, (0.0, 1.0)), ([0.0], None, (0.0, 0.1))],
)
def test_the_rate_axis_holds_the_rates_and_the_target(rates, target, expected):
    assert mixed.rate_range(rates, target) == expected


def test_ranking_keeps_ten_and_adds_up_the_rest():
    frame = pd.DataFrame(
        {"category": [f"c{i:02d}" for i in range(14)], "value": range(14, 0, -1), "previous": [1.0] * 14}
    )
    rows = ranking.top(frame, "category")
    assert len(rows) == 11
    assert rows["value"].sum() == sum(range(1, 15))
    assert rows.iloc[-1][["code", "value", "previous"]].tolist() == [ranking.REST, 4 + 3 + 2 + 1, 4.0]
    assert rows.iloc[-1]["rest"] == ("c10", "c11", "c12", "c13")


def test_all_others_are_words_without_a_bar():
    frame = pd.DataFrame({"category": [f"c{i:04d}" for i in range(1400)], "value": [10.0] * 1400})
    rows = ranking.data(ranking.top(frame, "category"), language="ko", name=str)
    assert rows.iloc[-1][["label", "text", "end"]].tolist() == ["그 외 1,390개", "1.4만건 · 99.3%", 0.0]
    assert rows["room"].max() == pytest.approx(13.0)


def test_groups_with_the_same_name_stay_apart():
    frame = pd.DataFrame({"category": ["a/b", "a > b"], "value": [2.0, 1.0]})
    rows = ranking.data(ranking.top(frame, "category"), language="ko", name=lambda _: "a › b")
    assert rows["at"].tolist() == ["00 a › b", "01 a › b"]


def test_ranking_shows_eleven_rather_than_one_other():
    frame = pd.DataFrame({"category": [f"c{i:02d}" for i in range(11)], "value": range(11, 0, -1)})
    assert not ranking.top(frame, "category")["is_rest"].any()


def test_ranking_of_nothing_is_empty():
    assert ranking.top(pd.DataFrame({"category": [], "value": []}), "category").empty
    assert ranking.top(pd.DataFrame({"category": ["a"], "value": [float("nan")]}), "category").empty


def test_ranking_rows_as_shares():
    frame = pd.DataFrame({"channel": ["chat", None], "value": [75.0, 25.0], "previous": [60.0, 40.0]})
    rows = ranking.data(ranking.top(frame, "channel"), language="ko", name=str, as_share=True)
    assert rows["text"].tolist() == ["75.0%", "25.0%"]
    assert rows["change"].tolist() == ["+15.0%p", "−15.0%p"]
    assert rows["detail"].tolist() == ["75건 · 75.0%", "25건 · 25.0%"]
    assert rows["code"].tolist() == ["chat", ranking.NONE]


@pytest.mark.parametrize(
    ("last", "every"),
    [
        (date(2026, 1, 31), "day"),
        (date(2026, 3, 31), "week"),
        (date(2026, 12, 31), "month"),
        (date(2030, 12, 31), "quarter"),
    ],
)
def test_the_axis_is_cut_so_that_it_can_be_read(last, every):
    assert mixed.grain(date(2026, 1, 1), last) == every


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tooltip_of_a_cell_names_only_what_a_row_has(language):
    cells = pd.DataFrame(
        {"weekday": [0], "hour": [9], "inflow": [3]}
        | {
            f"{name}{end}": [value]
            for name in heat.MEASURES[1:]
            for end, value in (("", 0.5), ("_n", 3), ("_state", "ok"))
        }
    )
    spec = heat.spec(language)
    known = set(heat.data(cells.assign(inflow_state="ok", inflow_n=3), "inflow", language=language)) | {
        one["as"] for one in spec["transform"]
    }
    told = [one["field"] for layer in spec["layer"] for one in layer["encoding"].get("tooltip", [])]
    assert told == ["title", "inflow", "rate_text", "wait"]
    assert set(told) <= known


@pytest.mark.parametrize(("periods", "labels", "high"), [(14, 14, 589), (15, 1, 700)])
def test_what_stands_now_says_its_value_above_the_bars_beside_it(periods, labels, high):
    days = [date(2026, 1, 5) + timedelta(weeks=week) for week in range(periods)]
    found = pd.DataFrame({"period": pd.to_datetime(days), "value": [700.0] * (periods - 1) + [589.0]})
    rows = stock.data(found, [3600.0] * periods, every="week", language="ko")
    assert (rows["label"] != "").sum() == labels
    assert rows["label_at"].iloc[-1] == high
    assert set(rows["longest"]) == {3}
