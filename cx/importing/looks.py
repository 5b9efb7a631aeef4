"""What the values of a column look like, from a sample: times, numbers, yes or no, long text, how many are different."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_TIME = re.compile(
    r"^\s*(?:\d{4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}년\s?\d{1,2}월\s?\d{1,2}일"
    r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}[- ][A-Za-z]{3,9}[- ,]+\d{2,4})"
)
_EPOCH = re.compile(r"^(?:1[0-9]{9}|1[0-9]{12})$")
_INTEGER = re.compile(r"^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)$")
_NUMBER = re.compile(r"^[-+₩$€]?\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?(?:원|점|%)?$")
_LENGTH = re.compile(
    r"^(?:\d{1,4}:\d{2}(?::\d{2})?|(?:\d+\s?(?:h|m|s|시간|분|초|min|mins|sec|hours?|minutes?|seconds?)\s?)+)$",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"^[?*.–—-]{1,3}$")
_FLAGS = frozenset({"true", "false", "yes", "no", "y", "n", "t", "f", "0", "1", "예", "아니오", "아니요", "o", "x"})
_NOTHING = frozenset(
    {"na", "n/a", "nan", "null", "none", "nil", "무응답", "해당없음", "해당 없음", "미상", "(blank)", "unknown"}
)
_TWO = 2


@dataclass(frozen=True)
class Looks:
    """Shares (0-1) are of the `filled` cells. `low` and `high` are of the numbers, None where there are none.

    `missing`: the words among the values that mean nothing was said ('?', 'NA'); they count as not filled.
    """

    rows: int
    filled: int
    distinct: int
    time: float
    epoch: float
    integer: float
    number: float
    length: float
    flag: float
    low: float | None
    high: float | None
    mean_characters: float
    values: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_unique(self) -> bool:
        """Whether every filled cell is different and nearly all are filled."""
        return self.filled > 0 and self.distinct == self.filled and self.filled >= 0.99 * self.rows


def look(cells: Sequence[str | None]) -> Looks:
    """Look at the cells of one column; blank cells are None."""
    counted = Counter(cell.strip() for cell in cells if cell and cell.strip())
    missing = tuple(value for value in counted if _SIGNS.match(value) or value.casefold() in _NOTHING)
    for value in missing:
        del counted[value]
    filled = counted.total()
    numbers = [plain for value in counted if (plain := number(value)) is not None]

    def share(pattern: re.Pattern[str]) -> float:
        return sum(times for value, times in counted.items() if pattern.match(value)) / filled if filled else 0.0

    flags = sum(times for value, times in counted.items() if value.casefold() in _FLAGS)
    return Looks(
        rows=len(cells),
        filled=filled,
        distinct=len(counted),
        time=share(_TIME),
        epoch=share(_EPOCH),
        integer=share(_INTEGER),
        number=share(_NUMBER),
        length=share(_LENGTH),
        flag=flags / filled if filled and len(counted) <= _TWO else 0.0,
        low=min(numbers, default=None),
        high=max(numbers, default=None),
        mean_characters=sum(len(value) * times for value, times in counted.items()) / filled if filled else 0.0,
        values=tuple(value for value, _ in counted.most_common(200)),
        missing=missing,
    )


def number(value: str) -> float | None:
    """The number a cell says, units and thousands' signs taken off; None if it says none."""
    if not _NUMBER.match(value):
        return None
    return float(re.sub(r"[^\d.+-]", "", value))


def fit(looks: Looks, kind: str, words: Iterable[str] = ()) -> float:
    """How well the values suit a column of this kind of `cx.schema`, 0-1; 0.5 where nothing can be said.

    `words` are what the values may be besides (the answers of a scale, the words of a code).
    """
    if not looks.filled:
        return 0.5
    known = {word.casefold() for word in words}
    worded = sum(value.casefold() in known for value in looks.values) / len(looks.values) if known else 0.0
    short = 1.0 if looks.mean_characters <= 40 else 0.2  # noqa: PLR2004 - a label or an id is rarely longer
    plain = 0.0 if looks.time > 0.5 or looks.length > 0.5 else 1.0  # noqa: PLR2004 - mostly times: no id, label or text
    whole = plain * (1.0 - 0.75 * max(0.0, looks.number - looks.integer))  # few ids have decimals, a call id may
    few = 1.0 if looks.distinct <= max(30, looks.filled / 20) else 0.4
    return {
        "time": max(looks.time, looks.epoch),
        "day": max(looks.time, looks.epoch),
        "seconds": max(looks.number, looks.length),
        "count": looks.integer,
        "score": max(looks.number * (1.0 if (looks.high or 0) <= 100 else 0.0), worded),  # noqa: PLR2004 - per cent at most
        "money": looks.number,
        "flag": looks.flag,
        "id": short * whole,
        "person": short * whole,
        "label": short * plain,
        "name": short * plain * (1.0 - looks.number),
        "code": max(short * plain * few * (1.0 - looks.number), worded),
        "text": plain * (1.0 - looks.number),
    }.get(kind, 0.5)
