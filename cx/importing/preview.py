"""The first rows of a sheet as they would be kept: masked like the import itself, so that a look shows nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from cx.importing.known_names import names_in, team_names
from cx.importing.mapping import IGNORED, PERSON_NAME, Mapping
from cx.importing.run import Inspection, column_kinds
from cx.privacy import Mask
from cx.warehouse import Store

ROWS = 20
LOOKED = 200  # rows from which the example values are taken
EXAMPLES = 3
LONGEST = 200  # characters of a cell


def preview(
    store: Store, inspection: Inspection, sheet: str, mappings: Sequence[Mapping], rows: int = ROWS
) -> pd.DataFrame:
    """The first rows with their line number (column '#') under the file's own headers; blank is null, long cells are cut.

    Columns of customers' names show that a name was there. Rows that cannot be read show what could be made out.
    """
    of_sheet = inspection.sheet(sheet)
    first = of_sheet.preview(rows)
    kinds = column_kinds(mappings, of_sheet)
    mask = Mask(team_names(store) | names_in(replace(of_sheet, read=lambda: iter(first)), kinds), store.salt)
    cells: dict[str, list[object]] = {"#": [row.line for row in first]}
    for place, header in enumerate(of_sheet.header):
        cells[f"{header}\u200b" if header == "#" else header] = [
            _shown(row.cells[place], kinds.get(header, "text"), mask) for row in first
        ]
    return pd.DataFrame(cells)


def examples(store: Store, inspection: Inspection, sheet: str, mappings: Sequence[Mapping]) -> dict[str, str]:
    """Header -> its first different values, masked, parted by ' · '; '' for a column without any."""
    frame = preview(store, inspection, sheet, mappings, LOOKED)
    return {
        header: " · ".join(
            list(dict.fromkeys(value[:40] for value in frame.iloc[:, place] if isinstance(value, str)))[:EXAMPLES]
        )
        for place, header in enumerate(inspection.sheet(sheet).header, start=1)
    }


def _shown(cell: str | None, kind: str, mask: Mask) -> str | None:
    if cell is None or kind == IGNORED:
        return None if cell is None else mask.cell(cell, "text")[:LONGEST]
    return mask.person_name(cell) if kind == PERSON_NAME else mask.cell(cell, kind)[:LONGEST]
