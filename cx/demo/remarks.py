"""What people write beside a score: short words, one or two sentences, about the contact or about the product."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cx.demo.days import NONE, Flags, Ints
from cx.demo.dice import Dice
from cx.demo.endings import Clause, end
from cx.demo.material import material
from cx.demo.noise import typed
from cx.demo.slots import fill
from cx.demo.speech import HAEYO, HAMNIDA, TERSE, link, request, statement
from cx.demo.table import picked

TONES = ("bad", "fair", "good")
_SIZES = (800, 750, 1_000)
_BORROWED = {
    "bad": (("complaint", "problem"), ("slow", "problem"), ("freeze", "problem")),
    "fair": (("feature", "problem"), ("training", "problem")),
    "good": (("praise", "problem"), ("praise", "detail")),
}
_WISHES = (("feature", "ask"), ("complaint", "ask"), ("training", "ask"))
_SHORT = 0.3


@dataclass(frozen=True)
class Remarks:
    """The remarks in one list, and where those of each tone begin and end; short ones apart."""

    texts: list[str]
    places: dict[str, tuple[int, int]]

    def column(self, rng: np.random.Generator, tone: Ints, is_nps: Flags) -> pa.Array:
        """A remark for every entry of `tone` (0 bad, 1 fair, 2 good, NONE without); after a contact short ones are common."""
        chosen = np.full(len(tone), NONE)
        is_short = ~is_nps & (rng.random(len(tone)) < _SHORT)
        for number, name in enumerate(TONES):
            for short in (False, True):
                rows = np.flatnonzero((tone == number) & (is_short == short))
                begin, stop = self.places[f"short_{name}" if short else name]
                chosen[rows] = begin + np.floor(rng.random(len(rows)) * (stop - begin)).astype(np.int64)
        return picked(self.texts, chosen)


def _clauses(tone: str) -> list[Clause]:
    borrowed = [clause for theme, section in _BORROWED[tone] for clause in material(theme).clause(section)]
    return [*material("comments").clause(tone), *borrowed]


def _remark(dice: Dice, tone: str, clauses: list[Clause], wishes: list[Clause]) -> str:
    style = dice.pick((HAEYO, HAEYO, HAMNIDA, TERSE))
    first, second = dice.pick(clauses), dice.pick(clauses)
    shape = dice.below(6)
    if shape == 0:
        text = (
            f"{dice.pick(material('comments').phrase('about'))}: {statement(first, TERSE, dice)}, {end(second, '음')}"
        )
    elif shape == 1:
        text = f"{link(first, dice)} {statement(second, style, dice)}"
    elif shape <= 3 and tone != "good":  # noqa: PLR2004 two of six shapes
        text = f"{statement(first, style, dice)}. {request(dice.pick(wishes), style, dice)}"
    else:
        text = f"{statement(first, style, dice)}. {dice.pick(material('common').phrase('again'))} {statement(second, style, dice)}"
    return typed(fill(text, dice), dice, 0.5)


def remarks(dice: Dice, scale: float) -> Remarks:
    """The remarks of all tones."""
    texts: list[str] = []
    places = {}
    wishes = [clause for theme, section in _WISHES for clause in material(theme).clause(section)]
    for tone, size in zip(TONES, _SIZES, strict=True):
        clauses = _clauses(tone)
        found = dict.fromkeys(_remark(dice, tone, clauses, wishes) for _ in range(round(size * scale)))
        places[tone] = (len(texts), len(texts) + len(found))
        texts += found
        short = material("comments").phrase(f"short_{tone}")
        places[f"short_{tone}"] = (len(texts), len(texts) + len(short))
        texts += short
    return Remarks(texts, places)
