"""A partner's year as slides with native charts; names are XML text, never XML."""

from __future__ import annotations

import io
from typing import Any

from cx.charts import tokens
from cx.language import say
from cx.reports.partner.said import Sheet, Table
from cx.reports.partner.year import PartnerYear
from cx.shortened import shortened

ENDING, MIME = "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_CARDS = 6
_ROWS = 16  # of a table on one slide
_SLIDES = 3  # of accounts; all of them are in the workbook
_FIRST = 3.6  # inches of the column of names
_LONGEST = 40  # characters of a name on one line of a slide


def make(year: PartnerYear, sheet: Sheet) -> bytes:
    """The presentation: the finding, the numbers, use by month, features and contacts, accounts."""
    from cx.reports.documents import _slides

    deck = _slides.deck(sheet.title)
    _finding(deck, sheet)
    if any(value is not None for value in sheet.used):
        _months(deck, sheet)
    tables = [table for table in (sheet.features, sheet.categories) if table.rows]
    if tables:
        _beside(deck, tables)
    _accounts(deck, sheet, len(year.accounts))
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _finding(deck: Any, sheet: Sheet) -> None:
    from cx.reports.documents._slides import TONES, Box, slide, words

    new = slide(deck, shortened(sheet.title, 2 * _LONGEST))
    head = [(sheet.basis, 11.0, False, tokens.MUTED), *[(one, 11.0, True, tokens.WARN) for one in sheet.warnings]]
    words(new, Box(0.5, 0.95, 12.3, 0.8), head)
    words(new, Box(0.5, 1.75, 12.3, 0.7), [(sheet.headline, 22.0, True, tokens.EMPHASIS)])
    words(new, Box(0.5, 2.6, 12.3, 2.4), [(f"• {one}", 14.0, False, tokens.TEXT) for one in sheet.sentences])
    shown = sheet.rows[:_CARDS]
    width = 12.3 / max(len(shown), 1)
    for place, row in enumerate(shown):
        card = [
            (row.label, 11.0, False, tokens.MUTED),
            (row.value.text, 17.0, True, TONES[row.value.tone]),
            (row.n or " ", 10.0, False, tokens.MUTED),
        ]
        words(new, Box(0.5 + width * place, 5.4, width - 0.15, 1.3), card)
    words(new, Box(0.5, 6.8, 12.3, 0.5), [(sheet.notes, 9.0, False, tokens.MUTED)])


def _months(deck: Any, sheet: Sheet) -> None:
    from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION

    from cx.reports.documents._slides import Box, bare, chart, counted, fill, slide

    new = slide(deck, sheet.used_title)
    made = chart(
        new, Box(0.5, 1.3, 12.3, 5.6), XL_CHART_TYPE.COLUMN_CLUSTERED, sheet.months, {sheet.used_title: sheet.used}
    )
    plot = made.plots[0]
    plot.gap_width = 45
    counted(plot)
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    bare(made)
    fill(plot.series[0].format, tokens.VOLUME)


def _beside(deck: Any, tables: list[Table]) -> None:
    from cx.reports.documents._slides import Box, slide, table, words

    new = slide(deck, " · ".join(one.title for one in tables))
    width = 12.3 / len(tables) - 0.2
    for place, one in enumerate(tables):
        x = 0.5 + place * (width + 0.4)
        words(new, Box(x, 1.2, width, 0.4), [(one.title, 14.0, True, tokens.TEXT)])
        rows = [one.header, *[tuple(shortened(cell, _LONGEST) for cell in row) for row in one.rows[:_ROWS]]]
        others = len(one.header) - 1
        widths = [width * 0.52, *([width * 0.48 / others] * others)]
        table(new, Box(x, 1.7, width, 0.36 * len(rows)), widths, rows, size=12)


def _accounts(deck: Any, sheet: Sheet, n: int) -> None:
    from cx.reports.documents._slides import Box, slide, table, words

    one = sheet.accounts
    shown = one.rows[: _ROWS * _SLIDES]
    others = max(len(one.header) - 1, 1)
    widths = [_FIRST, *([(12.3 - _FIRST) / others] * others)]
    for start in range(0, len(shown), _ROWS):
        part = shown[start : start + _ROWS]
        new = slide(deck, one.title)
        rows = [one.header, *[tuple(shortened(cell, _LONGEST) for cell in row) for row in part]]
        table(new, Box(0.5, 1.2, 12.3, 0.33 * len(rows)), widths, rows, size=11)
        if start + _ROWS >= len(shown) and n > len(shown):
            words(
                new,
                Box(0.5, 6.9, 12.3, 0.4),
                [(say("partner_report.more", sheet.language, n=f"{n - len(shown):,}"), 11.0, False, tokens.MUTED)],
            )
