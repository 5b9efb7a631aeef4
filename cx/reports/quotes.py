"""Which two or three things customers said stand in a report: short enough to read, and not only the kind ones."""

from __future__ import annotations

from collections.abc import Sequence

from cx.reports.report import Quote
from cx.shortened import shortened

SHORTEST, LONGEST = 8, 140  # characters: a word says nothing, and a page is read in a minute
_CONTENT, _DISCONTENT = 0.8, 0.6  # shares of the highest score


def tidy(text: str) -> str:
    """One line, cut at LONGEST characters."""
    line = " ".join(text.split())
    return shortened(line, LONGEST)


def chosen(answers: Sequence[Quote], contacts: Sequence[Quote]) -> tuple[Quote, ...]:
    """The least content answer with words, one of the contacts, the most content answer; none twice, longer ones first.

    Both lists are newest first, which decides between equals.
    """
    said = [quote for quote in answers if _can_be_read(quote) and quote.score is not None and quote.top]
    low = [quote for quote in said if _share(quote) <= _DISCONTENT]
    high = [quote for quote in said if _share(quote) >= _CONTENT]
    found: list[Quote] = []
    for options in (
        sorted(low, key=lambda quote: (_share(quote), -_room(quote))),
        sorted(filter(_can_be_read, contacts), key=lambda quote: -_room(quote)),
        sorted(high, key=lambda quote: (-_share(quote), -_room(quote))),
    ):
        known = {quote.text for quote in found}
        found += [quote for quote in options if quote.text not in known][:1]
    return tuple(found)


def _can_be_read(quote: Quote) -> bool:
    return len(quote.text) >= SHORTEST and not quote.text.endswith("…")


def _room(quote: Quote) -> int:
    return len(quote.text)


def _share(quote: Quote) -> float:
    return (quote.score or 0.0) / (quote.top or 1.0)
