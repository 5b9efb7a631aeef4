"""Which survey waves are set side by side: the newest one of what is looked at, and the one before it, whenever that was."""

from __future__ import annotations

from datetime import date

from cx.measure import data_days
from cx.metric import Metric
from cx.rows import select
from cx.selection import Selection
from cx.warehouse import Store


def reach(store: Store, selection: Selection, as_of: date) -> tuple[date, date]:
    """The days in which waves are looked for: from the first with data to the last that is looked at."""
    known = data_days(store)
    first, last = selection.span(as_of, known[0] if known else None)
    return (min(known[0], first) if known else first), last


def newest_two(store: Store, metric: Metric, selection: Selection, as_of: date) -> list[str]:
    """The names of the newest wave with answers and of the one before it; fewer where there are fewer."""
    rows, values = select(metric.fact, metric.day, selection, reach(store, selection, as_of)).sql(as_of)
    found = store.query(
        f"with {rows} select wave from rows where is_counted and survey = 'nps' and wave is not null "
        "group by wave order by max(coalesce(answered_at, day)) desc, wave desc limit 2",
        values,
    )
    return [str(one) for one in found["wave"]]
