"""Every chart of every page is there to take away, picture and table, and nothing is made before somebody asks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import sessions
import small_store
import streamlit as st
from sessions import PAGES, healthy, visit

from cx import picture
from cx.language import LANGUAGES, say
from pages import _files

KINDS = {"csv", "xlsx", "png", "svg"}
CHARTS = {
    "10_overview": 3,
    "11_month": 1,
    "12_week": 1,
    "13_response": 3,
    "14_automation": 0,
    "18_surveys": 2,
    "19_team": 1,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("home")
    small_store.fill(folder / "demo")
    small_store.empty(folder / "own")
    with sessions.at_home(folder):
        yield folder


@pytest.fixture
def offered(monkeypatch) -> dict[str, object]:
    """What is handed out, by the key of its button: the file's name and what makes it."""
    found = {}
    ask = st.download_button

    def note(label, data, **more):
        found[more.get("key")] = (more["file_name"], data)
        return ask(label, data, **more)

    monkeypatch.setattr(st, "download_button", note)
    return found


def opened(page, offered, monkeypatch, **parameters):
    """The page with every table behind a chart open."""
    expander = st.expander
    monkeypatch.setattr(
        st, "expander", lambda label, *args, **more: expander(label, *args, **(more | {"expanded": True}))
    )
    app = visit(page, store="demo", **parameters)
    offered.clear()  # of the page it came through
    healthy(app.run())
    return app


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("page", sorted(CHARTS))
def test_every_chart_has_its_files(page, offered, monkeypatch):
    drawn = []
    monkeypatch.setattr(picture, "_converter", lambda: drawn.append("early"))
    app = opened(page, offered, monkeypatch)
    charts = app.get("vega_lite_chart")
    names = {key.removeprefix("file_").rpartition("_")[0] for key in offered if key.startswith("file_")}
    with_pictures = {name for name in names if f"file_{name}_png" in offered}
    assert len(charts) == len(with_pictures) >= CHARTS[page]
    assert all(f"file_{name}_{kind}" in offered for name in with_pictures for kind in KINDS)
    assert drawn == []


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_of_a_chart_hold_what_it_shows(language, offered, monkeypatch):
    opened("10_overview", offered, monkeypatch, lang=language)
    files = {kind: offered[f"file_ranking_{kind}"] for kind in KINDS}
    assert all(name == f"cx-overview-ranking-2026-11-18.{kind}" for kind, (name, _) in files.items())
    made = {kind: make() for kind, (_, make) in files.items()}
    assert made["png"].startswith(b"\x89PNG")
    words = made["svg"].decode()
    assert {"ko": "2025년 11월 ~ 2026년 10월 기준", "en": "Nov 2025 – Oct 2026"}[language] in words
    assert say("chart.click", language) not in words
    table = pd.read_csv(io.BytesIO(made["csv"]))
    number = say("chart.as_number", language, what=say("chart.number.value", language))
    assert table[number].sum() == 2920  # all contacts of the year, as the card says
    sheet = openpyxl.load_workbook(io.BytesIO(made["xlsx"])).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [name for name in table.columns if name != "csv_escape"]
    assert sheet.max_row == len(table) + 1


@pytest.mark.usefixtures("home")
def test_a_closed_table_sends_neither_rows_nor_buttons(offered):
    app = visit("18_surveys", store="demo")
    healthy(app)
    assert not [key for key in offered if key.startswith("file_")]


def test_numbers_stand_behind_the_words_and_flags_do_not():
    rows = pd.DataFrame(
        {"label": ["a"], "text": ["12건"], "value": [12.0], "low": [1.5], "is_few": [True], "at": ["00 a"]}
    )
    made = _files.numbers(rows, {"label": "항목", "text": "값"})
    assert made.to_dict("records") == [{"항목": "a", "값": "12건", "값(숫자)": 12.0, "95% 구간 하한(숫자)": 1.5}]
    assert list(_files.numbers(rows, {"value": "값"})) == ["값", "95% 구간 하한(숫자)"]


def test_pages_with_charts_are_all_listed():
    assert {page for page in PAGES if page[:2] in {"10", "11", "12", "13", "14", "18", "19"}} == set(CHARTS)
