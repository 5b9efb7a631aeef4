"""One number of the bench and whether it reaches its bar."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from tests.bench.pairs import Pair

T = TypeVar("T")


class Size(Enum):
    """How much a bench measures: everything, or just enough to see that it works."""

    FULL = "full"
    TINY = "tiny"

    def of(self, full: T, tiny: T) -> T:
        """The value for this size."""
        return full if self is Size.FULL else tiny


FULL, TINY = Size.FULL, Size.TINY


@dataclass(frozen=True)
class Line:
    """A row of the table. `value` is a ratio where `unit` is "x"; `ours` and `peer` are the medians behind it, in `of`.

    `bar` must be reached for the bench to pass (None: only told), `aim` is what we want; `at_least` turns both around.
    """

    name: str
    value: float
    unit: str = "x"
    bar: float | None = None
    aim: float | None = None
    at_least: bool = False
    ours: float | None = None
    peer: float | None = None
    of: str = "s"
    note: str = ""

    def reaches(self, mark: float | None) -> bool:
        """Whether the value is on the good side of `mark`; of none it always is."""
        if mark is None:
            return True
        return self.value >= mark if self.at_least else self.value <= mark

    @property
    def verdict(self) -> str:
        """One word for the table."""
        if self.bar is None:
            return "told"
        if not self.reaches(self.bar):
            return "MISSED"
        return "passed" if self.aim is None or not self.reaches(self.aim) else "passed, aim reached"


def ratio(
    name: str, pair: Pair, *, bar: float | None = None, aim: float | None = None, at_least: bool = False, note: str = ""
) -> Line:
    """The line of a pair: ours / peer; with `at_least` how many times faster ours is, peer / ours."""
    value = pair.peer / pair.ours if at_least else pair.ours / pair.peer
    return Line(name, value, "x", bar, aim, at_least, pair.ours, pair.peer, pair.unit, note)
