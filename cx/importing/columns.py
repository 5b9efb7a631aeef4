"""One column of the sheet as a column of a canonical table: a fast way in SQL, and every other distinct value read once.

The distinct values the fast way does not know go through the parsers of `dates` and `cells` and come back as a lookup
table (raw, value, reason, note), so that 300,000 rows cost as much Python as they have different spellings.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from duckdb import DuckDBPyConnection

from cx.importing import cells
from cx.importing.cells import Cell, fold
from cx.importing.codes import OTHER, code_of
from cx.importing.dates import Reading, parse_time
from cx.importing.fast import fast, fast_times
from cx.importing.mapping import REST, ColumnRule, Mapping
from cx.importing.order import DATE_ALONE, THREE_NUMBERS, YEAR_FIRST, Evidence, latest_day
from cx.importing.remarks import lost_digits, unknown_words, zone_notices
from cx.importing.rows import Read, Rows, distinct
from cx.importing.sheet import Notice
from cx.schema import CODES, Column

PLAIN = ("id", "person", "label", "name", "text")


def read_column(rows: Rows, cell: str, column: Column, rule: ColumnRule) -> Read:
    """Read the cells `cell` of all rows by `rule`, and leave what had to be read in Python in a temp lookup table."""
    name = f"v{secrets.token_hex(4)}"
    read = Read(rule, column.kind, cell, cell)
    if rule.separator:
        read.parameters[f"{name}_sep"] = rule.separator
        read.raw = f"nullif(trim(split_part({cell}, ${name}_sep, 1)), '')"
    words = {fold(word): meaning for word, meaning in rule.words}
    if column.kind in PLAIN and not words:
        return _plain(rows, read, column, name)
    reading = rows.context.reading(rule.zone, rule.form)
    is_time = column.kind in {"time", "day"}
    if is_time:
        reading = _ordered(rows, read, column, reading)
    quick = None if words else fast(column.kind, read.raw, rule.form)
    parse = parser(column, rule, rows.mapping, reading)
    parse = _with_words(parse, words, rows.missing | usual(column))
    if is_time and not words:
        read.lookup = _times(rows, read, column, reading)
        left = [raw for (raw,) in rows.con.execute(f"select raw from {read.lookup} where value is null").fetchall()]
        rows.con.execute(f"delete from {read.lookup} where value is null")
    else:
        left = _left(rows, read, quick)
        read.lookup = _lookup(rows.con, column) if left else ""
    known = {raw: parse(raw) for raw in left}
    _fill(rows.con, read.lookup, column, known)
    read.refused = any(cell.reason for cell in known.values())
    found = f"{read.lookup}.value" if read.lookup else f"null::{column.sql_type}"
    read.value = found if quick is None else f"coalesce({quick}, {found})" if read.lookup else quick
    if column.kind == "time" and read.lookup:
        read.notices += zone_notices(rows, read, reading)
    if column.kind == "code":
        read.notices += unknown_words(rows, read, column, words | dict.fromkeys(rows.missing, ""))
    return read


def _plain(rows: Rows, read: Read, column: Column, name: str) -> Read:
    """Text as it is: only the words that mean "missing" are taken out, those that do occur in this column."""
    blank = blank_words(rows, read, column)
    if blank:
        read.more[f"{name}_missing"] = blank
        read.value = f"case when not list_contains(${name}_missing, {read.raw}) then {read.raw} end"
    else:
        read.value = read.raw
    if column.kind in {"id", "person"}:
        read.notices += lost_digits(rows, read)
    return read


def parser(column: Column, rule: ColumnRule, mapping: Mapping, reading: Reading) -> Callable[[str], Cell]:
    """What reads one cell of `column`."""
    if column.kind == "time":
        return lambda text: Cell(*_stamp(text, reading))
    if column.kind == "day":
        return lambda text: Cell(*_day(text, reading))
    if column.kind == "seconds":
        return lambda text: cells.parse_seconds(text, rule.form)
    if column.kind == "code":
        return lambda text: _code(text, column.codes)
    if column.name == "score":
        highest = stated_scale(mapping)
        return lambda text: cells.parse_score(text, highest)
    return {
        "count": cells.parse_count,
        "money": cells.parse_money,
        "score": cells.parse_number,
        "flag": cells.parse_flag,
    }.get(column.kind, Cell)


def stated_scale(mapping: Mapping) -> float | None:
    """The top of the scale, where the mapping states one; a column of scales states it row by row (then 0: any)."""
    if mapping.scale:
        return mapping.scale[1]
    rule = mapping.rule("scale_high")
    if rule is None:
        return None
    found = cells.parse_number(rule.constant).value if rule.constant else None
    return float(found) if isinstance(found, int | float) else float("inf")


def usual(column: Column) -> frozenset[str]:
    """The words that mean "missing" in any mapping; fewer where a word may be a text of its own."""
    if column.kind in {"id", "person"}:
        return cells.MISSING_TEXT | {"none", "na", "nat"}
    return cells.MISSING_TEXT if column.kind == "code" or column.kind in PLAIN else cells.MISSING


def blank_words(rows: Rows, read: Read, column: Column) -> list[str]:
    """The cells of this column that are filled and mean "missing"."""
    words = {fold(word) for word, meaning in read.rule.words if not meaning} | rows.missing | usual(column)
    sql = f"select distinct {read.raw} from {rows.source} where lower({read.raw}) in (select unnest($words::varchar[]))"
    found = rows.con.execute(sql, read.parameters | {"words": sorted(words)}).fetchall()
    return [raw for (raw,) in found]


def _with_words(parse: Callable[[str], Cell], words: dict[str, str], missing: frozenset[str]) -> Callable[[str], Cell]:
    """The mapping's words come first, REST for all it does not name; an empty meaning is "missing". Yes and no come
    before "missing" (없음).
    """
    rest = words.get(REST)

    def read(text: str) -> Cell:
        seen = fold(text)
        meaning = words.get(seen, None if seen in missing else rest)
        if meaning is not None:
            return parse(meaning) if meaning else Cell()
        if seen not in missing:
            return parse(text)
        found = parse(text)
        return found if isinstance(found.value, bool) else Cell()

    return read


def _stamp(text: str, reading: Reading) -> tuple[Any, Notice | None, str]:
    stamp = parse_time(text, reading)
    return stamp.value, stamp.reason, stamp.odd or stamp.note


def _day(text: str, reading: Reading) -> tuple[Any, Notice | None]:
    stamp = parse_time(text, reading)
    return stamp.day, stamp.reason


def _code(text: str, codes: str) -> Cell:
    found = code_of(text, codes)
    if found is None and OTHER in CODES[codes]:
        return Cell(OTHER)
    return Cell(found) if found else cells.refuse("code_unknown", allowed=", ".join(CODES[codes]))


def _left(rows: Rows, read: Read, quick: str | None) -> list[str]:
    return distinct(rows, read, f"{read.raw} is not null" + (f" and {quick} is null" if quick else ""))


def _lookup(con: DuckDBPyConnection, column: Column) -> str:
    table = f"lookup_{secrets.token_hex(6)}"
    con.execute(f"create temp table {table} (raw varchar, value {column.sql_type}, reason varchar, note varchar)")
    return table


def _times(rows: Rows, read: Read, column: Column, reading: Reading) -> str:
    """A lookup table of all distinct texts, read in SQL as far as that goes."""
    table = _lookup(rows.con, column)
    texts = f"(select distinct {read.raw} as raw from {rows.source} where {read.raw} is not null)"
    quick = fast_times(texts, reading, as_day=column.kind == "day")
    rows.con.execute(f"insert into {table} by name {quick}", read.parameters)
    return table


def _fill(con: DuckDBPyConnection, table: str, column: Column, known: dict[str, Cell]) -> None:
    if not known:
        return
    found = list(known.values())
    reasons = [cell.reason and json.dumps([cell.reason.key, cell.reason.values], default=str) for cell in found]
    con.execute(
        f"""insert into {table} select unnest(?::varchar[]), unnest(?::{column.sql_type}[]), unnest(?::varchar[]),
            unnest(?::varchar[])""",
        [list(known), [cell.value for cell in found], reasons, [cell.note for cell in found]],
    )


def _ordered(rows: Rows, read: Read, column: Column, reading: Reading) -> Reading:
    """`reading` with the order of day and month that the whole column shows, and a notice that says so."""
    if reading.order or reading.number:
        return reading
    context = rows.context
    latest = latest_day(context.today, past_only=column.kind == "time", future_days=context.future_days)
    sql = f"""select distinct regexp_extract({read.raw}, '{DATE_ALONE}') from {rows.source}
        where regexp_matches({read.raw}, '{THREE_NUMBERS}')"""
    three = [date for (date,) in rows.con.execute(sql, read.parameters).fetchall()]
    if not three:
        return reading
    year_first = rows.con.execute(
        f"select {read.raw} from {rows.source} where regexp_matches({read.raw}, '{YEAR_FIRST}') limit 1",
        read.parameters,
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
