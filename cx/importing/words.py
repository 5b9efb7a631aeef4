"""How alike a header and a canonical column are, from the words people use for it (`synonyms.toml`)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cx import schema
from cx.importing.format import fold
from cx.importing.mapping import OUTSIDE
from cx.importing.template import headers_of

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|（[^）]*）")
_PREFIX = re.compile(r"^(?:property|custom|cf|sys|u)_+", re.IGNORECASE)
_TOKEN = re.compile(r"[가-힣]+|[a-z]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SHORTEST = 2  # characters of a word that may hint from inside a longer header
OWN, KNOWN, WITHIN = 1.0, 0.92, 0.5  # confidence from the name alone: our own name, a known word, a word inside
UNITS = {
    "seconds": ("초", "sec", "secs", "second", "seconds"),
    "minutes": ("분", "min", "mins", "minute", "minutes"),
    "hours": ("시간", "hr", "hrs", "hour", "hours"),
    "milliseconds": ("ms", "밀리초", "millisecond", "milliseconds"),
}


@dataclass(frozen=True)
class Likeness:
    """How alike, 0-1, and by which word."""

    value: float
    word: str


@cache
def synonyms() -> dict[str, Any]:
    """`synonyms.toml` as it stands."""
    return tomllib.loads((Path(__file__).parent / "synonyms.toml").read_text(encoding="utf-8"))


@cache
def known_words(table: str) -> dict[str, tuple[str, ...]]:
    """Target -> the words used for it, its own names first."""
    listed = synonyms().get(table, {})
    own = {column.name: headers_of(column.name) for column in schema.table(table).columns if column.kind != "json"}
    targets = [*own, *(target for target in listed if target in OUTSIDE)]
    return {target: (*own.get(target, ()), *listed.get(target, ())) for target in targets}


def tokens(header: str) -> list[str]:
    """The words of a header: split at signs, between scripts and at humps."""
    return _TOKEN.findall(_CAMEL.sub(" ", unicodedata.normalize("NFKC", header)).casefold())


@cache
def likeness(header: str, table: str, target: str) -> Likeness | None:
    """How alike `header` is to the column `target`; None if not at all. What stands in brackets is left aside,
    and so is a prefix that only says where the column was made.
    """
    words = known_words(table)[target]
    own = len(words) - len(synonyms().get(table, {}).get(target, ()))
    whole, bare = fold(header), fold(_PREFIX.sub("", _BRACKETS.sub("", header)))
    for place, word in enumerate(words):
        if fold(word) in {whole, bare}:
            early = 0.1 * place / len(words) if place >= own else 0.0
            return Likeness((OWN if place < own else KNOWN) - early, word)
    vague = {fold(word) for word in synonyms()["vague"]["words"]}
    inside = [word for word in words if fold(word) not in vague and contains(header, word)]
    if not inside:
        return None
    word = max(inside, key=lambda one: len(fold(one)))
    return Likeness(WITHIN + 0.3 * len(fold(word)) / max(len(whole), 1), word)


def contains(header: str, word: str) -> bool:
    """Whether `word` stands in `header`: Latin words as whole words in order, Hangul anywhere."""
    wanted = tokens(word)
    if not wanted or (sum(map(len, wanted)) <= _SHORTEST and wanted[0].isascii()) or len(fold(word)) < _SHORTEST:
        return False
    if any(not token.isascii() for token in wanted):
        return fold(word) in fold(header)
    there = tokens(header)
    return any(there[start : start + len(wanted)] == wanted for start in range(len(there)))


def unit(header: str) -> str | None:
    """The unit a header names for a length ('처리시간(분)', 'Resolution time (in hrs)'); None if it names none."""
    said = set(tokens(" ".join(_BRACKETS.findall(header)))) | set(tokens(header)[-1:])
    bracketed = bool(_BRACKETS.search(header))
    for form, names in UNITS.items():
        if said & set(names) and (bracketed or form != "hours"):
            return form
    return None
