"""Korean endings: one written clause in dictionary form becomes many ways of saying it.

`parse("비밀번호가 맞지 않다")` then `end(clause, "해요")` -> "비밀번호가 맞지 않아요". A `*` after the clause marks an
adjective, a `@` the past. Covers the regular stems and the irregular ㄷ, ㅂ, ㅅ, ㅎ, 르, ㅡ, ㄹ, 하다 and 이다.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

_BASE, _PER_LEAD, _PER_VOWEL = 0xAC00, 588, 28
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_CODAS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_BRIGHT = "ㅏㅑㅗ"
# Contraction of a stem that ends in a vowel with the 아/어 that follows.
_MERGED = {"ㅏ": "ㅏ", "ㅓ": "ㅓ", "ㅗ": "ㅘ", "ㅜ": "ㅝ", "ㅣ": "ㅕ", "ㅐ": "ㅐ", "ㅔ": "ㅔ", "ㅚ": "ㅙ", "ㅕ": "ㅕ"}
_B_IRREGULAR = ("럽", "롭", "렵", "겁", "볍", "쉽", "덥", "춥", "갑", "맙", "둡", "깝", "밉", "돕", "줍", "눕", "굽")
_D_IRREGULAR = ("듣", "묻", "걷", "싣", "깨닫", "일컫")
_S_IRREGULAR = ("낫", "짓", "잇", "붓")
_H_IRREGULAR = ("그렇", "이렇", "저렇", "어떻", "하얗", "까맣", "빨갛", "노랗", "파랗", "뿌옇")
_EU_NOT_REU = ("따르", "들르", "치르")


@dataclass(frozen=True)
class Clause:
    """A clause without its ending: everything up to the stem, whether the word describes, whether it is past."""

    stem: str
    is_adjective: bool = False
    is_past: bool = False

    @property
    def is_copula(self) -> bool:
        """The stem is 이다 after a noun."""
        return self.stem.endswith("이") and self.is_adjective and not self.is_past


def parse(line: str) -> Clause:
    """The clause written in `line`; raises ValueError where it does not end in 다."""
    text = line.rstrip("*@").strip()
    if not text.endswith("다"):
        message = f"a clause ends in 다: {line!r}"
        raise ValueError(message)
    stem, is_past = text[:-1], line.endswith("@")
    describes = line.endswith("*") or stem.endswith(("싶", "같", "아니"))
    if is_past:
        stem = _with_coda(_infinitive(stem), "ㅆ")
    return Clause(stem, describes and not is_past, is_past)


def parts(letter: str) -> tuple[int, str, str]:
    """First consonant (number), vowel and last consonant (' ' for none) of a Hangul syllable."""
    code = ord(letter) - _BASE
    return code // _PER_LEAD, _VOWELS[code % _PER_LEAD // _PER_VOWEL], _CODAS[code % _PER_VOWEL]


def syllable(lead: int, vowel: str, final: str) -> str:
    """The Hangul syllable of these three."""
    return chr(_BASE + lead * _PER_LEAD + _VOWELS.index(vowel) * _PER_VOWEL + _CODAS.index(final))


def coda(word: str) -> str:
    """The final consonant of the last syllable, ' ' where there is none or it is not Hangul."""
    if not word or not "가" <= word[-1] <= "힣":
        return " "
    return parts(word[-1])[2]


def _with_coda(stem: str, final: str) -> str:
    lead, vowel, _ = parts(stem[-1])
    return stem[:-1] + syllable(lead, vowel, final)


def _infinitive(stem: str) -> str:
    """The form before 요, 서, 도: 해, 돼, 몰라, 어려워."""
    lead, vowel, final = parts(stem[-1])
    if made := _irregular(stem, lead, vowel):
        return made
    if final != " ":
        return stem + ("아" if vowel in _BRIGHT else "어")
    if vowel == "ㅡ":
        return _dropped_eu(stem, lead)
    return stem[:-1] + syllable(lead, _MERGED[vowel], " ") if vowel in _MERGED else stem + "어"


def _irregular(stem: str, lead: int, vowel: str) -> str:
    """The same form of the irregular stems, empty for the others."""
    ending = "아" if vowel in _BRIGHT else "어"
    made = ""
    if stem[-1] == "하":
        made = stem[:-1] + "해"
    elif stem.endswith("그러"):
        made = stem[:-1] + "래"
    elif stem.endswith(_H_IRREGULAR):
        made = stem[:-1] + syllable(lead, {"ㅑ": "ㅒ", "ㅕ": "ㅖ"}.get(vowel, "ㅐ"), " ")
    elif stem.endswith(_B_IRREGULAR):
        made = _with_coda(stem, " ") + ("와" if stem[-1] == "돕" else "워")
    elif stem.endswith(_D_IRREGULAR):
        made = _with_coda(stem, "ㄹ") + ending
    elif stem.endswith(_S_IRREGULAR):
        made = _with_coda(stem, " ") + ending
    return made


def _dropped_eu(stem: str, lead: int) -> str:
    before = parts(stem[-2]) if len(stem) > 1 and "가" <= stem[-2] <= "힣" else (0, "ㅓ", " ")
    vowel = "ㅏ" if before[1] in _BRIGHT else "ㅓ"
    if stem[-1] == "르" and not stem.endswith(_EU_NOT_REU):
        return _with_coda(stem[:-1], "ㄹ") + syllable(lead, vowel, " ")
    return stem[:-1] + syllable(lead, vowel, " ")


def _soft(stem: str) -> str:
    """The stem before an ending that begins with 으: 어려우, 들으, 나으, 되, 만들."""
    final = coda(stem)
    if final in {" ", "ㄹ"}:
        return stem
    if stem.endswith(_B_IRREGULAR):
        return _with_coda(stem, " ") + "우"
    if stem.endswith(_D_IRREGULAR):
        return _with_coda(stem, "ㄹ") + "으"
    if stem.endswith(_S_IRREGULAR):
        return _with_coda(stem, " ") + "으"
    if stem.endswith(_H_IRREGULAR):
        return _with_coda(stem, " ")
    return stem + "으"


def _without_l(stem: str) -> str:
    return _with_coda(stem, " ") if coda(stem) == "ㄹ" else stem


def _modifier(clause: Clause) -> str:
    """Before a noun: 안 되는, 어려운, 된."""
    stem = clause.stem
    if clause.is_past or (not clause.is_adjective) or stem.endswith(("있", "없")):
        return _without_l(stem) + "는"
    return _with_coda(_without_l(_soft(stem)), "ㄴ")


def _formal(stem: str) -> str:
    if coda(stem) in {" ", "ㄹ"}:
        return _with_coda(_without_l(stem), "ㅂ") + "니다"
    return stem + "습니다"


def _noun(stem: str) -> str:
    if coda(stem) == "ㄹ":
        return _with_coda(stem, "ㄻ")
    return stem + "음" if coda(stem) in {"ㅆ", "ㅄ"} else _with_coda(_soft(stem), "ㅁ")


def _polite(clause: Clause) -> str:
    if clause.is_copula:
        return clause.stem[:-1] + ("예요" if coda(clause.stem[:-1]) == " " else "이에요")
    if clause.stem.endswith("아니"):
        return clause.stem + "에요"
    return _infinitive(clause.stem) + "요"


def _quoted(clause: Clause) -> str:
    stem = clause.stem
    if clause.is_copula or stem.endswith("아니"):
        return stem + "라고"
    if clause.is_past or clause.is_adjective or stem.endswith(("있", "없")):
        return stem + "다고"
    return _with_coda(_without_l(stem), "ㄴ") + "다고" if coda(stem) in {" ", "ㄹ"} else stem + "는다고"


def _plain(clause: Clause) -> str:
    return clause.stem + "다" if clause.is_copula or clause.stem.endswith("아니") else _quoted(clause)[:-1]


def _because(clause: Clause) -> str:
    return clause.stem + "라서" if clause.is_copula or clause.stem.endswith("아니") else _infinitive(clause.stem) + "서"


_FORMS: dict[str, Callable[[Clause], str]] = {
    "해요": _polite,
    "합니다": lambda clause: _formal(clause.stem),
    "음": lambda clause: _noun(clause.stem),
    "다": _plain,
    "다고": _quoted,
    "네요": lambda clause: _without_l(clause.stem) + "네요",
    "더라고요": lambda clause: clause.stem + "더라고요",
    "거든요": lambda clause: clause.stem + "거든요",
    "는데": lambda clause: _modifier(clause) + "데",
    "는": _modifier,
    "고": lambda clause: clause.stem + "고",
    "지만": lambda clause: clause.stem + "지만",
    "서": _because,
    "면": lambda clause: _soft(clause.stem) + "면",
    "니": lambda clause: _without_l(_soft(clause.stem)) + "니",
    "려고": lambda clause: _soft(clause.stem) + "려고",
    "려": lambda clause: _soft(clause.stem) + "려",
    "ㄹ": lambda clause: _with_coda(_without_l(_soft(clause.stem)), "ㄹ"),
    "다가": lambda clause: clause.stem + "다가",
    "아": lambda clause: _infinitive(clause.stem),
    "었": lambda clause: _with_coda(_infinitive(clause.stem), "ㅆ"),
    "기": lambda clause: clause.stem + "기",
    "지": lambda clause: clause.stem + "지",
    "던": lambda clause: clause.stem + "던",
    "ㄴ": lambda clause: _with_coda(_without_l(_soft(clause.stem)), "ㄴ"),
    "자": lambda clause: clause.stem + "자",
}


@cache
def end(clause: Clause, form: str) -> str:
    """The clause with the ending `form` (a key of the list above); "는데" agrees with tense and kind of word."""
    return _FORMS[form](clause)
