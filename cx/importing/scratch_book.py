"""Small workbooks made to ask the reader of workbooks: what a style makes of a number, what an odd cell says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from cx.importing.sheet_marks import NotPlain
from cx.importing.zip_parts import zipped

_MAIN: Final = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATION}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
).encode()
_ROOT: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
).encode()
_TYPES: Final = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_1904: Final = re.compile(rb"date1904\s*=\s*[\"'](?:1|true|on)[\"']")
_SAMPLE: Final = b"45000.5"
NUMBER, MOMENT, OTHER = 0, 1, 2
"""What a style makes of a number: a number, a time, or something to be asked for each."""


@dataclass(frozen=True)
class Scratch:
    """The styles and the first day of a workbook. Its questions raise NotPlain where the reader has no answer."""

    styles: bytes | None
    is_1904: bool

    @classmethod
    def of(cls, workbook: bytes, styles: bytes | None) -> Scratch:
        """By the parts of a workbook."""
        return cls(styles, _1904.search(workbook) is not None)

    def cells(self, raw: Sequence[bytes], shared: Sequence[bytes] = ()) -> list[object]:
        """What the reader makes of cells (attributes after the place, and the rest up to the end tag) and of shared strings."""
        import python_calamine as calamine

        rows = b"".join(b'<row r="%d"><c r="A%d"%b</row>' % (row, row, cell) for row, cell in enumerate(raw, 1))
        parts = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _ROOT,
            "xl/workbook.xml": b'<workbook %b xmlns:r="%b"><workbookPr date1904="%d"/><sheets><sheet name="a" sheetId="1" r:id="rId1"/>'
            b"</sheets></workbook>" % (_MAIN, _RELATION.encode(), self.is_1904),
            "xl/_rels/workbook.xml.rels": _RELATIONS,
            "xl/worksheets/sheet1.xml": b"<worksheet %b><sheetData>%b</sheetData></worksheet>" % (_MAIN, rows),
            "xl/sharedStrings.xml": b"<sst %b>%b</sst>" % (_MAIN, b"".join(shared)),
        }
        if self.styles is not None:
            parts["xl/styles.xml"] = self.styles
        try:
            found = calamine.CalamineWorkbook.from_filelike(BytesIO(zipped(parts))).get_sheet_by_index(0)
            cells: list[object] = [row[0] if row else "" for row in found.iter_rows()]
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:  # a panic of the reader is no Exception
            raise NotPlain from error
        return cells + [""] * (len(raw) - len(cells))

    def strings(self, items: Sequence[bytes]) -> list[object]:
        """What the reader makes of shared strings, given whole."""
        return self.cells([b' t="s"><v>%d</v></c>' % place for place in range(len(items))], items)

    def kinds(self, styles: Sequence[int]) -> Mapping[int, int]:
        """What each of the styles makes of a number."""
        said = self.cells([b' s="%d"><v>%b</v></c>' % (style, _SAMPLE) for style in styles])
        known = {float: NUMBER, dt.datetime: MOMENT}
        return {style: known.get(type(cell), OTHER) for style, cell in zip(styles, said, strict=True)}
