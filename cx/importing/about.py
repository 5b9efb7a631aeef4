"""Whether one of many rows speaks about the table instead of being part of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cx.importing.header import MAYBE_ABOUT_THE_TABLE, about_the_table


def speaks_of_the_table(blank: NDArray[np.bool_], cells: Callable[[Any, Any], Any]) -> bool:
    """Whether `about_the_table` says so of a row. `blank`: which cells of each row are; `cells` gives a pyarrow array of
    the texts in these rows and columns (numpy arrays of places).
    """
    import pyarrow.compute as pc

    width = blank.shape[1]
    sparse = np.flatnonzero((blank.sum(axis=1) * 2 >= width) & ~blank.all(axis=1))
    if not len(sparse):
        return False
    said = pc.match_substring_regex(cells(sparse, blank[sparse].argmin(axis=1)), MAYBE_ABOUT_THE_TABLE)
    for row in sparse[said.to_numpy(zero_copy_only=False)]:
        texts: Sequence[str | None] = cells(np.repeat(row, width), np.arange(width)).to_pylist()
        if about_the_table([None if is_blank else text for text, is_blank in zip(texts, blank[row], strict=True)]):
            return True
    return False
