"""Words of what is looked at: how many texts say each, what is said more here than there, and when.

A text counts a term once; equal texts of different customers count each. Counted are texts that were read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cx import period
from cx.cache import VOC, cached
from cx.measure import data_days, looked_from
from cx.rows import column, select
from cx.selection import LISTS, Selection
from cx.text.emerging import RATE, chance_of_more, false_discovery
from cx.text.keywords import LEAST, Contrast, contrast_of_counts
from cx.voc import reading
from cx.voc.term_index import Ints, TermIndex, index
from cx.warehouse import Store

GROUPS = ("segment", "channel", "product")  # what can be held against all others


@dataclass(frozen=True)
class Word:
    """A term, the texts that say it, and their share of all texts read."""

    term: str
    n: int
    share: float


@dataclass(frozen=True)
class Said:
    """The terms of the completed period, most texts first; of `documents` texts `read` are read."""

    documents: int
    read: int
    rows: tuple[Word, ...]


@dataclass(frozen=True)
class Contrasted:
    """Terms told apart beyond chance (false discoveries 5 %): most telling for `here` first, for `there` last.

    `here` and `there` are texts read. `is_known`: there is something to compare with.
    """

    here: int
    there: int
    rows: tuple[Contrast, ...]
    is_known: bool = True


def said(store: Store, selection: Selection) -> Said:
    """What is said most in the completed period of a selection."""
    return cached(store, (VOC, "words"), selection, lambda: _said(store, selection, _now(store, selection)))


def _now(store: Store, selection: Selection) -> period.Span:
    known = data_days(store)
    return period.current(selection, looked_from(store, None), known[0] if known else None)


def _said(store: Store, selection: Selection, span: period.Span) -> Said:
    found, all_words = _texts(store, selection, span), index(store)
    places = _places(all_words, found)
    counts = all_words.counts(places, found["n"].to_numpy())
    read = int(found["n"].to_numpy()[places >= 0].sum())
    listed = [(int(counts[at]), all_words.names[at]) for at in np.flatnonzero(counts)]
    listed.sort(key=lambda row: (-row[0], row[1]))
    return Said(int(found["n"].sum()), read, tuple(Word(name, n, n / read) for n, name in listed))


def _places(all_words: TermIndex, found: pd.DataFrame) -> Ints:
    return all_words.places(found["text_hash"].to_numpy(dtype=np.uint64))


def _texts(store: Store, selection: Selection, span: period.Span, split: tuple[str, str] | None = None) -> pd.DataFrame:
    """Every text with how many documents (`n`) it is; with `split` (dimension, value) also how many have that value (`own`)."""
    as_of = looked_from(store, None)
    rows, values = select("voc_fact", "day", selection, (span.first, min(span.last, as_of))).sql(as_of)
    own = ""
    if split:
        own = f', count(*) filter ("{column("voc_fact", split[0])}"::varchar = ?) as own'
        values = [*values, split[1]]
    return store.query(
        f"with {rows} select text_hash, count(*) as n{own} from rows where is_counted group by text_hash", values
    )


def contrast(store: Store, selection: Selection, by: str, value: str = "") -> Contrasted:
    """What the completed period says more than the compared one (`by` "period"), or the texts with a `value` of a dimension of
    GROUPS more than all others of the period; a filter on that dimension is not looked at then.

    Ranked by log-odds with an informative prior (`cx.text.keywords.contrast`); told is what is beyond chance among all terms,
    by the exact binomial test of how the texts with a term are shared out (the prior would hide a word that is quite new).
    """
    question = (VOC, "word contrast", by, value)
    return cached(store, question, selection, lambda: _contrast(store, selection, by, value))


def _contrast(store: Store, selection: Selection, by: str, value: str) -> Contrasted:
    now, all_words = _now(store, selection), index(store)
    if by == "period":
        before, known = period.previous(now, selection.compare), data_days(store)
        # The newest texts are read first: until all are read, little of the earlier period is known.
        is_known = known is not None and known[0] <= before.last and reading.state(store).is_done
        if not is_known:
            return Contrasted(0, 0, (), is_known=False)
        here, there = (_counted(all_words, _texts(store, selection, span)) for span in (now, before))
    else:
        open_to_all = selection.narrowed(**{by: ()}) if by in LISTS else selection
        found = _texts(store, open_to_all, now, (by, value))
        others = found.assign(n=found["n"] - found["own"])
        here, there = (_counted(all_words, one) for one in (found.assign(n=found["own"]), others))
    return _told(all_words, here, there)


def _counted(all_words: TermIndex, found: pd.DataFrame) -> tuple[Ints, int]:
    """Documents by term, and documents read."""
    places, n = _places(all_words, found), found["n"].to_numpy()
    return all_words.counts(places, n), int(n[places >= 0].sum())


def _told(all_words: TermIndex, here: tuple[Ints, int], there: tuple[Ints, int]) -> Contrasted:
    first, second = here[0], there[0]
    if not here[1] or not there[1]:
        return Contrasted(here[1], there[1], (), is_known=False)
    tested = np.flatnonzero(first + second >= LEAST)
    names = [all_words.names[at] for at in tested]
    # Rare terms are no contrast and still part of what is said: they stand together for the rest of the odds.
    rare = "\0"
    counts = [
        Counter(dict(zip(names, one[tested].tolist(), strict=True)) | {rare: int(one.sum() - one[tested].sum())})
        for one in (first, second)
    ]
    rows = [row for row in contrast_of_counts(counts[0], counts[1], counts[0] + counts[1]) if row.term != rare]
    if not rows:
        return Contrasted(here[1], there[1], ())
    chance = false_discovery(_by_chance(rows, counts[0].total() / (counts[0].total() + counts[1].total())))
    return Contrasted(here[1], there[1], tuple(row for row, q in zip(rows, chance.tolist(), strict=True) if q <= RATE))


def _by_chance(rows: list[Contrast], share: float) -> np.ndarray:
    """Two-sided p-values (twice the smaller tail) of the first of both numbers, given their sum and the share expected in it."""
    x, y = (np.array(side, dtype=np.float64) for side in zip(*((row.first, row.second) for row in rows), strict=True))
    return np.asarray(np.minimum(1, 2 * np.minimum(chance_of_more(x, y, share), chance_of_more(y, x, 1 - share))))


def trend(store: Store, selection: Selection, term: str, every: str, span: tuple[date, date]) -> dict[date, int]:
    """Texts that say a term by the first day of the period they lie in; periods without one are left out."""

    def ask() -> dict[date, int]:
        as_of = looked_from(store, None)
        rows, values = select("voc_fact", "day", selection, (span[0], min(span[1], as_of))).sql(as_of)
        found = store.query(
            f"with {rows} select day, count(*) as n from rows where is_counted"
            " and text_hash in (select unnest(?::ubigint[])) group by 1 order by 1",
            [*values, index(store).texts(term)],
        )
        counts: Counter[date] = Counter()
        for day, n in zip(found["day"], found["n"], strict=True):
            counts[period.start_of(pd.Timestamp(day).date(), every)] += int(n)
        return dict(counts)

    return cached(store, (VOC, "word trend", term, every, span), selection, ask)
