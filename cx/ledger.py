"""The automation ledger: of all contacts, where a bot took part, what it ended alone, and what of that was really over.

All its numbers are of the same contacts, those opened so long ago that it is known who came back; so the steps can be laid
beside each other, and what is subtracted has a number of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cx import number, period, settings
from cx.compute import compute
from cx.language import say
from cx.measure import data_days, looked_from
from cx.rows import ripe
from cx.selection import Selection
from cx.warehouse import Store

_ASKED = ("automation_rate", "bot_involved_rate", "roar", "roar_of_involved", "bot_return_rate")
_FAILS = "bot_return_rate"


@dataclass(frozen=True)
class Ledger:
    """Contacts opened from `first` to `last`: `everything`, those with a bot, those it ended alone, and of these `confirmed`,
    `returned` within the window of `days`, and `unknown` because nobody knows who asked. The three add up to `contained`.

    `is_known`: the window has passed; else nothing is confirmed or returned yet. `roar` and `roar_of_involved` are the
    metrics of these names, None where they are withheld or nothing counts.
    """

    first: date
    last: date
    days: int
    is_known: bool
    everything: int
    involved: int
    contained: int
    confirmed: int
    returned: int
    unknown: int
    roar: float | None
    roar_of_involved: float | None


def read(store: Store, selection: Selection, *, as_of: date | None = None) -> Ledger:
    """The ledger of the completed period of `selection`, as far as it is known who came back; of all of it where nothing is."""
    as_of = looked_from(store, as_of)
    known, days = data_days(store), settings.get(store).roar_window_days
    span = period.current(selection, as_of, known[0] if known else None)
    first, last = ripe((span.first, span.last), as_of, days)
    is_known = first <= last
    if not is_known:
        first, last = span.first, span.last
    found = compute(store, _ASKED, selection, as_of=as_of, span=(first, last))
    rows = {row["metric"]: row for row in found.to_dict("records")}
    everything, contained = (_count(rows["automation_rate"], key) for key in ("denominator", "numerator"))
    judged, returned = (_count(rows[_FAILS], key) for key in ("denominator", "numerator"))
    return Ledger(
        first,
        last,
        days,
        is_known,
        everything,
        _count(rows["bot_involved_rate"], "numerator"),
        contained,
        judged - returned,
        returned,
        contained - judged if is_known else 0,
        _share(rows["roar"]),
        _share(rows["roar_of_involved"]),
    )


def _count(row: Mapping[str, Any], key: str) -> int:
    return 0 if number.is_missing(row[key]) else int(row[key])


def _share(row: Mapping[str, Any]) -> float | None:
    return None if number.is_missing(row["value"]) else float(row["value"])


def is_any_bot(store: Store) -> bool:
    """Whether a bot took part in any contact the store has."""
    found = compute(store, ["bot_involved_rate"], Selection(period="all"))
    return bool(found["numerator"].fillna(0).sum())


def title(ledger: Ledger, least: int, language: str) -> str:
    """How much of what the bot ended alone was really over; of fewer than `least` contacts only the counts."""
    values = {
        "contained": number.full(float(ledger.contained), language),
        "confirmed": number.full(float(ledger.confirmed), language),
        "returned": number.full(float(ledger.returned), language),
    }
    if not ledger.involved:
        return say("automation.title_not_involved", language)
    if not ledger.contained:
        return say("automation.title_nothing", language)
    if not ledger.is_known:
        return say("automation.title_not_yet", language, days=ledger.days, **values)
    judged = ledger.confirmed + ledger.returned
    if judged < least:
        return say("automation.title_few", language, n=judged, **values)
    share = number.share(ledger.confirmed / judged, language, 0)
    return say("automation.title", language, share=share, **values)
