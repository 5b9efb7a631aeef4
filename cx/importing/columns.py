"""Columns of the sheet as columns of a canonical table: fast ways in SQL, and every other distinct value read once.

The distinct values the fast ways do not know go through the parsers of `dates` and `cells` and come back as a lookup
table (raw, value, reason, note), so that 300,000 rows cost as much Python as they have different spellings.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from duckdb import DuckDBPyConnection

from cx.importing import cells
from cx.importing.cells import Cell, fold
from cx.importing.codes import OTHER, code_of
from cx.importing.column_order import ordered
from cx.importing.dates import NAIVE, Reading, parse_time
from cx.importing.fast import as_valued, fast, fast_times, plain_times
from cx.importing.mapping import REST, ColumnRule, Mapping
from cx.importing.remarks import SPLIT_DIGITS, lost_digits, unknown_words, zone_notices
from cx.importing.rows import Read, Rows, bound, counted, distinct, listed, look
from cx.importing.sheet import Notice
from cx.schema import CODES, Column

PLAIN = ("id", "person", "label", "name", "text")
TIMES = ("time", "day")
_FEW = 100  # texts of a column that are looked up in a list
Asked = tuple[str, Column, ColumnRule]  # the cell (its SQL name), what it becomes, by which rule


def read_columns(rows: Rows, asked: Sequence[Asked]) -> list[Read]:
    """Read these cells of all rows by their rules, and leave what had to be read in Python in temp lookup tables."""
    reads = [_begin(rows, *one) for one in asked]
    look(rows, reads)
    for read, (_, column, _) in zip(reads, asked, strict=True):
        if read.ways or column.kind not in PLAIN or read.rule.words:
            _finish(rows, read, column)
        else:
            _plain(rows, read, column)
    return reads


def _begin(rows: Rows, cell: str, column: Column, rule: ColumnRule) -> Read:
    read = Read(rule, column.kind, cell, cell)
    if rule.separator:
        read.raw = read.value = f"nullif(trim(split_part({cell}, {bound(rows.con, rule.separator)}, 1)), '')"
    if rule.words:
        return read
    known = rows.values.get(cell)
    reading = rows.context.reading(rule.zone, rule.form)
    if known and not rule.separator and (way := as_valued(known, column.kind, rule.form, reading)):
        read.ways, read.is_sure = {NAIVE if column.kind in TIMES else "": way}, True
    elif column.kind in PLAIN:
        if rule.separator or rows.shortest.get(cell, 0) <= _longest(_blank(rows, read, column)):
            read.asked["blank"] = f"count(*) filter ({_is_blank(rows, read, column)})"
        if column.kind in {"id", "person"}:
            read.asked["split"] = f"count(*) filter (regexp_matches({read.raw}, '{SPLIT_DIGITS}'))"
    elif column.kind in TIMES:
        read.ways = plain_times(read.raw, reading, as_day=column.kind == "day")
    elif quick := fast(column.kind, read.raw, rule.form):
        read.ways = {"": quick}
    return read


def _plain(rows: Rows, read: Read, column: Column) -> None:
    """Text as it is: only the words that mean "missing" are taken out, those that do occur in this column."""
    if read.seen.get("blank"):
        blank = bound(rows.con, blank_words(rows, read, column), "varchar[]")
        read.value = f"case when not list_contains({blank}, {read.raw}) then {read.raw} end"
    if read.seen.get("split"):
        read.notices += lost_digits(rows, read)


def _finish(rows: Rows, read: Read, column: Column) -> None:
    """What the fast ways left, each distinct text once."""
    words = {fold(word): meaning for word, meaning in read.rule.words}
    reading = rows.context.reading(read.rule.zone, read.rule.form)
    counts = counted(rows, read) if column.kind == "code" else []
    if not read.is_read:
        if column.kind in TIMES:
            reading = ordered(rows, read, column, reading)
        if column.kind in TIMES and not words:
            left = _times(rows, read, column, reading)
        else:
            left = [raw for raw, _ in counts] if column.kind == "code" else distinct(rows, read, read.left)
            read.lookup = _lookup(rows.con, column) if left else ""
        parse = parser(column, read.rule, rows.mapping, reading)
        parse = _with_words(parse, words, rows.missing | usual(column))
        known = {raw: parse(raw) for raw in left}
        _fill(rows.con, read.lookup, column, known)
        read.refused = any(cell.reason for cell in known.values())
    parts = [*read.ways.values(), *([_looked_up(rows.con, read, column, known)] if read.lookup else [])]
    read.value = (
        f"coalesce({', '.join(parts)})" if len(parts) > 1 else parts[0] if parts else f"null::{column.sql_type}"
    )
    if column.kind == "time":
        read.notices += zone_notices(rows, read, reading)
    if column.kind == "code":
        read.notices += unknown_words(counts, read, column, words | dict.fromkeys(rows.missing, ""))


def _looked_up(con: DuckDBPyConnection, read: Read, column: Column, known: dict[str, Cell]) -> str:
    """SQL of what the lookup says, without it where it is short."""
    read.is_listed = len(known) <= _FEW and column.kind not in TIMES
    if not read.is_listed:
        return f"{read.lookup}.value"
    return listed(con, list(known), [cell.value for cell in known.values()], read.raw, column.sql_type)


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


def _blank(rows: Rows, read: Read, column: Column) -> list[str]:
    return sorted({fold(word) for word, meaning in read.rule.words if not meaning} | rows.missing | usual(column))


def _longest(words: Sequence[str]) -> int:
    """The most bytes a cell that reads as one of the words can have: a letter of three bytes may have a small one of one."""
    return 3 * max(len(word.encode(errors="surrogatepass")) for word in words)


def _is_blank(rows: Rows, read: Read, column: Column) -> str:
    """SQL of "means missing". A long text cannot, and putting it into lower case is what costs most."""
    words = _blank(rows, read, column)
    is_word = f"list_contains({bound(rows.con, words, 'varchar[]')}, lower({read.raw}))"
    return f"case when strlen({read.raw}) <= {_longest(words)} then {is_word} end"


def blank_words(rows: Rows, read: Read, column: Column) -> list[str]:
    """The cells of this column that are filled and mean "missing"."""
    return distinct(rows, read, _is_blank(rows, read, column))


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


def _lookup(con: DuckDBPyConnection, column: Column) -> str:
    table = f"lookup_{secrets.token_hex(6)}"
    con.execute(f"create temp table {table} (raw varchar, value {column.sql_type}, reason varchar, note varchar)")
    return table


def _times(rows: Rows, read: Read, column: Column, reading: Reading) -> list[str]:
    """Fill the lookup table with the distinct texts that are left, read in SQL as far as that goes; gives the others."""
    read.lookup = _lookup(rows.con, column)
    texts = f"(select distinct {read.raw} as raw from {rows.source} where {read.left})"
    rows.con.execute(f"insert into {read.lookup} by name {fast_times(texts, reading, as_day=column.kind == 'day')}")
    left = [raw for (raw,) in rows.con.execute(f"select raw from {read.lookup} where value is null").fetchall()]
    rows.con.execute(f"delete from {read.lookup} where value is null")
    return left


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
