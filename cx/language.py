"""The one catalogue of everything people read: `cx/texts/*.toml`, Korean and English side by side.

A file is an area, its name the first part of the key: `overview.toml` with `title = {ko = "…", en = "…"}` is
`overview.title`. Nested tables make longer keys. Values are filled with `str.format`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("ko", "en")
_FOLDER = Path(__file__).parent / "texts"


def _walk(prefix: str, node: dict[str, object]) -> dict[str, dict[str, str]]:
    if set(node) == set(LANGUAGES) and all(isinstance(text, str) for text in node.values()):
        return {prefix: {language: str(node[language]) for language in LANGUAGES}}
    entries: dict[str, dict[str, str]] = {}
    for name, child in node.items():
        if not isinstance(child, dict):
            message = f"{prefix}.{name} in cx/texts needs {{ko = …, en = …}}, found {child!r}"
            raise TypeError(message)
        entries |= _walk(f"{prefix}.{name}", child)
    return entries


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every key with its text in each language."""
    entries: dict[str, dict[str, str]] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        entries |= _walk(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    return entries


def has(key: str) -> bool:
    """Whether the catalogue holds `key`; for codes that may come from data, such as a channel's own name."""
    return key in catalogue()


def say(key: str, language: str = "ko", **values: object) -> str:
    """The text of `key` in `language`, filled with `values`. An unknown key is a programming error and raises KeyError."""
    return catalogue()[key][language].format(**values)
