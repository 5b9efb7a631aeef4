"""Physical lines of a delimited file to records, so that one broken quotation mark costs one line and not the file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from cx.importing.encoding import Chunk
from cx.importing.limits import MAX_CELL_CHARACTERS
from cx.importing.sheet import Notice

csv.field_size_limit(MAX_CELL_CHARACTERS)
CARRIED_CHARACTERS: Final = 4 * MAX_CELL_CHARACTERS
_SHOWN_CHARACTERS: Final = 4_000
SUSPICIOUS_LINES: Final = 3
_UNCLOSED: Final = "unexpected end of data"
_TOO_LONG: Final = "field larger than field limit"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a line are parted. `width` is the usual number of cells, None while that is being found out."""

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    width: int | None = None

    def parse(self, lines: Iterable[str], *, is_strict: bool = True) -> Iterator[list[str]]:
        """Python's reader for this dialect (an object with `line_num`)."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            doublequote=self.escape is None,
            escapechar=self.escape,
            strict=is_strict,
        )


@dataclass(slots=True)
class Record:
    """Cells of one record, the line it begins on, how many lines it takes, and why it cannot be used."""

    line: int
    cells: list[str]
    lines: int = 1
    problem: Notice | None = None


class Lines:
    """The lines of a chunk with what was left over of the one before; a failed record can be gone back to."""

    def __init__(self, lines: list[str], first: int) -> None:
        self.lines = lines
        self.first = first
        self.at = 0

    def feed(self) -> Iterator[str]:
        """The lines from `at` on, which is moved with each."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            yield line

    def count(self, more: int, damaged: set[int]) -> None:
        """The lines from `at` on, and those of them in `damaged`, are so many further down than was thought."""
        moved = {line for line in damaged if more and line >= self.first + self.at}
        damaged -= moved
        damaged |= {line + more for line in moved}
        self.first += more


def records(chunks: Iterable[Chunk], dialect: Dialect) -> Iterator[Record]:
    """Every record with at least one cell, in file order. A record that cannot be parsed is one line with a problem,
    and reading goes on with the line after it.
    """
    left: list[str] = []
    damaged: set[int] = set()
    first, more = 1, 0
    for chunk in chunks:
        if not left:
            first = chunk.first_line + more
        damaged |= {line + more for line in chunk.damaged}
        source = Lines(left + chunk.lines, first)
        yield from parse(source, dialect, damaged, is_last=False)
        more += source.first - first
        left, first = source.lines[source.at :], source.first + source.at
    yield from parse(Lines(left, first), dialect, damaged, is_last=True)


def parse(source: Lines, dialect: Dialect, damaged: set[int], *, is_last: bool) -> Iterator[Record]:
    """Records of `source`, `damaged` being the lines that could not be decoded; leaves `source.at` at an unfinished record
    unless this is the last of the file. A lone CR that ends a record is counted as the end of a line.
    """
    while source.at < len(source.lines):
        begin = source.at
        reader = dialect.parse(source.feed())
        done = begin
        try:
            for cells in reader:
                taken = source.at - done
                if taken > SUSPICIOUS_LINES and _has_swallowed(source.lines[done + 1 : source.at - 1], dialect):
                    source.at = done
                    raise csv.Error(_UNCLOSED)  # noqa: TRY301 - the same way out as for what the parser finds itself
                if cells:
                    record = Record(source.first + done, cells, taken)
                    if damaged and not damaged.isdisjoint(range(record.line, record.line + taken)):
                        record.problem = Notice("file.undecodable", {"line": record.line})
                    yield record
                done = source.at
        except csv.Error as error:
            is_open = source.at == len(source.lines) and _UNCLOSED in str(error)
            if is_open and not is_last and sum(map(len, source.lines[done:])) < CARRIED_CHARACTERS:
                source.at = done
                return
            source.at = done + 1
            number = source.first + done
            found = list(_mended(source.lines[done], number, dialect, str(error)))
            yield from found
            source.count(found[-1].line - number if found else 0, damaged)


def _has_swallowed(inner: list[str], dialect: Dialect) -> bool:
    """Whether a cell of many lines is a quotation mark left open: most lines in it are whole records themselves."""
    if dialect.width is None or dialect.width < SUSPICIOUS_LINES:
        return False
    whole = sum(1 for line in inner if line.count(dialect.delimiter) == dialect.width - 1)
    return whole * 2 > len(inner)


def _mended(line: str, number: int, dialect: Dialect, error: str) -> Iterator[Record]:
    """What can be made of one physical line that does not follow the rules: its cells if they are as many as usual."""
    if _TOO_LONG in error and len(line) > MAX_CELL_CHARACTERS:
        cells = _loosely(line[:_SHOWN_CHARACTERS], dialect)
        yield Record(number, cells, 1, Notice("file.cell_too_long", {"line": number, "limit": MAX_CELL_CHARACTERS}))
        return
    if "\r" in line.rstrip("\r\n"):
        parts = enumerate(line.rstrip("\r\n").split("\r"), start=number)
        pieces = [Record(at, _loosely(part, dialect)) for at, part in parts if part.strip()]
        if dialect.width is not None and all(len(piece.cells) == dialect.width for piece in pieces):
            yield from pieces
            return
        line = line.rstrip("\r\n").replace("\r", " ")
    cells = _loosely(line, dialect)
    is_whole = line.count(dialect.quote) % 2 == 0 and len(cells) == dialect.width
    reason = "file.unclosed_quote" if line.count(dialect.quote) % 2 else "file.broken_quote"
    yield Record(number, cells, 1, None if is_whole else Notice(reason, {"line": number}))


def _loosely(line: str, dialect: Dialect) -> list[str]:
    """Cells of one line by the forgiving rules; with backslashes before quotation marks if that gives the usual width."""
    ways = [dialect]
    if '\\"' in line:
        ways.insert(0, Dialect(dialect.delimiter, dialect.quote, "\\"))
    cells: list[str] = []
    for way in ways:
        try:
            cells = next(way.parse([line.rstrip("\r\n")], is_strict=False), [])
        except csv.Error:
            cells = []
        if len(cells) == dialect.width:
            break
    return cells
