"""The errors callers may see. Each carries a catalogue key, so that a page can say it in the reader's language."""

from __future__ import annotations

import difflib
import logging
import secrets
import traceback
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


def unexpected(key: str, error: Exception, log: logging.Logger) -> CxError:
    """What people are told of an error nobody foresaw: the sentence `key` with a `number` that stands in the log too.

    The log says where it happened, never what it says: a message may quote a customer.
    """
    number = secrets.token_hex(4)
    log.error("error %s: %s\n%s", number, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    return CxError(key, number=number)


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
