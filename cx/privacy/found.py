"""What the finders of this package hand over, and the folded copy of a text in which they look.

A finder reads the folded text and yields spans of the original: folding keeps every position. Full-width and other
digits become 0-9, every dash "-", every wide or odd space " ", so that a rule is written once.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Found(NamedTuple):
    """One personal datum: positions in the text and what it is (a name under `privacy.token` in the catalogue)."""

    start: int
    end: int
    label: str


Finder = Callable[[str], Iterable[Found]]

_DASHES = "‐‑‒–—―−﹘﹣－ㅡー─━"
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_DOTS = "·ㆍ・｡。"


@cache
def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {code: str(unicodedata.digit(chr(code))) for code in range(0x1D7CE, 0x1D800)}
    table |= dict.fromkeys(map(ord, _DASHES), "-")
    table |= dict.fromkeys(map(ord, _SPACES), " ")
    return table | dict.fromkeys(map(ord, _DOTS), ".")


def fold(text: str) -> str:
    """`text` in plain digits, dashes and spaces, as long as `text`."""
    return text if text.isascii() else text.translate(_table())


@cache
def foldable() -> str:
    """Every sign that `fold` replaces, as a set for a pattern."""
    return "[" + "".join(re.escape(chr(code)) for code in sorted(_table())) + "]"


@cache
def words(name: str) -> tuple[str, ...]:
    """The list `name` of words.toml; Korean words the rules look for, longest first so that a pattern takes the whole."""
    lists = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return tuple(sorted(lists[name].split(), key=len, reverse=True))


def any_of(name: str) -> str:
    """The list `name` as a pattern; words of one sign, which come last, as a set, which is tried at once."""
    several = [re.escape(word) for word in words(name) if len(word) > 1]
    single = "".join(re.escape(word) for word in words(name) if len(word) == 1)
    return "(?:" + "|".join([*several, *([f"[{single}]"] if single else [])]) + ")"


def digits(text: str) -> str:
    """The digits of `text`."""
    return "".join(character for character in text if character.isdigit())


def spans(pattern: re.Pattern[str], text: str, label: str, group: int | str = 0) -> Iterator[Found]:
    """Every match of `pattern` as found."""
    for match in pattern.finditer(text):
        yield Found(match.start(group), match.end(group), label)
