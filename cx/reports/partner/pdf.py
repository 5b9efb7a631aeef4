"""A partner's year on paper: set by Typst with the font embedded; the layout never changes, all words are data and never markup."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, time
from pathlib import Path

from cx import font
from cx.charts import tokens
from cx.reports.partner.said import Sheet
from cx.reports.partner.year import PartnerYear

ENDING, MIME = "pdf", "application/pdf"
_LAYOUT = Path(__file__).with_suffix(".typ")
_COLOURS = ("TEXT", "MUTED", "EMPHASIS", "VOLUME", "GOOD", "BAD", "PANEL", "BORDER", "WARN", "WARN_PANEL")


def make(year: PartnerYear, sheet: Sheet) -> bytes:
    """The PDF; of the same numbers always the same file."""
    import typst

    told = dataclasses.asdict(sheet) | {
        "colours": {name.lower(): getattr(tokens, name) for name in _COLOURS},
    }
    compiler = typst.Compiler(
        str(_LAYOUT),
        root=str(_LAYOUT.parent),
        font_paths=[str(font.FOLDER)],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(told, ensure_ascii=False, allow_nan=False)},
    )
    made = compiler.compile(format="pdf", timestamp=datetime.combine(year.known, time(), tzinfo=UTC))
    if not isinstance(made, bytes):
        raise TypeError(type(made).__name__)
    return made
