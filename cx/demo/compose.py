"""Put clauses together to what a person writes: a writer picks three to six of them and seldom the same two again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import TypeVar

from cx.demo.dice import Dice
from cx.demo.endings import Clause
from cx.demo.material import Material, material
from cx.demo.speech import MEMO, attempt, link, plain_statement, question, request, scene, statement

T = TypeVar("T", bound=Hashable)
_CANDIDATES = 3
# Themes about money and papers: "since this morning, on the tablet" does not belong there.
_TIMELESS = frozenset(
    {"item_error", "invoice", "plan", "refund", "contract", "feature", "training", "praise", "complaint", "omr_praise"}
)


class Desk:
    """Where texts of one theme are written: its material, the common one, and how often each clause was used."""

    def __init__(self, name: str, dice: Dice) -> None:
        self.own: Material = material(name)
        self.common: Material = material("common")
        self.dice = dice
        self._used: Counter[Hashable] = Counter()
        self.recent: list[Hashable] = []  # own clauses of the text being written

    def fresh(self, choices: Sequence[T]) -> T:
        """The least used of a few picks."""
        chosen = min((self.dice.pick(choices) for _ in range(_CANDIDATES)), key=lambda one: self._used[one])
        self._used[chosen] += 1
        return chosen

    def take(self, section: str) -> Clause | None:
        """A clause of the theme's own `section`, None where the theme has none."""
        choices = self.own.clause(section)
        if not choices:
            return None
        chosen = self.fresh(choices)
        self.recent.append(chosen)
        return chosen

    def any_of(self, section: str) -> str:
        """A phrase that fits every theme."""
        return self.fresh(self.common.phrase(section))

    def any_clause(self, section: str) -> Clause:
        """A clause that fits every theme."""
        return self.fresh(self.common.clause(section))

    @property
    def is_trouble(self) -> bool:
        """Whether the theme is about something that does not work (nobody tries to get rid of praise)."""
        return bool(self.own.clause("tried"))


def _said(desk: Desk, clause: Clause, style: str) -> str:
    """The clause as a statement; a note of what is no trouble does not say that somebody complained."""
    if style == MEMO and not desk.is_trouble:
        return plain_statement(clause, style, desk.dice)
    return statement(clause, style, desk.dice)


def problem(desk: Desk, style: str) -> str:
    """What is wrong, sometimes with when and where."""
    clause = desk.take("problem")
    if clause is None:
        return ""
    dice = desk.dice
    before = ""
    has_place = desk.own.name not in _TIMELESS
    if has_place and dice.chance(0.4):
        before += desk.any_of("when") + " "
    if has_place and dice.chance(0.28):
        before += desk.any_of("device") + " "
    return before + _said(desk, clause, style)


def scene_problem(desk: Desk, style: str) -> str:
    """What somebody was doing when it went wrong."""
    doing, wrong = desk.take("situation"), desk.take("problem")
    if doing is None or wrong is None:
        return ""
    return f"{scene(doing, desk.dice)} {_said(desk, wrong, style)}"


def two_problems(desk: Desk, style: str) -> str:
    """Two things that are wrong, in one sentence."""
    first, second = desk.take("problem"), desk.take("problem")
    if first is None or second is None or first == second:
        return ""
    return f"{link(first, desk.dice)} {_said(desk, second, style)}"


def tried(desk: Desk, style: str) -> str:
    """What was tried already."""
    clause = desk.take("tried")
    return "" if clause is None else attempt(clause, desk.any_clause("still"), style, desk.dice)


def asked(desk: Desk, style: str) -> str:
    """What the team is to do; mostly the theme's own wish."""
    clause = desk.take("ask") if desk.dice.chance(0.8) else desk.any_clause("general_ask")
    return "" if clause is None else request(clause, style, desk.dice)


def how_to(desk: Desk, style: str) -> str:
    """How something is done."""
    clause = desk.take("how")
    return asked(desk, style) if clause is None else question(clause, style, desk.dice)


def background(desk: Desk, style: str) -> str:
    """A fact about the customer's own situation."""
    clause = desk.take("detail")
    return "" if clause is None else plain_statement(clause, style, desk.dice)


def pressure(desk: Desk, style: str) -> str:
    """Why it matters, or how it feels."""
    if not desk.is_trouble:
        return background(desk, style)
    section = "impact" if desk.dice.chance(0.7) else "feeling"
    return plain_statement(desk.any_clause(section), style, desk.dice)


def aside(desk: Desk, _style: str) -> str:
    """A remark by the way."""
    return desk.any_of("aside") if desk.is_trouble else ""


SENTENCES = {
    "P": problem,
    "S": scene_problem,
    "2": two_problems,
    "T": tried,
    "A": asked,
    "H": how_to,
    "D": background,
    "I": pressure,
    "X": aside,
}


def sentences(desk: Desk, plan: str, style: str) -> list[str]:
    """One sentence for every letter of `plan`; those the theme has no material for are left out."""
    said = (SENTENCES[letter](desk, style) for letter in plan)
    return [sentence for sentence in said if sentence] or [problem(desk, style)]
