"""Rows written in a test, staged as a file's would be; no masking, so that a test sees what it wrote."""

import json
from datetime import date

from cx.importing.check import Context, check
from cx.importing.format import kinds
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.sheet import Row, Sheet
from cx.importing.stage import stage
from cx.language import LANGUAGES, say

SEOUL = Context("Asia/Seoul", date(2026, 11, 21))


class Unmasked:
    def cell(self, value, kind):  # noqa: ARG002 - what it is makes no difference
        return value


def sheet_of(text, separator="|"):
    """A sheet from lines whose first is the header; a blank cell is None."""
    header, *lines = [tuple(cell.strip() for cell in line.split(separator)) for line in text.strip().splitlines()]
    rows = [Row(number, tuple(cell or None for cell in cells)) for number, cells in enumerate(lines, start=2)]
    return Sheet("", header, lambda: iter(rows))


def rules(pairs):
    """Rules written 'target=column, target=column'."""
    split = (pair.split("=") for pair in pairs.split(","))
    return tuple(ColumnRule(target.strip(), column.strip()) for target, column in split)


def mapping_of(table, columns, *more, **options):
    return Mapping(table, "", rules(columns) + more, **options)


def checked(con, folder, sheet, mapping, context=SEOUL):
    staged = stage(con, sheet, kinds([mapping], sheet.header), Unmasked(), folder)
    return check(con, staged, mapping, context)


def rows_of(con, result, *columns):
    listed = ", ".join(f'"{name}"' for name in columns)
    return con.execute(f"select {listed} from {result.table} order by line").fetchall()


def rejects_of(con, result):
    """(line, level, column, value, reason key) of each, in order."""
    return con.execute(
        f"""select line, level, "column", value, reason_key from {result.rejects} order by line, "column", reason_key"""
    ).fetchall()


def checked_whole(con, folder, text, mapping, context=SEOUL):
    """The text checked; the counts add up, and every notice and reason can be said in both languages."""
    sheet = sheet_of(text) if isinstance(text, str) else text
    result = checked(con, folder, sheet, mapping, context)
    assert result.read == result.accepted + result.rejected_rows + result.merged
    assert len(list(sheet.rows())) == result.read + result.skipped
    for notice in result.notices:
        assert all(notice.text(language) for language in LANGUAGES)
    reasons = con.execute(f"select reason_key, reason_values from {result.rejects}").fetchall()
    assert all(say(key, language, **json.loads(values)) for key, values in reasons for language in LANGUAGES)
    return result


def notices(result):
    """Key -> values."""
    return {notice.key: notice.values for notice in result.notices}
