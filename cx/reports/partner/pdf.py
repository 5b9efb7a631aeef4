"""A partner's year on paper: set by Typst with the font embedded; the layout never changes, all words are data and never markup."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, time
from pathlib import Path

from cx.charts import tokens
from cx.reports import typeset
from cx.reports.partner.said import Sheet
from cx.reports.partner.year import PartnerYear

ENDING, MIME = "pdf", "application/pdf"
_LAYOUT = Path(__file__).with_suffix(".typ")
_COLOURS = ("TEXT", "MUTED", "EMPHASIS", "VOLUME", "GOOD", "BAD", "PANEL", "BORDER", "WARN", "WARN_PANEL")


def make(year: PartnerYear, sheet: Sheet) -> bytes:
    """The PDF; of the same numbers always the same file."""
    colours = {name.lower(): getattr(tokens, name) for name in _COLOURS}
    at = datetime.combine(year.known, time(), tzinfo=UTC)
    return typeset.pdf(_LAYOUT, dataclasses.asdict(sheet) | {"colours": colours}, at)
