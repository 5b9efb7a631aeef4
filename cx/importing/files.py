"""Bytes of an uploaded file to sheets of text. What a file is, is decided by its content, never by its name."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from cx.errors import UnknownFormat
from cx.importing.delimited import read_delimited
from cx.importing.encoding import decode
from cx.importing.footer import Footed
from cx.importing.heads_again import without_heads
from cx.importing.html_table import is_html, read_html
from cx.importing.json_rows import is_json, read_json
from cx.importing.parquet import read_parquet
from cx.importing.sheet import FileContent, Notice, Sheet
from cx.importing.unreadable import has_rows
from cx.importing.workbook import read_workbook

_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_PARQUET: Final = b"PAR1"
_NOTHING: Final = b"\x00\t\r\n "
_XML: Final = re.compile(
    rb"(\xef\xbb\xbf)?\s*<(\?xml\b|[A-Za-z_][\w:.-]*(\s+[\w:.-]+\s*=\s*[\"'][^\"'<>]*[\"'])*\s*>\s*<[A-Za-z_])"
)
_HEAD: Final = 4096
# First bytes of what people upload by mistake; a pickle would run commands if it were opened.
_REFUSED: Final = (
    (b"\x89PNG", "file.png"),
    (b"\xff\xd8\xff", "file.jpeg"),
    (b"GIF8", "file.gif"),
    (b"%PDF", "file.pdf"),
    (b"\x1f\x8b", "file.packed"),
    (b"7z\xbc\xaf\x27\x1c", "file.packed"),
    (b"Rar!", "file.packed"),
    (b"BZh", "file.packed"),
    (b"\xfd7zXZ", "file.packed"),
    (b"\x28\xb5\x2f\xfd", "file.packed"),
    (b"PK\x05\x06", "file.zip"),
    (b"PK\x07\x08", "file.zip"),
    (b"\x80\x02", "file.pickle"),
    (b"\x80\x03", "file.pickle"),
    (b"\x80\x04", "file.pickle"),
    (b"\x80\x05", "file.pickle"),
    (b"SQLite format 3", "file.database"),
    (b"{\\rtf", "file.rtf"),
    (b"\x7fELF", "file.program"),
    (b"MZ\x90", "file.program"),
    (b"HWP Document File", "file.hwp"),
    (b"MIME-Version:", "file.web_archive"),
    (b"ID;P", "file.sylk"),
)


def read_file(data: bytes, file_name: str, password: str | None = None) -> FileContent:  # noqa: ARG001 - never trusted
    """Read `data` into sheets of text rows; the name decides nothing and the password is kept nowhere.

    Raises UnknownFormat, with a key of cx/texts/file.toml, for whatever cannot be read.
    """
    if not data[:_HEAD].strip(_NOTHING) and not data.strip(_NOTHING):
        raise UnknownFormat("file.empty")
    for first, key in _REFUSED:
        if data.startswith(first):
            raise UnknownFormat(key)
    with ThreadPoolExecutor(1) as beside:
        digest = beside.submit(hashlib.sha256, data)
        kind, sheets, notices = _read(data, password)
        if kind not in {"json", "jsonl"}:
            sheets = tuple(without_heads(replace(sheet, read=Footed(sheet.read))) for sheet in sheets)
        return FileContent(
            kind, tuple(_with_rows_said(sheet, kind) for sheet in sheets), notices, digest.result().hexdigest()
        )


def _read(data: bytes, password: str | None) -> tuple[str, tuple[Sheet, ...], tuple[Notice, ...]]:
    if data.startswith(_WORKBOOKS):
        return ("xlsx", *read_workbook(data, password))
    if data.startswith(_PARQUET):
        return "parquet", (read_parquet(data),), ()
    text = decode(data)
    if is_json(text):
        kind, sheets, notices = read_json(text)
        return kind, sheets, (*text.notices, *notices)
    if is_html(text):
        return "html", read_html(text), text.notices
    if _XML.match(data[:_HEAD]) and data.rstrip(_NOTHING).endswith(b">"):
        raise UnknownFormat("file.xml")
    return "csv", (read_delimited(text),), text.notices


def _with_rows_said(sheet: Sheet, kind: str) -> Sheet:
    if has_rows(sheet) if kind == "csv" else next(sheet.rows(), None) is not None:
        return sheet
    return replace(sheet, notices=(*sheet.notices, Notice("file.no_rows")))
