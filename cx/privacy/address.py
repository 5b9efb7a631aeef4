"""Postal addresses: by road, by lot, and the flat alone ("101동 1203호")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx.privacy.found import Found, spans

_PROVINCE = (
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주"
    r"|충청북|충청남|전라북|전라남|경상북|경상남)(?:특별자치시|특별자치도|특별시|광역시|시|도)?"
)
_DISTRICT = r"[가-힣]{1,5}(?:시|군|구)"
_AREA = rf"(?:{_PROVINCE}[ ,]{{0,2}}(?:{_DISTRICT}[ ,]{{0,2}}){{0,2}}|(?:{_DISTRICT}[ ,]{{1,2}}){{1,2}})"
_VILLAGE = r"(?:[가-힣0-9]{1,6}(?:읍|면|동|가)[ ,]{1,2})?"
_FLAT = (
    r"(?:[ ,(]{0,3}(?:(?:지하|B) ?)?\d{1,4} ?(?:번지|동|층|호실|호)(?![가-힣]*[기명])"
    r"|[ ,(]{1,3}[가-힣A-Za-z0-9]{1,14}(?:아파트|빌딩|타워|오피스텔|빌라|맨션|하이츠|캐슬|자이|푸르지오|래미안|APT|상가|센터)"
    r"|[ ,]{0,2}\([가-힣]{1,5}동[^()\n]{0,20}\)){0,5}"
)
_UNIT = r"(?! ?(?:번(?!지)|개|명|시|분|월|일|년|회|층|차|과|권|등|학년|원|점|건|대|호선|반))"
_ROAD = re.compile(
    rf"(?<![가-힣])(?:{_AREA}{_VILLAGE})[가-힣A-Za-z0-9.]{{1,10}}(?:대로|로|길)(?: ?\d{{1,4}}[가-힣]?(?:번)?길)?,? ?"
    rf"(?:지하 ?)?\d{{1,4}}(?:-\d{{1,3}})?(?!\d){_UNIT}(?:번지)?{_FLAT}"
)
_ROAD_ALONE = re.compile(
    r"(?<![가-힣])[가-힣]{2,8}(?:대로|로|길)(?:\d{1,4}번?[가-힣]?길) \d{1,4}(?:-\d{1,3})?(?!\d)" + _UNIT + _FLAT
)
_ROAD_FLAT = re.compile(
    r"(?<![가-힣])[가-힣]{2,8}(?:대로|로|길) ?\d{1,4}(?:-\d{1,3})?,? {0,2}"
    r"(?:[가-힣A-Za-z0-9]{0,12} ?)?(?:\d{1,4} ?동 ?)?\d{1,4} ?(?:호|층)(?![가-힣]*선)"
)
_LOT = re.compile(
    rf"(?<![가-힣])(?:{_AREA}(?:[가-힣]{{1,5}}(?:읍|면) )?)[가-힣]{{1,6}}\d{{0,2}}(?:동|리|가) (?:산 ?)?"
    rf"\d{{1,4}}(?:-\d{{1,4}})?(?!\d){_UNIT}(?:번지)?{_FLAT}"
)
_LOT_ALONE = re.compile(
    r"(?<![가-힣])[가-힣]{1,6}\d{0,2}(?:동|리) (?:산 ?)?(?:\d{1,4}-\d{1,4}|\d{1,4}(?:-\d{1,4})? ?번지)(?!\d)"
    + _UNIT
    + _FLAT
)
_FLAT_ALONE = re.compile(r"(?<!\d)(?<!\d-)\d{2,4} ?동 ?\d{3,4} ?호(?![가-힣]*선)")
_KEYED = re.compile(
    r"(?:주소|배송지|거주지|받는 ?곳)[는은:가]? ?[:는은]? ?(?P<it>(?:[가-힣A-Za-z0-9]{1,12} ){1,5}\d{1,4}(?:-\d{1,4})?)(?!\d)"
    + _UNIT
    + _FLAT
)
_POST = re.compile(r"(?:우편번호|우\))[ :은는]{0,3}(?P<it>\d{3}-?\d{2,3})(?!\d)")
_GATE = re.compile(r"(?:로|길|동|리|가|읍|면|번지|호|우편번호|우\)|주소|배송지|거주지)[^\n]{0,24}?\d|\d ?동 ?\d")


def find(text: str) -> Iterator[Found]:
    """Every address of the folded `text`. A city or a district alone is no address."""
    if not _GATE.search(text):
        return
    for rule in (_ROAD, _LOT, _ROAD_ALONE, _ROAD_FLAT, _LOT_ALONE, _FLAT_ALONE):
        yield from spans(rule, text, "address")
    yield from spans(_POST, text, "address", "it")
