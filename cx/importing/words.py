"""How alike a header and a canonical column are, from the words people use for it (`synonyms.toml`)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
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


@dataclass(frozen=True)
class _Seen:
    """A header or a word, as it is compared: folded, and its parts set apart by spaces."""

    folded: str
    spaced: str


@dataclass(frozen=True)
class _Word:
    """One word for a target. `value` is the confidence where a header is just this word."""

    target: str
    text: str
    seen: _Seen
    value: float
    may_be_inside: bool


@cache
def known_words(table: str) -> dict[str, tuple[str, ...]]:
    """Target -> the words used for it, its own names first."""
    listed = synonyms().get(table, {})
    own = {column.name: headers_of(column.name) for column in schema.table(table).columns if column.kind != "json"}
    targets = [*own, *(target for target in listed if target in OUTSIDE)]
    return {target: (*own.get(target, ()), *listed.get(target, ())) for target in targets}


@cache
def _compared(table: str) -> tuple[_Word, ...]:
    vague = {fold(word) for word in synonyms()["vague"]["words"]}
    found = []
    for target, words in known_words(table).items():
        own = len(words) - len(synonyms().get(table, {}).get(target, ()))
        for place, word in enumerate(words):
            value = OWN if place < own else KNOWN - 0.1 * place / len(words)
            found.append(_Word(target, word, _seen(word), value, fold(word) not in vague))
    return tuple(found)


@cache
def _index(table: str) -> dict[str, tuple[tuple[int, _Word], ...]]:
    """The words, with their places in the list, by what a header they are alike to must have: the whole folded word, or its
    first Latin part (" part"); words of other scripts under "".
    """
    found: dict[str, list[tuple[int, _Word]]] = {}
    for place, word in enumerate(_compared(table)):
        found.setdefault(word.seen.folded, []).append((place, word))
        inside = f" {word.seen.spaced.split()[0]}" if word.seen.folded.isascii() and word.seen.spaced.strip() else ""
        found.setdefault(inside, []).append((place, word))
    return {key: tuple(words) for key, words in found.items()}


def _candidates(header: _Seen, bare: str, table: str) -> list[_Word]:
    """The words that may be alike to a header, in the order of the list; most headers are like none of hundreds."""
    index = _index(table)
    keys = {
        header.folded,
        bare,
        *(f" {part}" for part in header.spaced.split()),
        *([] if header.folded.isascii() else [""]),
    }
    return [word for _, word in sorted({one for key in keys for one in index.get(key, ())}, key=lambda one: one[0])]


def tokens(header: str) -> list[str]:
    """The words of a header: split at signs, between scripts and at humps."""
    return _TOKEN.findall(_CAMEL.sub(" ", unicodedata.normalize("NFKC", header)).casefold())


@lru_cache(maxsize=10_000)
def _seen(name: str) -> _Seen:
    return _Seen(fold(name), f" {' '.join(tokens(name))} ")


def likenesses(header: str, table: str) -> dict[str, Likeness]:
    """Target -> how alike `header` is to it, for every column it is alike at all. What stands in brackets is left aside,
    and so is a prefix that only says where the column was made. Of several words the likest counts.
    """
    whole, bare = _seen(header), fold(_PREFIX.sub("", _BRACKETS.sub("", header)))
    found: dict[str, Likeness] = {}
    for word in _candidates(whole, bare, table):
        if word.seen.folded in {whole.folded, bare}:
            alike = Likeness(word.value, word.text)
        elif word.may_be_inside and _inside(whole, word.seen):
            alike = Likeness(WITHIN + 0.3 * len(word.seen.folded) / len(whole.folded), word.text)
        else:
            continue
        if word.target not in found or alike.value > found[word.target].value:
            found[word.target] = alike
    return found


def contains(header: str, word: str) -> bool:
    """Whether `word` stands in `header`: Latin words as whole words in order, Hangul anywhere."""
    return _inside(_seen(header), _seen(word))


def _inside(header: _Seen, word: _Seen) -> bool:
    if word.folded.isascii():
        return len(word.folded) > _SHORTEST and word.spaced in header.spaced
    return len(word.folded) >= _SHORTEST and word.folded in header.folded


def unit(header: str) -> str | None:
    """The unit a header names for a length ('처리시간(분)', 'Resolution time (in hrs)'); None if it names none."""
    said = set(tokens(" ".join(_BRACKETS.findall(header)))) | set(tokens(header)[-1:])
    bracketed = bool(_BRACKETS.search(header))
    for form, names in UNITS.items():
        if said & set(names) and (bracketed or form != "hours"):
            return form
    return None
