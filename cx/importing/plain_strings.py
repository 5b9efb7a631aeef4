"""The shared strings of a workbook as texts; those with several fonts, entities or a reading above them the reader is asked for."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np

from cx.importing.cell_text import cell_text
from cx.importing.plain_cells import written
from cx.importing.scratch_book import Scratch
from cx.importing.sheet_marks import NotPlain, Places
from cx.importing.sheet_xml import windows
from cx.importing.zip_parts import Part

_MOST_BYTES: Final = 500_000_000
_ITEM, _ITEM_END, _END = b"<si>", b"</si>", b"</sst>"
_OPEN: Final = (b"<si><t>", b'<si><t xml:space="preserve">')
_CLOSE: Final = b"</t></si>"
_OTHERS: Final = re.compile(rb"<si[\s/]|<!|<(?:[A-Za-z_][\w.-]*:)(?:si|t)[\s/>]")
_COUNT: Final = re.compile(rb"[cC]ount\s*=\s*[\"']\s*\+?0*([^\"']*)")
_MOST_DIGITS: Final = 7
_ENCODING: Final = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)")


def plain_strings(part: Part | None, scratch: Scratch) -> Any:
    """A pyarrow array of them as `cell_text` says them, null where blank. Raises NotPlain."""
    import pyarrow as pa

    if part is None:
        return pa.array([], pa.string())
    if part.size > _MOST_BYTES:
        raise NotPlain
    data = b"".join(windows(part.open(), part.name))
    named = _ENCODING.search(data[:200])
    begin, end = data.find(_ITEM), data.rfind(_ITEM_END)
    if (
        begin < 0
        or any(len(said) > _MOST_DIGITS for said in _COUNT.findall(data[:begin]))
        or _OTHERS.search(data)
        or (named and named[1].lower() != b"utf-8")
    ):
        raise NotPlain
    body = data[begin : end + len(_ITEM_END)]
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise NotPlain from error
    return _items(body, scratch)


def _items(body: bytes, scratch: Scratch) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    signs = np.frombuffer(body + bytes(32), np.uint8)
    tags = np.flatnonzero(signs == ord("<"))
    starts = tags[_is(signs, tags, _ITEM)]
    ends = tags[_is(signs, tags, _ITEM_END)]
    if len(starts) != len(ends) or (starts >= ends).any() or (starts[1:] < ends[:-1]).any():
        raise NotPlain
    opens = np.zeros(len(starts), dtype=np.int64)
    for start in _OPEN:
        opens[_is(signs, starts, start)] = len(start)
    is_plain = (np.searchsorted(tags, ends) - np.searchsorted(tags, starts) == len(_OPEN) + 1) & (opens > 0)
    is_plain &= _is(signs, ends - len(b"</t>"), _CLOSE)
    first, last = np.where(is_plain, starts + opens, starts), np.where(is_plain, ends - len(b"</t>"), starts)
    texts, is_odd = written(_slices(body, first, last))
    places = np.flatnonzero(is_odd | ~is_plain)
    if not len(places):
        return texts
    raw = [body[start : end + len(_ITEM_END)] for start, end in zip(starts[places], ends[places], strict=True)]
    asked = pa.array([None if cell == "" else cell_text(cell) for cell in scratch.strings(raw)], pa.string())
    mask = np.zeros(len(starts), dtype=bool)
    mask[places] = True
    return pc.replace_with_mask(texts, pa.array(mask), asked)


def _is(signs: Any, places: Places, tag: bytes) -> Any:
    """At which of the places `tag` stands."""
    found = np.ones(len(places), dtype=bool)
    for offset, sign in enumerate(tag):
        found &= signs[places + offset] == sign
    return found


def _slices(body: bytes, starts: Places, ends: Places) -> Any:
    import pyarrow as pa

    places = np.zeros(2 * len(starts) + 1, dtype=np.int32)
    places[:-1:2], places[1::2] = starts, ends
    places[-1] = places[-2]
    pieces = pa.Array.from_buffers(pa.string(), len(places) - 1, [None, pa.py_buffer(places), pa.py_buffer(body)])
    return pieces.take(pa.array(np.arange(0, len(places) - 1, 2)))
