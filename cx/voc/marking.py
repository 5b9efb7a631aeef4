"""Where the terms of a topic stand in a text: spaces may lie within compounds, and verbs are found without their ending."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ENDING = "다"  # of the dictionary form, which nobody writes
_LEAST = 2  # signs of a stem that is looked for


def pattern(terms: Sequence[str]) -> re.Pattern[str] | None:
    """What finds the terms, whatever their case, the longest first; None where there is nothing to look for."""
    found = set()
    for term in terms:
        stem = term[: -len(_ENDING)] if term.endswith(_ENDING) and len(term) > _LEAST else term
        signs = [re.escape(sign) for sign in stem if not sign.isspace()]
        if signs:
            found.add(r"\s?".join(signs))
    return re.compile("|".join(sorted(found, key=lambda one: (-len(one), one))), re.IGNORECASE) if found else None


def parts(text: str, sought: re.Pattern[str] | None) -> Iterator[tuple[str, bool]]:
    """The text in pieces, in order, and whether each was sought; together they are the text."""
    at = 0
    for hit in sought.finditer(text) if sought else ():
        if hit.end() > hit.start():
            yield text[at : hit.start()], False
            yield hit.group(), True
            at = hit.end()
    yield text[at:], False
