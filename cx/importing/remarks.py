"""What people should know about a column that could be read: zones, odd hours, unknown words, lost digits."""

from __future__ import annotations

from collections import Counter

from cx.importing import cells
from cx.importing.cells import fold
from cx.importing.codes import OTHER, code_of
from cx.importing.dates import NAIVE, ZONED, Reading
from cx.importing.mapping import REST
from cx.importing.rows import Read, Rows, distinct
from cx.importing.sheet import Notice
from cx.importing.zones import AMBIGUOUS, NONEXISTENT
from cx.schema import CODES, Column

NAMED = 12  # distinct words a notice names
SPLIT_DIGITS = r"^\d([.]\d+)?[eE][+]\d+$"


def lost_digits(rows: Rows, read: Read) -> list[Notice]:
    """Ids that a spreadsheet turned into 1.03E+13, which may have made different ids the same."""
    different = len(distinct(rows, read, f"regexp_matches({read.raw}, '{SPLIT_DIGITS}')"))
    values: dict[str, object] = {"column": read.rule.column, "rows": read.seen["split"], "different": different}
    return [Notice("check.digits_lost", values)]


def zone_notices(rows: Rows, read: Read, reading: Reading) -> list[Notice]:
    """Says so where some cells name a zone and others do not, and where a change of clocks makes a time odd."""
    counts = Counter({note: read.seen.get(note, 0) for note in read.ways})
    if read.lookup:
        sql = f"select {read.lookup}.note, count(*) from {rows.source} {read.join} where {read.lookup}.note <> '' group by 1"
        counts.update(dict(rows.con.execute(sql).fetchall()))
    values = {"column": read.rule.column, "zone": reading.zone.key}
    naive, zoned = counts[NAIVE], counts[ZONED]
    found = [Notice("check.zones_mixed", values | {"naive": naive, "zoned": zoned})] if naive and zoned else []
    odd = [(note, counts[note]) for note in (NONEXISTENT, AMBIGUOUS) if counts[note]]
    return found + [Notice(f"check.time_{note}", values | {"rows": rows}) for note, rows in odd]


def unknown_words(counts: list[tuple[str, int]], read: Read, column: Column, words: dict[str, str]) -> list[Notice]:
    """Names the words that became "other" because no list has them, with their numbers."""
    if OTHER not in CODES[column.codes] or REST in words:
        return []
    usual = cells.MISSING_TEXT
    unknown = [
        (w, n) for w, n in counts if fold(w) not in words and fold(w) not in usual and not code_of(w, column.codes)
    ]
    if not unknown:
        return []
    named = ", ".join(f"{word} ({n})" for word, n in unknown[:NAMED])
    values: dict[str, object] = {"column": read.rule.column, "words": named, "more": max(0, len(unknown) - NAMED)}
    return [Notice("check.words_other", values | {"rows": sum(n for _, n in unknown)})]
