"""Fill the braces in a clause: things of this business from `texts/slots.toml`, invented people, phones and numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache

import numpy as np

from cx.demo.dice import Dice
from cx.demo.endings import coda
from cx.demo.names import INDUSTRIES, academy, person
from cx.demo.themes import FOLDER

# A particle right behind the brace agrees with the word that takes its place.
_SLOT = re.compile(r"\{(\w+)\}(?:(예요|을|를|은|는|과|와|로)(?![가-힣]))?")
_AFTER_CONSONANT = {"예요": "이에요", "를": "을", "는": "은", "와": "과", "로": "으로"}
_AFTER_VOWEL = {"을": "를", "은": "는", "과": "와"}
_DIGITS_WITH_CODA = "013678"
_HOSTS = ("example.com", "example.co.kr", "mail.example", "hakwon.example")
_LOGINS = (
    "nurimath",
    "teacher",
    "wonjang",
    "desk",
    "eduon",
    "academy",
    "sujin",
    "mathlab",
    "englishtree",
    "minho",
    "admin",
    "class",
)
_BUSINESS_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_BANKS = ("국민은행", "신한은행", "농협", "우리은행", "하나은행", "기업은행", "카카오뱅크", "새마을금고")


@cache
def _words() -> dict[str, list[str]]:
    read: dict[str, list[str]] = tomllib.loads((FOLDER / "slots.toml").read_text(encoding="utf-8"))
    return read


@cache
def _academies() -> tuple[str, ...]:
    rng, taken = np.random.default_rng(5), set[str]()
    return tuple(academy(rng, INDUSTRIES[number % 6], taken) for number in range(300))


def _digits(dice: Dice, count: int) -> str:
    return "".join(str(dice.below(10)) for _ in range(count))


def _phone(dice: Dice) -> str:
    """A mobile number of a block that no operator gives out (010-0, 010-1)."""
    mark = dice.pick(("-", "-", "-", "", " ", "."))
    return f"010{mark}{dice.below(2)}{_digits(dice, 3)}{mark}{_digits(dice, 4)}"


def _account(dice: Dice) -> str:
    return f"{dice.pick(_BANKS)} {3 + dice.below(7)}{_digits(dice, 5)}-{_digits(dice, 2)}-{_digits(dice, 6)}"


def _business(dice: Dice) -> str:
    """A business registration number with the check digit the tax office asks for."""
    number = f"{1 + dice.below(8)}{_digits(dice, 2)}{_digits(dice, 2)}{_digits(dice, 4)}"
    weighed = sum(int(digit) * weight for digit, weight in zip(number, _BUSINESS_WEIGHTS, strict=True))
    check = (10 - (weighed + int(number[8]) * 5 // 10) % 10) % 10
    return f"{number[:3]}-{number[3:5]}-{number[5:]}{check}"


_MADE: dict[str, Callable[[Dice], str]] = {
    "n": lambda dice: str(2 + dice.below(dice.pick((9, 30, 60)))),
    "사람": lambda dice: person(dice.below(600)),
    "학원": lambda dice: dice.pick(_academies()),
    "전화": _phone,
    "메일": lambda dice: f"{dice.pick(_LOGINS)}{dice.below(2000)}@{dice.pick(_HOSTS)}",
    "사업자": _business,
    "계좌": _account,
}


def _ends_in_consonant(word: str) -> bool:
    return coda(word) != " " or word[-1] in _DIGITS_WITH_CODA


def fill(text: str, dice: Dice) -> str:
    """`text` with every known brace filled; an unknown one stays (people do write `#{이름}`)."""
    if "{" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        name, particle = match.group(1), match.group(2) or ""
        words = _words().get(name)
        if words is None and name not in _MADE:
            return match.group(0)
        word = dice.pick(words) if words else _MADE[name](dice)
        if _ends_in_consonant(word):
            is_l = coda(word) == "ㄹ" and particle == "로"
            return word + (particle if is_l else _AFTER_CONSONANT.get(particle, particle))
        return word + _AFTER_VOWEL.get(particle, particle)

    return _SLOT.sub(one, text)
