"""The samples as files and as sheets, and the same sheets with columns moved, left out or added."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import xlsxwriter

from cx.importing.files import read_file
from cx.importing.headless import named
from cx.importing.recognise import formats
from cx.importing.sheet import FileContent, Row, Sheet
from cx.importing.unfold import unfolded
from cx.importing.unnamed import unnamed
from cx.privacy import Mask

FOLDER = Path(__file__).parent
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and not path.name.startswith("__"))


def workbook(sheets):
    """A workbook of these sheets (name -> rows), every cell as it stands in the JSON."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell != "":
                        sheet.write(line, place, cell)
    return buffer.getvalue()


def format_name(name):
    """The format a sample is of: `freshdesk-freshservice` is another sample of `freshdesk`."""
    return name.partition("-")[0]


def sample_bytes(name):
    """A sample: its bytes and its file name. A workbook is built from `sample.sheets.json`."""
    path = next((FOLDER / name).glob("sample.*"))
    if path.name == "sample.sheets.json":
        return workbook(json.loads(path.read_text(encoding="utf-8"))), f"{name}.xlsx"
    return path.read_bytes(), path.name


def sample(name):
    data, file_name = sample_bytes(name)
    content = unfolded(named(read_file(data, file_name), formats().values()), formats().values())
    return unnamed(content, Mask(salt=b"test"))


def expected(name):
    return json.loads((FOLDER / name / "expected.json").read_text(encoding="utf-8"))


def sheet_of(header, *rows, name=""):
    """A sheet of these rows, as a reader would give it."""
    made = tuple(Row(line, tuple(cell or None for cell in row)) for line, row in enumerate(rows, start=2))
    return Sheet(name, tuple(header), lambda: iter(made))


def content_of(*sheets, kind="csv"):
    return FileContent(kind, sheets, (), "0" * 64)


def changed(content, columns):
    """The same file with `columns(header)` -> list of places to take, in order; None is an added column."""
    return replace(content, sheets=tuple(_changed(sheet, columns(sheet.header)) for sheet in content.sheets))


def _changed(sheet, places):
    added = iter(f"추가 열 {number}" for number in range(1, 100))
    header = tuple(next(added) if place is None else sheet.header[place] for place in places)

    def rows():
        for row in sheet.rows():
            yield replace(row, cells=tuple("x" if place is None else row.cells[place] for place in places))

    return replace(sheet, header=header, read=rows)


def shuffled(header):
    return [*range(1, len(header), 2), *range(0, len(header), 2)]


def with_more(header):
    return [None, *range(len(header)), None]
