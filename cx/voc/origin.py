"""Where the texts of a topic come from: by kind, channel, product and so on, each beside its share among all texts."""

from __future__ import annotations

from datetime import date

import pandas as pd

from cx import compute
from cx.cache import VOC, cached
from cx.interval import differ, wilson
from cx.rows import select
from cx.selection import Selection
from cx.voc.praise import SURE
from cx.warehouse import Store

_WORTH = 1.2  # times the share among all other texts from which a difference is told


def parts(store: Store, selection: Selection, code: str, dimension: str, span: tuple[date, date]) -> pd.DataFrame:
    """The members of a dimension by texts of the topic, the largest first.

    Columns: the dimension (null: without one), `value` (texts of the topic), `usual` (all texts of the selection without the
    topic's filter), `share`, `usual_share` (NaN where there are none), `is_more` (its share is higher than among all other
    texts beyond chance, 95 %, and by a fifth at least).
    """
    everything = selection.narrowed(topic=())
    mine = everything.narrowed(topic=(code,))

    def ask() -> pd.DataFrame:
        own, whole = (compute.compute(store, ["voc"], one, by=[dimension], span=span) for one in (mine, everything))
        found = own[own["value"] > 0][[dimension, "value"]].merge(
            whole[[dimension, "value"]].rename(columns={"value": "usual"}), "left", dimension
        )
        n, total = float(own["value"].sum()), float(whole["value"].sum())
        found["share"] = found["value"] / n if n else float("nan")
        found["usual_share"] = found["usual"] / total if total else float("nan")
        value, usual = (found[name].to_numpy(dtype=float) for name in ("value", "usual"))
        rest, others = usual - value, max(total - n, 0.0)
        first, second = wilson(value, [n] * len(found)), wilson(rest, [others] * len(found))
        other_share = rest / others if others else rest * float("nan")
        is_apart = differ(found["share"].to_numpy(dtype=float), first, other_share, second)
        found["is_more"] = is_apart & (found["share"].to_numpy(dtype=float) >= _WORTH * other_share)
        return found.sort_values(["value", dimension], ascending=[False, True], ignore_index=True)

    return cached(store, (VOC, "origin", code, dimension, span), everything, ask)


def unsure(store: Store, selection: Selection, code: str, span: tuple[date, date]) -> float | None:
    """Of the texts of a topic that have a kind, the share whose kind is less probable than `SURE`; None where none has one."""
    mine = selection.narrowed(topic=(code,))

    def ask() -> float | None:
        rows, values = select("voc_fact", "day", mine, span).sql(span[1])
        told = store.query(
            f"with {rows} select count(kind) as n, count(*) filter (kind_share < ?) as few from rows where is_counted",
            [*values, SURE],
        ).iloc[0]
        return float(told["few"]) / float(told["n"]) if told["n"] else None

    return cached(store, (VOC, "unsure", code, span), mine, ask)
