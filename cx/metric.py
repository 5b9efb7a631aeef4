"""What a metric is: a record people can read and a function that says, of a table of facts, what is counted.

A metric of `cx/metrics/*` is a function from the unbound table `rows` to one of the kinds of `cx.kinds`. It computes nothing:
`cx.compute` asks every kind for its parts, reads them in one query, and lets the kind make value, n and interval from
them. `rows` has the columns of its fact (`cx.facts_tables`), and for tickets those of `cx.rows` that depend on the clock.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import ibis

from cx.clustered import clustered_mean, clustered_ratio
from cx.errors import UnknownName
from cx.kinds import (
    Kind,
    Measured,
    Parts,
    Ranked,
    added,
    distinct,
    mean,
    net_promoters,
    per_distinct,
    per_open_time,
    pooled,
    quantile,
    ratio,
    standing,
    total,
    weighed,
)
from cx.language import say

__all__ = [
    "FACTS", "GOOD", "UNITS", "Definition", "Kind", "Measured", "Metric", "Parts", "Ranked", "added", "clustered_mean", "clustered_ratio", "distinct", "find",
    "mean", "metric", "metrics", "net_promoters", "per_distinct", "per_open_time", "pooled", "quantile", "ratio", "standing", "total", "weighed",
]  # fmt: skip
UNITS = ("count", "share", "seconds", "score", "nps", "per_day", "per_hour", "per_account")
GOOD = ("up", "down", "none")
FACTS = ("ticket_fact", "answer_fact", "review_fact", "voc_fact", "audit_fact", "term_fact", "revenue_fact")

Definition = Callable[[ibis.Table], Kind]


@dataclass(frozen=True)
class Metric:
    """One metric as people need it. `day` is the column of the fact that says which period a row belongs to.

    `adds_up`: the numerators and denominators of parts (periods, groups, shards) add up to those of the whole.
    `by_wave`: belongs to survey waves; without a wave asked for it is that of the latest, and never cut into months.
    `source` is the key of the text that says where the formula is from.
    `minimum_n` None is the setting's; 0 for counts of everything, which are never "few".
    `measured`: the column of the fact that holds what one row contributes, where people would look for it ("" otherwise).
    `moment` "end": about what stands at the end of each period, not about what happened in it (`cx.rows`); "both": about what stands at
    both of its ends.
    `matures`: the setting that says how many days must have passed before a row can be judged; younger rows are left out,
    or with `is_young` they are the only ones counted.
    """

    name: str
    fact: str
    define: Definition
    unit: str
    good: str
    adds_up: bool
    source: str
    day: str = "day"
    minimum_n: int | None = None
    target_default: float | None = None
    by_wave: bool = False
    measured: str = ""
    moment: str = ""
    matures: str = ""
    is_young: bool = False

    def label(self, language: str) -> str:
        """Name on tiles and in tables."""
        return say(f"metric.{self.name}.label", language)

    def explanation(self, language: str) -> str:
        """One sentence: what is divided by what, and what is left out."""
        return say(f"metric.{self.name}.explanation", language)

    def origin(self, language: str) -> str:
        """Where the formula is from: who published it, or that it is our own."""
        return say(self.source, language)


_FOUND: dict[str, Metric] = {}


def metric(
    *,
    fact: str,
    unit: str,
    good: str,
    adds_up: bool,
    source: str,
    day: str = "day",
    minimum_n: int | None = None,
    target_default: float | None = None,
    by_wave: bool = False,
    measured: str = "",
    moment: str = "",
    matures: str = "",
    is_young: bool = False,
) -> Callable[[Definition], Definition]:
    """Make the decorated function a metric of its own name."""

    def register(define: Definition) -> Definition:
        name = define.__name__
        _FOUND[name] = Metric(
            name=name,
            fact=fact,
            define=define,
            unit=unit,
            good=good,
            adds_up=adds_up,
            source=source,
            day=day,
            minimum_n=minimum_n,
            target_default=target_default,
            by_wave=by_wave,
            measured=measured,
            moment=moment,
            matures=matures,
            is_young=is_young,
        )
        return define

    return register


@cache
def metrics() -> dict[str, Metric]:
    """Every metric of the folder `cx/metrics`, by name, in the order of files and lines."""
    from cx import metrics as folder

    for module in sorted(info.name for info in pkgutil.iter_modules(folder.__path__)):
        importlib.import_module(f"{folder.__name__}.{module}")
    return dict(_FOUND)


def find(name: str) -> Metric:
    """The metric called `name`; raises UnknownName."""
    if name not in metrics():
        raise UnknownName("metric", name, metrics())
    return metrics()[name]
