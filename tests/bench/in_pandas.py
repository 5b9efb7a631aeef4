"""The questions of the query bench answered with pandas from columns it holds in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from cx.warehouse import Store
from tests.bench import many_contacts

_COLUMNS = """
select day, channel, category, product, is_counted, is_online, is_offered,
    coalesce(is_answered, false) as is_answered, coalesce(pending_until > $last::date + 1, false) as is_pending,
    first_response_seconds::double as seconds
from ticket_fact
"""


def load(store: Store) -> pd.DataFrame:
    """The columns of all contacts; texts as categories."""
    frame = store.query(_COLUMNS, {"last": many_contacts.LAST_DAY})
    return frame.astype(dict.fromkeys(("channel", "category", "product"), "category"))


def _within(frame: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    return frame[frame["day"].between(pd.Timestamp(first), pd.Timestamp(last))]


def _tiles(rows: pd.DataFrame) -> list[float]:
    due = rows["is_offered"] & ~rows["is_pending"]
    return [
        rows["is_counted"].sum(),
        (rows["is_answered"] & due).sum() / due.sum(),
        rows.loc[rows["is_answered"], "seconds"].median(),
        (rows["is_online"] & rows["is_counted"]).sum() / rows["is_counted"].sum(),
    ]


def _cut(rows: pd.DataFrame, keys: list[object]) -> pd.DataFrame:
    due = rows["is_offered"] & ~rows["is_pending"]
    told = pd.DataFrame({
        "counted": rows["is_counted"], "due": due, "answered": rows["is_answered"] & due,
        "online": rows["is_online"] & rows["is_counted"], "seconds": rows["seconds"].where(rows["is_answered"]),
    })  # fmt: skip
    groups = told.groupby(keys, observed=True)
    added = groups[["counted", "due", "answered", "online"]].sum()
    return added.assign(rate=added["answered"] / added["due"], median=groups["seconds"].median())


def _month(rows: pd.DataFrame) -> pd.Series:
    return rows["day"].to_numpy().astype("datetime64[M]")


def _overview(frame: pd.DataFrame, first: date, last: date) -> None:
    rows = _within(frame, first, last)
    before = _within(frame, date(first.year - 1, first.month, 1), date(last.year - 1, last.month, last.day))
    _cut(rows, [_month(rows)])
    for period in (rows, before):
        _tiles(period)
        period.loc[period["is_counted"], "day"].value_counts()  # how days differ, to tell a change from chance
    for dimension in ("channel", "category"):
        for period in (rows, before):
            period.loc[period["is_counted"], dimension].value_counts()


def _months_by_channel(frame: pd.DataFrame, first: date, last: date) -> None:
    rows = _within(frame, first, last)
    _cut(rows, [rows["channel"], _month(rows)])


def _tags(frame: pd.DataFrame, first: date, last: date) -> None:
    rows = _within(frame, first, last)
    rows = rows[rows["product"] == "러닝룸"]
    due = rows["is_offered"] & ~rows["is_pending"]
    told = pd.DataFrame({"counted": rows["is_counted"], "due": due, "answered": rows["is_answered"] & due})
    told.groupby(rows["category"], observed=True).sum()


def _quantiles(frame: pd.DataFrame, first: date, last: date) -> None:
    rows = _within(frame, first, last)
    rows.loc[rows["is_answered"], "seconds"].quantile([0.5, 0.9])


ANSWERS: dict[str, Callable[[pd.DataFrame, date, date], object]] = {
    "overview": _overview,
    "four tiles": lambda frame, first, last: _tiles(_within(frame, first, last)),
    "median and p90": _quantiles,
    "months by channel": _months_by_channel,
    "tags of a product": _tags,
}
