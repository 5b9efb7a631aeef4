"""How much of one file is read. Every limit is named in the message of the file that breaks it."""

from typing import Final

MAX_COLUMNS: Final = 2_000
MAX_CELL_CHARACTERS: Final = 1_000_000
LONGEST_ROW: Final = 4_000_000
"""Characters of all cells of a row."""
MAX_ROWS: Final = 5_000_000
MAX_CELLS: Final = 20_000_000
"""Of one worksheet, counted as the rectangle around its cells, which is what the reader holds in memory."""
MAX_UNPACKED_BYTES: Final = 1_500_000_000
MAX_RATIO: Final = 100
"""Unpacked to packed size of one part of a workbook; real sheets stay under 40."""
SMALL_PART_BYTES: Final = 20_000_000
"""A part this small may have any ratio: empty cells with formats pack very well."""
MAX_SHEETS: Final = 500
"""Of a workbook, a JSON document or an HTML page."""
MAX_DEPTH: Final = 100
"""Objects and lists inside each other."""
