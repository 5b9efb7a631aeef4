"""What stands at the end of each of many periods, without pairing every contact with every end it is open at.

A contact open for a year stands at the ends of 52 weeks. Only its opening and its end are read, once; the ends go over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cx.histogram import Ordered
from cx.metric import find
from cx.question import kind
from cx.rows import Rows
from cx.warehouse import Store

_AGE = "age_seconds"
_NEVER = np.datetime64("9999-12-31", "D")
Days = npt.NDArray[np.datetime64]


def can(name: str) -> bool:
    """Whether opening and end of the contacts say all the metric `name` reads of what stands at an end."""
    found, of = find(name), kind(name)
    return found.moment == "end" and (of.test == "stock" or (of.ranked is not None and found.measured == _AGE))


def parts(store: Store, names: Sequence[str], rows: Rows, *, is_cut: bool) -> pd.DataFrame:
    """The parts of the metrics `names` at each end of `rows`, as `cx.question.compiled` names them: where the question is cut into
    periods a row for each by whose end anything was known, else the one row.

    `rows` are the contacts the selection lets through. Ages are whole seconds from the opening to the midnight after the end.
    """
    firsts, lasts = (np.array([end[place] for end in rows.ends or ()], dtype="datetime64[D]") for place in (0, 1))
    known, day, over, opened = _read(store, rows, lasts)
    is_known = lasts >= known
    standing = [(day <= last) & (over > last) for last in lasts]
    found: dict[str, Any] = {"period": firsts.astype("datetime64[us]")} if is_cut else {}
    for name in names:
        if kind(name).ranked is None:
            total = np.array([np.count_nonzero(one) for one in standing], dtype=np.float64)
            found |= {f"{name}__total": total, f"{name}__known": total + is_known}
        else:
            found[f"{name}__values"] = _ages(opened, standing, lasts)
    frame = pd.DataFrame(found)
    return frame[is_known].reset_index(drop=True) if is_cut else frame


def _read(store: Store, rows: Rows, lasts: Days) -> tuple[np.datetime64, Days, Days, Days]:
    """The first day of any contact, and of those that stand at an end day, end and opening in the order of opening."""
    sql, values = rows.over_ends(lasts.min().item(), lasts.max().item())
    frame = store.query(sql, values)
    known = frame["known"].iloc[0] if len(frame) else None
    day, over = (frame[name].to_numpy(dtype="datetime64[D]") for name in ("day", "over_day"))
    over = np.where(np.isnat(over), _NEVER, over)
    opened = frame["opened_at"].to_numpy(dtype="datetime64[us]")
    is_meant = ~np.isnat(day)
    order = np.flatnonzero(is_meant)[np.argsort(opened[is_meant], kind="stable")]
    first = _NEVER if known is None or pd.isna(known) else np.datetime64(pd.Timestamp(known), "D")
    return first, day[order], over[order], opened[order]


def _ages(opened: Days, standing: Sequence[npt.NDArray[np.bool_]], lasts: Days) -> npt.NDArray[Any]:
    """The ages at every end, the youngest first; None where nothing stands."""
    found = np.empty(len(lasts), dtype=object)
    for place, (last, at) in enumerate(zip(lasts, standing, strict=True)):
        ages = ((last + 1).astype("datetime64[us]") - opened[at][::-1]) // np.timedelta64(1, "s")
        found[place] = Ordered(ages.astype(np.float64)) if len(ages) else None
    return found
