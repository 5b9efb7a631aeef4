"""Workbooks handed to their reader. Old .xls files, whose sizes cannot be checked before, in a process of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from cx.errors import UnknownFormat
from cx.importing.cell_text import cell_text

_SECONDS: Final = 120
_MEMORY_BYTES: Final = 3 << 30
_ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rows of one worksheet from its first line on, held in memory; `lines` are their numbers where not 1, 2, 3 …"""

    name: str
    is_hidden: bool
    sheet: Any
    lines: tuple[int, ...] = ()

    def rows(self) -> Iterator[Sequence[object]]:
        """Each time from the first row. Raises UnknownFormat `file.damaged_workbook` for a time no calendar or clock has."""
        try:
            yield from self.sheet if isinstance(self.sheet, list) else self.sheet.iter_rows()
        except OverflowError as error:
            raise UnknownFormat("file.damaged_workbook") from error

    def numbered(self) -> Iterator[tuple[int, Sequence[object]]]:
        """The same with the number each has in the file."""
        return zip(self.lines, self.rows(), strict=False) if self.lines else enumerate(self.rows(), 1)


def load(data: bytes, lines: Mapping[str, tuple[int, ...]] = MappingProxyType({})) -> list[Loaded]:
    """Every worksheet of an .xlsx file that was looked into before; `lines` by sheet: see `Loaded`.

    Raises UnknownFormat `file.damaged_workbook`.
    """
    import python_calamine as calamine

    try:
        workbook = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        return [
            Loaded(
                meta.name,
                meta.visible != calamine.SheetVisibleEnum.Visible,
                workbook.get_sheet_by_name(meta.name),
                lines.get(meta.name, ()),
            )
            for meta in workbook.sheets_metadata
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError as error:
        raise UnknownFormat("file.password_needed") from error
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        raise UnknownFormat("file.damaged_workbook") from error


def load_old(data: bytes) -> list[Loaded]:
    """Every worksheet of an .xls file. A crafted one may exhaust the memory or abort: only the child process ends."""
    command = [sys.executable, "-m", "cx.importing.loading"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=data, capture_output=True, cwd=_ROOT, timeout=_SECONDS, check=True
        )
        sheets = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise UnknownFormat("file.damaged_workbook") from error
    return [Loaded(name, is_hidden, rows) for name, is_hidden, rows in sheets]


def _texts(rows: Iterable[Sequence[object]]) -> list[list[str | None]]:
    return [[cell_text(cell) for cell in row] for row in rows]


def _serve() -> None:
    """The child: a workbook from standard input, texts of its cells as JSON to standard output."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sheets = load(sys.stdin.buffer.read())
    json.dump([[page.name, page.is_hidden, _texts(page.rows())] for page in sheets], sys.stdout)


if __name__ == "__main__":
    _serve()
