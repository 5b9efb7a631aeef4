"""Every row and cell that cannot be used, with its line, its masked value, the reason, and the row to be mended."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.importing.fingerprint import MASKED
from cx.importing.footer import is_told
from cx.importing.mapping import Mapping
from cx.importing.row_objects import WHOLE, WIDE, whole_rows
from cx.importing.rows import Read, drop
from cx.importing.rules import Rule
from cx.importing.sheet import Notice
from cx.importing.stage import Staged
from cx.importing.typed import Typed
from cx.schema import Table

LISTED = 10_000  # cells of one column listed for one reason: a wrong mapping must not fill the store with itself


@dataclass(frozen=True)
class Counts:
    """Rows that gave nothing, and cells of the other rows that were left out."""

    rows: int
    cells: int


class Rejects:
    """Collects what is wrong with the rows of `typed`, and says which rows and cells remain."""

    def __init__(self, con: DuckDBPyConnection, staged: Staged, typed: Typed) -> None:
        self._con, self._staged, self._typed = con, staged, typed
        self.table = f"rejects_{secrets.token_hex(6)}"
        self._found = f"found_{secrets.token_hex(6)}"
        self.notices: list[Notice] = []
        self._nulled: dict[str, list[str]] = {}
        self._hit: set[Rule | str] = set()
        self._has_gone = True
        con.execute(
            f"""create temp table {self._found} (line bigint, is_row boolean, target varchar, "column" varchar,
                value varchar, reason_key varchar, reason_values json)"""
        )
        con.execute(
            f"""insert into {self._found} select line, true, null, null, null, problem->>'key', problem->'values'
                from (select line, problem::json as problem from {staged.table}
                    where problem is not null and not {is_told("problem")})"""
        )
        for target, reads in typed.reads.items():
            for read in reads:
                if read.refused:
                    self._unreadable(target, read)

    def _unreadable(self, target: str, read: Read) -> None:
        self._con.execute(
            f"""insert into {self._found}
                select line, false, $target, $column, {self._staged.cell(str(read.rule.column))},
                    {read.lookup}.reason::json->>0, {read.lookup}.reason::json->1
                from {self._typed.source} {read.join} where {read.lookup}.reason is not null""",
            {"target": target, "column": read.rule.column},
        )

    def judge(self, rules: Sequence[Rule], required: Sequence[str]) -> None:
        """Hold the cells of each row against each other by `rules`, then reject the rows that lack one of `required`.

        One pass over the rows tells which rules are broken at all: mostly none.
        """
        known = [target for target in required if target in self._typed.columns]
        asked = [(rule, rule.broken) for rule in rules] + [(target, f'"{target}" is null') for target in known]
        if asked:
            counted = ", ".join(f"count(*) filter ({broken})" for _, broken in asked)
            counts = self._con.execute(f"select {counted} from {self._typed.table}").fetchall()[0]
            self._hit = {one for (one, _), n in zip(asked, counts, strict=True) if n}
        for rule in rules:
            if rule in self._hit:
                self._apply(rule)
        self._require(required)

    def _apply(self, rule: Rule) -> None:
        """Take out the cell, or the row, wherever the rule is broken."""
        column, cell = self._origin(rule.target)
        before = self._count()
        broken = (
            rule.broken if rule.target not in self._nulled else f"({rule.broken}) and not ({self._gone(rule.target)})"
        )
        self._con.execute(
            f"""insert into {self._found}
                select t.line, ?, ?, ?, {cell}, ?, {rule.values}::json from {self._typed.table} as t
                join {self._staged.table} as s on s.line = t.line where {broken}""",
            [rule.row, rule.target, column, f"check.{rule.key}"],
        )
        if self._count() > before and not rule.row:
            self._nulled.setdefault(rule.target, []).append(rule.broken)

    def _require(self, targets: Sequence[str]) -> None:
        """Reject the rows that lack one of `targets`, for the reason its cell had, or because it is blank."""
        for target in targets:
            if target in self._typed.columns and target not in self._hit and target not in self._nulled:
                continue
            if target not in self._typed.columns:
                empty, cell, column = "true", "null", None
            else:
                empty = f't."{target}" is null' + (f" or {self._gone(target)}" if target in self._nulled else "")
                column, cell = self._origin(target)
            self._con.execute(
                f"""update {self._found} set is_row = true where target = ?
                    and line in (select line from {self._typed.table} as t where {empty})""",
                [target],
            )
            self._con.execute(
                f"""insert into {self._found} select t.line, true, ?, ?, {cell}, 'check.required_missing',
                        json_object('target', ?) from {self._typed.table} as t
                    join {self._staged.table} as s on s.line = t.line
                    where ({empty}) and t.line not in (select line from {self._found} where target = ?)""",
                [target, column, target, target],
            )

    def accepted(self, mapping: Mapping, table: Table) -> str:
        """SQL of the rows that remain, without the cells that were taken out, and with their key; after `finish`."""
        names = [name for name in self._typed.columns if name != table.key or not mapping.generated_key]
        columns = [
            f'case when not coalesce({self._gone(name)}, false) then "{name}" end as "{name}"'
            if name in self._nulled
            else f'"{name}"'
            for name in names
        ]
        gone = f"where line not in (select line from {self.table} where level = 'row')" if self._has_gone else ""
        kept = f"""select line, {", ".join(columns)} from {self._typed.table} {gone}"""
        if not mapping.generated_key:
            return kept
        return f"""select * exclude (content), 'h' || left(content, 24) || '-' || row_number() over (partition by content order by line)
            as "{table.key}" from (select *, sha256({self._content(names, table)}) as content from ({kept}) as kept)"""

    def _content(self, names: list[str], table: Table) -> str:
        """SQL of what a row says: its filled columns by name, its texts as they were before they were masked."""
        printed = self._staged.has_print
        said = [
            f"'{name}=' || \"{name}\"::varchar"
            for name in sorted(names)
            if name != "extra" and not (printed and name in self._typed.reads and _kind(table, name) in MASKED)
        ]
        if printed:
            said.append(f"(select 'print=' || s.print from {self._staged.table} as s where s.line = kept.line)")
        return f"concat_ws(chr(31), {', '.join(said)})"

    def finish(self) -> Counts:
        """Write the table of rejects: everything found about a row that gives nothing counts as its reason."""
        level = f"case when line in (select line from {self._found} where is_row) then 'row' else 'cell' end"
        counts = self._con.execute(
            f"""select level, "column", reason_key, count(*) from (
                select *, {level} as level from {self._found}) group by all"""
        ).fetchall()
        many = [(column, n) for level, column, _, n in counts if level == "cell" and n > LISTED]
        self.notices += [
            Notice("check.cells_unlisted", {"column": column, "rows": n, "listed": LISTED}) for column, n in many
        ]
        kept = f"""qualify level = 'row' or row_number() over (partition by level, "column", reason_key order by line) <= {LISTED}"""
        listed = f"listed_{secrets.token_hex(6)}"
        self._con.execute(
            f"""create temp table {listed} as
                select *, row_number() over (partition by line order by "column") = 1 as is_first
                from (select *, {level} as level from {self._found} {kept if many else ""})"""
        )
        drop(self._con, (self._found,))
        headers = [header for header in self._staged.header if header not in self._staged.dropped] if counts else []
        cells = [(header, self._staged.cell(header)) for header in headers]
        whole = whole_rows(
            self._con, f"(from {self._staged.table} semi join {self._whole(listed, len(cells))} using (line))", cells
        )
        self._con.execute(
            f"""create temp table {self.table} as
                select f.line, f.level, f."column", f.value, f.reason_key, f.reason_values, w.said as row
                from {listed} as f left join {whole} as w on f.is_first and w.line = f.line"""
        )
        drop(self._con, (listed, whole))
        rows = self._con.execute(f"select count(distinct line) from {self.table} where level = 'row'").fetchall()[0][0]
        self._has_gone = bool(rows)
        return Counts(int(rows), sum(n for level, _, _, n in counts if level == "cell"))

    def _whole(self, listed: str, columns: int) -> str:
        """SQL of the lines whose row is kept whole: all but in a very wide sheet."""
        if columns < WIDE:
            return listed
        rows, most = self._con.execute(f"select count(distinct line) from {listed}").fetchall()[0][0], WHOLE // columns
        if rows > most:
            self.notices.append(Notice("check.rows_not_whole", {"rows": rows, "columns": columns, "listed": most}))
        return f"(select distinct line from {listed} order by line limit {most})"

    def _gone(self, target: str) -> str:
        return " or ".join(f"({broken})" for broken in self._nulled[target])

    def _origin(self, target: str) -> tuple[str | None, str]:
        """The header people know the target by, and the SQL of what stood there."""
        reads = self._typed.reads.get(target, [])
        if not reads:
            return None, "null"
        cells = ", ".join(f"s.{self._staged.cell(str(read.rule.column))}" for read in reads)
        return reads[0].rule.column, f"coalesce({cells})"

    def _count(self) -> int:
        return int(self._con.execute(f"select count(*) from {self._found}").fetchall()[0][0])


def _kind(table: Table, name: str) -> str:
    return table.column(name).kind if name in table.names else ""
