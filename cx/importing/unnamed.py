"""What a file calls its sheets and columns, without personal data: these words are stored with every mapping and report."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from cx.importing.header import unique_names
from cx.importing.sheet import FileContent, Notice, Sheet
from cx.importing.template import ESCAPED


class Masking(Protocol):
    """What masks a text: `cx.privacy.Mask`."""

    def text(self, value: str) -> str:
        """`value` with every personal datum replaced."""


def unnamed(content: FileContent, mask: Masking) -> FileContent:
    """`content` with the names of sheets and columns and the values of notices masked; its rows are as they were.

    Names that become equal are told apart by a number, as the header does; a table without a name keeps none. A file without
    such names comes back as it is.
    """
    names, _ = unique_names([mask.text(sheet.name) for sheet in content.sheets])
    sheets = tuple(
        _sheet(sheet, name if sheet.name else "", mask) for sheet, name in zip(content.sheets, names, strict=True)
    )
    return replace(content, sheets=sheets, notices=_notices(content.notices, mask))


def _sheet(sheet: Sheet, name: str, mask: Masking) -> Sheet:
    header, _ = unique_names([mask.text(column) for column in _own(sheet.header)])
    return replace(sheet, name=name, header=header, notices=_notices(sheet.notices, mask))


def _own(header: tuple[str, ...]) -> tuple[str, ...]:
    """The names a CSV download of ours was given, without the apostrophe before a sign that spreadsheets run."""
    if ESCAPED not in header:
        return header
    from cx.download import unescape

    return tuple(unescape(name) for name in header)


def _notices(notices: tuple[Notice, ...], mask: Masking) -> tuple[Notice, ...]:
    return tuple(
        replace(
            notice, values={word: mask.text(it) if isinstance(it, str) else it for word, it in notice.values.items()}
        )
        for notice in notices
    )
