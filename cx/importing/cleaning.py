"""Text as it may be stored: composed Hangul, nothing invisible that a terminal, a spreadsheet or a join would trip over."""

from __future__ import annotations

import re
import struct
import unicodedata
from typing import Any, Final

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
# Scripts and signs of which none is cleaned away and none combines with another: texts here hold hardly anything else.
_MAYBE_UNCLEAN: Final = (
    r"[^\t\n\r -~\x{a1}-\x{2ff}\x{410}-\x{482}\x{2010}-\x{2027}\x{2030}-\x{205e}\x{20a0}-\x{20bf}\x{2100}-\x{2125}"
    r"\x{2150}-\x{218f}\x{2190}-\x{2199}\x{2460}-\x{27bf}\x{3000}-\x{3029}\x{3030}-\x{303f}\x{3131}-\x{318e}"
    r"\x{3200}-\x{33ff}\x{4e00}-\x{9fa5}\x{ac00}-\x{d7a3}\x{fe0f}\x{ff01}-\x{ff5e}\x{1f300}-\x{1faff}]"
)
_LONGEST_NAME: Final = 200
SPACE: Final = r"[\t-\r\x1c-\x20\x{85}\p{Z}]"
"""What Python takes for white space, for RE2."""
BLANK: Final = rf"\A{SPACE}*\z"
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


def clean_bytes(data: bytes) -> bytes:
    """What `clean` makes of UTF-8; usually the same bytes, which a look without decoding tells."""
    return clean(data.decode()).encode() if maybe_unclean(as_one_text(data))[0].as_py() else data


def maybe_unclean(texts: Any) -> Any:
    """For a pyarrow array of strings, one of bool: False where `clean` would certainly leave the text as it is."""
    import pyarrow.compute as pc

    return pc.match_substring_regex(texts, _MAYBE_UNCLEAN)


def as_one_text(data: bytes) -> Any:
    """UTF-8 as the only value of a pyarrow array, without copying it."""
    import pyarrow as pa

    ends = pa.py_buffer(struct.pack("=qq", 0, len(data)))
    return pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(data)])


def clean_name(text: str) -> str:
    """A header or sheet name: cleaned, on one line, single spaces, none around it."""
    return " ".join(clean(text).split())


def clean_file_name(name: str) -> str:
    """What a file is called where people see it: one line, nothing a terminal would obey, not endlessly long."""
    shown = clean_name(name) or "?"
    half = _LONGEST_NAME // 2
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[:half]}…{shown[-half + 1 :]}"
