"""Telephone numbers: mobile, area codes, 070, 050x, service numbers such as 1588, +82 and foreign ones, spelled digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cx.privacy.found import Found, any_of, digits

_S = r"[ .\-)/]{0,3}"
_EDGE = r"(?:(?<![\dA-Za-z])|(?<=[Tt][Ee][Ll])|(?<=[HhCc][Pp])|(?<=[MTHF]))(?<!\d[-.])"
_MOBILE = re.compile(rf"{_EDGE}\(?[0oO]1(?:[0oO]{_S}\d{{3,4}}|[16789]{_S}\d{{3,4}}(?=[ .\-)/])){_S}\d{{4}}(?!\d)")
_AREA = r"(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|80|60|30|50\d)"
_LAND = re.compile(rf"{_EDGE}\(?0{_AREA}(?P<a>{_S})\d{{3,4}}(?P<b>{_S})\d{{4}}(?!\d)(?! ?-\d)")
_PLAIN_LAND = re.compile(r"(?<![\dA-Za-z])0(?:70|50\d)\d{8}(?!\d)")
_SERVICE = re.compile(
    r"(?<![\dA-Za-z])(?<!\d[-.~])"
    r"1(?:522|533|544|566|577|588|599|600|644|660|661|666|668|670|688|800|811|833|855|877|899) ?- ?\d{4}"
    r"(?!\d)(?!-\d)(?! ?(?:년|원|명|개|점))"
)
_CENTURIES = re.compile(r"1[68]00 ?- ?1[6-9]00")
_ABROAD = re.compile(r"(?<![\dA-Za-z])\+ ?[1-9]\d{0,2}(?:[ .\-]?\(?\d{1,4}\)?){2,5}(?!\d)")
_KOREA = re.compile(
    rf"(?<![\dA-Za-z])(?<!\d[-.])(?:\+|00)? ?82{_S}\(?0?\)?{_S}(?:1[016789]|{_AREA}){_S}\d{{3,4}}{_S}\d{{4}}(?!\d)"
)
_KEYED = re.compile(
    rf"(?<![A-Za-z]){any_of('phone')}[^\d\n]{{0,6}}"
    r"(?P<it>\(?0\d{1,2}\)?[ .-]?\d{3,4}[ .-]?\d{4}|1[5-8]\d\d[ .]?\d{4}|\d{3,4}[ .-]\d{4}|\(?\d{3}\)?[ .-]?\d{3}[ .-]\d{4})"
    r"(?!\d)(?!-\d)(?! ?(?:년|원|명|개|점|건))",
    re.IGNORECASE,
)
_ANGLO = re.compile(r"(?<!\d)\(\d{3}\) ?\d{3}-\d{4}(?!\d)")
_SPELLED = re.compile(
    r"(?:공일공|영일영|010)(?:[ .\-]*[\d공영일이삼사오육륙칠팔구]){7,8}(?![\d공영일이삼사오육륙칠팔구])"
)
_SPELLED_DIGIT = re.compile("[공영일이삼사오육륙칠팔구]")
_GATE = re.compile(r"(?:[\doO][ .\-+()/]{0,4}){7}|공일공|영일영|010")
_FEWEST, _MOST = 8, 15  # digits of a number with its country


def find(text: str) -> Iterator[Found]:
    """Every telephone number of the folded `text`."""
    if not _GATE.search(text):
        return
    for rule, is_number in _RULES:
        for match in rule.finditer(text):
            if is_number(match):
                group = "it" if rule.groupindex.get("it") else 0
                yield Found(match.start(group), match.end(group), "phone")


def _always(_: re.Match[str]) -> bool:
    return True


def _is_parted(match: re.Match[str]) -> bool:
    """02, 031 and the like are numbers only where something parts them: ids have leading zeros too."""
    return bool(match["a"] or match["b"])


def _is_service(match: re.Match[str]) -> bool:
    return not _CENTURIES.fullmatch(match[0])


def _has_country(match: re.Match[str]) -> bool:
    return bool(re.search(r"[ +).\-]", match[0]) or re.match(r"(?:00)?8210", match[0]))


def _is_abroad(match: re.Match[str]) -> bool:
    return _FEWEST <= len(digits(match[0])) <= _MOST


def _is_spelled(match: re.Match[str]) -> bool:
    return bool(_SPELLED_DIGIT.search(match[0]))


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    (_MOBILE, _always),
    (_LAND, _is_parted),
    (_PLAIN_LAND, _always),
    (_SERVICE, _is_service),
    (_KOREA, _has_country),
    (_ABROAD, _is_abroad),
    (_KEYED, _always),
    (_ANGLO, _always),
    (_SPELLED, _is_spelled),
)
RULES = tuple(rule for rule, _ in _RULES)
