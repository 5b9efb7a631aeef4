"""Causes that people told, the most frequent first; how many told none is said beside them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cx.charts import ranking
from pages._words import language


@dataclass(frozen=True)
class Causes:
    """What is drawn; `first` is the one named most often ("" where none was told), `n` how often, and whether it is alone in that."""

    rows: pd.DataFrame
    first: str
    n: int
    is_alone: bool
    unknown: int


def ranked(found: pd.DataFrame) -> Causes:
    """The causes of a frame with `cause` (None: not told) and `n`."""
    told = found["cause"].notna()
    known = ranking.top(found.loc[told, ["cause", "n"]].rename(columns={"n": "value"}), "cause")
    counts = [int(one) for one in known["value"]]
    first = str(known["code"].iloc[0]) if counts else ""
    rows = ranking.data(known, language=language(), name=str, emphasised=(first,) if counts else ())
    is_alone = bool(counts) and (len(counts) == 1 or counts[0] > counts[1])
    return Causes(rows, first, counts[0] if counts else 0, is_alone, int(found.loc[~told, "n"].sum()))
