"""Several rows of one id made into one before it is checked: the legs of a call, the lines of a queue log.

The staged rows of each id become one staged row with a column for each rule, and the mapping one that reads it, so that
nothing after this has to know. All of it is SQL: a log has millions of lines.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from cx.errors import UnknownName
from cx.importing.columns import blank_words, read_columns
from cx.importing.context import Context
from cx.importing.mapping import IGNORED, OUTSIDE, ColumnRule, Given, Mapping
from cx.importing.picked import joined_key, order_of
from cx.importing.rows import Read, Rows
from cx.importing.stage import Staged
from cx.schema import Table
from cx.schema import table as table_of

_NOTHING = "null::varchar"
_NUMBER = "decimal(30, 6)"  # whole numbers and what logs write behind a point, exactly


@dataclass(frozen=True)
class Together:
    """The rows of `staged` are one per id; `mapping` reads them. `skipped` rows are nothing for the table, `merged` ones were
    put to the first row of their id.
    """

    staged: Staged
    mapping: Mapping
    skipped: int
    merged: int


def together(con: DuckDBPyConnection, staged: Staged, mapping: Mapping, context: Context) -> Together:
    """Make one row of all rows of an id; a row that could not be read from the file stays as it is.

    Rows where the column `when` is not filled, as its rule says, are skipped; rows alike in every cell count once. A row
    without an id is a row of its own. `staged` is left as it was.
    """
    rules = [rule for rule in mapping.columns if rule.target not in OUTSIDE and rule.reads]
    legs = _legs(Rows(con, staged.table, mapping, context), staged, rules)
    made = list(_made(staged, mapping, rules))
    columns = "".join(f", {sql} as c{number}" for number, (_, sql) in enumerate(made, start=len(staged.header)))
    table = f"together_{secrets.token_hex(6)}"
    con.execute(
        f"""create temp table {table} as
            with placed as (select line, row_number() over (order by rank nulls last, line) as place from {legs}),
            one as (
                select min(line) as first_line{columns} from {legs} join placed using (line)
                where copy = 1 or not starts_with(id, '=') group by id)
            select s.*, one.* exclude (first_line) from {staged.table} as s left join one on one.first_line = s.line
            where one.first_line is not null or s.problem is not null"""
    )
    applying = _numbers(con, f"select count(*) from {legs}")[0]
    con.execute(f"drop table {legs}")
    unreadable, groups = _numbers(con, f"select count(problem), count(*) - count(problem) from {table}")
    names = tuple(str(rule.column) for rule, _ in made)
    hidden = staged.dropped | set(names)  # a rejected row is shown as it stands in the file
    rest = tuple(rule for rule in mapping.columns if rule not in rules)
    rest += tuple(ColumnRule(IGNORED, header) for header in sorted({name for rule in rules for name in rule.reads}))
    return Together(
        replace(staged, table=table, header=staged.header + names, rows=unreadable + groups, dropped=hidden),
        replace(mapping, columns=(*(rule for rule, _ in made), *rest), rows="each", order=None, when=None, key_from=()),
        staged.rows - unreadable - applying,
        applying - groups,
    )


def _legs(rows: Rows, staged: Staged, rules: Sequence[ColumnRule]) -> str:
    """A temp table of the rows that count: line, id, rank in the order, which copy of the same row it is, and the cell that
    each rule counts (k0, k1 …; since_0 …), null where it does not.
    """
    table = table_of(rows.mapping.table)
    parameters: dict[str, object] = {}
    asked = dict.fromkeys(given for rule in rules for given in (*rule.given, *rule.since))
    marks = {given: f"g{number}" for number, given in enumerate(asked)}  # each is worked out once per row
    marked = [f", {_condition(staged, given, mark, parameters)} as {mark}" for given, mark in marks.items()]
    cells = [
        f"{_cell(rows, staged, rule, number, (marks, parameters))} as k{number}" for number, rule in enumerate(rules)
    ]
    for number, rule in enumerate(rules):
        if rule.since:
            since = " and ".join(marks[given] for given in rule.since)
            cells.append(f"case when {since} then {staged.cell(str(rule.column))} end as since_{number}")
    compared = _compared(rows, staged, rules)
    cells += [f"{read.value} as at_{number}" for number, read in compared.items()]
    when = _first(rules, rows.mapping.when)
    key = _first(rules, table.key)
    if key == _NOTHING and rows.mapping.key_from:
        cells.append(f"{joined_key(staged, rows.mapping, {})} as joined")
        key = "joined"
    order, reads = order_of(rows, staged)
    reads = [*reads, *compared.values()]
    listed = ", ".join(f"s.c{number}" for number in range(len(staged.header)))
    legs = f"legs_{secrets.token_hex(6)}"
    rows.con.execute(
        f"""create temp table {legs} as
            select *, coalesce('=' || {key}, 'line ' || line) as id from (
                select s.line, {order} as rank, row_number() over (partition by {listed} order by s.line) as copy,
                    {", ".join(cells)}
                from (select s.*{"".join(marked)} from {staged.table} as s where s.problem is null) as s
                {" ".join(read.join for read in reads)})
            {f"where {when} is not null" if rows.mapping.when else ""}""",
        parameters,
    )
    for read in reads:
        if read.lookup:
            rows.con.execute(f"drop table {read.lookup}")
    return legs


def _compared(rows: Rows, staged: Staged, rules: Sequence[ColumnRule]) -> dict[int, Read]:
    """The times that are compared, by the number of their rule."""
    table = table_of(rows.mapping.table)
    return {
        number: read_columns(rows, [(staged.cell(str(rule.column)), table.column(rule.target), rule)])[0]
        for number, rule in enumerate(rules)
        if rule.column and _is_compared(rule, table)
    }


def _is_compared(rule: ColumnRule, table: Table) -> bool:
    return rule.take in {"min", "max"} and table.column(rule.target).kind in {"time", "day"}


def _first(rules: Sequence[ColumnRule], target: str | None) -> str:
    """SQL of what the rules of one target give in a row: the first that is filled."""
    found = [f"k{number}" for number, rule in enumerate(rules) if rule.target == target]
    return f"coalesce({', '.join(found)})" if found else _NOTHING


def _cell(
    rows: Rows, staged: Staged, rule: ColumnRule, number: int, known: tuple[dict[Given, str], dict[str, object]]
) -> str:
    """SQL of the cell a rule counts in a row; the constant of a rule without a column."""
    marks, parameters = known
    conditions = [marks[given] for given in rule.given]
    if rule.column is None:
        parameters[f"constant_{number}"] = rule.constant
        return f"case when {' and '.join(conditions)} then $constant_{number}::varchar end"
    value = staged.cell(rule.column)
    column = table_of(rows.mapping.table).column(rule.target)
    blank = blank_words(rows, Read(rule, column.kind, value, value), column)
    if blank:
        parameters[f"blank_{number}"] = blank
        conditions.append(f"not list_contains($blank_{number}, {value})")
    return f"case when {' and '.join(conditions)} then {value} end" if conditions else value


def _condition(staged: Staged, given: Given, name: str, parameters: dict[str, object]) -> str:
    """SQL for "the row is as `given`", never null. Raises UnknownName."""
    if given.column not in staged.header:
        raise UnknownName("column", given.column, staged.header)
    cell = staged.cell(given.column)
    if not given.words:
        return f"{cell} is {'' if given.is_not else 'not '}null"
    words = [word.casefold() for word in given.words]
    parts = []
    if exact := [word for word in words if not word.endswith("*")]:
        parameters[name] = exact
        parts.append(f"list_contains(${name}::varchar[], lower(trim({cell})))")
    for number, word in enumerate(word.removesuffix("*") for word in words if word.endswith("*")):
        parameters[f"{name}_{number}"] = word
        parts.append(f"starts_with(lower(trim({cell})), ${name}_{number}::varchar)")
    said = f"coalesce({' or '.join(parts)}, false)"
    return f"not {said}" if given.is_not else said


def _made(staged: Staged, mapping: Mapping, rules: Sequence[ColumnRule]) -> Iterator[tuple[ColumnRule, str]]:
    """Each rule as the rule of the one row, with the SQL of its cell; those of the key are one."""
    table = table_of(mapping.table)
    key = table.key
    taken = set(staged.header)
    own = next((rule for rule in rules if rule.target == key), ColumnRule(key))
    yield (
        replace(own, column=_name(own, taken), given=(), take=None),
        "any_value(case when starts_with(id, '=') then substr(id, 2) end)",
    )
    for number, rule in enumerate(rules):
        if rule.target != key:
            one = replace(rule, column=_name(rule, taken), constant=None, given=(), since=(), take=None)
            is_time = _is_compared(rule, table)
            found = _at(rule, f"k{number}", f"at_{number}") if is_time else _taken(rule, f"k{number}")
            yield one, _counted(found, f"arg_min(since_{number}, place)") if rule.since else found


def _name(rule: ColumnRule, taken: set[str]) -> str:
    """What the column is called in the reasons of rejected cells: its header, and which rows of it counted."""
    words = "/".join(word for given in rule.given if not given.is_not for word in given.words[:2])
    base = " · ".join(part for part in (rule.column or rule.target, words or rule.take) if part)
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base} ({number})"
    taken.add(name)
    return name


def _taken(rule: ColumnRule, cell: str) -> str:
    """SQL of the one cell made of those that count; numbers are added and compared as numbers, a text among them stays."""
    if rule.take == "last":
        return f"arg_max({cell}, place)"
    if rule.take == "count":
        return f"count({cell})::varchar"
    if rule.take == "others":
        return f"(nullif(count(distinct {cell}), 0) - 1)::varchar"
    if rule.take in {"min", "max", "sum"}:
        number = f"try_cast({cell} as {_NUMBER})"
        odd = f"any_value(case when {number} is null then {cell} end)"
        return f"coalesce({odd}, {_plain(f'{rule.take}({number})')})"
    return f"arg_min({cell}, place)"


def _at(rule: ColumnRule, cell: str, at: str) -> str:
    """SQL of the earliest or latest of the cells that can be read as times; where none can, one of them stays."""
    return f"coalesce(arg_{rule.take}({cell}, {at}), any_value({cell}))"


def _counted(cell: str, since: str) -> str:
    """SQL of the cell as a number that counts from `since`."""
    return _plain(f"try_cast({cell} as {_NUMBER}) - try_cast({since} as {_NUMBER})")


def _plain(number: str) -> str:
    return f"rtrim(rtrim(({number})::varchar, '0'), '.')"


def _numbers(con: DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    return tuple(int(number) for number in con.execute(sql).fetchall()[0])
