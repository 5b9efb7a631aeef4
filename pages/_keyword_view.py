"""What the page of keywords says about a selection: the cloud and the same words as bars; made once and kept until texts change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from cx.arrow import for_chart
from cx.charts import cloud, flow, mixed, word_bars
from cx.selection import Selection
from cx.text.keywords import Contrast
from cx.voc import word_finding, words
from pages import _filters, _store, _voc_view
from pages._charts import Chart
from pages._words import language, member, t

MODES = ("frequency", "contrast")


@dataclass(frozen=True)
class Versus:
    """What is held against what: `by` "period", or a dimension with the `value` held against all others."""

    by: str = "period"
    value: str = ""


@dataclass(frozen=True)
class View:
    """Cloud and bars, both None where there is nothing to draw, and `title` says why. `listed` is the whole ranking, for a file."""

    title: str
    cloud: Chart | None
    bars: Chart | None
    listed: pd.DataFrame


def made(chosen: Selection, mode: str, versus: Versus) -> View:
    """The page for a selection."""
    return _contrast(chosen, versus) if mode == "contrast" else _frequency(chosen)


def _drawn(
    weights: dict[str, float], details: dict[str, str], emphasised: frozenset[str], legend: str, alt: str
) -> Chart:
    shown, places = word_finding.layouts(weights)
    rows = cloud.data(shown, details, emphasised, places)
    return Chart("", alt, rows, for_chart(rows), legend)


def _frequency(chosen: Selection) -> View:
    found = words.said(_store.current(), chosen)
    if not found.rows:
        return View(t("words_page.none"), None, None, pd.DataFrame())
    grown = _grown(chosen)
    most = found.rows[: word_finding.SHOWN]
    emphasised = frozenset(row.term for row in grown) or frozenset(word.term for word in most[:3])
    title = word_finding.frequency_title(found, _seen_first(grown, most), language())
    drawn = _drawn(
        {word.term: float(word.n) for word in most},
        {word.term: word_finding.detail(word, found, language()) for word in most},
        emphasised,
        t("words_page.cloud_legend_grown" if grown else "words_page.cloud_legend"),
        title,
    )
    rows = word_bars.data(word_finding.frequency_bars(found, language()), tuple(emphasised))
    bars = Chart("", t("words_page.bars_said"), rows, for_chart(rows), t("words_page.bars_legend"))
    return View(title, drawn, bars, word_finding.frequency_table(found, _head))


def _seen_first(grown: tuple[Contrast, ...], most: Sequence[words.Word]) -> tuple[Contrast, ...]:
    """The same, those first that stand in the cloud, also in a narrow one: the title names what people can find below it."""
    shown = {word.term for word in most[: word_finding.SHOWN_NARROW]}
    return tuple(sorted(grown, key=lambda row: row.term not in shown))


def _grown(chosen: Selection) -> tuple[Contrast, ...]:
    """Words said clearly more than in the compared period."""
    found = words.contrast(_store.current(), chosen, "period")
    return tuple(row for row in found.rows if row.z > 0)


def other_words(chosen: Selection, versus: Versus) -> str:
    """What the words are held against."""
    if versus.by == "period":
        return t(f"words_page.other_period_{chosen.compare}")
    return t(f"words_page.other_{versus.by}")


def _contrast(chosen: Selection, versus: Versus) -> View:
    found = words.contrast(_store.current(), chosen, versus.by, versus.value)
    if not found.is_known:
        return View(
            t(f"words_page.unknown_{'period' if versus.by == 'period' else 'group'}"), None, None, pd.DataFrame()
        )
    other = other_words(chosen, versus)
    title = word_finding.contrast_title(found, other, language())
    if versus.by != "period":
        title = f"{member(versus.by, versus.value)}: {title}"
    more = [row for row in found.rows if row.z > 0][: word_finding.SHOWN // 2]
    less = [row for row in reversed(found.rows) if row.z < 0][: word_finding.SHOWN // 2]
    if not more and not less:
        return View(title, None, None, pd.DataFrame())
    drawn = _drawn(
        {row.term: abs(row.z) for row in (*more, *less)},
        {row.term: word_finding.told(row, language()) for row in (*more, *less)},
        frozenset(row.term for row in more),
        t("words_page.contrast_legend", other=other),
        title,
    )
    listed = word_finding.contrast_table(found, _head)
    rows = word_bars.data(word_finding.contrast_bars(found, language()), tuple(row.term for row in more))
    legend = t("words_page.contrast_bars_legend", other=other)
    return View(title, drawn, Chart("", t("words_page.bars_said"), rows, for_chart(rows), legend), listed)


def _head(name: str) -> str:
    return t(f"words_page.{name}")


def trend(chosen: Selection, term: str) -> tuple[Chart, str]:
    """Texts with a term over time, and the length of a period."""
    first, last = _filters.whole_span(chosen)
    every = mixed.grain(first, last)
    counts = words.trend(_store.current(), chosen, term, every, (first, last))
    frame = _store.numbers(["voc"], chosen, every=every)
    frame = frame.assign(value=[float(counts.get(pd.Timestamp(at).date(), 0)) for at in frame["period"]])
    events = _voc_view.happened(chosen)
    rows = flow.data(frame, every=every, language=language(), happened=events)
    title = t("words_page.trend_title", word=term)
    return Chart(title, title, rows, for_chart(rows), t("words_page.trend_legend"), has_events=bool(events)), every
