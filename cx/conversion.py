"""Phone to online: of the accounts that called in one period, how many came online instead in the next; and how many went back.

An account that called once does not always call the next time, whatever the team did: only beside the way back does the share say
that something moves. Contacts the team started, and contacts of nobody known, are left out; other channels are neither side.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from cx import period
from cx.cache import cached
from cx.errors import UnknownName
from cx.interval import wilson
from cx.measure import data_days, looked_from
from cx.rows import select
from cx.selection import Selection
from cx.warehouse import Store

EVERY = {"month": 1, "quarter": 3}
COLUMNS = ("period", "value", "n", "low", "high", "back", "back_n", "is_running")

_MOVED = """
with {rows}, used as (
    select account_key, date_trunc($every, day)::date as at, bool_or(channel = 'phone') as has_called,
        bool_or(is_online) as was_online
    from rows where is_counted and not is_outbound and account_key is not null group by all
)
select n.at as period, count(*) filter (b.has_called) as n,
    count(*) filter (b.has_called and n.was_online and not n.has_called) as moved,
    count(*) filter (b.was_online and not b.has_called) as back_n,
    count(*) filter (b.was_online and not b.has_called and n.has_called) as back
from used n join used b on b.account_key = n.account_key and b.at = n.at - to_months($months)
group by all order by 1
"""


def over_time(store: Store, selection: Selection, *, every: str = "month", as_of: date | None = None) -> pd.DataFrame:
    """A row per month or quarter of `selection` (its channels aside) in which an account came that had come in the one before.

    `n`: accounts that called in the period before and came at all in this one; `value`: the share of them that came online and
    did not call, with `low` and `high` (Wilson, 95 %). `back_n` and `back`: the other way, of those that had come online only, who
    called. NaN where there are none. Raises UnknownName for another length of period.
    """
    if every not in EVERY:
        raise UnknownName("period", every, EVERY)
    as_of = looked_from(store, as_of)
    asked = selection.narrowed(channel=())
    return cached(
        store, ("conversion", every), asked, lambda: _over_time(store, asked, every=every, as_of=as_of), as_of=as_of
    )


def _over_time(store: Store, selection: Selection, *, every: str, as_of: date) -> pd.DataFrame:
    known = data_days(store)
    if not known:
        return pd.DataFrame(columns=list(COLUMNS))
    first, last = selection.span(as_of, known[0])
    start = period.start_of(max(first, known[0]), every)
    since = period.add_months(start, -EVERY[every])
    rows, values = select("ticket_fact", "day", selection, (since, last)).sql(as_of)
    found = store.query(*_bound(rows, values, every))
    found = found[found["period"] >= pd.Timestamp(start)].reset_index(drop=True)
    at = wilson(found["moved"], found["n"])
    frame = pd.DataFrame(
        {
            "period": found["period"],
            "value": found["moved"] / found["n"].where(found["n"] > 0),
            "n": found["n"],
            "low": at.low,
            "high": at.high,
            "back": found["back"] / found["back_n"].where(found["back_n"] > 0),
            "back_n": found["back_n"],
        }
    )
    ends = [period.end_of(pd.Timestamp(day).date(), every) for day in frame["period"]]
    return frame.assign(is_running=[end > last for end in ends])


def _bound(rows: str, values: list[object], every: str) -> tuple[str, list[object]]:
    """The question with its values in the order in which they stand."""
    sql = _MOVED.replace("$every", "?").replace("$months", "?").format(rows=rows)
    return sql, [*values, every, EVERY[every]]
