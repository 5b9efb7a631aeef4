"""Documents on paper: set by Typst with the font embedded. A layout never changes; all words are data and never markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from cx import font


def pdf(layout: Path, told: Mapping[str, object], at: datetime) -> bytes:
    """The PDF of what is `told` to the layout; `at` is the time of its numbers, so that the same report is the same file."""
    import typst

    compiler = typst.Compiler(
        str(layout),
        root=str(layout.parent),
        font_paths=[str(font.FOLDER)],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(told, ensure_ascii=False, allow_nan=False)},
    )
    made = compiler.compile(format="pdf", timestamp=at)
    if not isinstance(made, bytes):
        raise TypeError(type(made).__name__)
    return made
