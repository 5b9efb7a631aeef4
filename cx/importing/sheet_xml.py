"""A worksheet's XML looked through before anything holds it: how large its reader would grow, and what it hides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from cx.errors import UnknownFormat

_CHUNK: Final = 1 << 20
_LONGEST_TAG: Final = 1 << 26
_LONGEST_MARK: Final = 16
_DOCTYPE: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_NAME: Final = rb"(?:[A-Za-z_][\w.-]*:)?"
HIDDEN_ROW: Final = re.compile(rb"<" + _NAME + rb"row\s[^>]*?\bhidden\s*=\s*[\"'](?:1|true)")
_HIDDEN_COLUMN: Final = re.compile(rb"<" + _NAME + rb"col\s([^>]*?\bhidden\s*=\s*[\"'](?:1|true)[^>]*)")
_SPAN: Final = re.compile(rb"\b(min|max)\s*=\s*[\"']([0-9]+)")
_NO_RESULT: Final = re.compile(
    rb"(?:</" + _NAME + rb"f>|<" + _NAME + rb"f(?:\s[^<>]*)?/>)"
    rb"\s*(?:<" + _NAME + rb"v>\s*</" + _NAME + rb"v>|<" + _NAME + rb"v\s*/>)?\s*</" + _NAME + rb"c>"
)
# The way every spreadsheet program writes rows and cells, which can be searched ten times as fast …
_PLAIN_ROW: Final = re.compile(rb'<row r="([0-9]+)')
_PLAIN_FAR_CELL: Final = re.compile(rb'<c r="(?:([A-Z]{2,3})|[A-Z](?=[0-9]{6}))(?:([0-9]{6,})|[0-9])')
# … and every way the XML reader would accept.
_ANY_ROW: Final = re.compile(rb"<" + _NAME + rb"row\b[^>]*?\sr\s*=\s*[\"']\s*([0-9]+)")
_ANY_CELL: Final = re.compile(rb"<" + _NAME + rb"c\b[^>]*?\sr\s*=\s*[\"']\s*([A-Za-z]{1,3})([0-9]+)")
_PREFIXED: Final = re.compile(rb"<[A-Za-z_][\w.-]*:(?:c|row)[\s/>]")
_CELL_TAG: Final = re.compile(rb"<c[\s/>]")
_ROW_TAG: Final = re.compile(rb"<row[\s/>]")
_ANY_CELL_TAG: Final = re.compile(rb"<" + _NAME + rb"c[\s/>]")
_ROW_END: Final = re.compile(rb"</" + _NAME + rb"row\s*>")
_SHARED: Final = re.compile(rb"\bt\s*=\s*[\"']s[\"'][^>]*>\s*<" + _NAME + rb"v[^>]*>\s*([0-9]+)")
_LETTERS: Final = 26


class Readable(Protocol):
    """A binary stream."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, none at the end."""


@dataclass(slots=True)
class SheetFacts:
    """What a worksheet's XML says beyond its cells. `rows` and `columns` span the rectangle around all cells."""

    hidden_rows: int = 0
    hidden_columns: int = 0
    formulas_without_result: int = 0
    rows: int = 0
    columns: int = 0
    cells: int = 0


def windows(part: Readable, name: str) -> Iterator[bytes]:
    """A part in pieces that end with a tag. Raises UnknownFormat `file.doctype`; UTF-16, which could hide one, is damage."""
    kept: list[bytes] = []  # what comes after the last whole tag; joined only once, however many blocks a text may take
    tail = b""
    is_first = True
    while block := part.read(_CHUNK):
        if is_first and b"\x00" in block[:4]:
            raise UnknownFormat("file.damaged_workbook")
        is_first = False
        if b"!" in block and _DOCTYPE.search(tail + block):
            raise UnknownFormat("file.doctype", part=name)
        tail = block[-_LONGEST_MARK:]
        kept.append(block)
        if b">" in block:
            window = b"".join(kept)
            cut = window.rfind(b"</c>") + 4
            if cut < 4:  # noqa: PLR2004 - not found
                cut = window.rfind(b">") + 1
            kept = [window[cut:]]
            yield window[:cut]
        if sum(map(len, kept)) > _LONGEST_TAG:
            raise UnknownFormat("file.damaged_workbook")
    yield b"".join(kept)


def look_over(pieces: Iterable[bytes]) -> SheetFacts:
    """Read a worksheet's XML once."""
    facts = SheetFacts(columns=_LETTERS)
    extent = _Extent()
    for window in pieces:
        if b"h" in window and b"hidden" in window:  # one sign is looked for ten times as fast, and is rare in cells
            facts.hidden_rows += len(HIDDEN_ROW.findall(window))
            facts.hidden_columns += sum(map(_columns, _HIDDEN_COLUMN.findall(window)))
        if b"f" in window and (b"f>" in window or b"<f" in window):
            facts.formulas_without_result += len(_NO_RESULT.findall(window))
        facts.cells += extent.add(window)
    facts.rows, facts.columns = extent.rows, extent.columns
    return facts


def shared_counts(pieces: Iterable[bytes]) -> Counter[int]:
    """How often each shared string is used: the reader keeps a copy for every cell."""
    counts: Counter[int] = Counter()
    for window in pieces:
        counts.update(map(int, _SHARED.findall(window)))
    return counts


def _columns(attributes: bytes) -> int:
    span = {name: int(value) for name, value in _SPAN.findall(attributes)}
    return max(span.get(b"max", 1) - span.get(b"min", 1) + 1, 1)


def _tags(window: bytes, start: bytes, tag: re.Pattern[bytes]) -> int:
    """How many tags there are of which `start` is the beginning: nearly always all that begin so and go on plainly."""
    plain = window.count(start + b' r="')
    return plain if plain == window.count(start) else len(tag.findall(window))


class _Extent:
    """The rectangle around all cells so far; never smaller than what the reader will make of them."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = _LETTERS
        self._row_tags = 0
        self._in_open_row = 0

    def add(self, window: bytes) -> int:
        """Take in a piece and say how many cells it has."""
        cells, rows = _tags(window, b"<c", _CELL_TAG), _tags(window, b"<row", _ROW_TAG)
        self._row_tags += rows
        is_plain = cells == window.count(b'<c r="') and rows == window.count(b'<row r="')
        if is_plain and not (b":" in window and _PREFIXED.search(window)):
            far = set(_PLAIN_FAR_CELL.findall(window))
            self._reach(map(int, _PLAIN_ROW.findall(window)), (name for name, _ in far if name))
            self._reach((int(row) for _, row in far if row), ())
            return cells
        found = _ANY_CELL.findall(window)
        self._reach(map(int, _ANY_ROW.findall(window)), {name for name, _ in found})
        self._reach((int(row) for _, row in found), ())
        # Where they do not say where they are, rows and cells follow each other.
        counts = [len(_ANY_CELL_TAG.findall(row)) for row in _ROW_END.split(window)]
        counts[0] += self._in_open_row
        self._in_open_row = counts[-1]
        self.columns = max(self.columns, *counts)
        self.rows = max(self.rows, self._row_tags)
        return sum(counts)

    def _reach(self, rows: Iterable[int], names: Iterable[bytes]) -> None:
        self.rows = max(self.rows, max(rows, default=0))
        self.columns = max(self.columns, max(map(_number, names), default=0))


def _number(name: bytes) -> int:
    number = 0
    for letter in name.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number
