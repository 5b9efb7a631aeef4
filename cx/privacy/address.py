"""Postal addresses: by road, by lot, and the flat alone ("101동 1203호")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx.privacy.found import Found, any_of, spans

_PROVINCE = (
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주"
    r"|충청북|충청남|전라북|전라남|경상북|경상남)(?:특별자치시|특별자치도|특별시|광역시|시|도)?"
)
_DISTRICT = any_of("districts")
_AREA = rf"(?:{_PROVINCE}[ ,]{{0,2}}(?:{_DISTRICT}[ ,]{{0,2}}){{0,2}}|(?:{_DISTRICT}[ ,]{{1,2}}){{1,2}})"
_VILLAGE = r"(?:[가-힣0-9]{1,6}(?:읍|면|동|가)[ ,]{1,2})?"
_BUILDING = r"(?:아파트|빌딩|타워|오피스텔|빌라|맨션|하이츠|캐슬|자이|푸르지오|래미안|APT|상가|센터|프라자|플라자)"
_FLAT = (
    r"(?:[ ,(]{0,3}(?:(?:지하|B) ?)?\d{1,4} ?(?:번지|동|층|호실|호)(?![가-힣]*[기명])"
    rf"|[ ,(]{{1,3}}[가-힣A-Za-z0-9]{{1,14}}{_BUILDING}"
    r"|[ ,]{0,2}\([가-힣]{1,5}동[^()\n]{0,20}\)){0,5}"
)
_UNIT = r"(?! ?(?:번(?!지)|개|명|시|분|월|일|년|회|층|차|과|권|등|학년|원|점|건|대|호선|반|연패|연승|억|만|천))"
_LOT_NUMBER = r"\d{1,4}(?:-\d{1,4})?(?![\d-])"
_ROAD_NAME = r"[가-힣A-Za-z0-9.]{1,10}(?:대로|(?<!으)로|길)(?: ?\d{1,4}[가-힣]?(?:번)?길)?"
_ROAD = re.compile(rf"(?<![가-힣])(?:{_AREA}{_VILLAGE}){_ROAD_NAME},? ?(?:지하 ?)?{_LOT_NUMBER}{_UNIT}(?:번지)?{_FLAT}")
_ROAD_ALONE = re.compile(
    rf"(?<![가-힣])[가-힣]{{2,8}}(?:대로|(?<!으)로|길) ?\d{{1,4}}번?[가-힣]?길 {_LOT_NUMBER}{_UNIT}{_FLAT}"
)
_ROAD_FLAT = re.compile(
    rf"(?<![가-힣])[가-힣]{{2,8}}(?:대로|(?<!으)로|길) {_LOT_NUMBER}{_UNIT},? {{1,2}}(?:[가-힣A-Za-z]{{1,12}} )?"
    r"(?:\d{1,4} ?동 ?)?\d{1,4} ?(?:호|층)(?![가-힣]*선)"
)
_LOT = re.compile(
    rf"(?<![가-힣])(?:{_AREA}(?:[가-힣]{{1,5}}(?:읍|면) )?)[가-힣]{{1,6}}\d{{0,2}}(?:동|리|가) (?:산 ?)?"
    rf"{_LOT_NUMBER}{_UNIT}(?:번지)?{_FLAT}"
)
_LOT_ALONE = re.compile(
    r"(?<![가-힣])[가-힣]{1,6}\d{0,2}(?:동|리) (?:산 ?)?"
    rf"(?:\d{{1,4}}-\d{{1,4}}(?![\d-])|{_LOT_NUMBER} ?번지){_UNIT}{_FLAT}"
)
_FLAT_ALONE = re.compile(r"(?<!\d)(?<!\d-)\d{2,4} ?동 ?\d{3,4} ?호(?![가-힣]*선)")
_KEYED = re.compile(
    r"(?<![가-힣])(?:주소|배송지|거주지|받는 ?곳)[는은가]? ?[: ] ?(?P<it>(?:[가-힣A-Za-z0-9]{1,12} ){0,4}"
    rf"[가-힣0-9]{{1,8}}(?:(?<!으)로|길|동|리|가|읍|면) {_LOT_NUMBER})"
    rf"{_UNIT}(?:번지)?{_FLAT}"
)
_POST = re.compile(r"(?:우편번호|우\))[ :은는]{0,3}(?P<it>\d{3}-?\d{2,3})(?!\d)")
RULES = (_ROAD, _LOT, _ROAD_ALONE, _ROAD_FLAT, _LOT_ALONE, _FLAT_ALONE, _KEYED, _POST)
GATE = re.compile(r"(?:로|길|동|리|가|읍|면)[ ,산지하]{0,4}\d|\d ?동 ?\d|우편번호|우\)")


def find(text: str) -> Iterator[Found]:
    """Every address of the folded `text`. A city or a district alone is no address."""
    if not GATE.search(text):
        return
    for rule in (_ROAD, _LOT, _ROAD_ALONE, _ROAD_FLAT, _LOT_ALONE, _FLAT_ALONE):
        yield from spans(rule, text, "address")
    for match in _KEYED.finditer(text):
        yield Found(match.start("it"), match.end(), "address")
    yield from spans(_POST, text, "address", "it")
