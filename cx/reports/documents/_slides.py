"""What the slides are made of: text boxes, a table, and charts that stay editable where they are opened."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches, Length, Pt

from cx import download
from cx.charts import tokens
from cx.reports.said import Said

FONT = "맑은 고딕"  # on every machine that has the office programs; nothing has to be installed to read Korean
WIDTH, HEIGHT = 13.333, 7.5
TONES = {"good": tokens.GOOD, "bad": tokens.BAD, "plain": tokens.TEXT, "pale": tokens.MUTED}
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TITLE_ONLY = 5
_TITLE, _LONG_TITLE = 24, 18  # points
_ONE_LINE = 60  # signs of a title that fit beside each other


@dataclass(frozen=True)
class Box:
    """Where something lies on a slide, in inches."""

    x: float
    y: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Length, Length, Length, Length]:
        """As the library wants it."""
        return Inches(self.x), Inches(self.y), Inches(self.width), Inches(self.height)


def clean(text: object) -> str:
    """Without what no XML can hold."""
    return _NOT_IN_XML.sub(" ", str(text)).encode("utf-8", errors="replace").decode()


def colour(code: str) -> RGBColor:
    """A colour of the design language."""
    return RGBColor(*bytes.fromhex(code.removeprefix("#")))  # type: ignore[no-untyped-call]


def deck(title: str) -> Any:
    """An empty presentation, wide, in a font that has Korean."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDTH), Inches(HEIGHT)
    made.core_properties.title, made.core_properties.author = clean(title), ""
    theme = made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = theme.blob.decode("utf-8")
    xml = re.sub(r'<a:(latin|ea) typeface="[^"]*"', rf'<a:\1 typeface="{FONT}"', xml)
    theme._blob = xml.encode("utf-8")  # noqa: SLF001 - the library has no other way to the fonts of a theme
    return made


def slide(made: Any, title: str) -> Any:
    """One more slide with its title at the top."""
    new = made.slides.add_slide(made.slide_layouts[_TITLE_ONLY])
    head = new.shapes.title
    head.left, head.top, head.width, head.height = Box(0.5, 0.3, WIDTH - 1, 0.75).emu
    _write(head.text_frame, [(title, one_line(title), True, tokens.TEXT)])
    return new


def one_line(title: str) -> float:
    """The size in points in which a title keeps to its line."""
    return _TITLE if _width(title) <= _ONE_LINE else _LONG_TITLE


def _width(text: str) -> int:
    """In signs; a Korean one takes two places."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def words(new: Any, box: Box, lines: Sequence[tuple[str, float, bool, str]]) -> None:
    """Paragraphs: text, points, bold or not, colour."""
    _write(new.shapes.add_textbox(*box.emu).text_frame, lines)


def _write(frame: Any, lines: Sequence[tuple[str, float, bool, str]]) -> None:
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = Inches(0.05)
    for place, (text, size, is_bold, paint) in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = 1, Pt(size * 0.4)
        run = paragraph.add_run()
        run.text = clean(text)
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), is_bold, colour(paint)


def table(new: Any, box: Box, widths: Sequence[float], rows: Sequence[Sequence[Said | str]], size: float = 10) -> None:
    """A native table; the first row is its header, a row with one cell stands for the ones below it."""
    shape = new.shapes.add_table(len(rows), len(widths), *box.emu)
    grid = shape.table
    grid.horz_banding = False
    for place, width in enumerate(widths):
        grid.columns[place].width = Inches(width)
    for at, row in enumerate(rows):
        grid.rows[at].height = Inches(box.height / len(rows))
        if len(row) == 1:
            grid.cell(at, 0).merge(grid.cell(at, len(widths) - 1))
        for place, said in enumerate(row):
            _cell(grid.cell(at, place), said, size, is_head=at == 0, is_section=len(row) == 1)


def _cell(cell: Any, said: Said | str, size: float, *, is_head: bool, is_section: bool) -> None:
    text, tone = (said, "plain") if isinstance(said, str) else (said.text, said.tone)
    cell.margin_top = cell.margin_bottom = Inches(0.015)
    cell.margin_left = cell.margin_right = Inches(0.06)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(tokens.EMPHASIS if is_head else tokens.PANEL if is_section else tokens.GROUND)
    run = cell.text_frame.paragraphs[0].add_run()
    run.text = clean(text)
    run.font.size, run.font.bold = Pt(size), is_head or is_section or tone == "bad"
    run.font.color.rgb = colour(tokens.GROUND if is_head else TONES[tone])


def chart(
    new: Any, box: Box, kind: XL_CHART_TYPE, labels: Sequence[str], series: Mapping[str, Sequence[float | None]]
) -> Any:
    """A native chart over its own workbook, in which no text runs."""
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    names = [clean(label) for label in labels]
    data.categories = names
    for name, values in series.items():
        data.add_series(clean(name), values)
    made = new.shapes.add_chart(kind, *box.emu, data).chart
    book = pd.DataFrame({" ": names} | {clean(name): list(values) for name, values in series.items()})
    made.part.chart_workbook.update_from_xlsx_blob(download.to_book({"Sheet1": book}))
    made.font.size, made.font.color.rgb = Pt(11), colour(tokens.MUTED)
    made.has_legend = made.has_title = False
    return made


def bars(new: Any, box: Box, labels: Sequence[str], name: str, values: Sequence[float]) -> None:
    """Horizontal bars, the first one on top and emphasised, a value on each."""
    made = chart(new, box, XL_CHART_TYPE.BAR_CLUSTERED, labels, {name: values})
    plot = made.plots[0]
    plot.gap_width = 45
    counted(plot)
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    bare(made, is_reversed=True)
    only = plot.series[0]
    fill(only.format, tokens.PALE)
    if values:
        fill(only.points[0].format, tokens.EMPHASIS)


def counted(plot: Any) -> None:
    """Whole numbers on every mark."""
    plot.has_data_labels = True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "#,##0", False
    plot.data_labels.font.size, plot.data_labels.font.color.rgb = Pt(11), colour(tokens.TEXT)


def bare(made: Any, *, is_reversed: bool = False) -> None:
    """No value axis, no grid: the values stand on the marks."""
    made.value_axis.visible = made.value_axis.has_major_gridlines = False
    axis = made.category_axis
    axis.reverse_order, axis.major_tick_mark = is_reversed, XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb = colour(tokens.BORDER)
    axis.tick_labels.font.size, axis.tick_labels.font.color.rgb = Pt(11), colour(tokens.TEXT)


def fill(form: Any, code: str) -> None:
    """A plain colour."""
    form.fill.solid()
    form.fill.fore_color.rgb = colour(code)
