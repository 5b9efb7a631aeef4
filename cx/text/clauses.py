"""The clauses of a text: lines, sentences, and the parts of a sentence that concede something or set a scene.

People who write in a chat leave out full stops, so the endings that close a Korean sentence part clauses as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from cx.text.clean import clean

_LINE = "\ue000"  # stands for the end of a line while a text is cleaned
_FIRST, _LAST = 1_100, 400  # characters looked at: what somebody wants stands in the beginning or at the end
_QUOTED = str.maketrans({"’": "'", "‘": "'"})
_CLOSES = r"(?<=니다)|(?<=니까)|(?<=[^필주개수중]요)|(?<=하심)|(?<=[었했됐]음)|(?<=고 함)"
_CONCEDES = r"(?<=[는은인한던]데)|(?<=지만)|(?<=으나)|(?<=다만)"
_END = re.compile(
    rf"\s*{_LINE}[\s{_LINE}]*|(?<=[.!?~…。;])\s+|\s+[-/→|]\s+|(?:{_CLOSES}|{_CONCEDES})[\s,]+|,?\s+(?=but\s)"
)
# In an interview only what is answered was said by the customer.
_ASKED = re.compile(r"^\s*Q\s*[.:)].*$", re.MULTILINE)
_ANSWER = re.compile(r"^\s*A\s*[.:)]", re.MULTILINE)
_CONCEDED = re.compile(r"(?:[는은인한던]데|지만|으나|다만),?$")
_TURNS = re.compile(r"(?:다만|그런데|근데|하지만|그러나|but|however|unfortunately|except|only)\b")


@dataclass(frozen=True)
class Clause:
    """A clause in lower case; `is_conceded`: what follows counts more ("다 좋은데", "it is great, but")."""

    text: str
    is_conceded: bool

    @cached_property
    def tight(self) -> str:
        """Without spaces."""
        return "".join(self.text.split())

    @cached_property
    def pairs(self) -> set[str]:
        """Its signs and pairs of signs: a phrase that begins with none of them is not in it."""
        return _pairs(self.text)

    @cached_property
    def tight_pairs(self) -> set[str]:
        """The same without spaces."""
        return _pairs(self.tight)


def _pairs(text: str) -> set[str]:
    return {*text, *map("".join, pairwise(text))}


def clauses(text: str) -> list[Clause]:
    """The cleaned clauses of a text, in order."""
    if _ANSWER.search(text):
        text = _ASKED.sub("", text)
    seen = clean(text.replace("\n", _LINE))
    if len(seen) > _FIRST + _LAST:
        seen = f"{seen[:_FIRST]} {seen[-_LAST:]}"
    parts = [part for part in _END.split(seen.lower().translate(_QUOTED)) if part]
    return [
        Clause(part, bool(_CONCEDED.search(part)) or (place + 1 < len(parts) and bool(_TURNS.match(parts[place + 1]))))
        for place, part in enumerate(parts)
    ]
