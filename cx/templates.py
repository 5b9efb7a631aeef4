"""Our templates as workbooks to fill in: an empty table on the first sheet, what every column means on the second."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from cx import schema
from cx.importing.template import name_of, optional_key
from cx.language import LANGUAGES, say

OFFERED = (
    "ticket",
    "survey_answer",
    "account",
    "agent",
    "qa_review",
    "shift",
    "annotation",
    "target",
    "feedback",
    "contract",
    "lifecycle_event",
    "usage",
    "partner",
)
_LEFT_OUT = ("extra",)  # nobody writes JSON by hand
_ROWS = 100_000  # as far down as the formats and lists reach
_FORMATS = {
    "id": "@",
    "person": "@",
    "label": "@",
    "code": "@",
    "time": "yyyy-mm-dd hh:mm:ss",
    "day": "yyyy-mm-dd",
    "seconds": "0",
    "count": "0",
    "score": "General",
    "money": "#,##0",
}


def template_xlsx(table_name: str, language: str = "ko") -> bytes:
    """The empty template of a canonical table as XLSX.

    The first sheet holds only the header: Korean labels in Korean, canonical names in English; both are accepted when it
    comes back. Ids are text cells, so that leading zeros stay; closed lists are offered as choices. The second sheet
    explains each column in both languages and is never read as data. Raises UnknownName for an unknown table.
    """
    table = schema.table(table_name)
    columns = [column for column in table.columns if column.name not in _LEFT_OUT]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        _data_sheet(book, table, columns, language)
        _guide_sheet(book, table, columns, language)
    return buffer.getvalue()


def template_file_name(table_name: str) -> str:
    """What the download is called."""
    return f"{name_of(table_name)}.xlsx"


def _data_sheet(book: Any, table: schema.Table, columns: list[schema.Column], language: str) -> None:
    sheet = book.add_worksheet(say(f"format.table.{table.name}", language))
    plain = book.add_format({"bold": True, "bottom": 1})
    needed = book.add_format({"bold": True, "bottom": 1, "bg_color": "#FFF2CC"})
    for place, column in enumerate(columns):
        header = say(f"column.label.{column.name}", "ko") if language == "ko" else column.name
        style = book.add_format({"num_format": _FORMATS.get(column.kind, "General")})
        sheet.set_column(place, place, max(14, 2 * len(header)), style)
        sheet.write_string(0, place, header, needed if _required(table, column) else plain)
        if column.codes:
            choices = {"validate": "list", "source": list(schema.CODES[column.codes]), "ignore_blank": True}
            sheet.data_validation(1, place, _ROWS, place, choices)
    sheet.freeze_panes(1, 1)


def _guide_sheet(book: Any, table: schema.Table, columns: list[schema.Column], language: str) -> None:
    sheet = book.add_worksheet(say("format.guide.sheet", language))
    bold = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    both = [say(f"format.guide.{head}", other) for head in ("label", "form", "meaning") for other in LANGUAGES]
    heads = [say(f"format.guide.{head}", language) for head in ("column", "required", "allowed")] + both
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
    for line, column in enumerate(columns, start=1):
        required = say("format.guide.yes", language) if _required(table, column) else ""
        cells = [column.name, required, ", ".join(schema.CODES[column.codes]) if column.codes else ""]
        for key in (f"column.label.{column.name}", f"format.kind.{column.kind}", f"column.meaning.{column.name}"):
            cells += [say(key, other) for other in LANGUAGES]
        for place, cell in enumerate(cells):
            sheet.write_string(line, place, cell, wrapped)
    sheet.set_column(0, len(heads) - 1, 24)
    sheet.freeze_panes(1, 1)


def _required(table: schema.Table, column: schema.Column) -> bool:
    return column.name in table.required and not (column.name == table.key and optional_key(table.name))
