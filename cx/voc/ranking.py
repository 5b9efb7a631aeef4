"""What customers talk about, ranked: texts by topic with the change against the compared period, their share, the accounts
they are of, and how much worse (or better) those score who write about it.

A change, or a score apart from that of the others, is called one only beyond chance, of all topics together: at most
one in twenty of what is told is a false find (Benjamini and Hochberg 1995).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from cx import period, settings
from cx.cache import VOC, cached
from cx.interval import welch_chance
from cx.measure import data_days, looked_from
from cx.rows import select
from cx.selection import Selection
from cx.text.assign import WEAK
from cx.text.emerging import RATE, false_discovery
from cx.voc import catalogue, reading
from cx.warehouse import Store

SCORES = ("csat", "ces")
_MATTER = {
    "told": "count(kind)",
    "product": "count(*) filter (cause = 'product')",
    "customer": "count(*) filter (cause = 'customer')",
    "critical": "count(*) filter (is_critical)",
    "long_term": "count(*) filter (is_long_term)",
}
_ENOUGH = 14  # days in which every weekday comes twice, so that days of one kind can differ
_USUAL = timedelta(days=55)
_SLACK = timedelta(days=6)  # data may begin after a weekend or holidays and still cover the period

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Score:
    """The mean score of a topic's texts that have one, beside that of all other texts. `difference` is None with too few to show.

    `state`: "ok", "few" (n below the minimum), "withheld" (too few to show), "none".
    """

    n: int
    mean: float
    others: float
    difference: float | None
    is_separable: bool
    state: str


@dataclass(frozen=True)
class Matter:
    """Of `told` texts that are read, those that tell of a fault of the product, of a customer's mistake, that are critical, that last."""

    told: int = 0
    product: int = 0
    customer: int = 0
    critical: int = 0
    long_term: int = 0

    @classmethod
    def of(cls, several: Iterable[Matter]) -> Matter:
        """All of several together."""
        counts = [astuple(one) for one in several]
        return cls(*(sum(column) for column in zip(*counts, strict=True)))

    def share(self, name: str) -> float | None:
        """The share of one of them; None where no text is read."""
        return getattr(self, name) / self.told if self.told else None


@dataclass(frozen=True)
class Row:
    """One topic in what is looked at: texts, those of the compared period (None: not known), share of all texts, accounts."""

    code: str
    title: str
    n: int
    previous: int | None
    is_separable: bool
    share: float
    accounts: int
    is_pinned: bool = False
    scores: dict[str, Score] = field(default_factory=dict)
    matter: Matter = Matter()

    @property
    def trend(self) -> str:
        """How it moved: "up", "down", "same" (within chance), or "unknown" without a comparison."""
        if self.previous is None:
            return "unknown"
        return ("up" if self.n > self.previous else "down") if self.is_separable else "same"


@dataclass(frozen=True)
class Ranking:
    """All topics with texts in either period, the largest first. Of `n` texts `without` have no topic, or are not read yet, and
    `weak` sit in the topic that is least wrong.

    `score` is the one most texts have, None where none has any. `is_compared`: the compared period is known and read.
    """

    n: int
    without: int
    rows: tuple[Row, ...]
    score: str | None
    is_compared: bool
    weak: int = 0

    @property
    def whole(self) -> float:
        """How many times as many texts with a topic there are as in the compared period; 1 where that is not known."""
        before = sum(row.previous or 0 for row in self.rows)
        return sum(row.n for row in self.rows) / before if before else 1.0

    def row(self, code: str) -> Row | None:
        """The row of one topic."""
        return next((row for row in self.rows if row.code == code), None)


def ranking(store: Store, selection: Selection) -> Ranking:
    """The completed period of a selection, ranked. A filter on topics leaves the others out of the rows, and out of `n`."""
    return cached(store, (VOC, "ranking"), selection, lambda: _ranking(store, selection))


def _ranking(store: Store, selection: Selection) -> Ranking:
    known, as_of = data_days(store), looked_from(store, None)
    now = period.current(selection, as_of, known[0] if known else None)
    before = period.previous(now, selection.compare)
    # The newest texts are read first: until all are read, the earlier period would seem to have had fewer.
    state = reading.state(store)
    is_compared = known is not None and known[0] <= before.first + _SLACK and state.read >= state.texts
    sums = _sums(store, selection, now, as_of)
    topics = catalogue.topics(store)
    earlier, chance = _compared(store, selection, (before, now), as_of) if is_compared else ({}, {})
    codes = sorted({*sums.index, *earlier} - {""}, key=lambda code: (-_count(sums, code), -earlier.get(code, 0), code))
    n = int(sums["n"].sum())
    scores = _scores(store, sums, codes)
    rows = [
        Row(
            code,
            topics[code].title if code in topics else code,
            _count(sums, code),
            earlier.get(code, 0) if is_compared else None,
            chance.get(code, 1.0) <= RATE,
            _count(sums, code) / n if n else 0.0,
            int(sums["accounts"].get(code, 0)),
            code in topics and topics[code].is_pinned,
            {name: found[code] for name, found in scores.items()},
            Matter(*(_count(sums, code, name) for name in _MATTER)),
        )
        for code in codes
    ]
    most = {name: int(sums[f"{name}_n"].sum()) for name in SCORES}
    score = max(SCORES, key=lambda name: most[name])
    weak = int(sums["weak"].sum())
    return Ranking(n, _count(sums, ""), tuple(rows), score if most[score] else None, is_compared, weak)


def _count(sums: pd.DataFrame, code: str, name: str = "n") -> int:
    return int(sums[name].get(code, 0))


def _sums(store: Store, selection: Selection, span: period.Span, as_of: date) -> pd.DataFrame:
    """Per topic ("" for none): texts, those that hardly belong there, accounts; what they tell of (`Matter`); of each score n, sum and
    sum of squares.
    """
    rows, values = select("voc_fact", "day", selection, (span.first, min(span.last, as_of))).sql(as_of)
    each = ", ".join(
        f"count({name}_score) as {name}_n, coalesce(sum({name}_score), 0) as {name}_sum,"
        f" coalesce(sum({name}_score * {name}_score), 0) as {name}_square"
        for name in SCORES
    )
    told = ", ".join(f"{count} as {name}" for name, count in _MATTER.items())
    sql = f"""with {rows} select coalesce(topic, '') as topic, count(*) as n, count(distinct account_key) as accounts,
        count(*) filter (topic is not null and topic_strength < {WEAK}) as weak, {told}, {each}
        from rows where is_counted group by 1"""
    return store.query(sql, values).set_index("topic")


def _compared(
    store: Store, selection: Selection, spans: tuple[period.Span, period.Span], as_of: date
) -> tuple[dict[str, int], dict[str, float]]:
    """Texts per topic in the earlier period, and how likely a change like that of each would be by chance alone."""
    usual = [period.Span(one.first - timedelta(days=1) - _USUAL, one.first - timedelta(days=1)) for one in spans]
    first = min(usual[0].first if spans[0].days < _ENOUGH else spans[0].first, spans[0].first)
    last = min(spans[1].last, as_of)
    rows, values = select("voc_fact", "day", selection, (first, last)).sql(as_of)
    sql = f"with {rows} select topic, day, count(*) as n from rows where is_counted and topic is not null group by all"
    found = store.query(sql, values)
    if found.empty:
        return {}, {}
    days = pd.date_range(first, last)
    table = found.pivot_table(index="topic", columns="day", values="n", aggfunc="sum", fill_value=0)
    table.columns = pd.DatetimeIndex(table.columns)
    table = table.reindex(columns=days, fill_value=0)
    (before_of, own), (now_of, other) = (_sample(table, *one) for one in zip(spans, usual, strict=True))
    chance = false_discovery(welch_chance(before_of, now_of, (own, other)))
    counts = _of(table, spans[0]).sum(axis=1).astype(int)
    codes = [str(code) for code in table.index]
    earlier = {code: n for code, n in zip(codes, counts.tolist(), strict=True) if n}
    return earlier, dict(zip(codes, chance.tolist(), strict=True))


def _of(table: pd.DataFrame, span: period.Span) -> pd.DataFrame:
    return table.loc[:, (table.columns >= pd.Timestamp(span.first)) & (table.columns <= pd.Timestamp(span.last))]


def _sample(table: pd.DataFrame, span: period.Span, usual: period.Span) -> tuple[tuple[Floats, Floats, Floats], Floats]:
    """Mean, variance and number of the days of a span, every topic a row, and the degrees of freedom of the variance.

    How days differ is seen with the weekdays' own level taken out; a span too short to show it takes the weeks before it.
    """
    days = _of(table, span)
    shown = _of(table, usual) if span.days < _ENOUGH else days
    weekdays = pd.DatetimeIndex(shown.columns).day_of_week.to_numpy()
    counts = shown.to_numpy(dtype=np.float64)
    rest = counts.copy()
    for weekday in set(weekdays.tolist()):
        at = weekdays == weekday
        rest[:, at] -= counts[:, at].mean(axis=1, keepdims=True)
    own = max(len(weekdays) - len(set(weekdays.tolist())), 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = (rest**2).sum(axis=1) / (own or np.nan)
    size = np.full(len(table), float(days.shape[1]))
    freedom = np.full(len(table), float(own)) if span.days < _ENOUGH else size - 1
    return (days.to_numpy(dtype=np.float64).mean(axis=1), variance, size), freedom


def _scores(store: Store, sums: pd.DataFrame, codes: list[str]) -> dict[str, dict[str, Score]]:
    """Each score of each topic beside all other texts, those without a topic too."""
    rules = settings.get(store)
    whole = sums.sum()
    listed = sums.reindex(codes).fillna(0.0)
    found: dict[str, dict[str, Score]] = {}
    for name in SCORES:
        own = [listed[f"{name}_{part}"].to_numpy(dtype=np.float64) for part in ("n", "sum", "square")]
        rest = [
            float(whole[f"{name}_{part}"]) - part_of for part, part_of in zip(("n", "sum", "square"), own, strict=True)
        ]
        mine, others = _moments(*own), _moments(*rest)
        chance = welch_chance(mine, others)
        is_shown = (own[0] >= max(rules.withhold_n, 1)) & (rest[0] > 0)
        chance[is_shown] = false_discovery(chance[is_shown])
        found[name] = {
            code: _score(rules, n, float(mean), float(other), is_separable=bool(shown and p <= RATE))
            for code, n, mean, other, shown, p in zip(
                codes, own[0].astype(int).tolist(), mine[0], others[0], is_shown, chance, strict=True
            )
        }
    return found


def _moments(n: Floats, total: Floats, squares: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, sample variance and n from sums; NaN where there are too few."""
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / np.where(n > 0, n, np.nan)
        variance = np.maximum(squares - n * mean**2, 0.0) / np.where(n > 1, n - 1, np.nan)
    return mean, variance, n


def _score(rules: settings.Settings, n: int, mean: float, others: float, *, is_separable: bool) -> Score:
    if n < max(rules.withhold_n, 1):
        return Score(n, float("nan"), others, None, is_separable=False, state="withheld" if n else "none")
    gap = None if np.isnan(others) else mean - others
    return Score(n, mean, others, gap, is_separable, "few" if n < rules.minimum_n else "ok")
