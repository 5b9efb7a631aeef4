"""HTML tables, which many Korean back offices save as .xls: the text of cells is taken, nothing is ever rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from typing import Final

from cx.errors import UnknownFormat
from cx.importing.encoding import Text
from cx.importing.header import LOOK_AT, about_the_table, filled, find_header
from cx.importing.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS
from cx.importing.sheet import Notice, Row, Sheet

_START: Final = re.compile(r"\s*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|head|meta|body|table|style)\b", re.IGNORECASE)
_SILENT: Final = frozenset({"script", "style", "title"})
_SPAN: Final = re.compile("[0-9]{1,4}")


def is_html(text: Text) -> bool:
    """Whether the text begins like an HTML page or table."""
    first = next(text.chunks(), None)
    return first is not None and _START.match("".join(first.lines[:LOOK_AT])) is not None


class _Tables(HTMLParser):
    """Collects the cells of all tables with the line of their row; a table inside a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[tuple[int, list[str]]]] = []
        self._open: list[list[tuple[int, list[str]]]] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._close_cell()
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._close_cell()
            self._open[-1].append((self.getpos()[0], []))
        elif tag in ("td", "th") and self._open and self._open[-1]:
            self._close_cell()
            span = _SPAN.fullmatch(dict(attrs).get("colspan") or "")
            self._cell, self._span = [], min(int(span[0]), MAX_COLUMNS) if span else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag in ("td", "th", "tr", "table"):
            self._close_cell()
            if tag == "table" and self._open:
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def _close_cell(self) -> None:
        if self._cell is not None and self._open and self._open[-1]:
            cells = self._open[-1][-1][1]
            cells.append("".join(self._cell).strip())
            cells += [""] * (self._span - 1)
        self._cell = None


def read_html(text: Text) -> tuple[Sheet, ...]:
    """A sheet for every table with a header and a row. Raises UnknownFormat `file.html` if there is none."""
    parser = _Tables()
    try:
        for chunk in text.chunks():
            parser.feed("".join(chunk.lines))
        parser.close()
    except (AssertionError, ValueError) as error:
        raise UnknownFormat("file.html") from error
    found = [[(line, cells) for line, cells in table if filled(cells)] for table in parser.tables]
    tables = [rows for rows in found if len(rows) > 1]
    if not tables:
        raise UnknownFormat("file.html")
    names = [""] if len(tables) == 1 else [f"table {number}" for number in range(1, len(tables) + 1)]
    return tuple(_sheet(name, rows) for name, rows in zip(names, tables, strict=True))


def _sheet(name: str, rows: list[tuple[int, list[str]]]) -> Sheet:
    header = find_header([cells for _, cells in rows[:LOOK_AT]], [line for line, _ in rows[:LOOK_AT]])
    read = partial(_rows, rows[header.below :], len(header.names))
    return Sheet(name, header.names, read, header.notices, header_line=header.line, heads=header.heads)


def _rows(rows: list[tuple[int, list[str]]], width: int) -> Iterator[Row]:
    for line, texts in rows:
        cells = tuple(text or None for text in texts[:width]) + (None,) * (width - len(texts))
        problem = about_the_table(cells)
        if problem is None and (len(texts) < width or any(texts[width:])):
            problem = Notice("file.ragged", {"line": line, "found": len(texts), "expected": width})
        if any(cell and len(cell) > MAX_CELL_CHARACTERS for cell in cells):
            cells = (None,) * width
            problem = Notice("file.cell_too_long", {"line": line, "limit": MAX_CELL_CHARACTERS})
        yield Row(line, cells, problem)
