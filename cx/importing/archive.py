"""A workbook's zip archive looked at before anything unpacks it: bombs, DOCTYPE, and what its sheets do not show."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET  # a DOCTYPE is refused before any part is parsed

from cx.errors import UnknownFormat
from cx.importing.limits import MAX_CELLS, MAX_RATIO, MAX_SHEETS, MAX_UNPACKED_BYTES, SMALL_PART_BYTES
from cx.importing.plain_sheet import PlainSheet, plain_sheets
from cx.importing.sheet_xml import Readable, SheetFacts, look_over, shared_counts, windows
from cx.importing.zip_parts import Part, parts_of

_SHARED_STRINGS: Final = "xl/sharedstrings.xml"
_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, ET.ParseError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    LookupError, OverflowError, struct.error,
)  # fmt: skip
_HEAD: Final = 1 << 16
# The reader sets memory aside for as many strings as the part says it has.
_COUNT: Final = re.compile(rb"[cC]ount\s*=\s*[\"']\s*\+?0*([^\"']*)")
_MOST_DIGITS: Final = 7
_DOCUMENTS: Final = ("word/", "ppt/", "Contents/content.hpf")
_SMALL_PARTS: Final = 5  # so many small parts of any ratio are no matter


def look_into(data: bytes) -> dict[str, SheetFacts]:
    """Facts by sheet name. Raises UnknownFormat: `file.zip` if it is no workbook, `file.bomb`, `file.doctype`,
    `file.too_many_cells`, `file.too_many_sheets`, `file.damaged_workbook`, `file.other_spreadsheet`, `file.document`.
    """
    try:
        _check_kind(data)
        parts = parts_of(data)
        _check_sizes(parts.values(), len(data))
        sheets = sheet_parts(parts)
        facts = {name: _look_at(part) for name, part in parts.items() if is_xml(name)}
        _check_rectangles(facts.values())
        _check_shared_strings(parts, facts)
    except _DAMAGE as error:
        raise UnknownFormat("file.damaged_workbook") from error
    return {name: facts[part] for name, part in sheets.items() if part in facts}


def look_plainly(data: bytes) -> dict[str, PlainSheet] | None:
    """The worksheets by name where all are written as spreadsheet programs do it, so that one look is enough; else None.

    Raises the same for what is no workbook, unpacks to too much or hides a DOCTYPE.
    """
    try:
        _check_kind(data)
        parts = parts_of(data)
        _check_sizes(parts.values(), len(data))
        sheets = sheet_parts(parts)
        found = plain_sheets(parts, list(sheets.values()), MAX_UNPACKED_BYTES)
        if found is None:
            return None
        for name, part in parts.items():
            if is_xml(name) and name not in found:
                for _ in windows(part.open(), name):
                    pass
    except _DAMAGE as error:
        raise UnknownFormat("file.damaged_workbook") from error
    return {name: found[part] for name, part in sheets.items()}


def hidden_sheets(data: bytes) -> frozenset[str]:
    """The names of the sheets of a workbook that was looked at whose state is not visible."""
    root = ET.fromstring(_checked(parts_of(data)[_WORKBOOK]))  # noqa: S314 - no DOCTYPE
    nodes = [node for node in root.iter() if node.tag.endswith("}sheet")]
    return frozenset(node.get("name", "") for node in nodes if node.get("state", "visible") != "visible")


def is_xml(name: str) -> bool:
    """Whether a part may be read as XML; names are taken without regard to case, as the reader does."""
    return name.lower().endswith((".xml", ".rels"))


def _check_kind(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        if "xl/workbook.bin" in names:
            raise UnknownFormat("file.other_spreadsheet", kind="xlsb")
        if "Index/Document.iwa" in names or "Index.zip" in names:
            raise UnknownFormat("file.other_spreadsheet", kind="numbers")
        if any(name.startswith(_DOCUMENTS) for name in names):
            raise UnknownFormat("file.document")
        if "mimetype" in names:
            with archive.open("mimetype") as part:
                if b"opendocument" in part.read(200):
                    raise UnknownFormat("file.other_spreadsheet", kind="ods")
    if _WORKBOOK not in names:
        raise UnknownFormat("file.zip")


def _check_sizes(parts: Collection[Part], packed: int) -> None:
    """By the sizes in the directory; reading checks that a part is as long as it says there."""
    for part in parts:
        if part.size > SMALL_PART_BYTES and part.size > MAX_RATIO * max(part.packed, 1):
            raise _bomb(part.size, round(part.size / max(part.packed, 1)))
    total = sum(part.size for part in parts)
    if total > MAX_UNPACKED_BYTES or (total > _SMALL_PARTS * SMALL_PART_BYTES and total > MAX_RATIO * packed):
        raise _bomb(total, round(total / packed))


def _bomb(size: int, ratio: int) -> UnknownFormat:
    limit = MAX_UNPACKED_BYTES // 1_000_000
    return UnknownFormat("file.bomb", megabytes=size // 1_000_000, ratio=ratio, limit=limit, ratio_limit=MAX_RATIO)


def _look_at(part: Part) -> SheetFacts:
    """Every XML part is looked through like a worksheet: relations may call any part one."""
    pieces = windows(part.open(), part.name)
    if part.name.lower() != _SHARED_STRINGS:
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


def _check_shared_strings(parts: Mapping[str, Part], facts: dict[str, SheetFacts]) -> None:
    """A hundred kilobytes of references to one long text would become gigabytes: the reader copies it for every cell."""
    shared = next((part for name, part in parts.items() if name.lower() == _SHARED_STRINGS), None)
    if shared is None:
        return
    if any(len(digits) > _MOST_DIGITS for digits in _COUNT.findall(shared.open().read(_HEAD))):
        raise UnknownFormat("file.damaged_workbook")
    lengths = [len(item) for item in _items(shared.open())]
    if sum(fact.cells for fact in facts.values()) * max(lengths, default=0) <= MAX_UNPACKED_BYTES:
        return
    size = 0
    for name in facts:
        counts = shared_counts(windows(parts[name].open(), name))
        size += sum(count * lengths[index] for index, count in counts.items() if index < len(lengths))
    if size > MAX_UNPACKED_BYTES:
        raise _bomb(size, round(size / max(shared.packed, 1)))


def _items(part: Readable) -> Iterator[bytes]:
    kept = b""
    for window in windows(part, _SHARED_STRINGS):
        *whole, kept = (kept + window).split(b"</si>")
        yield from whole


def sheet_parts(parts: Mapping[str, Part]) -> dict[str, str]:
    """Name and part of every worksheet, from the workbook and its relations. Raises UnknownFormat `file.too_many_sheets`,
    `file.damaged_workbook` where two sheets are one part, which would be held once for each of them.
    """
    if any(parts[name].size > SMALL_PART_BYTES for name in (_WORKBOOK, _RELATIONS)):
        raise UnknownFormat("file.damaged_workbook")
    relations = ET.fromstring(_checked(parts[_RELATIONS]))  # noqa: S314 - no DOCTYPE
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    found: dict[str, str] = {}
    for node in ET.fromstring(_checked(parts[_WORKBOOK])).iter():  # noqa: S314 - same
        if not node.tag.endswith("}sheet"):
            continue
        identity = next((value for name, value in node.attrib.items() if name.endswith("}id")), None)
        target = targets.get(identity, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        found[node.get("name", "")] = part
        if len(found) > MAX_SHEETS:
            raise UnknownFormat("file.too_many_sheets", count=len(found), limit=MAX_SHEETS)
    if len({part.lower() for part in found.values()}) != len(found) or not all(map(is_xml, found.values())):
        raise UnknownFormat("file.damaged_workbook")
    return found


def _checked(part: Part) -> bytes:
    """The bytes of a part without a DOCTYPE."""
    return b"".join(windows(part.open(), part.name))
