"""Replace personal data by labelled tokens. Masking masked text changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from cx.privacy import address, email, identity, money, name, phone
from cx.privacy.cells import masked_cell
from cx.privacy.found import Finder, Found, fold
from cx.privacy.sieve import Sieve
from cx.privacy.tokens import blank, token, without_tokens

_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]|(?<=\\d)[\u200c\u200d]+(?=\\d)")
_MEMORY = 200_000  # distinct texts kept with their answer; cleared when full
_REACHABLE: tuple[Finder, ...] = (email.find, identity.registration, phone.find)


class Mask:
    """Built once per import. `names`: known names of contacts and agents. `salt`: the store's key for hashed ids."""

    def __init__(self, names: Iterable[str] = (), salt: bytes = b"") -> None:
        self._salt = salt
        self._known = name.Known(names)
        self._finders: tuple[Finder, ...] = (
            email.find,
            identity.find,
            money.find,
            phone.find,
            address.find,
            self._known.find,
            name.find,
        )
        self._memory: dict[str, str] = {}
        self._sieve: Sieve | None = None

    def text(self, value: str) -> str:
        """Free text with every personal datum replaced by a token such as [전화번호]; text without any is unchanged."""
        known = self._memory.get(value)
        if known is not None:
            return known
        seen = _INVISIBLE.sub("", value)  # zero-width characters may hide a number, emoji joiners stay
        masked = _settled(seen, self._finders)
        after = value if masked == seen else masked
        if len(self._memory) >= _MEMORY:
            self._memory.clear()
        self._memory[value] = after
        return after

    def cell(self, value: str, kind: str) -> str:
        """One cell by the kind of its column (a kind of `cx.schema`, or 'text' for a column without a home)."""
        return masked_cell(self, value, kind)

    def suspects(self, values: Any, kind: str) -> Any:
        """For a pyarrow array of strings: False where `cell` would leave the value as it is, seen for the whole column at once.

        A numpy array of bool; True means that it has to be looked at, not that there is something. Null is False.
        """
        if self._sieve is None:
            self._sieve = Sieve(self._known)
        return self._sieve.suspects(values, kind)

    def person_name(self, value: str) -> str:  # noqa: ARG002 - whatever it says, nothing of it is kept
        """A cell of a column of customers' names: never stored."""
        return token("name")

    def is_known(self, value: str) -> bool:
        """Whether `value` is one of the names given."""
        return value in self._known

    @property
    def salt(self) -> bytes:
        """The key of hashed ids."""
        return self._salt

    def reachable(self, value: str) -> str:
        """`value` with only e-mail addresses, telephone and registration numbers replaced."""
        return _settled(value, _REACHABLE)


def _settled(text: str, finders: tuple[Finder, ...]) -> str:
    before, after = None, text
    while before != after:  # a replaced datum can lay open its neighbour; each turn leaves less to find
        before, after = after, _once(after, finders)
    return after


def _once(text: str, finders: tuple[Finder, ...]) -> str:
    folded = without_tokens(fold(text))
    found: list[Found] = []
    for find in finders:
        here = list(find(folded))
        for start, end, _ in here:
            folded = folded[:start] + blank(end - start) + folded[end:]
        found += here
    if not found:
        return text
    parts, last = [], 0
    for start, end, label in sorted(found):
        if start >= last:
            parts += [text[last:start], token(label)]
        last = max(last, end)  # two rules that overlap: what either found goes
    return "".join([*parts, text[last:]])
