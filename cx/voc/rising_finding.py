"""What the page of rising topics and words says: titles, bars, and everything found as a table."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pandas as pd

from cx import number
from cx.charts.word_bars import Bar
from cx.language import say
from cx.text.emerging import Emerging

BARS = 10
_MOST = 100  # times; beyond that nobody compares


def title(kind: str, found: Sequence[Emerging], first: str, language: str) -> str:
    """What grew; `first` is the name of the most certain one."""
    if not found:
        return say(f"words_page.rising_none_{kind}", language)
    key = f"words_page.rising_{'one' if len(found) == 1 else 'some'}_{kind}"
    return say(key, language, name=first, n=f"{len(found):,}")


def times(one: Emerging, language: str) -> str:
    """How many times as many as usual, with its interval; "new" for what was never said before."""
    if math.isinf(one.ratio):
        return say("words_page.rising_new", language)
    values = {"ratio": f"{one.ratio:.1f}", "low": f"{one.low:.1f}"}
    if one.high > _MOST:
        return say("words_page.rising_open", language, **values)
    return say("words_page.rising_times", language, **values, high=f"{one.high:.1f}")


def _ratio(one: Emerging, language: str) -> str:
    if math.isinf(one.ratio):
        return say("words_page.rising_new", language)
    return say("words_page.rising_ratio", language, ratio=f"{one.ratio:.1f}")


def bars(found: Sequence[Emerging], name: Callable[[str], str], language: str) -> list[Bar]:
    """The ten most certain ones, the largest first; the tick is what was to be expected."""
    shown = sorted(found[:BARS], key=lambda one: (-one.last, one.name))
    return [
        Bar(
            one.name,
            name(one.name),
            float(one.last),
            f"{say('words_page.rising_voices', language, n=f'{one.last:,}')} · {times(one, language)}",
            say("words_page.rising_detail", language, n=f"{one.last:,}", usual=number.full(round(one.usual), language)),
            times(one, language),
            one.usual,
            " · ".join((f"{one.last:,}", _ratio(one, language))),
        )
        for one in shown
    ]


def table(found: Sequence[Emerging], name: Callable[[str], str], head: Callable[[str], str]) -> pd.DataFrame:
    """Everything found, the most certain first, for a file."""
    return pd.DataFrame(
        {
            head("head_word"): [name(one.name) for one in found],
            head("head_voices"): [one.last for one in found],
            head("head_usual"): [round(one.usual, 2) for one in found],
            head("head_ratio"): [None if math.isinf(one.ratio) else round(one.ratio, 2) for one in found],
            head("head_low"): [round(one.low, 2) for one in found],
            head("head_high"): [None if math.isinf(one.high) else round(one.high, 2) for one in found],
            head("head_q"): [float(f"{one.q:.2g}") for one in found],
        }
    )
