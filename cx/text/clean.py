"""A text as the analysis sees it. What people are shown is always the text as it was written."""

from __future__ import annotations

import html
import re
import unicodedata

from cx.text.lexicon import empty_answers

LONGEST = 5_000  # characters looked at; a longer text is its beginning
_MARKUP = re.compile(r"<!--.{0,2000}?-->|<(script|style)\b.{0,5000}?</\1\s*>|</?[a-zA-Z][^<>]{0,1000}>", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'가-힣]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.ASCII)
# What the import put in place of personal data.
_MASK = re.compile(r"\[[가-힣]{2,8}(?:\s[가-힣]{1,8})?\]")
# Lone surrogates, control characters, invisible characters and marks of direction.
_UNSEEN = re.compile(
    "[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffd\U000e0000-\U000e0fff]"
)
# Marks stacked on letters; what belongs to a Latin letter has become one with it before.
_STACKED = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
# Three and more of the same, of one to four characters; numbers stay what they are.
_REPEATED = re.compile(r"([^\d\s]|[^\d]{2,4})\1{2,}")
_SPACE = re.compile(r"\s+")
# Letters of any script, without laughter and tears (ㅋㅋ, ㅠㅠ) and other lone Korean letters.
_WORD = re.compile(r"(?:(?![\u3131-\u318e])[^\W\d_])+")
_NOT_SAID = re.compile(r"[\W\d_\u3131-\u318e]+")
_ONE_IS_ENOUGH = re.compile("[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")


def clean(text: str) -> str:
    """The text without markup, addresses, masks and what cannot be seen; NFC, repeats cut to two, one space between words.

    At most `LONGEST` characters are looked at.
    """
    seen = text[:LONGEST]
    if "&" in seen:
        seen = html.unescape(seen)
    if "<" in seen:
        seen = _MARKUP.sub(" ", seen)
    seen = _STACKED.sub("", unicodedata.normalize("NFC", _UNSEEN.sub(" ", seen)))
    seen = _MASK.sub(" ", _ADDRESS.sub(" ", seen))
    before = ""
    while before != seen:
        before, seen = seen, _REPEATED.sub(r"\1\1", seen)
    return _SPACE.sub(" ", seen).strip()


def content(text: str) -> str:
    """The clean text, or "" where it says nothing: no word of two letters, or only 없음, 네, n/a (`data/text/empty.txt`)."""
    seen = clean(text)
    if not any(len(word) > 1 for word in _WORD.findall(seen)) and not _ONE_IS_ENOUGH.search(seen):
        return ""
    return "" if _NOT_SAID.sub("", seen).lower() in empty_answers() else seen


def has_content(text: str) -> bool:
    """Whether a text says anything, see `content`."""
    return bool(content(text))
