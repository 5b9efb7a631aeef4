"""Sums without a number: a column of accounts or contracts that is a number in nearly every row and blank in a few.

What is blank is not 0. The rows are kept, and so that nobody takes a total over them for whole, it is said how many there are.
"""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from cx.importing.mapping import Mapping
from cx.importing.sheet import Notice
from cx.importing.stage import Staged
from cx.schema import TABLES

_TABLES = ("account", "contract")  # few rows, and people add their columns up
_FEW = 0.1  # blank in more rows is a column not everybody fills in
_MOST_COLUMNS = 300


def blanks(con: DuckDBPyConnection, staged: Staged, mapping: Mapping) -> list[Notice]:
    """A notice for every such column that is kept beside the rows or read as money; none for other tables."""
    if mapping.table not in _TABLES:
        return []
    money = {column.name for column in TABLES[mapping.table].columns if column.kind == "money"}
    read = {rule.column: rule.target for rule in mapping.columns if rule.column}
    looked = [
        (header, staged.cell(header))
        for header in staged.header
        if header not in staged.dropped and (read[header] in money if header in read else mapping.keep_extra)
    ][:_MOST_COLUMNS]
    if not looked:
        return []
    counts = ", ".join(f"count({cell}), count(try_cast(replace({cell}, ',', '') as double))" for _, cell in looked)
    rows, *told = con.execute(f"select count(*), {counts} from {staged.table} where problem is null").fetchall()[0]
    found = []
    for (header, _), filled, numbers in zip(looked, told[::2], told[1::2], strict=True):
        if 0 < rows - filled <= _FEW * rows and numbers == filled:
            found.append(Notice("check.blank_numbers", {"column": header, "rows": rows - filled, "filled": filled}))
    return found
