"""Particles that the analyser takes for a part of a noun: of a word it does not know (앱과), or as a suffix (챗봇 + 이).

Which particle may follow depends on how the noun ends: 과, 은, 이, 을, 으로 after a consonant, 와, 는, 가, 를 after a vowel, 로 after a
vowel or ㄹ.
"""

from __future__ import annotations

from collections.abc import Callable

_AFTER_CONSONANT = ("으로", "과", "은", "이", "을")
_AFTER_VOWEL = ("와", "는", "가", "를")
_AFTER_BOTH = ("에서", "까지", "부터", "이나", "에", "도", "만")
# Names end in the others (다은, 마두로, 구스만): from those only what is longer than names are loses them.
_IN_NO_NAME = frozenset({"과", "와", "을", "를", "으로", "에서", "까지", "부터"})
_NAME = 2  # syllables before such an end
_FIRST, _LAST, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8


def may_follow(particle: str, noun: str) -> bool:
    """Whether the letters of a noun let it be followed by this particle."""
    code = ord(noun[-1]) if noun else 0
    if not _FIRST <= code <= _LAST:
        return False
    final = (code - _FIRST) % _FINALS
    if particle == "로":
        return final in {0, _RIEUL}
    if particle == "으로":
        return final not in {0, _RIEUL}
    return particle in _AFTER_BOTH or particle in (_AFTER_CONSONANT if final else _AFTER_VOWEL)


def without_particle(word: str, is_noun: Callable[[str], bool]) -> str:
    """A word the analyser does not know, without the particle at its end where the rest is a noun it does know."""
    for particle in sorted((*_AFTER_CONSONANT, *_AFTER_VOWEL, *_AFTER_BOTH, "로"), key=len, reverse=True):
        noun = word.removesuffix(particle)
        if noun in {word, ""} or not may_follow(particle, noun):
            continue
        if (len(noun) > _NAME or particle in _IN_NO_NAME) and is_noun(noun):
            return noun
    return word


def is_particle(suffix: str, noun: str) -> bool:
    """Whether what was taken for a suffix of a noun is the particle 이: as a suffix it stands in words the analyser knows."""
    return suffix == "이" and may_follow(suffix, noun)
