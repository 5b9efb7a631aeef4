"""What the cells of an export hold besides one value: lists of records, HTML, an address that ends in a number.

A format declares it (`Inner`, `Made`); here sheets and columns are made of it before the file is recognised, so that
nothing after the reading has to know, and what is taken apart is masked as what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from cx.importing.flatten import Table, sheet_of
from cx.importing.format import Format, Inner, Made, fold, header_of
from cx.importing.html_text import plain_text
from cx.importing.sheet import Element, FileContent, Row, Sheet

PARENT = "parent"  # what an inner record repeats of the one it stands in: "parent.id"


def unfolded(content: FileContent, formats: Iterable[Format], *, forced: bool = False) -> FileContent:
    """`content` with the inner sheets and made columns of every one of `formats` that claims it; of all where `forced`."""
    for one in formats:
        if (one.inner or one.made) and (forced or one.claims(content)):
            sheets = [sheet for outer in content.sheets for sheet in _taken_apart(outer, one.inner)]
            names = dict.fromkeys(sheet.name for sheet in sheets)
            unique = [next(sheet for sheet in sheets if sheet.name == name) for name in names]
            content = replace(content, sheets=tuple(_with_made(sheet, one.made) for sheet in unique))
    return content


def _taken_apart(sheet: Sheet, inner: Sequence[Inner]) -> Iterator[Sheet]:
    """The sheet without its inner lists, and a sheet for each of them that holds records."""
    here = [one for one in inner if one.column in sheet.header]
    if sheet.elements is None or not here:
        yield sheet
        return
    outer = sheet_of(Table(sheet.name, partial(_outer, sheet, here)))
    yield sheet if outer is None else replace(outer, hidden=sheet.hidden)
    for one in here:
        if one.take is None:
            found = sheet_of(Table(one.column, partial(_records, sheet, one)))
            if found is not None:
                yield found


def _outer(sheet: Sheet, inner: Sequence[Inner]) -> Iterator[Element]:
    for element in sheet.elements() if sheet.elements else ():
        value = element.value
        for one in inner:
            value = _changed(value, one.column.split("."), one.take)
        yield replace(element, value=value)


def _changed(value: Mapping[str, object], path: Sequence[str], take: str | None) -> Mapping[str, object]:
    """`value` with the list at `path` left out, or as the values its records have under `take`."""
    name, *rest = path
    below = value.get(name)
    changed: object = None
    if rest and isinstance(below, Mapping):
        changed = _changed(below, rest, take)
    elif isinstance(below, list) and not rest and take is not None:
        changed = [record[take] for record in below if isinstance(record, Mapping) and take in record]
    elif not isinstance(below, list) or rest:
        return value
    return {**value, name: changed} if changed else {key: kept for key, kept in value.items() if key != name}


def _records(sheet: Sheet, inner: Inner) -> Iterator[Element]:
    """The records in the lists of `inner`, numbered through; those of an object that cannot be used are not among them."""
    number = 0
    for element in sheet.elements() if sheet.elements else ():
        listed: object = element.value
        for name in inner.column.split("."):
            listed = listed.get(name) if isinstance(listed, Mapping) else None
        if element.problem is not None or not isinstance(listed, list):
            continue
        kept = {name: element.value.get(name) for name in inner.keep}
        for record in listed:
            number += 1
            yield Element(number, {**(record if isinstance(record, Mapping) else {"value": record}), PARENT: kept})


@dataclass(frozen=True)
class _Place:
    """Where a made column is read from and written to; `to` None: behind the others."""

    made: Made
    of: int
    to: int | None
    where: int | None


def _with_made(sheet: Sheet, made: Sequence[Made]) -> Sheet:
    places = []
    for one in made:
        of = header_of(sheet.header, [one.of])
        there = header_of(sheet.header, [one.header])
        where = header_of(sheet.header, [one.where[0]]) if one.where else None
        is_whole = of is not None and (one.where is None or where is not None)
        if of is None or not is_whole or there not in {None, of}:
            continue
        to = sheet.header.index(there) if there else None
        places.append(_Place(one, sheet.header.index(of), to, sheet.header.index(where) if where else None))
    if not places:
        return sheet
    header = (*sheet.header, *(place.made.header for place in places if place.to is None))
    return replace(sheet, header=header, read=partial(_rows, sheet, places), elements=None)


def _rows(sheet: Sheet, places: Sequence[_Place]) -> Iterator[Row]:
    words = [{fold(word) for word in place.made.where[1]} if place.made.where else set() for place in places]
    for row in sheet.rows():
        cells = list(row.cells)
        for place, allowed in zip(places, words, strict=True):
            counts = place.where is None or fold(row.cells[place.where] or "") in allowed
            made = _made(row.cells[place.of], place.made.form) if counts else None
            if place.to is None:
                cells.append(made)
            else:
                cells[place.to] = made
        yield replace(row, cells=tuple(cells))


def _made(cell: str | None, form: str | None) -> str | None:
    if cell is None or form is None:
        return cell
    if form == "plain":
        made = plain_text(cell)
    elif form == "end":
        made = cell.strip().rstrip("/").rpartition("/")[2]
    else:
        made = cell.rpartition(" (")[0] or cell
    return made if made and not made.isspace() else None
