"""Excel workbooks (xlsx, also behind a password, and old xls) to sheets of text rows, as a person would read the cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from itertools import islice
from typing import Any, Final

from cx.errors import UnknownFormat
from cx.importing.archive import hidden_sheets, look_into, look_plainly
from cx.importing.cell_text import cell_text
from cx.importing.cleaning import clean_name
from cx.importing.grid import Grid, Numbered
from cx.importing.header import LOOK_AT, about_the_table, find_header
from cx.importing.limits import MAX_CELL_CHARACTERS
from cx.importing.loading import Loaded, load, load_old
from cx.importing.plain_sheet import PlainRead
from cx.importing.sheet import Notice, Row, Sheet
from cx.importing.sheet_xml import SheetFacts
from cx.importing.sparse import gathered

_EXACT_INTEGER: Final = 1e15
_MOST_SPINS: Final = 2_000_000


def read_workbook(data: bytes, password: str | None) -> tuple[tuple[Sheet, ...], tuple[Notice, ...]]:
    """Visible sheets first, hidden ones marked. The password is used in memory and kept nowhere.

    Raises UnknownFormat `file.password_needed`, `file.password_wrong`, `file.damaged_workbook` and those of `look_into`.
    """
    if not data.startswith(b"PK"):
        data = _decrypted(data, password)
    found = _archived(data) if data.startswith(b"PK") else (_sheet(page, SheetFacts()) for page in load_old(data))
    sheets = [sheet for sheet in found if sheet is not None]
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    notices = [Notice("file.hidden_sheets", {"sheets": ", ".join(hidden), "count": len(hidden)})] if hidden else []
    if not sheets:
        raise UnknownFormat("file.empty")
    return tuple(sorted(sheets, key=lambda sheet: sheet.hidden)), tuple(notices)


def _archived(data: bytes) -> Iterator[Sheet | None]:
    plain = look_plainly(data)
    if plain is None:
        data, facts, lines = _looked_into(data)
        yield from (_sheet(page, facts.get(page.name, SheetFacts())) for page in load(data, lines))
        return
    hidden = hidden_sheets(data)
    for name, sheet in plain.items():
        page = Page(name, name in hidden, sheet.numbered, sheet.facts, sheet.long)
        yield _sheet_of(page, partial(PlainRead, sheet))


def _looked_into(data: bytes) -> tuple[bytes, dict[str, SheetFacts], dict[str, tuple[int, ...]]]:
    """The archive as it may be loaded, what its sheets do not show, and the numbers of the rows of gathered sheets."""
    try:
        return data, look_into(data), {}
    except UnknownFormat as error:
        found = gathered(data) if error.key == "file.too_many_cells" else None
        if found is None:
            raise
        return found[0], look_into(found[0]), found[1]


def _decrypted(data: bytes, password: str | None) -> bytes:
    """The workbook inside an Office container; the data itself if it is an old workbook without a password."""
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    try:
        office: Any = msoffcrypto.OfficeFile(BytesIO(data))
        is_locked = bool(office.is_encrypted())
        spins = int(getattr(office, "info", {}).get("spinValue", 0)) if is_locked else 0
    except Exception as error:  # a damaged container raises whatever its parser met
        raise UnknownFormat("file.damaged_workbook") from error
    if not is_locked:
        return data
    if not password:
        raise UnknownFormat("file.password_needed")
    if spins > _MOST_SPINS:
        raise UnknownFormat("file.damaged_workbook")
    plain = BytesIO()
    try:
        office.load_key(password=password)
        office.decrypt(plain)
    except (InvalidKeyError, DecryptionError) as error:
        raise UnknownFormat("file.password_wrong") from error
    except Exception as error:  # same
        raise UnknownFormat("file.damaged_workbook") from error
    return plain.getvalue()


@dataclass(frozen=True, slots=True)
class Page:
    """A worksheet that can be read: its rows with their numbers, what it hides, and numbers that lost digits by column."""

    name: str
    is_hidden: bool
    numbered: Callable[[], Iterator[Numbered]]
    facts: SheetFacts
    long: Mapping[int, float]


def _sheet(loaded: Loaded, facts: SheetFacts) -> Sheet | None:
    page = Page(loaded.name, loaded.is_hidden, loaded.numbered, facts, _long(loaded))
    return _sheet_of(page, partial(Grid, loaded.numbered))


def _sheet_of(page: Page, read: Callable[..., Callable[[], Iterator[Row]]]) -> Sheet | None:
    sample = list(islice(_filled_rows(page.numbered()), LOOK_AT))
    if not sample:
        return None
    header = find_header([cells for _, cells in sample], [line for line, _ in sample])
    width = len(header.names)
    rows = read(rows=partial(_rows, header_line=header.line, width=width), header_line=header.line, width=width)
    notices = [*header.notices, *_facts(page.facts), *_long_numbers(page.long, header.names)]
    return Sheet(clean_name(page.name), header.names, rows, tuple(notices), page.is_hidden, header.line, header.heads)


def _facts(facts: SheetFacts) -> Iterator[Notice]:
    if facts.hidden_rows or facts.hidden_columns:
        yield Notice("file.hidden_cells", {"rows": facts.hidden_rows, "columns": facts.hidden_columns})
    if facts.formulas_without_result:
        yield Notice("file.formulas_without_result", {"count": facts.formulas_without_result})


def _long(loaded: Loaded) -> dict[int, float]:
    found: dict[int, float] = {}
    for cells in islice(loaded.rows(), LOOK_AT):
        for index, cell in enumerate(cells):
            if isinstance(cell, float) and abs(cell) >= _EXACT_INTEGER:
                found.setdefault(index, cell)
    return found


def _long_numbers(found: Mapping[int, float], names: Sequence[str]) -> Iterator[Notice]:
    """Columns with numbers of more than 15 digits: a spreadsheet has replaced the last ones by zeros."""
    for index, value in sorted(found.items()):
        if index < len(names):
            yield Notice("file.long_numbers", {"header": names[index], "example": cell_text(value)})


def _filled_rows(numbered: Iterable[Numbered]) -> Iterator[tuple[int, tuple[str | None, ...]]]:
    for line, cells in numbered:
        row = tuple(map(cell_text, cells))
        if any(row):
            yield line, row


def _rows(numbered: Iterable[Numbered], *, header_line: int, width: int) -> Iterator[Row]:
    for line, cells in _filled_rows(numbered):
        if line <= header_line:
            continue
        row = Row(line, cells[:width])
        surplus = [cell for cell in cells[width:] if cell]
        if surplus:
            row = replace(row, problem=Notice("file.ragged", {"line": line, "found": len(cells), "expected": width}))
        elif None in row.cells and (said := about_the_table(row.cells)):
            row = replace(row, problem=said)
        elif any(cell and len(cell) > MAX_CELL_CHARACTERS for cell in row.cells):
            row = Row(line, (None,) * width, Notice("file.cell_too_long", {"line": line, "limit": MAX_CELL_CHARACTERS}))
        yield row
