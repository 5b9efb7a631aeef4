"""Western European text of Windows, also with letters of the older DOS code page in between (seen in a public NPS file)."""

from __future__ import annotations

import re
from typing import Final

_EARLY_HIGH: Final = re.compile("[\x80-\x9f]")
_ASCII_LETTER: Final = re.compile(rb"[A-Za-z]")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]{3,}")
# Windows has a low quotation mark at 0x82, which never follows a letter; DOS has e-acute, the commonest of all.
_OLD_E_ACUTE: Final = re.compile(rb"[A-Za-z]\x82")
# Windows: quotation marks and the apostrophe, which do stand beside letters.
_QUOTES: Final = "\x91\x92\x93\x94"


def is_plausible_latin(line: bytes) -> bool:
    """Whether the high bytes of `line` can be accented letters: few, and hardly ever three together."""
    high = len(_HIGH.findall(line))
    return high <= len(_ASCII_LETTER.findall(line)) and len(_HIGH_RUN.findall(line)) * 10 <= high


def has_old_letters(data: bytes) -> bool:
    """Whether DOS letters (CP850) were mixed in."""
    return _OLD_E_ACUTE.search(data) is not None


def from_latin(line: bytes, *, has_old: bool) -> str:
    """Decode `line`; where DOS letters occur in the file, the ambiguous bytes are decided by what stands beside them."""
    text = line.decode("latin-1")

    def sign(found: re.Match[str]) -> str:
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        code = found.group().encode("latin-1")
        beside = [bool(before) and _is_letter(before), bool(after) and _is_letter(after)]
        is_old = has_old and (
            all(beside) and code not in (b"\x91", b"\x92") if found.group() in _QUOTES else any(beside)
        )
        windows = code.decode("cp1252", "ignore")
        return code.decode("cp850") if is_old or not windows else windows

    return _EARLY_HIGH.sub(sign, text)


def _is_letter(sign: str) -> bool:
    return sign.isalpha() or "\x80" <= sign <= "\x9f"
