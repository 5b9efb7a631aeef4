"""Words into the codes of the canonical tables: what tools and people write for "phone" or "solved"."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from cx.importing.cells import fold
from cx.schema import CODES

OTHER = "other"


@cache
def words() -> dict[str, dict[str, str]]:
    """Per code list: folded word -> code, the codes themselves included."""
    said = tomllib.loads(Path(__file__).with_name("codes.toml").read_text(encoding="utf-8"))
    found: dict[str, dict[str, str]] = {}
    for name, codes in CODES.items():
        found[name] = {fold(word): code for code, listed in said.get(name, {}).items() for word in listed}
        found[name] |= {code: code for code in codes}
    return found


def code_of(text: str, codes: str) -> str | None:
    """The code of list `codes` that a word stands for; None if it is not known."""
    known = words()[codes]
    seen = fold(text)
    return known.get(seen) or known.get(seen.replace(" ", "")) or known.get(seen.replace("_", " ").replace("-", " "))
