"""How a delimited file is written, decided on its first records: delimiter, quotation mark, backslashes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from cx.importing.encoding import Chunk, Text, physical_lines
from cx.importing.header import LOOK_AT, filled
from cx.importing.records import Dialect, Record, records

_DELIMITERS: Final = (",", "\t", ";", "|")
NO_DELIMITER: Final = "\x1f"
"""For files of one column: cleaned text never holds it."""
_SAMPLE_CHARACTERS: Final = 1 << 18
_SEP_LINE: Final = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
_LEAST_SHARE: Final = 0.5
_LEAST_WIDTH: Final = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """The dialect, the first records read with it, and the dialect inside if every line was quoted once more."""

    dialect: Dialect
    sample: list[Record]
    inner: Dialect | None = None


def find_layout(text: Text) -> Layout:
    """The dialect under which the first records agree best on their number of cells."""
    chunk, is_cut = _first_lines(text)
    said = _SEP_LINE.match(chunk.lines[0]) if chunk.lines else None
    candidates = [Dialect(said[1])] if said else [Dialect(delimiter) for delimiter in _DELIMITERS]
    if any('\\"' in line for line in chunk.lines):
        candidates += [replace(candidate, escape="\\") for candidate in candidates]
    samples = [(candidate, _sample(chunk, candidate, is_cut=is_cut)) for candidate in candidates]
    score, best, sample = max(
        ((_score(sample), candidate, sample) for candidate, sample in samples), key=lambda entry: entry[0]
    )
    if not said and score[0] <= 0:
        best = Dialect(NO_DELIMITER)
        sample = _sample(chunk, best, is_cut=is_cut)
    if sample and all(_is_in_apostrophes(cell) for cell in sample[0].cells):
        best = replace(best, quote="'")
        sample = _sample(chunk, best, is_cut=is_cut)
    return Layout(best, sample, _inner(sample))


def _first_lines(text: Text) -> tuple[Chunk, bool]:
    lines: list[str] = []
    size = 0
    for chunk in text.chunks():
        for line in chunk.lines:
            if size > _SAMPLE_CHARACTERS:
                return Chunk(1, lines), True
            lines.append(line)
            size += len(line)
    return Chunk(1, lines), False


def _sample(chunk: Chunk, dialect: Dialect, *, is_cut: bool) -> list[Record]:
    found = list(islice(records([chunk], dialect), LOOK_AT + 1))
    if len(found) > LOOK_AT or (is_cut and len(found) > 1):
        found.pop()
    return found


def _score(sample: Sequence[Record]) -> tuple[float, int]:
    """How well the records agree; (0, …) or less where the delimiter parts nothing."""
    widths = Counter(len(record.cells) for record in sample)
    if not widths:
        return (0.0, 0)
    width, agreed = max(widths.items(), key=lambda item: (item[1], item[0]))
    wide = len(sample[0].cells)
    if width == 1 and wide >= _LEAST_WIDTH and set(widths) == {1, wide} and widths[wide] > 1:
        width, agreed = wide, widths[wide]  # a short table over a long footer
    share = agreed / len(sample)
    if width == 1 or (width < _LEAST_WIDTH and share < _LEAST_SHARE):
        return (0.0, width)
    above = next(index for index, record in enumerate(sample) if len(record.cells) == width)
    broken = sum(1 for record in sample if record.problem) / len(sample)
    return (share - broken / 2 - 0.02 * min(above, 10), width)


def _is_in_apostrophes(cell: str) -> bool:
    return len(cell) > 1 and cell.startswith("'") and cell.endswith("'")


def _inner(sample: Sequence[Record]) -> Dialect | None:
    """The dialect inside, if every record is one filled cell that is itself a line of cells."""
    if len(sample) < 2 or any(filled(record.cells) != 1 or not record.cells[0] for record in sample):  # noqa: PLR2004 - header and a row
        return None
    for delimiter in _DELIMITERS:
        dialect = Dialect(delimiter)
        widths = Counter(
            len(inner.cells)
            for record in sample
            for inner in records([Chunk(1, physical_lines(record.cells[0]))], dialect)
            if not inner.problem
        )
        width, agreed = max(widths.items(), key=lambda item: item[1], default=(0, 0))
        if width >= _LEAST_WIDTH and agreed * 10 >= len(sample) * 9:
            return dialect
    return None


def unwrapped(text: Text, outer: Dialect) -> Iterator[Chunk]:
    """The lines inside a file whose lines were quoted once more, under their own numbers."""
    for record in records(text.chunks(), outer):
        damaged = frozenset([record.line] if record.problem else [])
        yield Chunk(record.line, physical_lines(record.cells[0] + "\n"), damaged)
