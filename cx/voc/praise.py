"""What customers praise: the texts of that kind, each once, with what and whom they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx import period
from cx.cache import VOC, cached
from cx.measure import data_days, looked_from
from cx.rows import column, select
from cx.selection import Selection
from cx.warehouse import Store

KIND = "praise"
# A wall that is shared with the team shows no complaint by mistake: short texts are often praise by a hair.
SURE = 0.6
_SURE = f"coalesce(kind_share, 1) >= {SURE}"
ORDERS = {"new": "day desc, strength desc", "strong": "strength desc, score desc nulls last, day desc"}
GROUPS = ("product", "agent")


@dataclass(frozen=True)
class Praise:
    """One text, said `n` times, last on `day`. `strength`: how sure it is praise, 0-1; `score`: the best CSAT given with it."""

    day: date
    text: str
    channel: str | None
    product: str | None
    agent_key: str | None
    agent_name: str | None
    account_key: str | None
    account_name: str | None
    strength: float
    score: float | None
    n: int


@dataclass(frozen=True)
class Praised:
    """How much praise the completed period has: `n` of `documents` texts, `told` of which have a kind; `names` of the members."""

    documents: int
    told: int
    n: int
    groups: dict[str, dict[str | None, int]]
    names: dict[str, str]


def praised(store: Store, selection: Selection) -> Praised:
    """How many praise texts the completed period has, by product and by agent, the largest first (None: without one)."""
    return cached(store, (VOC, "praised"), selection, lambda: _praised(store, selection))


def _rows(store: Store, selection: Selection) -> tuple[str, list[object]]:
    known, as_of = data_days(store), looked_from(store, None)
    span = period.current(selection, as_of, known[0] if known else None)
    return select("voc_fact", "day", selection, (span.first, min(span.last, as_of))).sql(as_of)


def _praised(store: Store, selection: Selection) -> Praised:
    rows, values = _rows(store, selection)
    found = store.query(
        f"with {rows} select kind is not null as told, kind is not distinct from ? and {_SURE} as is_praise, product, agent_key as agent,"
        " max(agent_name) as agent_name, count(*) as n from rows where is_counted group by all",
        [*values, KIND],
    )
    mine = found[found["is_praise"]]
    groups: dict[str, dict[str | None, int]] = {}
    for group in GROUPS:
        sums = mine.groupby(group, dropna=False)["n"].sum()
        listed = [(None if pd.isna(code) else str(code), int(n)) for code, n in sums.items()]
        groups[group] = dict(sorted(listed, key=lambda one: (-one[1], one[0] or "")))
    known = mine[mine["agent"].notna()]
    names = {str(key): str(name) for key, name in zip(known["agent"], known["agent_name"], strict=True)}
    return Praised(int(found["n"].sum()), int(found.loc[found["told"], "n"].sum()), int(mine["n"].sum()), groups, names)


def count(store: Store, selection: Selection, where: tuple[str, str | None] | None = None) -> int:
    """How many different texts `listed` has in all."""

    def ask() -> int:
        rows, values = _only(store, selection, where)
        return int(store.query(f"with {rows} select count(distinct text_hash) as n from praise", values)["n"].item())

    return cached(store, (VOC, "praise count", where), selection, ask)


def _only(store: Store, selection: Selection, where: tuple[str, str | None] | None) -> tuple[str, list[object]]:
    """`rows as (…), praise as (…)`: the praise, of one product or agent where named."""
    rows, values = _rows(store, selection)
    of_group = ""
    if where:
        of_group = f' and "{column("voc_fact", where[0])}" is not distinct from ?'
        values = [*values, KIND, where[1]]
    else:
        values = [*values, KIND]
    return f"{rows}, praise as (select * from rows where is_counted and kind = ? and {_SURE}{of_group})", values


def listed(
    store: Store,
    selection: Selection,
    where: tuple[str, str | None] | None = None,
    *,
    order: str = "new",
    limit: int = 10,
    offset: int = 0,
) -> tuple[Praise, ...]:
    """The texts of the completed period, each once: the newest first, or ("strong") those most surely praise.

    `where`: a dimension of GROUPS and its member (None: texts without one).
    """

    def ask() -> tuple[Praise, ...]:
        rows, values = _only(store, selection, where)
        newest = ", ".join(
            f"arg_max({name}, said) as {name}"
            for name in ("channel", "product", "agent_key", "agent_name", "account_key", "account_name")
        )
        found = store.query(
            f"with {rows}, once as (select text_hash, max(day) as day, {newest}, max(kind_share) as strength,"
            " max(csat_score) as score, count(*) as n"
            " from (select *, row(day, said_at, source_id, document_id) as said from praise) group by 1)"
            f" select o.*, t.text from once o join voc_text t using (text_hash) order by {ORDERS[order]}, text_hash"
            " limit ? offset ?",
            [*values, limit, offset],
        )
        return tuple(_praise(row) for row in found.to_dict("records"))

    return cached(store, (VOC, "praise", where, order, limit, offset), selection, ask)


def _praise(row: dict[str, object]) -> Praise:
    words = {
        name: str(row[name]) if isinstance(row[name], str) else None
        for name in ("channel", "product", "agent_key", "agent_name", "account_key", "account_name")
    }
    strength, score = (float(str(row[name])) for name in ("strength", "score"))
    return Praise(
        pd.Timestamp(str(row["day"])).date(),
        str(row["text"]),
        **words,
        strength=strength,
        score=None if score != score else score,  # noqa: PLR0124 - NaN
        n=int(str(row["n"])),
    )
