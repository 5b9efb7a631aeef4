"""The order of day and month in one column of a sheet, and the notice that says which one was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cx.importing.dates import Reading
from cx.importing.order import DATE_ALONE, THREE_NUMBERS, YEAR_FIRST, Evidence, latest_day
from cx.importing.rows import Read, Rows
from cx.importing.sheet import Notice
from cx.schema import Column


def ordered(rows: Rows, read: Read, column: Column, reading: Reading) -> Reading:
    """`reading` with the order of day and month that the whole column shows, and a notice that says so."""
    if reading.order or reading.number:
        return reading
    context = rows.context
    latest = latest_day(context.today, past_only=column.kind == "time", future_days=context.future_days)
    sql = f"""select distinct regexp_extract({read.raw}, '{DATE_ALONE}') from {rows.source}
        where regexp_matches({read.raw}, '{THREE_NUMBERS}')"""
    three = [date for (date,) in rows.con.execute(sql).fetchall()]
    if not three:
        return reading
    year_first = rows.con.execute(
        f"select {read.raw} from {rows.source} where regexp_matches({read.raw}, '{YEAR_FIRST}') limit 1"
    ).fetchall()
    order = Evidence(context.today, latest).feed([*three, *(raw for (raw,) in year_first)]).decide()
    short = reading.short or order.short
    for decided, digits in ((order.order, 4), (short, 2)):
        example = _example(three, digits)
        if decided and example:
            values: dict[str, object] = {"column": read.rule.column, "example": example}
            read.notices.append(Notice(f"check.date_order_{decided}", values))
    return replace(reading, order=order.order, short=short)


def _example(three: Sequence[str], digits: int) -> str:
    pattern = re.compile(THREE_NUMBERS)
    return next((raw for raw in sorted(three) if (match := pattern.match(raw)) and len(match[4]) == digits), "")
