"""A workbook's zip archive looked at before anything unpacks it: bombs, DOCTYPE, and what its sheets do not show."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET  # a DOCTYPE is refused before any part is parsed

from cx.errors import UnknownFormat
from cx.importing.limits import MAX_CELLS, MAX_RATIO, MAX_UNPACKED_BYTES, SMALL_PART_BYTES
from cx.importing.sheet_xml import Readable, SheetFacts, look_over, shared_counts, windows

_SHARED_STRINGS: Final = "xl/sharedStrings.xml"


def look_into(data: bytes) -> dict[str, SheetFacts]:
    """Facts by sheet name. Raises UnknownFormat: `file.zip` if it is no workbook, `file.bomb`, `file.doctype`,
    `file.too_many_cells`, `file.damaged_workbook`, `file.other_spreadsheet`.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_kind(archive)
            _check_sizes(archive)
            facts = {entry.filename: _look_at(archive, entry) for entry in archive.infolist()}
            _check_shared_strings(archive, facts)
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
            raise _bomb(total, round(ratio))


def _bomb(size: int, ratio: int) -> UnknownFormat:
    limit = MAX_UNPACKED_BYTES // 1_000_000
    return UnknownFormat("file.bomb", megabytes=size // 1_000_000, ratio=ratio, limit=limit, ratio_limit=MAX_RATIO)


def _look_at(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> SheetFacts:
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(entry) as part:
        if not is_xml:
            return SheetFacts()
        pieces = windows(part, entry.filename)
        if not entry.filename.startswith("xl/worksheets/"):
            for _ in pieces:
                pass
            return SheetFacts()
        facts = look_over(pieces)
    if facts.rows * facts.columns > MAX_CELLS:
        raise UnknownFormat("file.too_many_cells", rows=facts.rows, columns=facts.columns, limit=MAX_CELLS)
    return facts


def _check_shared_strings(archive: zipfile.ZipFile, facts: dict[str, SheetFacts]) -> None:
    """A hundred kilobytes of references to one long text would become gigabytes: the reader copies it for every cell."""
    if _SHARED_STRINGS not in archive.namelist():
        return
    with archive.open(_SHARED_STRINGS) as part:
        lengths = [len(item) for item in _items(part)]
    for name, fact in facts.items():
        if fact.cells * max(lengths, default=0) <= MAX_UNPACKED_BYTES:
            continue
        with archive.open(name) as part:
            counts = shared_counts(windows(part, name))
        size = sum(count * lengths[index] for index, count in counts.items() if index < len(lengths))
        if size > MAX_UNPACKED_BYTES:
            ratio = round(size / max(archive.getinfo(name).compress_size, 1))
            raise _bomb(size, ratio)


def _items(part: Readable) -> Iterator[bytes]:
    kept = b""
    for window in windows(part, _SHARED_STRINGS):
        *whole, kept = (kept + window).split(b"</si>")
        yield from whole


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
