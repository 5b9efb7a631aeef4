"""Topics and words that grow beyond chance: the last completed week or month against the twelve before it.

Counted are customers, not texts: of so many accounts that wrote in a period, so many are about it; an account that writes the
same three hundred times is one voice. Texts of nobody known count once each, however often they are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from cx import period
from cx.cache import VOC, cached
from cx.measure import data_days, looked_from
from cx.rows import select
from cx.selection import Selection
from cx.text.emerging import BASELINE, LEAST, Emerging, Table, emerging
from cx.voc import reading
from cx.voc.term_index import Ints, distinct, index
from cx.warehouse import Store

EVERY = ("week", "month")
KINDS = ("topic", "word")


@dataclass(frozen=True)
class Rising:
    """What grew in `last`, against what the periods since `first` led to expect; most certain first.

    `status`: "ok", "unread" (until all texts are read the earlier periods would seem to have had fewer), or why nothing could
    be tested ("no_baseline", "no_texts"). `tested`: names looked at, by kind; `voices`: accounts of the last period.
    """

    status: str
    last: period.Span
    first: date
    found: dict[str, tuple[Emerging, ...]]
    tested: dict[str, int]
    voices: int = 0


def rising(store: Store, selection: Selection, every: str = "week") -> Rising:
    """What grows, up to the end of what is looked at; of the selection's period only its end counts."""
    return cached(store, (VOC, "rising", every), selection, lambda: _rising(store, selection, every))


def spans(store: Store, selection: Selection, every: str) -> list[period.Span]:
    """The last completed period up to the end of what is looked at, and up to twelve before it that have data throughout."""
    known, as_of = data_days(store), looked_from(store, None)
    end = min(selection.span(as_of, known[0] if known else None)[1], as_of)
    begin = period.start_of(end + timedelta(days=1), every)  # the one that runs, or the next one
    found: list[period.Span] = []
    for _ in range(BASELINE + 1):
        last = begin - timedelta(days=1)
        begin = period.start_of(last, every)
        if known is None or begin < known[0]:
            break
        found.append(period.Span(begin, last))
    return found[::-1]


def _rising(store: Store, selection: Selection, every: str) -> Rising:
    listed = spans(store, selection, every)
    nothing: dict[str, tuple[Emerging, ...]] = dict.fromkeys(KINDS, ())
    if not listed:
        day = looked_from(store, None)
        return Rising("no_baseline", period.Span(day, day), day, nothing, dict.fromkeys(KINDS, 0))
    last, first = listed[-1], listed[0].first
    if not reading.state(store).is_done:
        return Rising("unread", last, first, nothing, dict.fromkeys(KINDS, 0))
    rows = _voices(store, selection, listed)
    tables = {"topic": _topics(rows, len(listed)), "word": _words(store, rows, len(listed))}
    tested = {kind: emerging(table, is_last_complete=True) for kind, table in tables.items()}
    return Rising(
        tested["word"].status,
        last,
        first,
        {kind: tuple(one.found) for kind, one in tested.items()},
        {kind: one.tested for kind, one in tested.items()},
        int(tables["word"].totals[-1]),
    )


def _voices(store: Store, selection: Selection, listed: list[period.Span]) -> pd.DataFrame:
    """Who said which text in which period, each once: `text_hash`, `topic`, `at` (period from 0 on), `voice` (numbered)."""
    as_of = looked_from(store, None)
    rows, values = select("voc_fact", "day", selection, (listed[0].first, listed[-1].last)).sql(as_of)
    starts = [span.first for span in listed]
    return store.query(
        f"with {rows}, said as (select distinct text_hash, topic, len(list_filter(?::date[], lambda one: one <= day))"
        " as place, coalesce(account_key, text_hash::varchar) as who from rows where is_counted)"
        " select text_hash, topic, (place - 1)::bigint as at, dense_rank() over (order by who) - 1 as voice from said",
        [*values, starts],
    )


def _table(names: list[str], ids: Ints, at: Ints, voice: Ints, totals: Ints) -> Table:
    """Voices per name and period: `ids`, `at` and `voice` of every mention."""
    size, periods = max(len(names), 1), len(totals)
    each = distinct((voice * periods + at) * size + ids)
    counts = np.bincount(each // size % periods + each % size * periods, minlength=size * periods)
    return Table(names, counts.reshape(size, periods)[: len(names)].astype(np.int64), totals)


def _totals(at: Ints, voice: Ints, periods: int) -> Ints:
    return np.bincount(distinct(voice * periods + at) % periods, minlength=periods).astype(np.int64)


def _topics(rows: pd.DataFrame, periods: int) -> Table:
    has_topic = rows[rows["topic"].notna()]
    codes, names = pd.factorize(has_topic["topic"], sort=True)
    at, voice = has_topic["at"].to_numpy(np.int64), has_topic["voice"].to_numpy(np.int64)
    totals = _totals(rows["at"].to_numpy(np.int64), rows["voice"].to_numpy(np.int64), periods)
    return _table([str(name) for name in names], codes.astype(np.int64), at, voice, totals)


def _words(store: Store, rows: pd.DataFrame, periods: int) -> Table:
    """Words said too rarely to be tested are left out before voices are counted."""
    all_words = index(store)
    places = all_words.places(rows["text_hash"].to_numpy(dtype=np.uint64))
    at, voice = rows["at"].to_numpy(np.int64), rows["voice"].to_numpy(np.int64)
    totals = _totals(at[places >= 0], voice[places >= 0], periods)
    uses = np.bincount(places[places >= 0], minlength=len(all_words.hashes))
    often = np.bincount(all_words.ids, uses[all_words.owners], len(all_words.names)) >= 2 * LEAST
    kept = often[all_words.ids] & (uses[all_words.owners] > 0)
    owners, ids = all_words.owners[kept].astype(np.int64), all_words.ids[kept].astype(np.int64)
    begin = np.searchsorted(owners, np.arange(len(all_words.hashes) + 1))
    said = places[places >= 0]
    lengths = begin[said + 1] - begin[said]
    mention = np.repeat(begin[said] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths) + np.arange(
        lengths.sum()
    )
    numbers = np.flatnonzero(often)
    compact = np.searchsorted(numbers, ids[mention])
    names = [all_words.names[one] for one in numbers]
    who, when = np.repeat(voice[places >= 0], lengths), np.repeat(at[places >= 0], lengths)
    return _table(names, compact.astype(np.int64), when, who, totals)
