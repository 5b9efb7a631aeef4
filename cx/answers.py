"""What lies behind a survey score: how often each answer was given, and the waves of a yearly survey with their parts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from cx import settings
from cx.cache import cached
from cx.compute import compute
from cx.measure import data_days, looked_from, rows_of
from cx.metric import find
from cx.question import counted
from cx.selection import EARLIEST, Selection
from cx.warehouse import Store

# The scores a survey can have, and the metric whose numerator says what a score counts as.
SCALES = {"ces": (1, 7), "csat": (1, 5), "nps": (0, 10)}
_JUDGED_BY = {"ces": "ces_share", "csat": "csat", "nps": "nps"}
_SIDES = {1: "good", 0: "middle", -1: "bad"}
_PARTS = {1: "promoter", 0: "passive", -1: "detractor"}


def distribution(store: Store, survey: str, selection: Selection, span: tuple[date, date]) -> pd.DataFrame:
    """How often each score was given in `span`: `score`, `n`, and `side`, what the score counts as ("good", "middle", "bad").

    Every score of the scale has a row, also one nobody gave. Of a survey in waves it is the newest wave. Raises KeyError for a survey that is
    not one of SCALES.
    """
    found = compute(store, [_JUDGED_BY[survey]], selection, by=["score"], span=span)
    given = {
        float(score): (int(n), _sign(numerator))
        for score, n, numerator in zip(found["score"], found["n"], found["numerator"], strict=True)
        if n
    }
    low, high = SCALES[survey]
    scores = sorted({float(score) for score in range(low, high + 1)} | set(given))
    rows = [(score, *given.get(score, (0, 0))) for score in scores]
    frame = pd.DataFrame(rows, columns=["score", "n", "sign"])
    return frame.assign(side=[_SIDES[sign] for sign in frame.pop("sign")])


def _sign(numerator: float) -> int:
    return int(np.sign(numerator))


def waves(store: Store, selection: Selection, last: date) -> pd.DataFrame:
    """The NPS of every wave up to `last`, the newest first, under the filters but not the period: `wave`, what `compute` gives of it, how many
    were `promoter`, `passive` and `detractor`, and `scores`, those given in each part.
    """
    span = (EARLIEST, last)
    found = compute(store, ["nps"], selection, by=["wave"], span=span)
    places = {wave: place for place, wave in enumerate(_newest_first(store, selection, last))}
    found = found[found["wave"].isin(list(places))]
    each = compute(store, ["nps"], selection, by=["wave", "score"], span=span)
    parts = each.assign(part=[_PARTS[_sign(numerator)] for numerator in each["numerator"]])
    counts = {key: int(n) for key, n in parts.groupby(["wave", "part"])["n"].sum().items()}
    scores = {key: tuple(sorted(given)) for key, given in parts.groupby(["wave", "part"])["score"]}
    columns = {
        part: [counts.get((wave, part), 0) for wave in found["wave"]] for part in ("promoter", "passive", "detractor")
    }
    of_parts = [{part: scores.get((wave, part), ()) for part in columns} for wave in found["wave"]]
    frame = found.assign(**columns, scores=of_parts, place=[places[wave] for wave in found["wave"]])
    return frame.sort_values("place", ignore_index=True).drop(columns="place")


def _newest_first(store: Store, selection: Selection, last: date) -> list[str]:
    """Waves are called as people call them: when they were answered says which is the newer one."""
    metric, known, as_of = find("nps"), data_days(store), looked_from(store, None)

    def ask() -> list[str]:
        rules = settings.get(store)
        rows, values = rows_of(metric, selection, (EARLIEST, min(last, as_of)), as_of, rules, by=("wave",))
        found = store.query(
            f"with {rows}, behind as ({counted(metric.name)}) select wave from behind where wave is not null "
            "group by wave order by max(coalesce(answered_at, day)) desc, wave desc",
            values,
        )
        return [str(wave) for wave in found["wave"]]

    return cached(store, ("waves", last), selection, ask) if known else []
