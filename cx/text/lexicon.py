"""The word lists that come with the product: small files a team can read, under `data/text`."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "data" / "text"


@cache
def _lines(name: str) -> tuple[str, ...]:
    """Lines of a list without comments and blanks, in the order of the file."""
    rows = (line.split("#", 1)[0].strip() for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n"))
    return tuple(row for row in rows if row)


def _pairs(name: str, parted: str | None) -> dict[str, str]:
    """`shown: form, form` per line as form -> shown; the first line that names a form counts."""
    found: dict[str, str] = {}
    for line in _lines(name):
        shown, _, forms = line.partition(":")
        for form in forms.split(parted):
            found.setdefault(form.strip(), shown.strip())
    return {form: shown for form, shown in found.items() if form and form != shown}


def default_words() -> tuple[str, ...]:
    """Words the Korean analyser has to be told, in the order of the file."""
    return _lines("words")


def default_stop_words() -> frozenset[str]:
    """Terms that say nothing about what a text is about."""
    return frozenset(_lines("stop_words"))


def default_synonyms() -> dict[str, str]:
    """How else a word is written -> the word people see."""
    return _pairs("synonyms", ",")


@cache
def remarks() -> frozenset[str]:
    """Terms that judge, feel or ask, and name no matter."""
    return frozenset(_lines("remarks"))


@cache
def empty_answers() -> frozenset[str]:
    """Whole answers without content, without spaces and punctuation, lower case."""
    return frozenset("".join(line.split()) for line in _lines("empty"))


@cache
def lemmas() -> dict[str, str]:
    """English forms the rules for endings miss -> the word people see; each such word stays what it is (morning)."""
    words = (line.partition(":")[0].strip() for line in _lines("lemmas"))
    return {word: word for word in words} | _pairs("lemmas", None)


@cache
def rules_version() -> str:
    """Changes with the phrases and examples that tell kinds and causes of texts."""
    return hashlib.blake2b(
        b"".join(path.read_bytes() for path in sorted(FOLDER.glob("*.toml"))), digest_size=8
    ).hexdigest()
