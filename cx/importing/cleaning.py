"""Text as it may be stored: composed Hangul, nothing invisible that a terminal, a spreadsheet or a join would trip over."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Colour codes of terminals; their letters would stay behind as rubbish if only the escape sign went.
_ANSI: Final = re.compile(r"\x1b\[[0-9;?]{0,16}[A-Za-z]")
# Control signs but tab and line ends, lone halves of surrogate pairs, signs without width that joins would see and
# people would not (not U+200D: it holds emoji together), and signs that reverse the reading direction.
_DROPPED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
)
_NARROW_SPACES: Final = re.compile("[\u00a0\u2007\u202f]")
_ANY_OF_THEM: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\ud800-\udfff\u2007\u200b\u202a-\u202f\u2060\u2066-\u2069\ufeff]"
)
_ASCII_ONES: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """`text` in NFC, without control signs and lone surrogates, no-break spaces as spaces; usually returned as it is.

    Works on a cell as well as on a whole chunk of a file: delimiters, quotes, tabs and line ends are never touched.
    """
    if text.isascii():
        return text if _ASCII_ONES.search(text) is None else _DROPPED.sub("", _ANSI.sub("", text))
    if _ANY_OF_THEM.search(text) is not None:
        text = _NARROW_SPACES.sub(" ", _DROPPED.sub("", _ANSI.sub("", text)))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def clean_name(text: str) -> str:
    """A header or sheet name: cleaned, on one line, single spaces, none around it."""
    return " ".join(clean(text).split())
