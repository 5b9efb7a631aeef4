"""Staged text into typed rows of one canonical table, with a reason for every row and cell that cannot be used.

No row is lost: rows of the sheet = accepted + rejected + merged + skipped. A cell that cannot be read is a rejected cell
and its row is kept without it, unless the table cannot do without it; then the row is rejected.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from cx.errors import BadRows
from cx.importing.blanks import blanks
from cx.importing.context import Context
from cx.importing.mapping import TOGETHER, Mapping
from cx.importing.questions import Question, answered, questions
from cx.importing.rejects import Rejects
from cx.importing.rows import drop
from cx.importing.rules import rules_of
from cx.importing.sheet import Notice
from cx.importing.stage import Staged
from cx.importing.together import together
from cx.importing.typed import Typed, fill_extra, type_rows
from cx.schema import TABLES

__all__ = ["Checked", "Context", "Question", "answered", "check", "questions"]

ENOUGH = 10  # answers from which on their highest says something about the scale


@dataclass(frozen=True)
class Checked:
    """The rows of one mapping: temp relation `table` with line and `columns` (of the canonical table; 'source' too where the
    mapping names it), and temp table `rejects` (line, level 'row' or 'cell', column, value, reason_key, reason_values,
    row), masked as they were staged, `row` being the whole row as JSON by its headers, at the first entry of its line.

    `read` = accepted + `rejected_rows` + `merged` (rows that another row of the same id stands for); the sheet had `skipped`
    rows more, which are nothing for this table. `rejected_cells` are those of accepted rows.
    """

    table: str
    rejects: str
    columns: tuple[str, ...]
    read: int
    accepted: int
    rejected_rows: int
    rejected_cells: int
    merged: int = 0
    skipped: int = 0
    notices: tuple[Notice, ...] = ()
    made: tuple[str, ...] = ()

    def drop(self, con: DuckDBPyConnection) -> None:
        """Drop all of it, and what it is made from."""
        drop(con, (self.table, self.rejects, *self.made))


def check(con: DuckDBPyConnection, staged: Staged, mapping: Mapping, context: Context) -> Checked:
    """Read every cell by the rules of `mapping`, then hold the cells of each row against each other.

    Raises UnknownName for a mapping of unknown names, BadRows for a constant that cannot be read or counts that do not
    add up. Columns the sheet lacks say nothing and are not among `columns`.
    """
    mapping.check_names()
    if mapping.rows == TOGETHER:
        return _check_together(con, staged, mapping, context)
    table = TABLES[mapping.table]
    typed = type_rows(con, staged, mapping, context)
    rejects = Rejects(con, staged, typed)
    made = {table.key} if mapping.generated_key else set()
    rejects.judge(
        list(rules_of(table, typed.columns, context)), tuple(name for name in table.required if name not in made)
    )
    rejected = rejects.finish()
    fill_extra(con, typed, rejects.table)
    rows = f"checked_{secrets.token_hex(6)}"
    con.execute(
        f"create temp {'table' if mapping.generated_key else 'view'} {rows} as {rejects.accepted(mapping, table)}"
    )
    accepted = _number(con, f"select count(*) from {rows}")
    checked = Checked(
        rows,
        rejects.table,
        (*typed.columns, *((table.key,) if mapping.generated_key and table.key not in typed.columns else ())),
        staged.rows - typed.skipped,
        accepted,
        rejected.rows,
        rejected.cells,
        typed.merged,
        typed.skipped,
        (*typed.notices, *rejects.notices, *_remarks(con, mapping, rows, typed), *blanks(con, staged, mapping)),
        () if mapping.generated_key else (typed.table,) if typed.is_kept else (typed.table, *typed.made),
    )
    if mapping.generated_key:
        drop(con, (typed.table, *typed.made))
    elif typed.is_kept:
        drop(con, typed.made)
    if checked.read != accepted + rejected.rows + typed.merged:
        raise BadRows("check.not_whole", read=checked.read, told=accepted + rejected.rows + typed.merged)
    return checked


def _check_together(con: DuckDBPyConnection, staged: Staged, mapping: Mapping, context: Context) -> Checked:
    one = together(con, staged, mapping, context)
    checked = check(con, one.staged, one.mapping, context)
    rows, ids = one.merged + checked.read, checked.read
    notices = (Notice("check.rows_together", {"rows": rows, "ids": ids}),) if one.merged else ()
    return replace(
        checked,
        read=rows,
        merged=checked.merged + one.merged,
        skipped=checked.skipped + one.skipped,
        notices=(*notices, *checked.notices),
        made=(*checked.made, one.staged.table),
    )


def _remarks(con: DuckDBPyConnection, mapping: Mapping, rows: str, typed: Typed) -> list[Notice]:
    """What is allowed and yet deserves a look: rows merged by rule, and answers that use only the lower half of a scale."""
    found = []
    if typed.merged:
        found.append(Notice("check.rows_of_one_id", {"merged": typed.merged, "rows": mapping.rows}))
    if mapping.table == "survey_answer" and "score" in typed.columns and "survey" in typed.columns:
        rule = mapping.rule("score")
        low = con.execute(
            f"""select scale_low, scale_high, max(score) from {rows} group by survey, scale_low, scale_high
                having count(score) >= {ENOUGH} and max(score) <= (scale_low + scale_high) / 2 order by all"""
        ).fetchall()
        found += [
            Notice(
                "check.low_scale",
                {"column": rule and rule.column, "low": f"{first:g}", "top": f"{last:g}", "high": f"{highest:g}"},
            )
            for first, last, highest in low
        ]
    return found


def _number(con: DuckDBPyConnection, sql: str) -> int:
    return int(con.execute(sql).fetchall()[0][0])
