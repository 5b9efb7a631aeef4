"""What is asked of the entries of a funnel: how many reach each step, how long it takes them, and who stands where."""

from __future__ import annotations

from functools import lru_cache

import ibis

from cx.funnel import STATES, Funnel
from cx.funnel_paths import entries
from cx.question import COMPILING

GRAINS = {"week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_DAY = 86_400


@lru_cache(maxsize=200)
def counts(shape: Funnel, *, by_group: bool = False, every: str | None = None) -> str:
    """SQL over `entries`: one row, or one per `grouped` and per `period` (of entering), with the entries in each state (`done`, `lost`,
    `open`, `excluded`), `reached_1` ... (entries done or lost that reached the step), `lost_1` ... and `open_1` ... (that stand there).
    """
    with COMPILING:
        found = entries(shape)
        keys = [found.grouped] if by_group else []
        if every:
            keys.append(found.entered_at.truncate(GRAINS[every]).date().name("period"))
        is_decided = found.state.isin(["done", "lost"])
        parts = {state: (found.state == state).sum() for state in STATES}
        for number in range(1, len(shape.steps) + 1):
            parts[f"reached_{number}"] = (is_decided & found[f"at_{number}"].notnull()).sum()
            for state in ("lost", "open"):
                parts[f"{state}_{number}"] = ((found.state == state) & (found.reached == number)).sum()
        made = found.group_by(keys).aggregate(**parts) if keys else found.aggregate(**parts)
        return str(ibis.to_sql(made, dialect="duckdb"))


@lru_cache(maxsize=200)
def lengths(shape: Funnel) -> str:
    """SQL over `entries`: of every step after the first, how long those who reached it needed from the required step before it.

    Columns `step`, `n`, `median`, `p90` in seconds (null: nobody). Step 0 is the whole way, of those who finished. Excluded entries are
    left out; those in progress count for what they have reached.
    """
    with COMPILING:
        taken = _taken(shape)
        made = taken.group_by("step").aggregate(
            n=taken.seconds.count(), median=taken.seconds.quantile(0.5), p90=taken.seconds.quantile(0.9)
        )
        return str(ibis.to_sql(made.order_by("step"), dialect="duckdb"))


@lru_cache(maxsize=200)
def histogram(shape: Funnel, bucket_seconds: int = _DAY) -> str:
    """SQL over `entries`: `step`, `bucket` (whole buckets of time needed, from 0) and `n`; see `lengths`."""
    with COMPILING:
        taken = _taken(shape)
        taken = taken.mutate(bucket=(taken.seconds / bucket_seconds).floor().cast("int64"))
        made = taken.group_by(["step", "bucket"]).aggregate(n=taken.count())
        return str(ibis.to_sql(made.order_by(["step", "bucket"]), dialect="duckdb"))


def _taken(shape: Funnel) -> ibis.Table:
    found = entries(shape)
    found = found.filter(found.state != "excluded")
    parts = []
    before = 1
    for number, step in [*enumerate(shape.steps[1:], 2), (0, None)]:
        first, last = (1, shape.last_required) if step is None else (before, number)
        until = found[f"at_{last}"]
        seconds = until.epoch_seconds() - found[f"at_{first}"].epoch_seconds()
        own = found.filter(until.notnull())
        parts.append(own.select(step=ibis.literal(number, "int64"), seconds=seconds.cast("float64")))
        if step is not None and not step.is_optional:
            before = number
    return ibis.union(*parts)
