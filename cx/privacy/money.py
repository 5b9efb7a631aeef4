"""Payment cards (Luhn) and bank accounts near a bank's name or another word for banking."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx.privacy.found import Found, any_of, digits

_CARD = re.compile(
    r"(?<![\dA-Za-z_=/#])(?<!\d[-.])(?:\d{4}(?P<s> ?[- .] ?)\d{4}(?P=s)\d{4}(?P=s)\d{4}|\d{4}[ -]\d{6}[ -]\d{5}|\d{15,16})(?!\d)(?!-\d)"
)
_ISSUER = re.compile(r"3[47]|4|5[1-5]|2[2-7]|6|9")
_ORDER = re.compile(any_of("order") + r"[ 가-힣]{0,4}[:#]?\s*$", re.IGNORECASE)
_CARD_WORD = re.compile(r"카드|card|결제", re.IGNORECASE)

_ACCOUNT = re.compile(
    r"(?<![\dA-Za-z_])(?<!\d[-.])(?:\d{2,6}(?: ?- ?\d{1,8}){1,4}|\d{2,6}(?: \d{1,7}){1,3}|\d{10,14})(?!\d)(?!-\d)"
)
_STRONG = re.compile(any_of("banks") + r"|account|bank", re.IGNORECASE)
_SHORT = re.compile(rf"(?<![가-힣A-Za-z]){any_of('bank_short')}[ :]{{0,2}}$")
_LATER = re.compile(rf"^[ (,:/]{{0,3}}(?:[가-힣A-Za-z]{{0,6}}{any_of('bank_later')})")
_LATER_SHORT = re.compile(rf"^[ (,]{{1,2}}{any_of('bank_short')}(?![가-힣])")
_TRANSFER = re.compile(any_of("transfer"))
_DAY = re.compile(r"(?:19|20)\d\d ?- ?(?:0?[1-9]|1[0-2])(?: ?- ?\d{1,2})?(?!\d)")
_PHONE = re.compile(r"0(?:1[016789]|2|[3-6][1-5]|70|50\d)")
RULES = (re.compile(r"\d(?:[ .-]{0,3}\d){9}"),)  # every card and account has as many digits and no other signs between
_GATE = re.compile(r"\d[\d .-]{8}")
_REACH = 20
_SHORTEST, _LONGEST = 10, 14


def find(text: str) -> Iterator[Found]:
    """Every card and account number of the folded `text`."""
    if not _GATE.search(text):
        return
    for match in _CARD.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        number = digits(match[0])
        keyed = _CARD_WORD.search(before) is not None
        if luhn(number) and (keyed or (_ISSUER.match(number) and not _ORDER.search(before))):
            yield Found(match.start(), match.end(), "card")
    for match in _ACCOUNT.finditer(text):
        if _is_account(text, match):
            yield Found(match.start(), match.end(), "account")


def luhn(number: str) -> bool:
    """Whether a card number carries its Luhn digit; one digit throughout is no card."""
    total = 0
    for place, character in enumerate(reversed(number)):
        value = int(character) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the digits of a two-digit product are added
    return total % 10 == 0 and len(set(number)) > 1


def _is_account(text: str, match: re.Match[str]) -> bool:
    number = digits(match[0])
    if not _SHORTEST <= len(number) <= _LONGEST or _DAY.match(match[0]) or re.match(r"20\d{12}$", match[0]):
        return False
    before = text[max(0, match.start() - _REACH) : match.start()]
    if _ORDER.search(before) or "사업자" in before:
        return False
    after = text[match.end() : match.end() + 12]
    strong = bool(_STRONG.search(before) or _LATER.match(after))
    if "-" not in match[0]:
        return strong
    return bool(
        strong or _SHORT.search(before) or _LATER_SHORT.match(after) or _TRANSFER.search(before + after)
    ) and not (_PHONE.match(number) and not strong)
