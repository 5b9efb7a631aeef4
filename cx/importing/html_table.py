"""HTML tables, which many Korean back offices save as .xls: the text of cells is taken, nothing is ever rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from typing import Final

from cx.errors import UnknownFormat
from cx.importing.encoding import Text
from cx.importing.header import LOOK_AT, about_the_table, filled, find_header
from cx.importing.limits import MAX_CELL_CHARACTERS, MAX_CELLS, MAX_COLUMNS, MAX_SHEETS
from cx.importing.sheet import Notice, Row, Sheet

_START: Final = re.compile(r"\s*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|head|meta|body|table|style)\b", re.IGNORECASE)
_SILENT: Final = {tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in ("script", "style", "title")}
_SPAN: Final = re.compile(r"""\bcolspan\s*=\s*["']?\s*([0-9]{1,4})(?![0-9])""", re.IGNORECASE)
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]{0,30})")
_ENDS_IN_VALUES: Final = 8
_LONGEST_ATTRIBUTES: Final = 10_000
_WIDEST_ROW: Final = 16_384


def is_html(text: Text) -> bool:
    """Whether the text begins like an HTML page or table."""
    first = next(text.chunks(), None)
    return first is not None and _START.match("".join(first.lines[:LOOK_AT])) is not None


def _tokens(text: str) -> Iterator[tuple[str, str, str]]:
    """("text", words, ""), ("start", tag, attributes) and ("end", tag, ""), in one pass however broken the page is: what
    has no end takes the rest of the page. Comments, declarations and what is in silent tags are left out.
    """
    at = 0
    while at < len(text):
        start = text.find("<", at)
        if start != at:
            yield "text", text[at:start] if start >= 0 else text[at:], ""
            if start < 0:
                return
        tag = _TAG.match(text, start)
        closing = "-->" if text.startswith("<!--", start) else ">"
        if tag is None and text[start + 1 : start + 2] not in {"!", "?", "/"}:
            yield "text", "<", ""
            at = start + 1
            continue
        end = _closed(text, tag.end()) if tag else text.find(closing, start)
        if end < 0:
            return
        at = end + len(closing)
        if tag is None:
            continue
        name = tag[2].lower()
        yield ("end" if tag[1] else "start"), name, text[tag.end() : end]
        if name in _SILENT and not tag[1]:
            found = _SILENT[name].search(text, at)
            if found is None:
                return
            at = found.start()


def _closed(text: str, at: int) -> int:
    """Where the tag ends whose attributes begin at `at`; a value in quotation marks may hold a few ">"."""
    end = text.find(">", at)
    for _ in range(_ENDS_IN_VALUES):
        if end < 0 or end - at > _LONGEST_ATTRIBUTES or text.count('"', at, end) % 2 == 0:
            break
        end = text.find(">", end + 1)
    return end


class _Tables:
    """Collects the cells of all tables, row by row; a table inside a cell is a table of its own."""

    def __init__(self) -> None:
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._cells = 0

    def feed(self, text: str) -> None:
        """Take in a whole page."""
        for kind, said, attributes in _tokens(text):
            if kind == "start":
                self._start(said, attributes)
            elif kind == "end" and said in {"td", "th", "tr", "table"}:
                self._close_cell()
                if said == "table" and self._open:
                    self._open.pop()
            elif kind == "text" and self._cell is not None:
                self._cell.append(unescape(said))
        self._close_cell()

    def _start(self, tag: str, attributes: str) -> None:
        if tag == "table":
            self._close_cell()
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._close_cell()
            self._open[-1].append([])
        elif tag in {"td", "th"} and self._open and self._open[-1]:
            self._close_cell()
            span = _SPAN.search(attributes[:_LONGEST_ATTRIBUTES])
            self._cell, self._span = [], min(max(int(span[1]), 1), MAX_COLUMNS) if span else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def _close_cell(self) -> None:
        if self._cell is not None and self._open and self._open[-1]:
            cells = self._open[-1][-1]
            cells.append("".join(self._cell).strip())
            cells += [""] * (self._span - 1)
            self._cells += self._span
            if len(cells) > _WIDEST_ROW:
                raise UnknownFormat("file.too_many_columns", count=len(cells), limit=MAX_COLUMNS)
            if self._cells > MAX_CELLS:
                rows = len(self._open[-1])
                raise UnknownFormat("file.too_many_cells", rows=rows, columns=len(cells), limit=MAX_CELLS)
        self._cell = None


def read_html(text: Text) -> tuple[Sheet, ...]:
    """A sheet for every table with a header and a row; rows are numbered within their table.

    Raises UnknownFormat `file.html` if there is none, `file.too_many_sheets`, `file.too_many_columns`,
    `file.too_many_cells`.
    """
    pages = _Tables()
    pages.feed(text.whole())
    found = [[(line, cells) for line, cells in enumerate(table, 1) if filled(cells)] for table in pages.tables]
    tables = [rows for rows in found if len(rows) > 1]
    if not tables:
        raise UnknownFormat("file.html")
    if len(tables) > MAX_SHEETS:
        raise UnknownFormat("file.too_many_sheets", count=len(tables), limit=MAX_SHEETS)
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
