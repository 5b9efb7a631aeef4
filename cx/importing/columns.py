"""One column of the sheet as a column of a canonical table: a fast way in SQL, and every other distinct value read once.

The distinct values the fast way does not know go through the parsers of `dates` and `cells` and come back as a lookup
table (raw, value, reason, note), so that 300,000 rows cost as much Python as they have different spellings.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from duckdb import DuckDBPyConnection

from cx.importing import cells
from cx.importing.cells import Cell, fold
from cx.importing.codes import OTHER, code_of
from cx.importing.context import Context
from cx.importing.dates import NAIVE, Reading, parse_time
from cx.importing.dates import ZONED as ZONE_NAMED
from cx.importing.fast import ZONED, fast
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.order import THREE_NUMBERS, YEAR_FIRST, Evidence, latest_day
from cx.importing.sheet import Notice
from cx.importing.zones import AMBIGUOUS, NONEXISTENT
from cx.schema import CODES, Column

PLAIN = ("id", "person", "label", "name", "text")
NAMED = 12  # distinct words a notice names
_SPLIT_DIGITS = r"^\d([.]\d+)?[eE][+]\d+$"


@dataclass(frozen=True)
class Rows:
    """The rows a mapping reads: `source` is the SQL relation (with `line` and the cells c0, c1 …)."""

    con: DuckDBPyConnection
    source: str
    mapping: Mapping
    context: Context

    @property
    def missing(self) -> frozenset[str]:
        """The mapping's own words for "missing"."""
        return frozenset(fold(word) for word in self.mapping.missing)


@dataclass
class Read:
    """How one rule's column is read: `value` is SQL over the rows and the lookup, `raw` the text it comes from."""

    rule: ColumnRule
    kind: str
    raw: str
    value: str
    lookup: str = ""
    refused: bool = False  # the lookup has reasons
    parameters: dict[str, object] = field(default_factory=dict)  # of `raw`
    more: dict[str, object] = field(default_factory=dict)  # of `value` besides
    notices: list[Notice] = field(default_factory=list)

    @property
    def join(self) -> str:
        """The join that brings the lookup."""
        return f"left join {self.lookup} on {self.lookup}.raw = {self.raw}" if self.lookup else ""


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
    if column.kind in {"time", "day"}:
        reading = _ordered(rows, read, column, reading)
    quick = None if words else fast(column.kind, read.raw, reading, rule.form)
    parse = parser(column, rule, rows.mapping, reading)
    parse = _with_words(parse, words, rows.missing | usual(column))
    left = _left(rows, read, quick)
    known = {raw: parse(raw) for raw in left}
    read.lookup = _lookup(rows.con, column, known) if known else ""
    read.refused = any(cell.reason for cell in known.values())
    found = f"{read.lookup}.value" if known else f"null::{column.sql_type}"
    read.value = found if quick is None else f"coalesce({quick}, {found})" if known else quick
    if column.kind == "time":
        read.notices += _zone_notices(rows, read, reading)
    if column.kind == "code":
        read.notices += _unknown_words(rows, read, column, words | dict.fromkeys(rows.missing, ""))
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
        lost = _count(rows, read, f"regexp_matches({read.raw}, '{_SPLIT_DIGITS}')")
        if lost:
            different = len(_distinct(rows, read, f"regexp_matches({read.raw}, '{_SPLIT_DIGITS}')"))
            values: dict[str, object] = {"column": read.rule.column, "rows": lost, "different": different}
            read.notices.append(Notice("check.digits_lost", values))
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
    """The mapping's words come first; an empty meaning is "missing". Yes and no come before "missing" (없음)."""

    def read(text: str) -> Cell:
        seen = fold(text)
        if seen in words:
            return parse(words[seen]) if words[seen] else Cell()
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


def _distinct(rows: Rows, read: Read, condition: str) -> list[str]:
    sql = f"select distinct {read.raw} from {rows.source} where {condition}"
    return [raw for (raw,) in rows.con.execute(sql, read.parameters).fetchall()]


def _count(rows: Rows, read: Read, condition: str) -> int:
    sql = f"select count(*) from {rows.source} where {condition}"
    return int(rows.con.execute(sql, read.parameters).fetchall()[0][0])


def _left(rows: Rows, read: Read, quick: str | None) -> list[str]:
    return _distinct(rows, read, f"{read.raw} is not null" + (f" and {quick} is null" if quick else ""))


def _lookup(con: DuckDBPyConnection, column: Column, known: dict[str, Cell]) -> str:
    table = f"lookup_{secrets.token_hex(6)}"
    found = list(known.values())
    reasons = [cell.reason and json.dumps([cell.reason.key, cell.reason.values], default=str) for cell in found]
    con.execute(
        f"""create temp table {table} as select unnest(?::varchar[]) as raw, unnest(?::{column.sql_type}[]) as value,
            unnest(?::varchar[]) as reason, unnest(?::varchar[]) as note""",
        [list(known), [cell.value for cell in found], reasons, [cell.note for cell in found]],
    )
    return table


def _ordered(rows: Rows, read: Read, column: Column, reading: Reading) -> Reading:
    """`reading` with the order of day and month that the whole column shows, and a notice that says so."""
    if reading.order or reading.number:
        return reading
    context = rows.context
    latest = latest_day(context.today, past_only=column.kind == "time", future_days=context.future_days)
    three = _distinct(rows, read, f"regexp_matches({read.raw}, '{THREE_NUMBERS}')")
    if not three:
        return reading
    year_first = rows.con.execute(
        f"select {read.raw} from {rows.source} where regexp_matches({read.raw}, '{YEAR_FIRST}') limit 1", read.parameters
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


def _zone_notices(rows: Rows, read: Read, reading: Reading) -> list[Notice]:
    """Says so where some cells name a zone and others do not, and where a change of clocks makes a time odd."""
    quick = rf"case when regexp_full_match({read.raw}, '{ZONED}|\d+') then '{ZONE_NAMED}' else '{NAIVE}' end"
    note = f"coalesce({read.lookup}.note, {quick})" if read.lookup else quick
    sql = f"select {note}, count(*) from {rows.source} {read.join} where {read.raw} is not null group by 1"
    counts: dict[str, int] = dict(rows.con.execute(sql, read.parameters).fetchall())
    values = {"column": read.rule.column, "zone": reading.zone.key}
    naive, zoned = counts.get(NAIVE, 0), counts.get(ZONE_NAMED, 0)
    found = [Notice("check.zones_mixed", values | {"naive": naive, "zoned": zoned})] if naive and zoned else []
    odd = [(note, counts[note]) for note in (NONEXISTENT, AMBIGUOUS) if counts.get(note)]
    return found + [Notice(f"check.time_{note}", values | {"rows": rows}) for note, rows in odd]


def _unknown_words(rows: Rows, read: Read, column: Column, words: dict[str, str]) -> list[Notice]:
    """Names the words that became "other" because no list has them, with their numbers."""
    if OTHER not in CODES[column.codes]:
        return []
    sql = f"select {read.raw}, count(*) from {rows.source} where {read.raw} is not null group by 1 order by 2 desc, 1"
    counted = rows.con.execute(sql, read.parameters).fetchall()
    usual = cells.MISSING_TEXT
    unknown = [(w, n) for w, n in counted if fold(w) not in words and fold(w) not in usual and not code_of(w, column.codes)]
    if not unknown:
        return []
    named = ", ".join(f"{word} ({n})" for word, n in unknown[:NAMED])
    values = {"column": read.rule.column, "words": named, "more": max(0, len(unknown) - NAMED)}
    return [Notice("check.words_other", values | {"rows": sum(n for _, n in unknown)})]
