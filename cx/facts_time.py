"""Pieces of SQL about time that facts share: the local clock, and lengths that never run backwards."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import duckdb

_SINCE, _UNTIL = 2000, 2100


def set_clock(con: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Define what `local` uses on this connection: the clock of `zone`, an IANA name.

    Most zones our data is told in have had one offset since long: to add it costs a tenth of a conversion.
    """
    name = zone.replace("'", "''")
    found = f"(moment at time zone 'UTC') at time zone '{name}'"
    own = ZoneInfo(zone)
    months = [datetime(year, month, 1, tzinfo=own) for year in range(_SINCE, _UNTIL) for month in range(1, 13)]
    offsets = {month.utcoffset() for month in months}
    if len(offsets) == 1 and (offset := offsets.pop()) is not None:
        near = f"moment between timestamp '{_SINCE}-01-03' and timestamp '{_UNTIL - 1}-12-30'"
        found = f"case when {near} then moment + to_seconds({int(offset.total_seconds())}) else {found} end"
    con.execute(f"create or replace temp macro fact_local(moment) as {found}")


def local(moment: str) -> str:
    """SQL of the UTC time `moment` on the clock of the reporting zone; see `set_clock`."""
    return f"fact_local({moment})"


def between(start: str, end: str) -> str:
    """SQL of the seconds from `start` to `end`; null where the end lies before the start: then it is not known."""
    return f"case when {end} >= {start} then date_sub('second', {start}, {end}) end"
