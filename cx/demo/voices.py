"""Voices that are no contact: interviews after some months, reviews in the app stores, praise that colleagues pass on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cx.demo.accounts import PRODUCTS, draw
from cx.demo.compose import Desk, sentences
from cx.demo.days import HOUR, NONE, Flags, Ints, drawn, load, some
from cx.demo.dice import Dice
from cx.demo.genres import chat
from cx.demo.noise import typed
from cx.demo.slots import fill
from cx.demo.speech import HAEYO, MEMO
from cx.demo.stories import PRAISE_NOTES
from cx.demo.table import Columns, picked, texts, times
from cx.demo.tales import thankful
from cx.demo.themes import place, shares, themes
from cx.demo.world import World

KINDS = ("interview", "review", "praise")
INTERVIEW, REVIEW, PRAISE = range(3)
_SIZES = (360, 1_200, 480)  # at scale 1, over the 30 months
_PRAISE_SHARES = (0.15, 0.25, 0.6)  # of what is said after the fix
_THANKFUL = 0.45  # of the reviews
_CHANNELS = ("sales", "other", "message")
_OCCASIONS = ("정기 인터뷰", "도입 3개월 인터뷰", "재계약 인터뷰", "신규 기능 인터뷰")
_ASKED = (
    ("Q. 요즘 쓰시면서 가장 걸리는 점은 무엇인가요?", "SD"),
    ("Q. 그럴 때는 어떻게 하고 계세요?", "T"),
    ("Q. 무엇이 바뀌면 좋을까요?", "A"),
)
_PRAISED = (("Q. 최근에 달라졌다고 느끼신 점이 있나요?", "PD"), ("Q. 더 바라시는 점은요?", "A"))


def _interview(desk: Desk) -> str:
    dice = desk.dice
    lines = ["{학원} {직책}"]
    for question, plan in _ASKED if desk.is_trouble else _PRAISED:
        said = sentences(desk, plan, HAEYO)
        lines += [question, "A. " + " ".join(line if line[-1] in "?.!" else line + "." for line in said)]
    return typed(fill("\n".join(lines), dice), dice, 0.95)


def _review(desk: Desk) -> str:
    dice = desk.dice
    said = sentences(desk, dice.pick(("P", "PD", "2")) if desk.is_trouble else dice.pick(("PD", "P", "PPD")), HAEYO)
    return typed(fill(dice.pick((". ", " ", "! ", "\n")).join(said), dice), dice, 0.4)


def _passed_on(desk: Desk) -> str:
    dice = desk.dice
    if dice.chance(0.4):
        return chat(desk)
    said = ". ".join(sentences(desk, dice.pick(("P", "PD", "PPD", "DP")), MEMO))
    return typed(fill(dice.pick(("{학원} {직책}: ", "[{학원}] ", "방문 때 들은 말 - ")) + said, dice), dice, 0.85)


_WRITERS: dict[int, Callable[[Desk], str]] = {INTERVIEW: _interview, REVIEW: _review, PRAISE: _passed_on}


def _themes(rng: np.random.Generator, world: World, kind: Ints, day: Ints, product: Ints) -> Ints:
    """What each is about: praise, or what customers of that product write about in that month."""
    found = np.full(len(kind), place("praise"))
    grateful = (kind == PRAISE) | ((kind == REVIEW) & some(rng, len(kind), _THANKFUL))
    for row in np.flatnonzero(~grateful).tolist():
        month = int(world.days.month_of_year[day[row]])
        found[row] = rng.choice(len(themes()), p=shares(int(product[row]), month, is_sales=False))
    return found


def _texts(rng: np.random.Generator, kind: Ints, theme: Ints) -> list[str]:
    dice = Dice(rng)
    desks = {number: Desk(themes()[number].name, dice) for number in np.unique(theme).tolist()}
    said = []
    for one, about in zip(kind.tolist(), theme.tolist(), strict=True):
        desks[about].recent.clear()
        said.append(_WRITERS[one](desks[about]))
    return said


def _rows(rng: np.random.Generator, world: World, kind: Ints, day: Ints, theme: str | None) -> Columns:
    """Voices of these kinds and days but their numbers; about `theme`, or about anything."""
    size, accounts = len(kind), world.accounts
    account = draw(rng, accounts, world.days, day, kind == INTERVIEW)
    product = (rng.random(size) >= accounts.first_product[account]).astype(np.int64)
    about = np.full(size, place(theme)) if theme else _themes(rng, world, kind, day, product)
    product = np.zeros(size, dtype=np.int64) if theme else product
    is_anonymous: Flags = kind == REVIEW  # who writes in an app store is not known
    is_tagged = kind != REVIEW
    titles = np.where(kind == INTERVIEW, rng.integers(0, len(_OCCASIONS), size), NONE)
    return {
        "said_at": times(world.days.starts[day] + rng.integers(9 * HOUR, 19 * HOUR, size)),
        "feedback": picked(KINDS, kind),
        "account_id": picked(accounts.ids, np.where(is_anonymous, NONE, account)),
        "product": picked(PRODUCTS, product),
        "channel": picked(_CHANNELS, kind),
        "category": picked([one.tag for one in themes()], np.where(is_tagged, about, NONE)),
        "title": picked(_OCCASIONS, titles),
        "body": texts(_texts(rng, kind, about)),
    }


def voices(rng: np.random.Generator, world: World) -> Columns:
    """What is said in all 30 months whatever happens: about praise and pains alike."""
    sizes = [max(1, round(size * world.scale)) for size in _SIZES]
    kind = np.repeat(np.arange(len(KINDS), dtype=np.int64), sizes)
    return _rows(rng, world, kind, drawn(rng, 0, load(world.days), len(kind)), None)


def thanks(rng: np.random.Generator, world: World) -> Columns:
    """What is said beside the contacts after answer sheets are read right."""
    size = rng.poisson(PRAISE_NOTES * world.scale)
    kind = rng.choice(len(KINDS), size, p=_PRAISE_SHARES).astype(np.int64)
    first = world.days.index(world.plot.fix_day) + 1
    return _rows(rng, world, kind, drawn(rng, first, thankful(world), size), "omr_praise")
