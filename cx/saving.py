"""What automation saves in money: a band, because nobody knows what an hour costs to the won; with all it assumes.

Only confirmed contacts count, those a bot ended alone and whose account did not come back: what came back was not saved. Each is
worth the time people take for comparable contacts: of the same channel and major tag where enough of them were handled, else of
the channel, else of all contacts in writing and calls. Time in hand of contacts in writing is divided by how many an agent has
at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cx import number, period, settings
from cx.cache import cached
from cx.compute import compute
from cx.language import say
from cx.measure import data_days, looked_from
from cx.rows import ripe
from cx.selection import Selection
from cx.warehouse import Store

_HOUR = 3600
_DAYS_A_MONTH = 365.25 / 12
_GROUP = ("channel", "major_category")


@dataclass(frozen=True)
class Saving:
    """What was saved from `first` to `last`, days on which it is known who came back.

    `seconds`: what people take for a comparable contact, the mean over the confirmed ones. `low` and `high`: won, bot cost taken off;
    below 0 the bot cost more than it saved.
    """

    first: date
    last: date
    confirmed: int
    seconds: float
    low: float
    high: float
    bot_cost: float
    hourly_low: int
    hourly_high: int
    chats_at_once: int

    @property
    def hours(self) -> float:
        """Hours of people's work the confirmed contacts stand for."""
        return self.confirmed * self.seconds / _HOUR


def band(store: Store, selection: Selection, *, as_of: date | None = None) -> Saving | None:
    """The saving of the completed period of `selection`, as far as it is known who came back.

    None where no contact is confirmed, or nobody knows how long people take for any: no data is not "nothing saved".
    The assumptions are settings: hourly_cost_low and _high, bot_cost_month, chats_at_once.
    """
    as_of = looked_from(store, as_of)
    return cached(store, "saving", selection, lambda: _band(store, selection, as_of), as_of=as_of)


def _band(store: Store, selection: Selection, as_of: date) -> Saving | None:
    rules, known = settings.get(store), data_days(store)
    span = period.current(selection, as_of, known[0] if known else None)
    first, last = ripe((span.first, span.last), as_of, rules.roar_window_days)
    if first > last:
        return None
    found = compute(store, ["roar"], selection, by=_GROUP, as_of=as_of, span=(first, last))
    found = found[found["numerator"] > 0]
    handled = _handled(store, selection, as_of, (first, last), rules.chats_at_once)
    if found.empty or handled.empty:
        return None
    confirmed = found["numerator"].to_numpy(dtype=float)
    seconds = [
        _comparable(handled, *group, least=rules.minimum_n)
        for group in zip(found["channel"], found["major_category"], strict=True)
    ]
    mean = float((confirmed * seconds).sum() / confirmed.sum())
    low, high = sorted((rules.hourly_cost_low, rules.hourly_cost_high))
    hours = float(confirmed.sum()) * mean / _HOUR
    cost = rules.bot_cost_month * ((last - first).days + 1) / _DAYS_A_MONTH
    return Saving(
        first,
        last,
        int(confirmed.sum()),
        mean,
        hours * low - cost,
        hours * high - cost,
        cost,
        low,
        high,
        rules.chats_at_once,
    )


def _handled(store: Store, selection: Selection, as_of: date, span: tuple[date, date], at_once: int) -> pd.DataFrame:
    """Seconds people took and contacts they took them for, a row per channel and major tag."""
    frame = compute(store, ["aht", "aht_text"], selection, by=_GROUP, as_of=as_of, span=span)
    frame = frame[frame["n"] > 0]
    share = np.where(frame["metric"] == "aht", 1.0, 1 / at_once)
    return frame.assign(seconds=frame["numerator"] * share)[[*_GROUP, "seconds", "n"]]


def _comparable(handled: pd.DataFrame, channel: object, category: object, *, least: int) -> float:
    """Mean seconds of the nearest group with at least `least` contacts; of all where there is none."""
    same_channel = handled["channel"] == channel
    same_tag = handled["major_category"].isna() if pd.isna(category) else handled["major_category"] == category
    for part in (handled[same_channel & same_tag], handled[same_channel]):
        if part["n"].sum() >= least:
            return float(part["seconds"].sum() / part["n"].sum())
    return float(handled["seconds"].sum() / handled["n"].sum())


def sentence(saving: Saving, language: str) -> str:
    """The finding with what it assumes, for a page or a document."""
    said = "lost" if saving.high < 0 else "saved" if saving.low >= 0 else "open"
    low, high = (abs(saving.high), abs(saving.low)) if said == "lost" else (saving.low, saving.high)
    return say(
        f"saving.{said}",
        language,
        span=number.span(saving.first, saving.last, language),
        n=number.write("count", saving.confirmed, language),
        hours=number.compact(saving.hours, language),
        low=number.write("money", low, language),
        high=number.write("money", high, language),
    )


def assumptions(saving: Saving, language: str) -> str:
    """What the band rests on, in one line to stand under it."""
    return say(
        "saving.assumed",
        language,
        seconds=number.length(saving.seconds, language),
        low=number.write("money", saving.hourly_low, language),
        high=number.write("money", saving.hourly_high, language),
        cost=number.write("money", saving.bot_cost, language),
        chats=saving.chats_at_once,
    )
