"""A workbook's zip archive read strictly, so that no other reader can find more in it than was looked at.

Python believes the sizes a directory states and reads no further; the reader of the workbook unpacks to the end. So each
part is unpacked here to its true end and must be exactly as long as the directory says, and there must be one directory.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

_END: Final = struct.Struct("<4s4H2LH")
_END_MARK: Final = b"PK\x05\x06"
_MARK_64: Final = b"PK\x06\x07"
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_LOCAL_MARK: Final = b"PK\x03\x04"
_LONGEST_COMMENT: Final = 1 << 16
_ENCRYPTED: Final = 1
_DEFLATED: Final = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One member of the archive: its name, and its size unpacked and packed as the directory states them."""

    name: str
    size: int
    packed: int
    _data: memoryview
    _is_deflated: bool

    def open(self) -> Stream:
        """The unpacked bytes from the first on."""
        return Stream(self)

    def whole(self) -> bytes:
        """All of it; only for parts whose size was looked at."""
        return self.open().read(self.size + 1)


class Stream:
    """Unpacked bytes, a piece at a time. Raises BadZipFile where they are not as many as the directory says."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._unpacking = zlib.decompressobj(-zlib.MAX_WBITS) if part._is_deflated else None  # noqa: SLF001 - of this module
        self._rest: bytes | memoryview = part._data  # noqa: SLF001 - same
        self._done = 0

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, none at the end."""
        if self._unpacking is None:
            piece, self._rest = bytes(self._rest[:size]), self._rest[size:]
        else:
            piece = self._unpacking.decompress(self._rest, size)
            self._rest = self._unpacking.unconsumed_tail
        self._done += len(piece)
        is_over = not piece and (self._unpacking is None or self._unpacking.eof)
        if self._done > self._part.size or (not piece and (not is_over or self._done != self._part.size)):
            raise zipfile.BadZipFile(self._part.name)
        return piece


def parts_of(data: bytes) -> dict[str, Part]:
    """Every member by name. Raises BadZipFile for an archive another reader might understand differently."""
    _check_end(data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
    parts = {entry.filename: _part(data, entry) for entry in entries}
    if len({name.lower() for name in parts}) != len(entries):
        raise zipfile.BadZipFile("names")
    return parts


def _check_end(data: bytes) -> None:
    """One directory, right before the end of the file: readers search for it in different ways."""
    tail = max(0, len(data) - _LONGEST_COMMENT - _END.size)
    at = len(data) - _END.size
    if data[at : at + 4] != _END_MARK or data[-2:] != b"\0\0":
        at = data.rfind(_END_MARK, tail)
        if at < 0 or data.find(_END_MARK, tail) != at:
            raise zipfile.BadZipFile("end")
    _, _, _, _, entries, size, start, comment = _END.unpack_from(data, at)
    is_long = data[max(at - 20, 0) : at].startswith(_MARK_64)
    if is_long or start + size != at or at + _END.size + comment != len(data) or not entries:
        raise zipfile.BadZipFile("end")


def _part(data: bytes, entry: zipfile.ZipInfo) -> Part:
    head = _LOCAL.unpack_from(data, entry.header_offset)
    name_length, extra_length = head[-2:]
    begin = entry.header_offset + _LOCAL.size + name_length + extra_length
    packed = memoryview(data)[begin : begin + entry.compress_size]
    is_known = entry.compress_type in {zipfile.ZIP_STORED, _DEFLATED} and not entry.flag_bits & _ENCRYPTED
    if head[0] != _LOCAL_MARK or not is_known or len(packed) != entry.compress_size:
        raise zipfile.BadZipFile(entry.filename)
    return Part(entry.filename, entry.file_size, entry.compress_size, packed, entry.compress_type == _DEFLATED)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A new archive of these parts, packed quickly."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
