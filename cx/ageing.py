"""What is still open at the end of what is looked at: how old it is, in classes, and the oldest contacts themselves."""

from __future__ import annotations

from datetime import date

import pandas as pd

from cx import settings
from cx.cache import cached
from cx.measure import data_days, looked_from, rows_of
from cx.metric import find
from cx.selection import Selection
from cx.warehouse import Store

# Class -> days from which on, the class ends where the next one begins.
CLASSES = {"day": 0, "three_days": 1, "week": 3, "month": 7, "older": 30}
_DAY = 86400
_COLUMNS = "f.opened_at, f.age_seconds, f.account_name, f.channel, f.category, t.subject, t.body"


def classes(store: Store, selection: Selection, span: tuple[date, date] | None = None) -> pd.DataFrame:
    """Open contacts by age, a row for each of CLASSES in their order: `age`, `n`. They add up to the metric `backlog`.

    Age is counted from the opening to the end of the last day of `span` (the selection's period where not given).
    """

    def ask() -> pd.DataFrame:
        rows, values = _open(store, selection, span)
        starts = [days * _DAY for days in CLASSES.values()]
        counts = ", ".join(
            f"count(*) filter (is_open and age_seconds >= {start} {f'and age_seconds < {end}' if end else ''}) as {name}"
            for name, start, end in zip(CLASSES, starts, [*starts[1:], None], strict=True)
        )
        found = store.query(f"with {rows} select {counts} from rows", values)
        return pd.DataFrame({"age": list(CLASSES), "n": [int(found[name].iloc[0]) for name in CLASSES]})

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
            f"with {rows}, first as (select * from rows where is_open order by {order} limit ?) "
            f"select {_COLUMNS} from first f left join ticket t on t.source_id = f.source_id and t.ticket_id = f.ticket_id "
            "order by f.opened_at, f.source_id, f.ticket_id",
            [*values, limit],
        )

    return cached(store, ("oldest", span, limit), selection, ask)


def _open(store: Store, selection: Selection, span: tuple[date, date] | None) -> tuple[str, list[object]]:
    """`rows as (…)` of what the metric `backlog` looks at, and its values."""
    known, day = data_days(store), looked_from(store, None)
    first, last = span or selection.span(day, known[0] if known else None)
    return rows_of(find("backlog"), selection, (first, min(last, day)), day, settings.get(store))
