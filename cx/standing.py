"""Sentences about what is still open: how much compared with what is usual, how old, and where it lies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cx import naming, number
from cx.language import say

_ENOUGH = 8  # ends of periods that say what is usual
_HIGH, _LOW = 90, 10  # percentiles of them beyond which the present is not


def trend_title(values: Sequence[float], language: str) -> str:
    """What is open now beside what usually is: the median of the earlier ends, where there are enough of them.

    `values` are the ends in order, the last one is now.
    """
    now = values[-1] if len(values) else None
    if now is None or number.is_missing(now):
        return say("response.backlog_unknown", language)
    earlier = [value for value in values[:-1] if not number.is_missing(value)]
    words = number.write("count", now, language)
    if len(earlier) < _ENOUGH:
        return say("response.backlog_now" if now else "response.backlog_none", language, now=words)
    usual = float(np.median(earlier))
    if now > np.percentile(earlier, _HIGH):
        key = "response.backlog_more" if usual else "response.backlog_more_than_none"
        times = number.average(now / usual if usual else None, language)
        return say(key, language, now=words, usual=number.write("count", usual, language), times=times)
    key = "response.backlog_less" if now < np.percentile(earlier, _LOW) else "response.backlog_same"
    return say(
        key if now else "response.backlog_none", language, now=words, usual=number.write("count", usual, language)
    )


def age_title(ages: pd.DataFrame, least: int, language: str) -> str:
    """How many are older than a month, else than a week, and from `least` open contacts on their share; `ages` as
    `cx.ageing.classes` gives them.
    """
    counts = dict(zip(ages["age"], ages["n"], strict=True))
    total = sum(counts.values())
    if not total:
        return say("response.backlog_none", language)
    for days, old in ((30, counts["older"]), (7, counts["older"] + counts["month"])):
        if old:
            key = "response.age_old" if total >= least else "response.age_old_few"
            words = number.write("count", old, language)
            return say(key, language, days=days, old=words, share=number.share(old / total, language, 0))
    return say("response.age_young", language, days=7)


def group_title(rows: pd.DataFrame, inflow: pd.DataFrame, dimension: str, least: int, language: str) -> str:
    """Which member holds most of what is open, and how much of the inflow is its; `rows` and `inflow` have `dimension`, `value`."""
    top = rows.loc[rows["value"].idxmax()]
    name = naming.member(dimension, top[dimension], language)
    total = float(rows["value"].sum())
    if total < least:
        return say("response.group_few", language, name=name, n=number.full(top["value"], language))
    same = inflow[dimension].isna() if pd.isna(top[dimension]) else inflow[dimension] == top[dimension]
    whole = float(inflow["value"].sum())
    return say(
        f"response.group_{dimension}",
        language,
        name=name,
        share=number.share(top["value"] / total, language, 0),
        inflow=number.share(float(inflow.loc[same, "value"].sum()) / whole if whole else None, language, 0),
    )
