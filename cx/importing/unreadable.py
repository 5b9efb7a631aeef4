"""When to stop reading a file: nearly none of very many rows can be used, which no list of rows would help to mend."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from cx.errors import UnknownFormat
from cx.importing.block import Block, in_blocks
from cx.importing.sheet import Notice, Sheet
from cx.language import LANGUAGES, say

MANY: Final = 50_000
SHARE: Final = 0.9
"""Of the rows so far; what is left of a file with so many bad rows in the beginning is not read."""

_LOOKED_AT: Final = 2_000_000  # cells, before anything is read


class Unreadable:
    """Counts the rows that have a problem."""

    def __init__(self) -> None:
        self.rows = self._bad = self._first = self._last = 0
        self._reason: Notice | None = None

    @property
    def is_mostly_bad(self) -> bool:
        """Whether hardly any of the rows so far can be used."""
        return self._bad >= SHARE * self.rows

    def take(self, rows: int, bad: Sequence[int], reason: Callable[[], Notice]) -> None:
        """Count so many more rows, `bad` being the lines of those with a problem and `reason` that of the first of them.

        Raises UnknownFormat `file.mostly_unreadable`, which says how many rows are bad, where, and why the first one is.
        """
        self.rows += rows
        if not bad:
            return
        if self._reason is None:
            self._first, self._reason = int(bad[0]), reason()
        self._bad += len(bad)
        self._last = int(bad[-1])
        if self._bad >= MANY and self.is_mostly_bad:
            said = self._reason
            reasons = {language: say(said.key, language, **said.values) for language in LANGUAGES}
            values = {"rows": self.rows, "bad": self._bad, "first": self._first, "last": self._last}
            raise UnknownFormat("file.mostly_unreadable", **values, **reasons)

    def see(self, lines: Sequence[int], problems: Any) -> None:
        """The same of a pyarrow array of problems as JSON, null where a row can be used."""
        places = problems.is_valid().to_numpy(zero_copy_only=False).nonzero()[0].tolist()
        self.take(len(problems), [lines[place] for place in places], lambda: _notice(problems[places[0]].as_py()))


def _notice(said: str) -> Notice:
    return Notice(**json.loads(said))


def has_rows(sheet: Sheet) -> bool:
    """Whether there are any. Goes on for a while where hardly any row can be used; raises as `Unreadable.take`."""
    seen = Unreadable()
    for part in in_blocks(sheet.read, {0}):
        if isinstance(part, Block):
            seen.rows += len(part.lines)
        else:
            odd = [(row.line, row.problem) for row in part if row.problem is not None]
            seen.take(len(part), [line for line, _ in odd], lambda: odd[0][1])  # noqa: B023 - asked at once
        if seen.rows and (not seen.is_mostly_bad or seen.rows * len(sheet.header) > _LOOKED_AT):
            break
    return seen.rows > 0
