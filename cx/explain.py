"""Why did it move: the change of a metric between two periods, split into what each member of a dimension did to it.

A rate or a mean changes because members got better or worse (rate effect) and because their shares of the whole changed
(mix effect): with weights w and values r of a member, before (0) and now (1), and R the mean of both overall values,

    rate effect = (w0 + w1) / 2 * (r1 - r0)
    mix effect  = (w1 - w0) * ((r0 + r1) / 2 - R)

Halfway between the periods there is no left-over third term, so all parts add up to the change, and it does not matter which
period comes first (Marshall-Edgeworth weights, as in Kitagawa 1955). Taking R off every member moves nothing in the sum, as
shares add up to 1, and makes a part readable: a member below the whole that grows pulls the whole down. A member that is
only there in one period changed its share and not its value. Counts change by the sum of what their members changed by.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from cx import number
from cx.cache import cached
from cx.compute import compare, compute, members
from cx.errors import BadRows
from cx.explained import sentence
from cx.measure import looked_from
from cx.metric import Metric, find
from cx.question import kind
from cx.rows import column
from cx.selection import Selection
from cx.warehouse import Store

__all__ = ["BY", "COLUMNS", "can", "change", "sentence", "split"]
COLUMNS = ("member", "label", "mix", "rate", "total", "n", "previous_n", "value", "previous")
BY = ("channel", "major_category", "segment", "product", "agent")  # what a page offers first
Way = Literal["rates", "counts", "per"]
_EVERY_MEMBER = 1_000_000
_KEYS = ("account", "agent", "source", "account_key", "agent_key", "source_id")
Numbers = npt.NDArray[Any]


def can(name: str) -> bool:
    """Whether the changes of the metric `name` can be split: its parts have to add up. Raises UnknownName."""
    return find(name).adds_up


def change(store: Store, name: str, selection: Selection, by: str, *, as_of: date | None = None) -> pd.DataFrame:
    """What each member of the dimension `by` did to the change `cx.compute.compare` shows for the metric `name`.

    A row a member, the largest effect first: `member` (None: rows without a value), `label` (its name in the data, for keys
    that of the account, agent or source), `mix`, `rate` and their sum `total`, `n` and `previous_n`, `value` and `previous` of the
    member by itself. All in the metric's unit; the `total` of all rows add up to `change` of compare(). Of counts there is no
    mix: `rate` is what the member's own count changed by. No row where there is nothing to compare.

    `attrs` of the frame: `metric`, `by`, `way` ("rates", "counts", "per" working day or open hour), `value`, `previous`, `change` and
    `is_separable` as compare() has them.
    Raises UnknownName for a metric or dimension that does not exist, BadRows for a metric whose parts do not add up.
    """
    metric = find(name)
    column(metric.fact, by)
    if not metric.adds_up:
        raise BadRows("explain.not_additive", name=metric.name)
    as_of = looked_from(store, as_of)
    return cached(
        store, ("explain", name, by), selection, lambda: _change(store, metric, selection, by, as_of), as_of=as_of
    )


def _change(store: Store, metric: Metric, selection: Selection, by: str, as_of: date) -> pd.DataFrame:
    whole = compare(store, [metric.name], selection, as_of=as_of).iloc[0]
    way = _way(metric)
    about = {"metric": metric.name, "by": by, "way": way, "is_separable": bool(whole["is_separable"])}
    about |= {key: float(whole[key]) for key in ("value", "previous", "change")}
    frame = pd.DataFrame(columns=list(COLUMNS))
    if not number.is_missing(whole["change"]):
        spans = ((whole["first"], whole["last"]), (whole["previous_first"], whole["previous_last"]))
        now, before = (compute(store, [metric.name], selection, by=[by], as_of=as_of, span=span) for span in spans)
        frame = _parts(now, before, by, way)
        frame["label"] = _labels(store, by, frame["member"].tolist())
        order = np.argsort(-np.abs(frame["total"].to_numpy(dtype=np.float64)), kind="stable")
        frame = frame.take(order).reset_index(drop=True)[list(COLUMNS)]
    frame.attrs = about
    return frame


def _way(metric: Metric) -> Way:
    found = kind(metric.name)
    if found.per:
        return "per"
    return "rates" if "denominator" in found.parts else "counts"


def _parts(now: pd.DataFrame, before: pd.DataFrame, by: str, way: Way) -> pd.DataFrame:
    """The members of both periods side by side, with their effects."""
    at, found = pd.factorize(pd.concat([now[by], before[by]], ignore_index=True), use_na_sentinel=False)
    places = (at[: len(now)], at[len(now) :])
    names = [None if pd.isna(name) else name for name in found.tolist()]

    def values(period: int, key: str) -> Numbers:
        column = np.full(len(names), np.nan)
        column[places[period]] = (now, before)[period][key].to_numpy(dtype=np.float64)
        return column

    (x_now, d_now), (x_before, d_before) = (
        (np.nan_to_num(values(at, "numerator")), np.nan_to_num(values(at, "denominator"))) for at in (0, 1)
    )
    if way == "rates":
        mix, rate = split((x_now, d_now), (x_before, d_before))
    else:
        if way == "per":  # the same days or hours for every member; who did not write in a period shares them
            x_now, x_before = x_now / d_now.max(), x_before / d_before.max()
        mix, rate = np.zeros(len(names)), x_now - x_before
    counts = {key: np.nan_to_num(values(at, "n")).astype(np.int64) for at, key in ((0, "n"), (1, "previous_n"))}
    own = {"value": values(0, "value"), "previous": values(1, "value")}
    frame = pd.DataFrame({"mix": mix, "rate": rate, "total": mix + rate} | counts | own)
    frame["member"] = pd.Series(names, dtype=object)
    return frame[(frame["n"] > 0) | (frame["previous_n"] > 0)]


def split(now: tuple[Numbers, Numbers], before: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    """Mix and rate effects of members on a ratio, from their numerators and denominators now and before.

    Both add up to the change of sum(numerators) / sum(denominators), which may be 0 in neither period. A denominator of 0
    is a member that was not there. Works on floats and, for exact sums, on arrays of fractions.
    """
    (x_now, d_now), (x_before, d_before) = now, before
    all_now, all_before = d_now.sum(), d_before.sum()
    share_now, share_before = d_now / all_now, d_before / all_before
    own_now, own_before = x_now / np.where(d_now == 0, 1, d_now), x_before / np.where(d_before == 0, 1, d_before)
    rate_now, rate_before = np.where(d_now == 0, own_before, own_now), np.where(d_before == 0, own_now, own_before)
    whole = (x_now.sum() / all_now + x_before.sum() / all_before) / 2
    mix = (share_now - share_before) * ((rate_now + rate_before) / 2 - whole)
    return mix, (share_now + share_before) / 2 * (rate_now - rate_before)


def _labels(store: Store, by: str, names: list[object]) -> list[str | None]:
    known: dict[str, str] = {}
    if by in _KEYS:
        listed = members(store, by, _EVERY_MEMBER)
        known = dict(zip(listed["value"], listed["label"], strict=True))
    return [None if name is None else str(known.get(str(name)) or name) for name in names]
