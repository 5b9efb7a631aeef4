"""What is still open at the end of what is looked at: how old it is, in classes, and the oldest contacts themselves."""

from __future__ import annotations

from datetime import date

import pandas as pd

from cx.cache import cached
from cx.measure import data_days, looked_from
from cx.rows import select
from cx.selection import Selection
from cx.warehouse import Store

# Class -> days from which on, the class ends where the next one begins.
CLASSES = {"day": 0, "three_days": 1, "week": 3, "month": 7, "older": 30}
DIMENSIONS = ("channel", "category", "team")  # columns of the facts in which it is worth looking
_DAY = 86400
_COLUMNS = "f.opened_at, f.age_seconds, f.account_name, f.channel, f.category, t.subject, t.body"


def classes(store: Store, selection: Selection, span: tuple[date, date] | None = None) -> pd.DataFrame:
    """Open contacts by age, a row for each of CLASSES in their order: `age`, `n`. They add up to the metric `backlog`.

    Age is counted from the opening to the end of the last day of `span` (the selection's period where not given).
    """
    found = _counts(store, selection, span)
    counts = found[found["dimension"] == "age"].set_index("member")["n"]
    return pd.DataFrame({"age": list(CLASSES), "n": [int(counts.get(name, 0)) for name in CLASSES]})


def members(store: Store, selection: Selection, dimension: str, span: tuple[date, date] | None = None) -> pd.DataFrame:
    """Open contacts by one of DIMENSIONS: `dimension` (null: without one) and `value`; they, too, add up to the backlog."""
    found = _counts(store, selection, span)
    own = found[found["dimension"] == dimension]
    return pd.DataFrame({dimension: own["member"], "value": own["n"].astype(float)}).reset_index(drop=True)


def _counts(store: Store, selection: Selection, span: tuple[date, date] | None) -> pd.DataFrame:
    """All these counts, from one look at the open contacts: `dimension`, `member`, `n`."""

    def ask() -> pd.DataFrame:
        rows, values = _open(store, selection, span)
        names = ("age", *DIMENSIONS)
        parts = [f"when grouping({name}) = 0 then" for name in names]
        own = " ".join(f"{part} '{name}'" for part, name in zip(parts, names, strict=True))
        member = " ".join(f"{part} {name}" for part, name in zip(parts, names, strict=True))
        ages = " ".join(f"when age_seconds >= {days * _DAY} then '{name}'" for name, days in reversed(CLASSES.items()))
        return store.query(
            f"with {rows}, aged as (select case {ages} end as age, {', '.join(DIMENSIONS)} from rows) "
            f"select case {own} end as dimension, case {member} end as member, count(*) as n from aged "
            f"group by grouping sets ({', '.join(f'({name})' for name in names)}) order by dimension, n desc, member",
            values,
        )

    return cached(store, ("ageing", span), selection, ask)


def oldest(
    store: Store, selection: Selection, span: tuple[date, date] | None = None, *, limit: int = 30
) -> pd.DataFrame:
    """The contacts that have been open for longest, oldest first: when opened (local), age, account, channel, category, and
    what was written.
    """

    def ask() -> pd.DataFrame:
        rows, values = _open(store, selection, span)
        order = "opened_at, source_id, ticket_id"
        return store.query(
            f"with {rows}, first as (select * from rows order by {order} limit ?) "
            f"select {_COLUMNS} from first f left join ticket t on t.source_id = f.source_id and t.ticket_id = f.ticket_id "
            "order by f.opened_at, f.source_id, f.ticket_id",
            [*values, limit],
        )

    return cached(store, ("oldest", span, limit), selection, ask)


def _open(store: Store, selection: Selection, span: tuple[date, date] | None) -> tuple[str, list[object]]:
    """`rows as (…)` of what the metric `backlog` counts at the end of `span`, and its values."""
    known, day = data_days(store), looked_from(store, None)
    first, last = span or selection.span(day, known[0] if known else None)
    return select("ticket_fact", "day", selection, (first, last), ends=()).open_at(min(last, day))
