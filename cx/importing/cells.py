"""One cell of text into a number, a length, a score or a yes/no: what it says, or why it cannot be used.

Nothing is clipped, guessed or turned into 0: a form that is not known is a reason, and only words that mean "missing" are
missing. Every parser takes text that is not blank.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from cx.importing.sheet import Notice

MISSING = frozenset({
    "-", "--", "–", "—", "n/a", "na", "#n/a", "null", "(null)", "\\n", "nan", "nat", "none", "<na>", "?", ".", "nil",
    "(blank)", "(empty)", "빈칸", "없음", "무응답", "미응답", "응답없음", "응답 없음", "해당없음", "해당 없음", "미입력", "미확인",
    "no answer", "not answered", "no response", "not applicable", "unanswered",
})  # fmt: skip
MISSING_TEXT = frozenset({"-", "--", "–", "—", "n/a", "#n/a", "null", "(null)", "\\n", "nan", "<na>", "?"})
LONGEST = 100 * 366 * 86_400  # seconds; what is longer is no length of a contact
_UNITS = {"milliseconds": 0.001, "seconds": 1.0, "minutes": 60.0, "hours": 3600.0}
_UNIT_WORDS = {
    "ms": 0.001, "msec": 0.001, "밀리초": 0.001,
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "초": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "분": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "시간": 3600,
    "d": 86_400, "day": 86_400, "days": 86_400, "일": 86_400,
}  # fmt: skip
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z]+|밀리초|시간|분|초|일)\s*,?\s*")
_CLOCK = re.compile(r"(?:(\d+)\s*(?:days?|일|d),?\s+)?(\d{1,6}):([0-5]\d):([0-5]\d)(?:\.\d+)?")
_TWO_PARTS = re.compile(r"(\d{1,6}):([0-5]\d)")
_ISO = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
_EUROPEAN = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d{1,2}")
_COUNTED = re.compile(r"(.*\d)\s*(?:건|회|개|명|번|석|인|점|times?|seats?)")
_WON = re.compile(r"[₩￦\\]|\bKRW\b|원$|\bwon\b", re.IGNORECASE)
_OTHER_MONEY = re.compile(r"[$€£¥]|\b(?:USD|EUR|JPY|GBP|CNY)\b", re.IGNORECASE)
_LARGE = re.compile(r"(?:([\d,.]+)억)?(?:([\d,.]+)(천만|백만|만))?(?:([\d,.]+)천)?([\d,.]+)?")
_LARGE_UNITS = {"만": 1e4, "백만": 1e6, "천만": 1e7}
_POINTS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:점|pts?|points?)")
_OF = re.compile(r"(\d+)\s*점?\s*(?:/|of|out of)\s*(\d+)\s*점?")
_LABELLED = re.compile(r"(\d+)\s*[-–—:.)]\s*[^\d\s].*|[^\d]+\((\d+)점?\)")
_STARS = re.compile(r"([★⭐]*)(☆*)")
_YES = frozenset(
    {
        "true",
        "yes",
        "y",
        "t",
        "1",
        "1.0",
        "o",
        "예",
        "네",
        "참",
        "있음",
        "해당",
        "완료",
        "맞음",
        "사용",
        "on",
        "✓",
        "✔",
        "v",
    }
)
_NO = frozenset(
    {
        "false",
        "no",
        "n",
        "f",
        "0",
        "0.0",
        "x",
        "아니오",
        "아니요",
        "거짓",
        "없음",
        "미해당",
        "미완료",
        "아님",
        "미사용",
        "off",
    }
)


class Cell(NamedTuple):
    """What a cell says. Without value and reason it says "missing"."""

    value: float | bool | str | date | None = None
    reason: Notice | None = None
    note: str = ""  # of a time: whether it named a zone, whether it is odd


def plain(text: str) -> str:
    """Full-width signs made narrow, single spaces: how every parser and every list of words sees a cell."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def fold(text: str) -> str:
    """`plain`, without regard to case: how words are compared."""
    return plain(text).casefold()


def refuse(key: str, **values: object) -> Cell:
    """A cell that cannot be used, for the reason `check.<key>`."""
    return Cell(reason=Notice(f"check.{key}", values))


def number_of(text: str) -> float | None:
    """A plain number: thousands commas where they stand every three digits, one decimal point, an exponent; else None."""
    if _NUMBER.fullmatch(text):
        found = float(text.replace(",", ""))
        return found if abs(found) < 1e15 else None  # noqa: PLR2004 - beyond this, doubles lose whole units
    if _EUROPEAN.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    return None


def parse_count(text: str) -> Cell:
    """A whole number, at least 0, perhaps with a counting word (3건)."""
    seen = plain(text)
    counted = _COUNTED.fullmatch(seen)
    number = number_of(counted[1] if counted else seen)
    if number is None:
        return refuse("number_unreadable")
    if number < 0:
        return refuse("negative")
    if number != int(number):
        return refuse("not_whole_number")
    return Cell(int(number))


def parse_number(text: str) -> Cell:
    """Any number; a comma before one or two last digits is a decimal comma, 85% is 0.85."""
    seen = plain(text)
    share = seen.removesuffix("%").rstrip()
    number = number_of(share)
    if number is None and _DECIMAL_COMMA.fullmatch(share):
        number = float(share.replace(",", "."))
    if number is None:
        return refuse("number_unreadable")
    return Cell(number if share == seen else number / 100)


def parse_money(text: str) -> Cell:
    """Won: ₩1,200,000, 120만원, 1억 2천만, 1.2e6. Other currencies are refused, so are amounts below 0."""
    seen = plain(text)
    if _OTHER_MONEY.search(seen):
        return refuse("foreign_money")
    seen = _WON.sub("", seen).strip()
    negative = seen.startswith("-") or (seen.startswith("(") and seen.endswith(")"))
    number = number_of(seen.strip("()"))
    if number is None:
        number = _large(seen.strip("()-+").replace(" ", ""))
    if number is None:
        return refuse("number_unreadable")
    return refuse("negative") if negative and number else Cell(abs(number))


def _large(text: str) -> float | None:
    match = _LARGE.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    hundred_million, ten_thousand, unit, thousand, rest = match.groups()
    parts = ((hundred_million, 1e8), (ten_thousand, _LARGE_UNITS.get(unit, 0.0)), (thousand, 1e3), (rest, 1.0))
    total = 0.0
    for digits, factor in parts:
        number = number_of(digits) if digits else 0.0
        if number is None:
            return None
        total += number * factor
    return total


def parse_seconds(text: str, form: str | None) -> Cell:
    """A length in whole seconds (halves up): 0h 5m 10s, 5분 10초, 01:02:03, 2 days 03:04:05, PT5M, or a plain number in
    the unit `form`. Two parts (05:10) are minutes and seconds, or hours and minutes, only where `form` says 'm:s' or 'h:m'.
    """
    seen = plain(text)
    if seen.startswith("-") and any(sign.isdigit() for sign in seen):
        return refuse("negative")
    seconds = _seconds(seen, form)
    if seconds is None:
        key = "length_two_parts" if _TWO_PARTS.fullmatch(seen) else "length_unreadable"
        return refuse(key)
    if seconds > LONGEST:
        return refuse("length_implausible")
    return Cell(int(seconds + 0.5))


def _seconds(seen: str, form: str | None) -> float | None:
    number = number_of(seen)
    if number is not None:
        unit = _UNITS.get(form or "seconds")
        return None if unit is None else number * unit
    if match := _CLOCK.fullmatch(seen):
        days, hours, minutes, rest = (int(part or 0) for part in match.groups())
        return days * 86_400 + hours * 3600 + minutes * 60 + rest
    if (match := _TWO_PARTS.fullmatch(seen)) and form in {"m:s", "h:m"}:
        return (int(match[1]) * 60 + int(match[2])) * (60 if form == "h:m" else 1)
    if (match := _ISO.fullmatch(seen)) and any(match.groups()):
        parts = [float(part or 0) for part in match.groups()]
        return parts[0] * 86_400 + parts[1] * 3600 + parts[2] * 60 + parts[3]
    return _with_units(seen)


def _with_units(seen: str) -> float | None:
    total, at, last = 0.0, 0, float("inf")
    while match := _PART.match(seen, at):
        unit = _UNIT_WORDS.get(match[2].casefold())
        if unit is None or unit >= last:
            return None
        total, at, last = total + float(match[1]) * unit, match.end(), unit
    return total if at and at == len(seen) else None


def parse_score(text: str, highest: float | None) -> Cell:
    """A score. `highest` is the top of the scale where the mapping states one: only then are 5점, 4/5, "5 - very good" and
    stars understood, since they name a scale of their own. Whether it is on the scale is checked with the whole row.
    """
    found = parse_number(text)
    if found.reason is None:
        return found
    seen = plain(text)
    if highest is None:
        has_digit = any(sign.isdigit() for sign in seen) or _STARS.fullmatch(seen)
        return refuse("score_scale_unstated" if has_digit else "score_words")
    score = _score_of(seen, highest)
    if score is None:
        return refuse("score_words")
    return Cell(score) if score >= 0 else refuse("score_other_scale", highest=highest)


def _score_of(seen: str, highest: float) -> float | None:
    """The score; -1 where the cell names another scale; None for words."""
    if match := _OF.fullmatch(seen):
        return float(match[1]) if float(match[2]) == highest else -1
    if match := _POINTS.fullmatch(seen):
        return float(match[1].replace(",", "."))
    if match := _LABELLED.fullmatch(seen):
        return float(match[1] or match[2])
    if match := _STARS.fullmatch(seen.replace("\ufe0f", "").replace(" ", "")):
        return len(match[1]) if len(match[1]) + len(match[2]) <= highest else -1
    return None


def parse_flag(text: str) -> Cell:
    """Yes or no, in Korean or English words, 1 and 0, O and X."""
    seen = fold(text)
    if seen in _YES:
        return Cell(value=True)
    if seen in _NO:
        return Cell(value=False)
    return refuse("flag_unreadable")
