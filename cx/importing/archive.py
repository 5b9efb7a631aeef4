"""A workbook's zip archive looked at before anything unpacks it: bombs, DOCTYPE, and what its sheets do not show."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET  # a DOCTYPE is refused before any part is parsed

from cx.errors import UnknownFormat
from cx.importing.limits import MAX_CELLS, MAX_RATIO, MAX_UNPACKED_BYTES, SMALL_PART_BYTES

_CHUNK: Final = 1 << 20
_OVERLAP: Final = 4096
_DOCTYPE: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_HIDDEN_ROW: Final = re.compile(rb"<(?:\w+:)?row\s[^>]*?\bhidden\s*=\s*[\"'](?:1|true)")
_HIDDEN_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\s([^>]*?\bhidden\s*=\s*[\"'](?:1|true)[^>]*)")
_SPAN: Final = re.compile(rb"\b(min|max)\s*=\s*[\"']([0-9]+)")
_NO_RESULT: Final = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^<>]*)?/>)\s*(?:<(?:\w+:)?v>\s*</(?:\w+:)?v>|<(?:\w+:)?v\s*/>)?\s*</(?:\w+:)?c>"
)
_ROW: Final = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"']([0-9]+)")
_WIDE: Final = re.compile(rb"\br\s*=\s*[\"'][A-Z]{2,3}[0-9]")
_CELL_COLUMN: Final = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})[0-9]")
_CELL_ROW: Final = re.compile(rb"\br\s*=\s*[\"'][A-Z]{1,3}([0-9]+)")
_LOW_CELL: Final = re.compile(rb"\br\s*=\s*[\"'][A-Z]{1,3}([0-9]{6,})")
_ONE_LETTER: Final = 26
_MOST_COLUMNS: Final = 16_384


@dataclass(slots=True)
class SheetFacts:
    """What a worksheet's XML says beyond its cells."""

    hidden_rows: int = 0
    hidden_columns: int = 0
    formulas_without_result: int = 0


def look_into(data: bytes) -> dict[str, SheetFacts]:
    """Facts by sheet name. Raises UnknownFormat: `file.zip` if it is no workbook, `file.bomb`, `file.doctype`,
    `file.too_many_cells`, `file.damaged_workbook`, `file.other_spreadsheet`.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_kind(archive)
            _check_sizes(archive)
            facts = {entry.filename: _look_at(archive, entry) for entry in archive.infolist()}
            return {name: facts[part] for name, part in _sheet_parts(archive) if part in facts}
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ET.ParseError,
    ) as error:
        raise UnknownFormat("file.damaged_workbook") from error
    except (ValueError, KeyError, UnicodeError, OverflowError) as error:
        raise UnknownFormat("file.damaged_workbook") from error


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if "xl/workbook.bin" in names:
        raise UnknownFormat("file.other_spreadsheet", kind="xlsb")
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        raise UnknownFormat("file.other_spreadsheet", kind="ods")
    if "xl/workbook.xml" not in names:
        raise UnknownFormat("file.zip")
    if len(set(names)) != len(names):
        raise UnknownFormat("file.damaged_workbook")


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """By the sizes in the directory; reading checks that a part is not longer than it says there."""
    total = 0
    for entry in archive.infolist():
        total += entry.file_size
        ratio = entry.file_size / max(entry.compress_size, 1)
        if total > MAX_UNPACKED_BYTES or (entry.file_size > SMALL_PART_BYTES and ratio > MAX_RATIO):
            raise UnknownFormat(
                "file.bomb",
                megabytes=total // 1_000_000,
                ratio=round(ratio),
                limit=MAX_UNPACKED_BYTES // 1_000_000,
                ratio_limit=MAX_RATIO,
            )


def _windows(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Overlapping pieces of a part, and from where on a finding is new: what begins earlier was in the piece before."""
    kept = b""
    with archive.open(entry) as part:
        while block := part.read(_CHUNK):
            window = kept + block
            yield window, len(kept)
            kept = window[-_OVERLAP:]


def _new(pattern: re.Pattern[bytes], window: bytes, new_from: int) -> Iterator[re.Match[bytes]]:
    return (found for found in pattern.finditer(window) if found.end() > new_from)


def _columns(found: re.Match[bytes]) -> int:
    span = {name: int(value) for name, value in _SPAN.findall(found[1])}
    return max(span.get(b"max", 1) - span.get(b"min", 1) + 1, 1)


def _look_at(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> SheetFacts:
    facts = SheetFacts()
    is_sheet = entry.filename.startswith("xl/worksheets/")
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    rows, is_wide = 0, False
    for window, new_from in _windows(archive, entry):
        if is_xml and _DOCTYPE.search(window):
            raise UnknownFormat("file.doctype", part=entry.filename)
        if is_xml and not new_from and window.startswith(_UTF16):
            raise UnknownFormat("file.damaged_workbook")
        if is_sheet:
            facts.hidden_rows += sum(1 for _ in _new(_HIDDEN_ROW, window, new_from))
            facts.formulas_without_result += sum(1 for _ in _new(_NO_RESULT, window, new_from))
            facts.hidden_columns += sum(map(_columns, _new(_HIDDEN_COLUMN, window, new_from)))
            rows = max(rows, _highest(_ROW, window), _highest(_LOW_CELL, window))
            is_wide = is_wide or _WIDE.search(window) is not None
    if rows * (_MOST_COLUMNS if is_wide else _ONE_LETTER) > MAX_CELLS:
        _check_rectangle(archive, entry)
    return facts


def _highest(pattern: re.Pattern[bytes], window: bytes) -> int:
    return max(map(int, pattern.findall(window)), default=0)


def _check_rectangle(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """The reader holds the rectangle around all cells in memory: one cell in the last corner would be 17 billion."""
    rows, letters = 0, b"A"
    for window, _ in _windows(archive, entry):
        rows = max(rows, _highest(_ROW, window), _highest(_CELL_ROW, window))
        letters = max(letters, *set(_CELL_COLUMN.findall(window)), key=lambda name: (len(name), name))
    columns = 0
    for letter in letters:
        columns = columns * _ONE_LETTER + letter - ord("A") + 1
    if rows * columns > MAX_CELLS:
        raise UnknownFormat("file.too_many_cells", rows=rows, columns=columns, limit=MAX_CELLS)


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of every worksheet, from the workbook and its relations."""
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - no DOCTYPE, see look_into
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for node in ET.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314 - same
        if not node.tag.endswith("}sheet"):
            continue
        identity = next((value for name, value in node.attrib.items() if name.endswith("}id")), None)
        target = targets.get(identity, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        yield node.get("name", ""), part
