"""Objects of a document to rows of one table: dotted columns, one text per cell, rows that do not fit named."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from cx.errors import UnknownFormat
from cx.importing.cleaning import clean
from cx.importing.header import unique_names
from cx.importing.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS
from cx.importing.sheet import Element, Notice, Row, Sheet

_MOST_LEVELS: Final = 6
_WHOLE: Final = 1e22
"""Up to here a whole number is written without an exponent."""


@dataclass(frozen=True, slots=True)
class Table:
    """A list of objects in a document, readable more than once."""

    name: str
    elements: Callable[[], Iterator[Element]]


@dataclass(frozen=True, slots=True)
class Shape:
    """What looking over a table gave: its columns and the keys that are single values in most rows, but not in all."""

    columns: tuple[str, ...]
    header: tuple[str, ...]
    mixed: frozenset[str]
    notices: tuple[Notice, ...]


def sheet_of(table: Table) -> Sheet | None:
    """The table as a sheet; None if its objects have no key. Raises UnknownFormat `file.too_many_columns`."""
    shape = look_over(table)
    if not shape.header:
        return None
    return Sheet(table.name, shape.header, partial(rows_of, table, shape), shape.notices, elements=table.elements)


def look_over(table: Table) -> Shape:
    """Read a table once for its shape. Raises UnknownFormat `file.too_many_columns`."""
    columns: dict[str, str] = {}
    single: Counter[str] = Counter()
    nested: Counter[str] = Counter()
    not_finite: Counter[str] = Counter()
    for element in table.elements():
        for key, value in element.value.items():
            if isinstance(value, Mapping):
                nested[key] += 1
            elif value is not None:
                single[key] += 1
        for column, key, value in flattened(element.value):
            columns.setdefault(column, key)
            if isinstance(value, float) and not math.isfinite(value):
                not_finite[column] += 1
        if len(columns) > MAX_COLUMNS:
            raise UnknownFormat("file.too_many_columns", count=len(columns), limit=MAX_COLUMNS)
    mixed = frozenset(key for key in nested if single[key] > nested[key])
    kept = tuple(column for column, key in columns.items() if key not in mixed or column == key)
    header, notices = unique_names([" ".join(clean(column).split()) for column in kept])
    notices += [Notice("file.not_finite", {"header": name, "count": count}) for name, count in not_finite.items()]
    return Shape(kept, header, mixed, tuple(notices))


def rows_of(table: Table, shape: Shape) -> Iterator[Row]:
    """The rows of a table looked over before."""
    places = {column: index for index, column in enumerate(shape.columns)}
    for element in table.elements():
        cells: list[str | None] = [None] * len(places)
        for column, _, value in flattened(element.value):
            if column in places:
                cells[places[column]] = text_of(value)
        yield Row(element.number, *_checked(element, shape, cells))


def _checked(element: Element, shape: Shape, cells: list[str | None]) -> tuple[tuple[str | None, ...], Notice | None]:
    problem = element.problem
    if shape.mixed and any(isinstance(element.value.get(key), Mapping) for key in shape.mixed):
        odd = [
            key
            for key, value in element.value.items()
            if isinstance(value, list) or (key in shape.mixed and isinstance(value, Mapping))
        ]
        problem = Notice("file.json_mixed_types", {"line": element.number, "fields": ", ".join(odd)})
        for key in odd:
            if key in shape.columns:
                cells[shape.columns.index(key)] = text_of(json.dumps(element.value[key], ensure_ascii=False))
    for index, cell in enumerate(cells):
        if cell is not None and len(cell) > MAX_CELL_CHARACTERS:
            cells[index] = None
            problem = Notice("file.cell_too_long", {"line": element.number, "limit": MAX_CELL_CHARACTERS})
    return tuple(cells), problem


def flattened(
    value: Mapping[str, object], prefix: str = "", key: str = "", level: int = 1
) -> Iterator[tuple[str, str, object]]:
    """Column ("via.channel"), top key ("via") and single value, list or deep object of everything in `value`."""
    for name, inner in value.items():
        top = key or name
        column = f"{prefix}{name}"
        if isinstance(inner, Mapping) and inner and level < _MOST_LEVELS:
            yield from flattened(inner, f"{column}.", top, level + 1)
        else:
            yield column, top, inner


def text_of(value: object) -> str | None:
    """A value as cell text: numbers with all their digits, lists of single values joined by ",", blank as None."""
    if isinstance(value, str):
        text = clean(value)
        return text if text and not text.isspace() else None
    if isinstance(value, float):
        return _number(value)
    if value is None or isinstance(value, bool | int):
        return None if value is None else str(value).lower()
    if isinstance(value, list) and not any(isinstance(item, list | Mapping) for item in value):
        return text_of(",".join(filter(None, map(text_of, value))))
    return text_of(json.dumps(value, ensure_ascii=False, default=str)) if value else None


def _number(value: float) -> str | None:
    if not math.isfinite(value):
        return None
    return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else repr(value)
