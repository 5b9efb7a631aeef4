"""The errors callers may see. Each carries a catalogue key, so that a page can say it in the reader's language."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from cx.language import say


class CxError(Exception):
    """Something the caller has to decide or mend; `key` and `values` name the sentence in `cx/texts`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def text(self, language: str) -> str:
        """The whole sentence: what happened, the value, what is allowed, what to do next."""
        return say(self.key, language, **self.values)

    def __str__(self) -> str:
        return self.text("en")


class UnknownName(CxError):
    """A metric, dimension, table or setting that does not exist; says what does and what was probably meant."""

    def __init__(self, what: str, name: str, allowed: Iterable[str]) -> None:
        names = sorted(allowed)
        near = difflib.get_close_matches(name, names, n=1)
        key = "error.unknown_name_near" if near else "error.unknown_name"
        super().__init__(key, what=what, name=name, allowed=", ".join(names), near=near[0] if near else "")


class UnknownFormat(CxError):
    """A file that cannot be read as it is: not a known type, damaged, locked, or over a limit."""


class BadRows(CxError):
    """Rows that cannot be used and that no report can carry (a wrong call, a count that does not add up)."""


class MissingExtra(CxError):
    """An optional library is needed; the sentence has its install line."""
