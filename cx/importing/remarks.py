"""What people should know about a column that could be read: zones, odd hours, unknown words, lost digits."""

from __future__ import annotations

from cx.importing import cells
from cx.importing.cells import fold
from cx.importing.codes import OTHER, code_of
from cx.importing.dates import NAIVE, ZONED, Reading
from cx.importing.mapping import REST
from cx.importing.rows import Read, Rows, count, distinct
from cx.importing.sheet import Notice
from cx.importing.zones import AMBIGUOUS, NONEXISTENT
from cx.schema import CODES, Column

NAMED = 12  # distinct words a notice names
_SPLIT_DIGITS = r"^\d([.]\d+)?[eE][+]\d+$"


def lost_digits(rows: Rows, read: Read) -> list[Notice]:
    """Ids that a spreadsheet turned into 1.03E+13, which may have made different ids the same."""
    condition = f"regexp_matches({read.raw}, '{_SPLIT_DIGITS}')"
    lost = count(rows, read, condition)
    if not lost:
        return []
    different = len(distinct(rows, read, condition))
    return [Notice("check.digits_lost", {"column": read.rule.column, "rows": lost, "different": different})]


def zone_notices(rows: Rows, read: Read, reading: Reading) -> list[Notice]:
    """Says so where some cells name a zone and others do not, and where a change of clocks makes a time odd."""
    sql = (
        f"select {read.lookup}.note, count(*) from {rows.source} {read.join} where {read.lookup}.note <> '' group by 1"
    )
    counts: dict[str, int] = dict(rows.con.execute(sql, read.parameters).fetchall())
    values = {"column": read.rule.column, "zone": reading.zone.key}
    naive, zoned = counts.get(NAIVE, 0), counts.get(ZONED, 0)
    found = [Notice("check.zones_mixed", values | {"naive": naive, "zoned": zoned})] if naive and zoned else []
    odd = [(note, counts[note]) for note in (NONEXISTENT, AMBIGUOUS) if counts.get(note)]
    return found + [Notice(f"check.time_{note}", values | {"rows": rows}) for note, rows in odd]


def unknown_words(rows: Rows, read: Read, column: Column, words: dict[str, str]) -> list[Notice]:
    """Names the words that became "other" because no list has them, with their numbers."""
    if OTHER not in CODES[column.codes] or REST in words:
        return []
    sql = f"select {read.raw}, count(*) from {rows.source} where {read.raw} is not null group by 1 order by 2 desc, 1"
    counted = rows.con.execute(sql, read.parameters).fetchall()
    usual = cells.MISSING_TEXT
    unknown = [
        (w, n) for w, n in counted if fold(w) not in words and fold(w) not in usual and not code_of(w, column.codes)
    ]
    if not unknown:
        return []
    named = ", ".join(f"{word} ({n})" for word, n in unknown[:NAMED])
    values = {"column": read.rule.column, "words": named, "more": max(0, len(unknown) - NAMED)}
    return [Notice("check.words_other", values | {"rows": sum(n for _, n in unknown)})]
