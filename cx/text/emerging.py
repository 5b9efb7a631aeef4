"""Topics and words that grow, or fall, beyond chance.

The last completed period is held against the ones before it. What is compared is a share: of so many texts (or customers)
of the period, so many are about it; when everything grows, nothing grows in particular.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

LEAST = 5  # in the last period
RATE = 0.05  # share of false finds among all finds that is accepted
BASELINE = 12  # periods at most
_TAIL = 0.025
_OWN_WEIGHT = 8.0  # degrees of freedom of the usual dispersion, that a term's own is weighed against


@dataclass(frozen=True)
class Emerging:
    """One term or topic whose share changed. `ratio` is last share / baseline share, infinite for what was never said
    before; `low` and `high` are its 95 % interval, `p` the one-sided p-value, `q` the smallest false discovery rate at
    which it would be found; `last` is the count of the last period and `usual` what the baseline led to expect of it.
    """

    name: str
    last: int
    usual: float
    ratio: float
    low: float
    high: float
    p: float
    q: float


@dataclass(frozen=True)
class Tested:
    """What was found, most certain first, and how many names were tested for it.

    `status`: "ok", or why nothing could be tested: "no_baseline" (fewer than two periods before the last completed one),
    "no_texts" (nothing in the last completed period, or nothing before it).
    """

    status: str
    found: list[Emerging]
    tested: int


@dataclass(frozen=True)
class Table:
    """Counts by name (row) and period (column, in order of time), and how many documents each period has in all."""

    names: Sequence[str]
    counts: Counts
    totals: Counts


def table(
    terms: Sequence[Iterable[str]], periods: Sequence[int], count: int, senders: Sequence[Hashable] | None = None
) -> Table:
    """Count the documents with each term (a topic's name will do) in periods 0 to `count` - 1.

    Documents of other periods are left out. With `senders` (the account of each document) a term counts once per sender
    and period, and a period's total are its senders: an account that writes the same three hundred times is one voice.
    """
    voices = range(len(terms)) if senders is None else senders
    seen: set[tuple[str, int, Hashable]] = set()
    present: set[tuple[int, Hashable]] = set()
    for said, period, voice in zip(terms, periods, voices, strict=True):
        if 0 <= period < count:
            present.add((period, voice))
            seen.update((term, period, voice) for term in said)
    names = sorted({term for term, _, _ in seen})
    row = {name: number for number, name in enumerate(names)}
    counts = np.zeros((len(names), count), dtype=np.int64)
    for term, period, _ in seen:
        counts[row[term], period] += 1
    totals = np.bincount([period for period, _ in present], minlength=count).astype(np.int64)
    return Table(names, counts, totals)


def emerging(
    counted: Table, *, is_last_complete: bool, falling: bool = False, least: int = LEAST, rate: float = RATE
) -> Tested:
    """Names whose share in the last completed period is higher (`falling`: lower) than in up to twelve periods before.

    A last column that is not complete is left out. Tested is every name with at least twice `least` documents in baseline
    and last period together (a bound that knows nothing about when they were written, so that it does not choose by
    luck); told are those with `least` in the last period (falling: expected there). Test and interval: exact conditional
    binomial (the last count given the sum, Clopper-Pearson), after dividing the counts by the dispersion of the baseline
    where periods differ by more than chance. Several names: Benjamini and Hochberg (1995) at `rate`.
    """
    end = counted.counts.shape[1] - (0 if is_last_complete else 1)
    start = max(0, end - 1 - BASELINE)
    counts, totals = counted.counts[:, start:end], counted.totals[start:end].astype(np.float64)
    used = totals > 0
    if end - start > 0 and not used[-1]:
        return Tested("no_texts", [], 0)
    counts, totals = counts[:, used], totals[used]
    if len(totals) < 3:  # noqa: PLR2004 - two before the last: one alone says nothing about how periods differ
        return Tested("no_baseline", [], 0)
    rows = np.flatnonzero(counts.sum(axis=1) >= 2 * least)
    names = [counted.names[int(row)] for row in rows]
    return Tested("ok", _found(names, counts[rows], totals, falling=falling, least=least, rate=rate), len(rows))


def _found(
    names: list[str], counts: Counts, totals: Floats, *, falling: bool, least: int, rate: float
) -> list[Emerging]:
    before, last = counts[:, :-1].sum(axis=1).astype(np.float64), counts[:, -1].astype(np.float64)
    share = totals[-1] / totals.sum()  # of all documents, those of the last period
    usual = before / totals[:-1].sum() * totals[-1]
    spread = dispersion(counts[:, :-1], totals[:-1])
    x, rest = last / spread, before / spread
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = last / usual
    p = chance_of_more(rest, x, 1 - share) if falling else chance_of_more(x, rest, share)
    q = false_discovery(p)
    low, high = _bounds(x, rest, share)
    enough = (usual if falling else last) >= least
    rows = [row for row in np.lexsort((np.array(names), p)) if enough[row] and q[row] <= rate] if names else []
    return [
        Emerging(
            names[row], int(last[row]), float(usual[row]), float(ratio[row]), float(low[row]), float(high[row]),
            float(p[row]), float(q[row]),
        )
        for row in rows
    ]  # fmt: skip


def chance_of_more(x: Floats, rest: Floats, share: float) -> Floats:
    """Upper tail of the binomial: how probable `x` or more of `x + rest` are where `share` is expected; not only whole numbers."""
    from scipy.special import betainc

    return np.asarray(np.where(x > 0, betainc(np.where(x > 0, x, 1.0), rest + 1, share), 1.0))


def _bounds(x: Floats, rest: Floats, share: float) -> tuple[Floats, Floats]:
    """95 % interval of the ratio of rates, from that of the last period's part of both (Clopper-Pearson)."""
    from scipy.special import betaincinv

    odds = share / (1 - share)
    with np.errstate(invalid="ignore", divide="ignore"):
        low = np.where(x > 0, betaincinv(np.maximum(x, 1e-9), rest + 1, _TAIL), 0.0)
        high = np.where(rest > 0, betaincinv(x + 1, np.maximum(rest, 1e-9), 1 - _TAIL), 1.0)
        return low / (1 - low) / odds, high / (1 - high) / odds


def dispersion(counts: Counts, totals: Floats) -> Floats:
    """How many times more the periods (columns) of each row differ than chance would have it, at least 1.

    Pearson's chi-squared over its degrees of freedom, drawn towards that of the usual row (the median), as few periods say
    little about one row; a topic that was an outage of one week does not make every other topic look restless.
    """
    from scipy.special import chdtri

    freedom = len(totals) - 1
    expected = counts.sum(axis=1, keepdims=True) * totals / totals.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.where(expected > 0, (counts - expected) ** 2 / expected, 0).sum(axis=1)
    said = squares[counts.any(axis=1)]
    usual = float(np.median(said)) / float(chdtri(freedom, 0.5)) if len(said) else 1.0
    return np.asarray(np.maximum(1, (squares + _OWN_WEIGHT * usual) / (freedom + _OWN_WEIGHT)))


def false_discovery(p: Floats) -> Floats:
    """Adjusted p-values of Benjamini and Hochberg (1995): those at most 5 % have at most 5 % false finds among them."""
    order = np.argsort(p, kind="stable")[::-1]
    ranks = np.arange(len(p), 0, -1)
    adjusted = np.minimum.accumulate(p[order] * len(p) / ranks)
    result = np.empty(len(p))
    result[order] = np.minimum(adjusted, 1)
    return result
