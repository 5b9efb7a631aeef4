"""The canonical tables, read from `schema.toml`: what one row is, its key, every column with kind, unit and meaning.

Everything else is made from this module: the tables of the store, what a mapping may fill, how a cell is checked and
masked, the manual. Every table is keyed by (source_id, its id): a source is a named connection ("Zendesk, product A").
Times are UTC without zone (`*_at`), dates of the reporting zone `*_day`, lengths whole seconds (`*_seconds`), null
means "not known", never "no" or 0.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from cx.errors import UnknownName

TYPES = {
    "id": "VARCHAR",  # kept as written, leading zeros too; an e-mail or phone as id is replaced by a keyed hash
    "person": "VARCHAR",  # id of a natural person outside the company: as id
    "label": "VARCHAR",  # short text people filter by; masked
    "code": "VARCHAR",  # one of a closed list, see CODES
    "name": "VARCHAR",  # name of an organisation, product or of the team's own agents; kept, never in logs
    "text": "VARCHAR",  # free text; masked
    "time": "TIMESTAMP",
    "day": "DATE",
    "seconds": "BIGINT",
    "count": "BIGINT",
    "score": "DOUBLE",
    "money": "DOUBLE",  # won, a month
    "flag": "BOOLEAN",
    "json": "JSON",  # columns of the export without a home here, by their header; masked
}

CODES = {
    "channel": ("phone", "chat", "board", "email", "form", "sales", "message", "other"),
    "status": ("open", "pending", "solved", "closed"),
    "survey": ("csat", "ces", "nps"),
    "dimension": ("overall", "communication", "access", "information"),
    "answer_state": ("answered", "dismissed", "unanswered", "bounced"),
    "event": (
        "opened",
        "queued",
        "assigned",
        "replied",
        "noted",
        "snoozed",
        "resolved",
        "reopened",
        "closed",
        "changed",
    ),
    "actor": ("customer", "agent", "bot", "system"),
    "feedback": ("interview", "review", "qa_note", "praise", "request", "other"),
    "outcome": ("renewed", "moved", "churned", "open"),
    "annotation": ("release", "bot_change", "manual", "campaign", "programme", "incident", "other"),
}

ONLINE_CHANNELS = ("chat", "board", "email", "form")


@dataclass(frozen=True)
class Column:
    """One column: its name, kind (a key of TYPES), meaning, and the closed list it draws from where it has one."""

    name: str
    kind: str
    meaning: str
    codes: str = ""

    @property
    def sql_type(self) -> str:
        """The DuckDB type."""
        return TYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """One canonical table. `key` is unique within a source; `required` columns may not be empty in a row."""

    name: str
    row: str
    key: str
    columns: tuple[Column, ...]
    required: tuple[str, ...] = ()
    version: str = ""  # the column that says which of two sayings about one row is newer

    def column(self, name: str) -> Column:
        """The column called `name`; raises UnknownName."""
        for column in self.columns:
            if column.name == name:
                return column
        raise UnknownName("column", name, self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """All column names, in order, without source_id."""
        return tuple(column.name for column in self.columns)


def _columns(lines: str) -> tuple[Column, ...]:
    columns = []
    for line in lines.strip().splitlines():
        name, kind, meaning = line.strip().split(None, 2)
        kind, _, codes = kind.partition(":")
        columns.append(Column(name, kind, meaning, codes))
    return tuple(columns)


def _read() -> dict[str, Table]:
    declared = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {
        name: Table(
            name,
            entry["row"],
            entry["key"],
            _columns(entry["columns"]),
            tuple(entry["required"]),
            entry.get("version", ""),
        )
        for name, entry in declared.items()
    }


TABLES = _read()


def table(name: str) -> Table:
    """The canonical table called `name`; raises UnknownName."""
    if name not in TABLES:
        raise UnknownName("table", name, TABLES)
    return TABLES[name]
