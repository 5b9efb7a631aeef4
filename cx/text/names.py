"""Names of the team's dictionary that are written in Latin letters: found in capitals or not, in Korean texts and in others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 .+&-]*")


class Names:
    """Those of the words that are in Latin letters; false where there are none."""

    def __init__(self, words: Iterable[str]) -> None:
        self._shown = {word.casefold(): word for word in sorted(words) if _LATIN.fullmatch(word)}
        longest = sorted(self._shown, key=lambda one: (-len(one), one))
        either = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest)
        self._any = (
            re.compile(rf"(?<![A-Za-z0-9])({either})(?![A-Za-z0-9])", re.IGNORECASE | re.ASCII) if either else None
        )

    def __bool__(self) -> bool:
        return self._any is not None

    def __repr__(self) -> str:
        return f"Names({sorted(self._shown.values())})"

    def spelled(self, text: str) -> str:
        """The text with every such name as the dictionary has it."""
        return self._any.sub(lambda hit: self._told(hit.group()), text) if self._any else text

    def kept(self, text: str, read: Callable[[str], list[str]]) -> list[str]:
        """The terms of a text: the names, and what `read` finds between them."""
        if not self._any:
            return read(text)
        terms: list[str] = []
        for place, part in enumerate(self._any.split(text)):
            terms += [self._told(part)] if place % 2 else read(part)
        return terms

    def _told(self, written: str) -> str:
        return self._shown[" ".join(written.split()).casefold()]
