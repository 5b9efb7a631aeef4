"""Why did it move: the change of a metric between two periods, split into what each member of a dimension did to it.

A rate or a mean changes because members got better or worse (rate effect) and because their shares of the whole changed
(mix effect): with weights w and values r of a member, before (0) and now (1), and R the mean of both overall values,

    rate effect = (w0 + w1) / 2 * (r1 - r0)
    mix effect  = (w1 - w0) * ((r0 + r1) / 2 - R)

Halfway between the periods there is no left-over third term, so all parts add up to the change, and it does not matter which
period comes first (Marshall-Edgeworth weights, as in Kitagawa 1955). Taking R off every member moves nothing in the sum, as
shares add up to 1, and makes a part readable: a member below the whole that grows pulls the whole down. A member that is
only there in one period changed its share and not its value. Counts change by the sum of what their members changed by.

Two dimensions at once are split by their cells (the phone at noon), each a member like any other. The NPS is a mean too, of
answers that are 100, 0 or -100; its two periods are the newest wave and the one before it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from cx import business_hours, number, rush
from cx.cache import cached
from cx.compute import both, compare, compute, members
from cx.errors import BadRows
from cx.explained import BREAK, sentence
from cx.measure import looked_from
from cx.metric import Metric, find
from cx.period import Span
from cx.question import kind
from cx.rows import column
from cx.selection import Selection
from cx.survey_waves import newest_two, reach
from cx.warehouse import Store

__all__ = ["BY", "COLUMNS", "can", "change", "sentence", "split"]
COLUMNS = ("member", "label", "mix", "rate", "total", "n", "previous_n", "value", "previous")
BY = ("channel", "major_category", "segment", "product", "agent")  # what a page offers first
Way = Literal["rates", "counts", "per"]
_MOST = 0.5
BOTH = "+"  # between the names of two dimensions
_EVERY_MEMBER = 1_000_000
_KEYS = ("account", "agent", "source", "account_key", "agent_key", "source_id")
Numbers = npt.NDArray[Any]


def can(name: str) -> bool:
    """Whether the changes of the metric `name` can be split: its parts have to add up. Raises UnknownName."""
    found = find(name)
    return found.adds_up or found.unit == "nps"


def change(
    store: Store,
    name: str,
    selection: Selection,
    by: str | tuple[str, str],
    *,
    as_of: date | None = None,
    whole: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """What each member of the dimension `by` did to the change `cx.compute.compare` shows for the metric `name`.

    Of two dimensions each cell is a member; `member` and `label` are then JSON lists of two, `by` in `attrs` is "channel+hour".

    A row a member, the largest effect first: `member` (None: rows without a value), `label` (its name in the data, for keys
    that of the account, agent or source), `mix`, `rate` and their sum `total`, `n` and `previous_n`, `value` and `previous` of the
    member by itself. All in the metric's unit; the `total` of all rows add up to `change` of compare(). Of counts there is no
    mix: `rate` is what the member's own count changed by. No row where there is nothing to compare.

    `attrs` of the frame: `metric`, `by`, `way` ("rates", "counts", "per" working day or open hour), `value`, `previous`, `change` and
    `is_separable` as compare() has them. `whole` is compare()'s row of the metric, for who has asked for it already.
    Raises UnknownName for a metric or dimension that does not exist, BadRows for a metric whose parts do not add up.
    """
    metric, dimensions = find(name), (by,) if isinstance(by, str) else by
    for dimension in dimensions:
        column(metric.fact, dimension)
    if not can(name):
        raise BadRows("explain.not_additive", name=metric.name)
    as_of = looked_from(store, as_of)
    question = ("explain", name, dimensions)

    def make() -> pd.DataFrame:
        told = whole or compare(store, [name], selection, as_of=as_of).to_dict("records")[0]
        return _change(store, metric, selection, told, by=dimensions, as_of=as_of)

    return cached(store, question, selection, make, as_of=as_of)


def _change(
    store: Store, metric: Metric, selection: Selection, whole: Mapping[str, Any], *, by: tuple[str, ...], as_of: date
) -> pd.DataFrame:
    way = _way(metric)
    about = {"metric": metric.name, "by": BOTH.join(by), "way": way, "is_separable": bool(whole["is_separable"])}
    about |= {key: float(whole[key]) for key in ("value", "previous", "change")}
    frame = pd.DataFrame(columns=list(COLUMNS))
    if not number.is_missing(whole["change"]):
        now, before = _sides(store, metric, selection, whole, by=by, as_of=as_of)
        frame = _parts(now, before, way, 100 if metric.unit == "nps" else 1)
        frame["label"] = _labels(store, by, frame["member"].tolist(), whole["last"])
        order = np.argsort(-np.abs(frame["total"].to_numpy(dtype=np.float64)), kind="stable")
        frame = frame.take(order).reset_index(drop=True)[list(COLUMNS)]
    frame.attrs = about
    return frame


def _sides(
    store: Store, metric: Metric, selection: Selection, whole: Mapping[str, Any], *, by: tuple[str, ...], as_of: date
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The members in the two periods, or waves, that `whole` sets side by side."""
    if metric.by_wave:
        earlier, since = newest_two(store, metric, selection, as_of)[-1], reach(store, selection, as_of)
        found = compute(store, [metric.name], selection, by=[*by, "wave"], as_of=as_of, span=since)
        now = compute(store, [metric.name], selection, by=list(by), as_of=as_of)
        return _keyed(now, by), _keyed(found[found["wave"] == earlier], by)
    spans = Span(whole["first"], whole["last"]), Span(whole["previous_first"], whole["previous_last"])
    now, before = both(store, [metric.name], selection, spans=spans, by=list(by), as_of=as_of)
    return _keyed(now, by), _keyed(before, by)


def _way(metric: Metric) -> Way:
    found = kind(metric.name)
    if found.per:
        return "per"
    return "rates" if "denominator" in found.parts else "counts"


def stands_alone(cells: pd.DataFrame) -> bool:
    """Whether one cell of a change by two dimensions makes most of it, and is only a part of its member of the first."""
    if cells.empty:
        return False
    members = [json.loads(str(one))[0] for one in cells["member"]]
    n, own = int(cells["n"].iloc[0]), int(cells["n"][[one == members[0] for one in members]].sum())
    effect, whole = abs(float(cells["rate"].iloc[0])), abs(float(cells.attrs["change"]))
    return whole > 0 and effect >= _MOST * whole and n < _MOST * own


def _keyed(frame: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    """The rows with the column `member`: what tells them apart, None or of two dimensions a JSON list."""
    values = [[None if pd.isna(one) else one for one in frame[name].tolist()] for name in by]
    cells = values[0] if len(by) == 1 else [json.dumps(cell, ensure_ascii=False) for cell in zip(*values, strict=True)]
    return frame.assign(member=pd.Series(cells, index=frame.index, dtype=object))


def _parts(now: pd.DataFrame, before: pd.DataFrame, way: Way, scale: int) -> pd.DataFrame:
    """The members of both periods side by side, with their effects; a numerator counts `scale` in the metric's unit."""
    members = pd.concat([now["member"], before["member"]], ignore_index=True)
    at, found = pd.factorize(members, use_na_sentinel=False)
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
        mix, rate = split((x_now * scale, d_now), (x_before * scale, d_before))
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


def _labels(store: Store, by: tuple[str, ...], names: list[object], day: date) -> list[str | None]:
    if len(by) == 1:
        return _labels_of(store, by[0], names, day)
    cells = [json.loads(str(name)) for name in names]
    sides = [_labels_of(store, one, [cell[at] for cell in cells], day) for at, one in enumerate(by)]
    return [json.dumps(pair, ensure_ascii=False) for pair in zip(*sides, strict=True)]


def _labels_of(store: Store, by: str, names: Sequence[object], day: date) -> list[str | None]:
    if by == "hour":
        hours = rush.hours_of(business_hours.blocks_on(business_hours.week(store), day))
        return [BREAK * hours.is_break(int(str(name))) + str(name) for name in names]
    known: dict[str, str] = {}
    if by in _KEYS:
        listed = members(store, by, _EVERY_MEMBER)
        known = dict(zip(listed["value"], listed["label"], strict=True))
    return [None if name is None else str(known.get(str(name)) or name) for name in names]
