"""Bytes of a text file to lines of clean text, in chunks: UTF-8, UTF-16, CP949 and Latin-1, also mixed in one file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import islice
from typing import Final, NamedTuple

from cx.errors import UnknownFormat
from cx.importing.ahead import ahead_of_large
from cx.importing.cleaning import as_one_text, clean, clean_bytes
from cx.importing.latin import from_latin, has_old_letters, is_plausible_latin
from cx.importing.sheet import Notice

CHUNK_BYTES: Final = 1 << 22
_SAMPLE_BYTES: Final = 1 << 16
_SAMPLE_LINES: Final = 500
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_HANGUL: Final = re.compile("[가-힣]")
# The 2,350 syllables of KS X 1001 and the jamo that chats are full of; the other CP949 syllables hardly occur.
_EVERYDAY: Final = re.compile(
    "[ㄱ-ㅣ"
    + "".join(bytes([high, low]).decode("euc_kr") for high in range(0xB0, 0xC9) for low in range(0xA1, 0xFF))
    + "]"
)
_DOUBLE_WIDTH: Final = re.compile("[\u3040-\u30ff\u3131-\u318e\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_MOJIBAKE: Final = re.compile("[\xc2-\xf4][\x80-\xbf]{1,3}")
_WINDOWS_SIGNS: Final = {
    ord(sign): code for code in range(0x80, 0xA0) if (sign := bytes([code]).decode("cp1252", "ignore"))
}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some physical lines with their line ends; `damaged` are the numbers of those that could not be decoded whole."""

    first_line: int
    lines: list[str]
    damaged: frozenset[int] = frozenset()


class Piece(NamedTuple):
    """Some whole physical lines as clean UTF-8; `damaged` are the places in it of lines that could not be decoded whole."""

    data: bytes
    damaged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded text file; `pieces` starts from the first line each time."""

    pieces: Callable[[], Iterator[Piece]]
    notices: tuple[Notice, ...] = ()
    has_exponents: bool = False
    """Whether a number may be written like 1.03E+13 somewhere."""

    def chunks(self) -> Iterator[Chunk]:
        """Its lines as text, from the first one each time."""
        first = 1
        for piece in self.pieces():
            lines = physical_lines(piece.data.decode())
            yield Chunk(first, lines, frozenset(first + place for place in piece.damaged))
            first += len(lines)

    def whole(self) -> str:
        """All of it as one string."""
        return "".join(line for chunk in self.chunks() for line in chunk.lines)


def decode(data: bytes) -> Text:
    """Find the encoding of `data` and what must be said about it.

    Raises UnknownFormat `file.encoding` where no encoding gives readable text, `file.binary` where it is no text.
    """
    body, named = _one_byte_line_ends(data)
    end = b"\n" if b"\n" in body or not _is_utf8(body) else b"\r"  # turned piece by piece, not in a copy of all
    body = body if end in body else body.replace(b"\r", b"\n")
    sample = body[:_SAMPLE_BYTES]
    if len(_CONTROL.findall(sample)) * 10 > len(sample):
        raise UnknownFormat("file.binary")
    encoding, is_whole = _detect(body)
    said = named if named and named != "utf-8" else encoding
    notices = [Notice("file.decoded_as", {"encoding": said.upper()})] if said != "utf-8" else []
    notices += [] if is_whole else _mixture(body, encoding)
    notices += [Notice("file.mojibake")] if _is_mojibake(sample) else []
    lost = _count(body, b"\xef\xbf\xbd") if encoding == "utf-8" else 0
    if lost:
        notices.append(Notice("file.replacement_characters", {"count": lost}))
    cleaned = partial(_clean_pieces, body, encoding, end, is_known=is_whole)
    return Text(lambda: ahead_of_large(cleaned(), len(body)), tuple(notices), _has_exponents(body))


def _near(data: bytes, byte: bytes) -> Iterator[tuple[int, int]]:
    """Where pieces of `data` begin and end in which `byte` is: to look for one byte costs a tenth of looking for several."""
    for start in range(0, len(data), _SAMPLE_BYTES):
        end = start + _SAMPLE_BYTES
        if data.find(byte, start, end) >= 0:
            yield start, end


def _count(data: bytes, sign: bytes) -> int:
    """How often `sign` occurs, whose first byte is rare."""
    return sum(data.count(sign, start, end + len(sign) - 1) for start, end in _near(data, sign[:1]))


def _has_exponents(data: bytes) -> bool:
    for start, end in _near(data, b"+"):
        at = data.find(b"+1", start, end + 1)
        while at >= 0:
            if data[at - 1 : at] in {b"E", b"e"}:
                return True
            at = data.find(b"+1", at + 1, end + 1)
    return False


def _one_byte_line_ends(data: bytes) -> tuple[bytes, str | None]:
    """UTF-16 and UTF-32 become UTF-8, so that from here on a line ends at a byte."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            rest = data[len(bom) :]
            return (rest if name == "utf-8" else _transcode(rest, name)), name
    sample = data[:4096]
    zeros = {"utf-16-be": sample[::2].count(0), "utf-16-le": sample[1::2].count(0)}
    if sum(zeros.values()) * 50 <= len(sample):
        return data, None
    name = max(zeros, key=lambda order: zeros[order])
    text = sample.decode(name, "replace")
    written = sum(1 for letter in text if letter.isprintable() or letter.isspace())
    if zeros[name] * 10 < sum(zeros.values()) * 9 or written * 20 < len(text) * 19:
        raise UnknownFormat("file.binary")
    return _transcode(data, name), name


def _transcode(data: bytes, name: str) -> bytes:
    return data.decode(name, "replace").encode("utf-8", "ignore")


def cut(data: bytes, size: int, line_end: bytes = b"\n") -> Iterator[bytes]:
    """`data` in pieces of about `size` bytes that end with a line feed, or another `line_end`."""
    start = 0
    while start < len(data):
        end = start + size
        cut = data.rfind(line_end, start, end) if end < len(data) else len(data) - 1
        if cut < 0:
            cut = data.find(line_end, end)
        end = cut + 1 if cut >= 0 else len(data)
        yield data[start:end]
        start = end


def _decodes(data: bytes, encoding: str) -> bool:
    if encoding == "utf-8":
        return _is_utf8(data)
    try:
        for piece in cut(data, CHUNK_BYTES):
            piece.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(data: bytes) -> bool:
    import pyarrow as pa

    try:
        if len(data) <= _SAMPLE_BYTES:
            data.decode()
        else:
            as_one_text(data).validate(full=True)  # three times as fast, and makes no copy
    except (UnicodeDecodeError, pa.ArrowInvalid):
        return False
    return True


def _foreign_lines(data: bytes) -> Iterator[bytes]:
    """The lines that are not plain ASCII."""
    position = 0
    while (found := _HIGH.search(data, position)) is not None:
        start = data.rfind(b"\n", 0, found.start()) + 1
        end = data.find(b"\n", found.start())
        position = len(data) if end < 0 else end + 1
        yield data[start:position]


def _line_encoding(line: bytes) -> str | None:
    if _decodes(line, "utf-8"):
        return "utf-8"
    if _is_plausible_korean(line):
        return "cp949"
    return "cp1252" if is_plausible_latin(line) else None


def _is_plausible_korean(line: bytes) -> bool:
    """Whether CP949 gives mostly everyday syllables: European bytes give rare ones or none."""
    try:
        text = line.decode("cp949")
    except UnicodeDecodeError:
        return False
    everyday = len(_EVERYDAY.findall(text))
    return everyday * 2 >= len(_DOUBLE_WIDTH.findall(text))


def _detect(data: bytes) -> tuple[str, bool]:
    """The encoding of most lines, and whether it is known to be that of all."""
    if _is_utf8(data):
        return "utf-8", True
    votes = Counter(map(_line_encoding, islice(_foreign_lines(data), _SAMPLE_LINES)))
    unreadable = votes.pop(None, 0)
    if unreadable > sum(votes.values()):
        raise UnknownFormat("file.encoding")
    best = max(("utf-8", "cp949", "cp1252"), key=lambda name: votes[name])
    if best == "cp1252" and has_old_letters(data):
        return "cp1252+cp850", False
    return best, best == "cp949" and _decodes(data, best)


def _decode_line(line: bytes, encoding: str) -> tuple[str, str | None]:
    """The text of a line and the encoding it turned out to have; None if it cannot be read whole."""
    if line.isascii():
        return line.decode("ascii"), encoding
    found = _line_encoding(line)
    if found == "utf-8" or (found == "cp949" and not encoding.startswith("cp1252")):
        return line.decode(found), found
    if encoding.startswith("cp1252"):
        return from_latin(line, has_old=encoding.endswith("cp850")), encoding
    return line.decode(encoding, "replace"), None


def _clean_piece(piece: bytes, encoding: str, *, is_known: bool = False) -> tuple[bytes, list[str | None]]:
    """A piece as clean UTF-8, and the encoding of each of its lines if they differ (else an empty list)."""
    if encoding == "utf-8" and (is_known or _is_utf8(piece)):
        return clean_bytes(piece), []
    if encoding == "cp949":
        try:
            return clean_bytes(piece.decode(encoding).encode()), []
        except UnicodeDecodeError:
            pass
    decoded = [_decode_line(line, encoding) for line in piece.split(b"\n")]
    found = [name for _, name in decoded]
    if piece.endswith(b"\n"):
        found.pop()
    return "\n".join(clean(text) for text, _ in decoded).encode(), found


def physical_lines(text: str) -> list[str]:
    """The lines of `text` with their line ends; only a line feed ends one."""
    return list(StringIO(text, newline="\n"))


def _clean_pieces(data: bytes, encoding: str, line_end: bytes, *, is_known: bool) -> Iterator[Piece]:
    for piece in cut(data, CHUNK_BYTES, line_end):
        lines = piece if line_end == b"\n" else piece.replace(line_end, b"\n")
        clean_piece, found = _clean_piece(lines, encoding, is_known=is_known)
        yield Piece(clean_piece, tuple(place for place, name in enumerate(found) if name is None))


def _mixture(data: bytes, encoding: str) -> list[Notice]:
    """What must be said of a file whose lines differ in encoding."""
    counts: Counter[str | None] = Counter()
    where: dict[str | None, int] = {}
    first = 1
    for piece in cut(data, CHUNK_BYTES):
        clean_piece, found = _clean_piece(piece, encoding)
        counts.update(found)
        for index, name in enumerate(found):
            if name != encoding:
                where.setdefault(name, first + index)
        first += len(found) or len(physical_lines(clean_piece.decode()))
    notices = [
        Notice("file.mixed_encoding", {"encoding": name.upper(), "count": counts[name], "line": line})
        for name, line in where.items()
        if name
    ]
    if encoding == "cp1252+cp850":
        notices.append(Notice("file.mixed_latin"))
    if None in where:
        notices.append(Notice("file.undecodable_lines", {"count": counts[None], "line": where[None]}))
    return notices


def _is_mojibake(sample: bytes) -> bool:
    """Whether Korean was once read as Latin and saved: UTF-8 bytes that spell Hangul as letters with accents."""
    text = sample.decode("utf-8", "ignore").translate(_WINDOWS_SIGNS)
    found = (one.group().encode("latin-1").decode("utf-8", "ignore") for one in _MOJIBAKE.finditer(text))
    rescued = sum(1 for one in islice(found, _SAMPLE_LINES) if _HANGUL.search(one))
    return rescued > len(_HANGUL.findall(text))
