"""Invented names and numbers: academies, people, phones, e-mail addresses. None is taken from anywhere."""

from __future__ import annotations

import numpy as np

_FIRST = (
    "가온",
    "누리",
    "다솜",
    "라온",
    "마루",
    "바른",
    "새론",
    "아람",
    "윤슬",
    "차오름",
    "큰솔",
    "텃밭",
    "푸른별",
    "한울",
    "해밀",
    "온새미",
    "도담",
    "미리내",
    "별하",
    "시나브로",
    "여울",
    "이든",
    "초아",
    "하람",
    "단미",
    "그린나래",
    "나르샤",
    "로운",
    "모람",
    "비나리",
    "산들",
    "예그리나",
    "은가비",
    "포롱",
    "해솔",
    "타래",
    "소담",
    "지음",
    "곧은",
    "너른",
)
_SECOND = ("샘", "터", "길", "숲", "뜰", "빛", "결", "벗", "품", "틀", "", "")
_KIND = {
    "수학": ("수학학원", "수학전문학원", "매쓰학원"),
    "영어": ("영어학원", "어학원", "잉글리시"),
    "국어": ("국어학원", "국어논술", "독서논술"),
    "과학": ("과학학원", "과학탐구학원"),
    "종합": ("보습학원", "종합학원", "학원", "입시학원"),
    "코딩": ("코딩학원", "SW교육원"),
    "학교": ("중학교", "고등학교"),
}
_SMALL_KIND = {
    "수학": ("수학교습소", "수학공부방"),
    "영어": ("영어교습소", "영어공부방"),
    "국어": ("국어교습소", "논술교습소"),
    "과학": ("과학교습소",),
    "종합": ("공부방", "교습소"),
    "코딩": ("코딩교습소",),
}
_SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
_GIVEN = (
    "가람",
    "나윤",
    "도현",
    "라희",
    "민솔",
    "보담",
    "서온",
    "아인",
    "유담",
    "은채",
    "주안",
    "지호",
    "채움",
    "태린",
    "하율",
    "현서",
    "혜나",
    "다온",
    "세인",
    "이솔",
    "재윤",
    "소율",
    "연우",
    "승아",
    "미르",
    "시온",
    "예담",
    "준희",
    "찬별",
    "해든",
)
INDUSTRIES = tuple(_KIND)


def academy(rng: np.random.Generator, industry: str, taken: set[str], *, is_small: bool = False) -> str:
    """The name of an academy (`is_small`: one teacher's) that is not in `taken` yet; adds it."""
    kinds = _SMALL_KIND.get(industry, _KIND[industry]) if is_small else _KIND[industry]
    while True:
        name = f"{rng.choice(_FIRST)}{rng.choice(_SECOND)}{rng.choice(kinds)}"
        if name in taken:
            name = f"{name} {rng.choice(_FIRST)}점"
        if name not in taken:
            taken.add(name)
            return name


def person(pick: int) -> str:
    """The `pick`-th name of a person."""
    return _SURNAMES[pick % len(_SURNAMES)] + _GIVEN[pick // len(_SURNAMES) % len(_GIVEN)]


def partner(pick: int) -> str:
    """The `pick`-th name of a partner."""
    return f"{_FIRST[pick % len(_FIRST)]}{('에듀파트너스', '교육솔루션', '스쿨넷', '에듀시스템')[pick % 4]}"
