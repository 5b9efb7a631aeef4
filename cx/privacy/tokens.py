"""What stands in a text in place of a personal datum, such as [전화번호]."""

from __future__ import annotations

import re
from functools import cache

from cx.language import say

LABELS = (
    "email",
    "rrn",
    "frn",
    "brn",
    "passport",
    "licence",
    "card",
    "account",
    "phone",
    "address",
    "name",
    "private",
)
_BLANK = "\0"


@cache
def token(label: str) -> str:
    """The token of one kind of datum. Stored, hence the same in every language of the page."""
    return say(f"privacy.token.{label}", "ko")


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(token(label)) for label in LABELS))


def without_tokens(text: str) -> str:
    """`text` with each token blanked, as long as before: a finder neither matches in a token nor across it."""
    return _pattern().sub(lambda match: blank(len(match[0])), text) if "[" in text else text


def blank(length: int) -> str:
    """What covers a span that is already dealt with; no rule matches it."""
    return _BLANK * length
