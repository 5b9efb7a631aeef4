"""A workbook's zip archive looked at before anything unpacks it: bombs, DOCTYPE, and what its sheets do not show."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET  # a DOCTYPE is refused before any part is parsed

from cx.errors import UnknownFormat
from cx.importing.limits import MAX_CELLS, MAX_RATIO, MAX_UNPACKED_BYTES, SMALL_PART_BYTES
from cx.importing.sheet_xml import Readable, SheetFacts, look_over, shared_counts, windows

_SHARED_STRINGS: Final = "xl/sharedstrings.xml"
_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, ET.ParseError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    LookupError, OverflowError,
)  # fmt: skip
_HEAD: Final = 1 << 16
# The reader sets memory aside for as many strings as the part says it has.
_COUNT: Final = re.compile(rb"[cC]ount\s*=\s*[\"']\s*\+?0*([^\"']*)")
_MOST_DIGITS: Final = 7


def look_into(data: bytes) -> dict[str, SheetFacts]:
    """Facts by sheet name. Raises UnknownFormat: `file.zip` if it is no workbook, `file.bomb`, `file.doctype`,
    `file.too_many_cells`, `file.damaged_workbook`, `file.other_spreadsheet`.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_kind(archive)
            _check_sizes(archive)
            facts = {
                entry.filename: _look_at(archive, entry) for entry in archive.infolist() if _is_xml(entry.filename)
            }
            _check_rectangles(facts.values())
            _check_shared_strings(archive, facts)
            sheets = dict(_sheet_parts(archive))
    except _DAMAGE as error:
        raise UnknownFormat("file.damaged_workbook") from error
    if not all(map(_is_xml, sheets.values())):
        raise UnknownFormat("file.damaged_workbook")
    return {name: facts[part] for name, part in sheets.items() if part in facts}


def _is_xml(name: str) -> bool:
    """Whether a part may be read as XML; names are taken without regard to case, as the reader does."""
    return name.lower().endswith((".xml", ".rels"))


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if "xl/workbook.bin" in names:
        raise UnknownFormat("file.other_spreadsheet", kind="xlsb")
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        raise UnknownFormat("file.other_spreadsheet", kind="ods")
    if _WORKBOOK not in names:
        raise UnknownFormat("file.zip")
    if len({name.lower() for name in names}) != len(names):
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
    """Every XML part is looked through like a worksheet: relations may call any part one."""
    with archive.open(entry) as part:
        pieces = windows(part, entry.filename)
        if entry.filename.lower() != _SHARED_STRINGS:
            return look_over(pieces)
        for _ in pieces:
            pass
        return SheetFacts()


def _check_rectangles(facts: Iterable[SheetFacts]) -> None:
    total = 0
    for sheet in facts:
        total += sheet.rows * sheet.columns
        if total > MAX_CELLS:
            raise UnknownFormat("file.too_many_cells", rows=sheet.rows, columns=sheet.columns, limit=MAX_CELLS)


def _check_shared_strings(archive: zipfile.ZipFile, facts: dict[str, SheetFacts]) -> None:
    """A hundred kilobytes of references to one long text would become gigabytes: the reader copies it for every cell."""
    shared = next((name for name in archive.namelist() if name.lower() == _SHARED_STRINGS), None)
    if shared is None:
        return
    with archive.open(shared) as part:
        if any(len(digits) > _MOST_DIGITS for digits in _COUNT.findall(part.read(_HEAD))):
            raise UnknownFormat("file.damaged_workbook")
    with archive.open(shared) as part:
        lengths = [len(item) for item in _items(part)]
    if sum(fact.cells for fact in facts.values()) * max(lengths, default=0) <= MAX_UNPACKED_BYTES:
        return
    size = 0
    for name in facts:
        with archive.open(name) as part:
            counts = shared_counts(windows(part, name))
        size += sum(count * lengths[index] for index, count in counts.items() if index < len(lengths))
    if size > MAX_UNPACKED_BYTES:
        raise _bomb(size, round(size / max(archive.getinfo(shared).compress_size, 1)))


def _items(part: Readable) -> Iterator[bytes]:
    kept = b""
    for window in windows(part, _SHARED_STRINGS):
        *whole, kept = (kept + window).split(b"</si>")
        yield from whole


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of every worksheet, from the workbook and its relations."""
    if any(archive.getinfo(name).file_size > SMALL_PART_BYTES for name in (_WORKBOOK, _RELATIONS)):
        raise UnknownFormat("file.damaged_workbook")
    relations = ET.fromstring(archive.read(_RELATIONS))  # noqa: S314 - no DOCTYPE, see look_into
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for node in ET.fromstring(archive.read(_WORKBOOK)).iter():  # noqa: S314 - same
        if not node.tag.endswith("}sheet"):
            continue
        identity = next((value for name, value in node.attrib.items() if name.endswith("}id")), None)
        target = targets.get(identity, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        yield node.get("name", ""), part
