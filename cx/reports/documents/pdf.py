"""The report as PDF: one A4 page, set by Typst with the font embedded; all tables and definitions are in the other documents.

The layout (`pdf.typ`) never changes: everything the report says is handed over as data, so that nothing a customer wrote can
be markup.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

from cx.charts import tokens
from cx.language import say
from cx.reports import behind, typeset
from cx.reports.report import Report
from cx.reports.said import Sheet

ENDING, MIME = "pdf", "application/pdf"
_LAYOUT = Path(__file__).with_suffix(".typ")


def make(report: Report, sheet: Sheet) -> bytes:
    """The PDF."""
    at = datetime.fromisoformat(report.as_of).replace(tzinfo=UTC)
    return typeset.pdf(_LAYOUT, data(report, sheet), at)


def data(report: Report, sheet: Sheet) -> dict[str, object]:
    """Everything the layout reads: words, numbers of the pictures, colours."""
    words = {name: say(f"month.{name}", sheet.language) for name in ("quotes", "why", "more")}
    colours = {
        name.lower(): getattr(tokens, name)
        for name in (
            "TEXT",
            "MUTED",
            "EMPHASIS",
            "RATE",
            "RATE_TEXT",
            "PALE",
            "VOLUME",
            "GOOD",
            "BAD",
            "PANEL",
            "BORDER",
            "WARN",
        )
    } | {"warn_panel": tokens.WARN_PANEL}
    return dataclasses.asdict(sheet) | {
        "words": words,
        "colours": colours,
        "why": behind.effects(report.why, sheet.language) if report.why else None,
    }
