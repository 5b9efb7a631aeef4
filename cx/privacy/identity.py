"""Numbers the state gives: resident and foreigner registration, business registration, passport, driver licence.

Check digits: RRN and FRN by the rules before October 2020 (numbers given since have none, so a wrong one proves
nothing where the shape is clear); BRN by the rule of the National Tax Service.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx.privacy.found import Found, any_of, digits, spans

_REACH = 14  # characters before a number in which its keyword may stand
_RRN = re.compile(
    r"(?<!\d)(?<!\d-)(?P<birth>\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"(?P<between> {0,2}[-.~/_]? {0,2})(?P<rest>[1-8]\d{6})(?!\d)"
)
_RRN_WORD = re.compile(r"주민|외국인|등록번호|RRN|ARC|국내거소", re.IGNORECASE)
_NOT_RRN = re.compile(r"법인")
_ORDER = re.compile(any_of("order") + r"[ 가-힣]{0,4}[:#]?\s*$", re.IGNORECASE)
_BRN = re.compile(r"(?<!\d)(?<!\d-)\d{3} ?- ?\d{2} ?- ?\d{5}(?!\d)(?!-\d)")
_BRN_PLAIN = re.compile(r"(?<!\d)\d{3}[ .]?\d{2}[ .]?\d{5}(?!\d)")
_BRN_WORD = re.compile(r"사업자|BRN", re.IGNORECASE)
_PASSPORT = re.compile(
    r"(?:여권|passport)[^A-Za-z\d\n]{0,12}(?:(?:no|number)[ .:]*)?(?P<it>[A-Z]{1,2} ?\d{3}[A-Z\d]\d{4})(?!\d)",
    re.IGNORECASE,
)
_LICENCE = re.compile(r"(?<!\d)(?<!\d-)(?:1[1-9]|2[0-8]) ?- ?\d{2} ?- ?\d{6} ?- ?\d{2}(?!\d)")
_LICENCE_WORD = re.compile(
    r"면허(?:증|번호|증번호)?[^\d\n]{0,10}(?P<it>(?:[가-힣]{2} ?)?\d{2}[ -]?\d{2}[ -]?\d{6}[ -]?\d{2})(?!\d)"
)
_REGION_LICENCE = re.compile(
    r"(?:서울|부산|경기|강원|충북|충남|전북|전남|경북|경남|제주|대구|인천|광주|대전|울산) ?\d{2}-\d{6}-\d{2}(?!\d)"
)
REGISTRATION = (_RRN,)
RULES = (_RRN, _LICENCE, _LICENCE_WORD, _REGION_LICENCE, _PASSPORT, _BRN, _BRN_PLAIN)
_GATE = re.compile(r"(?:\d[A-Z .~/_-]{0,4}){7}")
_FRN_FIRST = "5678"
_YOUNG = 29  # two-digit years up to here belong to this century, where no keyword says otherwise


def find(text: str) -> Iterator[Found]:
    """Every such number in the folded `text`."""
    if not _GATE.search(text):
        return
    yield from registration(text)
    yield from spans(_LICENCE, text, "licence")
    yield from spans(_LICENCE_WORD, text, "licence", "it")
    yield from spans(_REGION_LICENCE, text, "licence")
    yield from spans(_PASSPORT, text, "passport", "it")
    yield from _business(text)


def registration(text: str) -> Iterator[Found]:
    """Resident and foreigner registration numbers. 13 bare digits need a keyword, or check digit and century."""
    for match in _RRN.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        number = match["birth"] + match["rest"]
        if _NOT_RRN.search(before):
            continue
        keyed = bool(_RRN_WORD.search(before))
        clear = "-" in match["between"] and not _ORDER.search(before)
        if keyed or clear or (_plausible(number) and not _ORDER.search(before)):
            yield Found(match.start(), match.end(), "frn" if match["rest"][0] in _FRN_FIRST else "rrn")


def _plausible(number: str) -> bool:
    young = int(number[:2]) <= _YOUNG
    return (number[6] in "3478") == young and resident_check(number)


def resident_check(number: str) -> bool:
    """Whether 13 digits carry the check digit of an RRN or FRN; the sum for foreigners is two higher."""
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
    extra = 2 if number[6] in _FRN_FIRST else 0
    return ((11 - total % 11) % 10 + extra) % 10 == int(number[12])


def _business(text: str) -> Iterator[Found]:
    for match in _BRN.finditer(text):
        if business_check(digits(match[0])):
            yield Found(match.start(), match.end(), "brn")
    if not _BRN_WORD.search(text):
        return
    for match in _BRN_PLAIN.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        if _BRN_WORD.search(before) and business_check(digits(match[0])):
            yield Found(match.start(), match.end(), "brn")


def business_check(number: str) -> bool:
    """Whether 10 digits carry the check digit of a business registration number."""
    weights = (1, 3, 7, 1, 3, 7, 1, 3, 5)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) + int(number[8]) * 5 // 10
    return (10 - total % 10) % 10 == int(number[9])
