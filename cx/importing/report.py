"""What an import or an undo did: counts per table that add up, and what people should know."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from cx.errors import BadRows
from cx.importing.sheet import Notice

IMPORTED = "imported"
NOTHING_TO_DO = "nothing_to_do"
UNDONE = "undone"


@dataclass(frozen=True)
class TableCount:
    """What became of the rows read for one table. `merged`: several different rows of one id became one row;
    `duplicate`: the same row again. `removed` rows only in an undo: nobody says them any more.
    """

    table: str
    read: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    duplicate: int = 0
    rejected: int = 0
    removed: int = 0

    def assert_whole(self) -> None:
        """Raise BadRows unless every row that was read is accounted for."""
        told = self.inserted + self.updated + self.unchanged + self.merged + self.duplicate + self.rejected
        if told != self.read:
            raise BadRows("report.not_whole", table=self.table, read=self.read, told=told)


@dataclass(frozen=True)
class Report:
    """The outcome of one batch. `state`: 'imported', 'nothing_to_do' (an active batch has this very file) or 'undone'."""

    batch_id: int
    file_name: str
    source: str
    state: str
    tables: tuple[TableCount, ...] = ()
    rejected_cells: int = 0
    notices: tuple[Notice, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def rejected_rows(self) -> int:
        """Rows that gave nothing, over all tables."""
        return sum(count.rejected for count in self.tables)

    def to_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, said: dict[str, object]) -> Report:
        """The report written by `to_dict`."""
        values: dict[str, object] = dict(said)
        values["tables"] = tuple(TableCount(**table) for table in said.get("tables", ()))  # type: ignore[attr-defined]
        values["notices"] = tuple(Notice(**notice) for notice in said.get("notices", ()))  # type: ignore[attr-defined]
        return cls(**values)  # type: ignore[arg-type]
