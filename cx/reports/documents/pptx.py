"""The report as slides: the finding, every KPI, the trend, why it moved, where it came from, what customers say.

Charts are native: who opens the file can edit their numbers. User text is XML text, never XML.
"""

from __future__ import annotations

import io
from typing import Any

from cx.charts import tokens
from cx.language import say
from cx.reports import behind, headline, tables
from cx.reports.report import Group, Report
from cx.reports.said import Chart, Line, Said, Section, Sheet

ENDING, MIME = "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_CARDS = 6
_WHOLE = 12.3  # inches between the margins
_WIDTHS = {"kpi": 3.0, "value": 2.4, "previous": 2.2, "year": 2.2, "target": 2.5}
_DRAWN = ("products", "channels", "categories")
_ROWS = 17  # of a table on one slide


def make(report: Report, sheet: Sheet) -> bytes:
    """The presentation."""
    from cx.reports.documents import _slides

    deck = _slides.deck(sheet.title)
    _finding(deck, sheet)
    for sections in _shares(sheet.sections):
        _kpis(deck, sections, sheet)
    if sheet.chart:
        _trend(deck, sheet.chart)
    if report.why:
        _why(deck, report, sheet)
    if report.channels or report.categories:
        _groups(deck, report, sheet)
    if sheet.quotes:
        _quotes(deck, sheet)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _finding(deck: Any, sheet: Sheet) -> None:
    from cx.reports.documents._slides import TONES, Box, one_line, slide, words

    new = slide(deck, sheet.title)
    head = [(sheet.basis, 11.0, False, tokens.MUTED), *[(one, 11.0, True, tokens.WARN) for one in sheet.warnings]]
    words(new, Box(0.5, 0.95, _WHOLE, 0.8), head)
    words(
        new, Box(0.5, 1.75, _WHOLE, 0.7), [(sheet.headline, min(22.0, one_line(sheet.headline)), True, tokens.EMPHASIS)]
    )
    words(new, Box(0.5, 2.5, _WHOLE, 3.1), [(f"• {one}", 13.0, False, tokens.TEXT) for one in sheet.sentences])
    lines = [line for section in sheet.sections for line in section.lines]
    shown = sorted(lines, key=lambda line: line.target.tone == "pale")[:_CARDS]
    width = _WHOLE / max(len(shown), 1)
    for place, line in enumerate(shown):
        card = [
            (line.label, 11.0, False, tokens.MUTED),
            (line.value.text, 18.0, True, TONES[line.value.tone]),
            (
                line.target.text if line.target.tone != "pale" else line.previous.text,
                10.0,
                False,
                TONES[line.target.tone],
            ),
        ]
        words(new, Box(0.5 + width * place, 5.75, width - 0.15, 1.3), card)


def _shares(sections: tuple[Section, ...]) -> list[list[Section]]:
    """The sections slide by slide: as few slides as hold them, each about as full as the next."""
    sizes = [len(section.lines) + 1 for section in sections]
    slides = max(-(-sum(sizes) // _ROWS), 1)
    found: list[list[Section]] = [[]]
    for section, size in zip(sections, sizes, strict=True):
        filled = sum(len(one.lines) + 1 for one in found[-1])
        if found[-1] and (filled + size > _ROWS or filled + size / 2 > sum(sizes) / slides):
            found.append([])
        found[-1].append(section)
    return [share for share in found if share]


def _kpis(deck: Any, sections: list[Section], sheet: Sheet) -> None:
    from cx.reports.documents._slides import Box, slide, table

    columns = [name for name in sheet.columns if name in _WIDTHS]
    rows: list[list[Said | str]] = [[sheet.columns[name] for name in columns]]
    for section in sections:
        rows.append([section.title])
        rows += [[_cell(line, name) for name in columns] for line in section.lines]
    widths = [_WIDTHS[name] * _WHOLE / sum(_WIDTHS[name] for name in columns) for name in columns]
    new = slide(deck, " · ".join(section.title for section in sections))
    table(new, Box(0.5, 1.2, _WHOLE, 0.32 * len(rows)), widths, rows, 11)


def _cell(line: Line, name: str) -> Said | str:
    if name == "kpi":
        return line.label
    said: Said = getattr(line, name)
    return Said(f"{said.text}   {line.n}", said.tone) if name == "value" and line.n else said


def _trend(deck: Any, found: Chart) -> None:
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION

    from cx.reports.documents._combined import second_series_as_line
    from cx.reports.documents._slides import Box, bare, chart, counted, fill, slide, words

    new = slide(deck, found.title)
    series = {found.volume_name: found.volumes, found.rate_name: found.rates}
    made = chart(new, Box(0.5, 1.5, _WHOLE, 5.4), XL_CHART_TYPE.COLUMN_CLUSTERED, found.labels, series)
    plot = made.plots[0]
    plot.gap_width = 45
    counted(plot)
    bare(made)
    made.value_axis.minimum_scale = 0
    made.value_axis.maximum_scale = max([*found.volumes, 1.0]) * 1.9  # the line has the upper half to itself
    fill(plot.series[0].format, tokens.VOLUME)
    second_series_as_line(made, found.floor - (found.ceiling - found.floor) * 1.6, found.ceiling)
    made.has_legend = True
    made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    if found.target_text:
        words(new, Box(0.5, 1.05, _WHOLE, 0.4), [(found.target_text, 12.0, False, tokens.RATE_TEXT)])


def _why(deck: Any, report: Report, sheet: Sheet) -> None:
    from pptx.enum.chart import XL_CHART_TYPE

    from cx.reports.documents._slides import Box, bare, chart, fill, slide, words

    if not report.why:
        return
    found = behind.effects(report.why, sheet.language)
    new = slide(deck, say("month.why", sheet.language))
    words(new, Box(0.5, 1.05, _WHOLE, 0.8), [(found["sentence"], 15.0, False, tokens.TEXT)])
    steps = [step for step in found["steps"] if step["tone"] != "end"]
    labels = [f"{step['label']}  {step['text']}" for step in steps]
    effects = [step["end"] - step["start"] for step in steps]
    made = chart(
        new,
        Box(0.5, 1.9, _WHOLE, _height(len(steps))),
        XL_CHART_TYPE.BAR_CLUSTERED,
        labels,
        {say("chart.effect", sheet.language): effects},
    )
    made.plots[0].gap_width = 45
    bare(made, is_reversed=True)
    paints = {"better": tokens.GOOD, "worse": tokens.BAD, "neutral": tokens.EMPHASIS}
    only = made.plots[0].series[0]
    only.invert_if_negative = False
    for place, step in enumerate(steps):
        fill(only.points[place].format, paints[step["tone"]])


def _groups(deck: Any, report: Report, sheet: Sheet) -> None:
    from cx.reports.documents._slides import Box, bars, slide, words

    language = sheet.language
    found = [(name, tables.DIMENSIONS[name], tables.groups_of(report, name)) for name in _DRAWN]
    shown = [one for one in found if one[2]]
    new = slide(deck, " · ".join(say(f"month.{name}", language) for name, _, _ in shown))
    width = _WHOLE / len(shown)
    for place, (name, dimension, groups) in enumerate(shown):
        named = [group for group in groups if not group.rest]
        box = Box(0.5 + width * place, 1.1, width - 0.2, 0.4)
        words(new, box, [(say(f"month.{name}", language), 14.0, True, tokens.TEXT)])
        bars(
            new,
            Box(box.x, 1.5, box.width, _height(len(named))),
            [_name(group, dimension, language) for group in named],
            say("chart.volume", language),
            [group.cells[0].value or 0.0 for group in named],
        )


def _height(marks: int) -> float:
    """Of a chart with so many bars, so that one bar alone does not fill a slide."""
    return min(0.5 * marks + 0.3, 5.5)


def _name(group: Group, dimension: str, language: str) -> str:
    return headline.member(dimension, group.code, language)


def _quotes(deck: Any, sheet: Sheet) -> None:
    from cx.reports.documents._slides import Box, slide, words

    new = slide(deck, say("month.quotes", sheet.language))
    for place, quote in enumerate(sheet.quotes):
        lines = [(f"“{quote.text}”", 18.0, False, tokens.TEXT), (quote.about, 12.0, False, tokens.MUTED)]
        words(new, Box(0.7, 1.4 + 1.8 * place, 11.8, 1.6), lines)
    words(new, Box(0.5, 6.85, _WHOLE, 0.5), [(sheet.notes, 9.0, False, tokens.MUTED)])
