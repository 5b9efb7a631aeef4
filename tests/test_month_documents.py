"""The documents of a month: what they say, that what users wrote stays words, that every sign can be read."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree as ET

import openpyxl
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pptx import Presentation

from cx import font
from cx.charts import tokens
from cx.language import LANGUAGES, catalogue
from cx.metric import metrics
from cx.reports import documents, said
from cx.reports.documents import md
from cx.reports.gather import gather
from cx.reports.report import SECTIONS, Happening, Quote, Report
from tests import month_store
from tests.bad_files import FORMULAS
from tests.test_month_report import NOVEMBER, OCTOBER

MADE_AT = datetime(2026, 11, 2, 9)  # noqa: DTZ001 - local
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def month(folder) -> Report:
    """October, with a category and comments that are markup somewhere."""
    with month_store.make(folder, category=month_store.HOSTILE, comment=month_store.HOSTILE) as store:
        return gather(store, OCTOBER)


def made(name, month, language="ko"):
    return documents.make(name, month, said.sheet(month, language, made_at=MADE_AT))


def pdf_text(data):
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def slide_texts(data):
    """Every text of every slide, of its tables and of its charts."""
    found = []
    for slide in Presentation(io.BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
            if shape.has_chart:
                found += [str(category) for category in shape.chart.plots[0].categories]
    return found


def close(text):
    """Without what a line break may have changed."""
    return "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(documents.formats()))
def test_every_document_states_the_finding_and_the_numbers(month, name, language):
    data = made(name, month, language)
    text = {
        "pdf": pdf_text,
        "pptx": lambda one: "\n".join(slide_texts(one)),
        "xlsx": lambda one: "\n".join(
            str(cell.value) for sheet in openpyxl.load_workbook(io.BytesIO(one)) for row in sheet for cell in row
        ),
    }.get(name, lambda one: ESCAPED.sub(r"\1", one.decode()))(data)
    sheet = said.sheet(month, language)
    for words in (sheet.headline, sheet.title if name != "xlsx" else "", "70.0%"):
        assert close(words) in close(text), (name, words)


@pytest.mark.parametrize("name", list(documents.formats()))
def test_what_users_wrote_stands_in_every_document_as_they_wrote_it(month, name):
    data = made(name, month)
    shown = month_store.HOSTILE.replace("/", " › ")  # how a category is named on every page
    if name == "pdf":
        assert close(shown)[:30] in close(pdf_text(data))
        assert close(month_store.HOSTILE)[:30] in close(pdf_text(data))
        assert not [entry for page in pypdfium2.PdfDocument(data) for entry in page.get_objects(filter=[0])]
    elif name == "pptx":
        assert any(close(shown) in close(text) for text in slide_texts(data))
        assert any(month_store.HOSTILE in text for text in slide_texts(data))
    elif name == "xlsx":
        cells = [cell.value for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet for cell in row]
        assert shown in cells
        assert month_store.HOSTILE in cells
    elif name == "md":
        assert md.literal(shown) in data.decode()
        assert md.literal(month_store.HOSTILE) in data.decode()
    else:
        assert close(shown) in close(data.decode())


def test_the_pdf_is_one_page(month):
    document = pypdfium2.PdfDocument(made("pdf", month))
    assert len(document) == 1
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)  # A4 in points
    text = document[0].get_textpage().get_text_range()
    for words in ("고객이 남긴 말", "왜 움직였나", "채널", "전체 표와 지표 정의는"):
        assert words in text, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_report_is_still_one_page(month, language):
    """Every KPI there is, eight missed targets, a change explained, three quotes as long as they may be."""
    rate = month.figure("response_rate")
    names = [name for _, section in SECTIONS for name in section if name in metrics()]
    full = [
        dataclasses.replace(
            rate,
            metric=name,
            unit=metrics()[name].unit,
            trend=tuple(map(float, range(13))),
            target=0.9 if at % 3 == 0 else None,
            is_met=False if at % 3 == 0 else None,
        )
        for at, name in enumerate(names)
    ]
    assert len(full) > 20
    quotes = tuple(
        Quote("긴 말씀을 길게 적어 주신 고객님 " * 7, "2026-10-15", "answer", "ces", 3.0, 7.0) for _ in range(3)
    )
    events = tuple(Happening("2026-10-05", "앱 3.2 출시") for _ in range(5))
    found = dataclasses.replace(month, figures=tuple(full), quotes=quotes, events=events, store="demo")
    document = pypdfium2.PdfDocument(made("pdf", found, language))
    (text,) = (page.get_textpage().get_text_range() for page in document)
    notes = said.sheet(found, language).notes
    for words in (notes, quotes[0].text, said.sheet(found, language).sections[-1].lines[-1].label):
        assert close(words)[:30] in close(text), words
    bottom = min(obj.get_bounds()[1] for obj in document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]))
    assert bottom > 15  # points above the edge of the paper


def test_what_cannot_be_one_page_in_the_usual_type_is_one_in_a_smaller(month):
    quotes = tuple(Quote("뷁쉙 " * 2500, "2026-10-15", "answer", "ces", 3.0, 7.0) for _ in range(3))
    document = pypdfium2.PdfDocument(made("pdf", dataclasses.replace(month, quotes=quotes)))
    assert len(document) == 1
    assert close(document[0].get_textpage().get_text_range()).count("뷁쉙") == 7500


def test_the_pdf_embeds_the_font_and_names_no_other(month):
    document = pypdfium2.PdfDocument(made("pdf", month))
    fonts = {
        obj.get_font().get_base_name()
        for page in document
        for obj in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    }
    assert fonts
    assert all("Pretendard" in name for name in fonts), fonts


@pytest.mark.parametrize("weight", ["Regular", "SemiBold"])
def test_the_font_has_every_sign_of_our_own_words(weight):
    with TTFont(font.FOLDER / f"{tokens.FONT}-{weight}.otf") as opened:
        known = set(opened.getBestCmap())
    areas = ("month.", "number.", "overview.", "metric.", "explain.", "filter.", "chart.")
    words = "".join(text for key, both in catalogue().items() if key.startswith(areas) for text in both.values())
    assert {sign for sign in words + "▲▼•✓≈…" if sign > " " and ord(sign) not in known} == set()


def test_no_chart_of_the_slides_and_no_cell_of_the_workbook_runs(month):
    with zipfile.ZipFile(io.BytesIO(made("pptx", month))) as deck:
        books = [deck.read(name) for name in deck.namelist() if name.endswith(".xlsx")]
        xml = b"".join(deck.read(name) for name in deck.namelist() if name.endswith((".xml", ".rels")))
    assert len(books) == 4  # trend, why, channels, categories
    assert b"evil.example" in xml
    assert b'TargetMode="External"' not in xml
    for data in [*books, made("xlsx", month)]:
        for sheet in openpyxl.load_workbook(io.BytesIO(data)):
            assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
            assert not sheet._hyperlinks


def test_charts_of_the_slides_are_native_and_hold_the_numbers(month):
    deck = Presentation(io.BytesIO(made("pptx", month)))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    trend = charts[0]
    assert [plot.series[0].name for plot in trend.plots] == ["인입", "응대율"]
    assert [plot.series[0].values[-1] for plot in trend.plots] == [60, 0.7]
    assert all(slide.shapes.title.text_frame.text.strip() for slide in deck.slides)


def test_the_parts_of_the_combined_chart_are_in_the_order_of_the_format(month):
    """ECMA-376, CT_LineChart, CT_LineSer and CT_ValAx are sequences: office programs refuse a file that mixes them up."""
    with zipfile.ZipFile(io.BytesIO(made("pptx", month))) as deck:
        charts = [deck.read(name).decode() for name in deck.namelist() if name.startswith("ppt/charts/chart")]
    (combined,) = (text for text in charts if "<c:lineChart" in text)
    area = ET.fromstring(combined).find(f".//{CHART}plotArea")  # noqa: S314 - made by ourselves a line above

    def tags(node):
        return [child.tag.removeprefix(CHART) for child in node]

    assert tags(area) == ["barChart", "lineChart", "catAx", "valAx", "catAx", "valAx"]
    line = area.find(f"{CHART}lineChart")
    assert tags(line) == ["grouping", "varyColors", "ser", "dLbls", "marker", "axId", "axId"]
    assert tags(line.find(f"{CHART}ser")) == ["idx", "order", "tx", "spPr", "marker", "cat", "val", "smooth"]
    assert tags(area.findall(f"{CHART}valAx")[1]) == [
        "axId", "scaling", "delete", "axPos", "numFmt", "majorTickMark", "minorTickMark", "tickLblPos", "spPr", "crossAx", "crosses",
    ]  # fmt: skip
    ids = {node.get("val") for node in area.iter(f"{CHART}axId")}
    assert len(ids) == 4


def test_the_same_report_is_the_same_pdf(month):
    assert made("pdf", month) == made("pdf", Report.from_json(month.to_json()))


def test_the_slides_are_in_a_korean_font(month):
    with zipfile.ZipFile(io.BytesIO(made("pptx", month))) as deck:
        theme = deck.read("ppt/theme/theme1.xml").decode()
    assert re.findall(r'<a:(?:latin|ea) typeface="([^"]*)"', theme) == ["맑은 고딕"] * 4


def test_the_workbook_holds_numbers_as_numbers(month):
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", month)))
    rows = [[cell.value for cell in row] for row in book["KPI"].iter_rows()]
    line = dict(zip(rows[0], next(row for row in rows if row[1] == "응대율"), strict=True))
    assert (line["값"], line["n"], line["목표"], line["달성 여부"]) == (0.7, 60, 0.9, "미달성")
    assert line["전월 값"] == pytest.approx(0.9)
    assert len(list(book["추이"].rows)) == 14  # thirteen months and the header


@pytest.mark.parametrize(
    "text",
    [
        *FORMULAS, month_store.HOSTILE, "1. 첫째", "- 목록", "# 제목", "> 인용", "| 칸 | 칸 |", "![그림](http://x/y.png)", "&lt;b&gt;",
        "~~줄~~ **굵게** __밑줄__ `코드` $수식$", "<script>alert(1)</script>", "a\n\n# b", "[^1]: 각주", "---", "===", "http://x.y",
    ],
)  # fmt: skip
def test_markdown_shows_any_words_as_they_are(text):
    """By the rules of CommonMark: a backslash before a sign of punctuation shows that sign."""
    written = md.literal(text)
    assert ESCAPED.sub(r"\1", written) == " ".join(text.split())
    bare = ESCAPED.sub("x", written)
    assert not re.search(r"[`*_\[\]<>|~$&]", bare)
    assert "://" not in bare
    assert not re.match(r"([-+#=](\s|[-+#=]|$)|\d+[.)]\s)", bare)


@pytest.fixture(scope="module")
def odd_months(tmp_path_factory):
    """A running month, and one without anything before it."""
    with month_store.make(tmp_path_factory.mktemp("odd")) as store:
        return [gather(store, day) for day in (NOVEMBER, date(2025, 10, 1))]


@pytest.mark.parametrize("name", list(documents.formats()))
def test_a_running_month_and_one_without_anything_before_it_have_documents(odd_months, name):
    for month in odd_months:
        assert made(name, month)


@pytest.mark.parametrize("name", list(documents.formats()))
@pytest.mark.parametrize("text", ["\x00\x0b\x1f", "\ufffe\uffff", "😀漢字 \u202e뒤집힘", "뷁" * 5000, " ", "{}{0}%s"])
def test_odd_texts_break_no_document(month, name, text):
    found = Report.from_json(month.to_json())
    object.__setattr__(
        found, "quotes", tuple(type(one)(text, one.day, one.kind, text, one.score, one.top) for one in found.quotes)
    )
    object.__setattr__(found.categories[0], "code", text)
    assert made(name, found)


def test_there_is_a_document_of_every_kind_the_issue_names():
    assert set(documents.formats()) == {"pdf", "pptx", "xlsx", "md", "text"}
    assert {module.ENDING for module in documents.formats().values()} == {"pdf", "pptx", "xlsx", "md", "txt"}
    assert set(metrics()) >= {"inflow", "response_rate"}


def test_nothing_is_asked_of_the_network(month, monkeypatch):
    def refuse(*_):
        raise AssertionError

    monkeypatch.setattr("socket.socket.connect", refuse)
    for name in documents.formats():
        assert made(name, month)
