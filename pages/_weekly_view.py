"""What the weekly page says about one week: made once and kept until the data change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from cx import closed_days, metric, number, period, settings, weekly
from cx.arrow import for_chart
from cx.charts import ranking as bars
from cx.reports import headline
from cx.reports.gather import gather
from cx.reports.said import Remark, sheet
from cx.selection import Selection
from pages import _cards, _split, _store, _verbatims
from pages._charts import Chart
from pages._words import language, member, plain, t

CARDS = ("inflow", "response_rate", "frt_median", "resolution_lead_time_median", "backlog")
GROUPS = ("category", "channel", "product")
_STANDING = ("backlog",)  # what stands at the end of a week has no mean of weeks to be told from
_ROOM = 1.8  # of the longest bar: the words behind it are long, also on a phone
_LISTED = 10


@dataclass(frozen=True)
class View:
    """Everything the page draws for one week in one language."""

    first: date
    is_running: bool
    basis: str
    title: str
    sentences: tuple[str, ...]
    quotes: tuple[Remark, ...]
    cards: tuple[_cards.Card, ...]
    charts: Mapping[str, Chart]
    pressing_title: str
    pressing: _verbatims.Page | None
    splits: _split.Splits | None


def made(chosen: Selection, first: date) -> View | None:
    """The page of the week that begins on `first`; None where nothing happened in it."""
    store = _store.current()
    found = gather(store, first, chosen, every="week")
    if found.is_empty:
        return None
    week = period.Span(first, period.end_of(first, "week"))
    asked = chosen.narrowed(period=f"{week.first}..{week.last}", compare="previous")
    compared = {figure.metric: figure.row() for figure in found.figures if figure.metric in CARDS}
    usual = _usual(asked, first)
    tables = {by: weekly.groups(store, asked, first, by) for by in GROUPS}
    open_now = weekly.pressing(store, asked, first, limit=_LISTED)
    inflow = compared["inflow"]
    said = sheet(replace(found, store="own"), language())  # the head of every page says whose data they are
    return View(
        first,
        found.is_running,
        " · ".join([said.basis, *said.warnings]),
        weekly.title(inflow, usual["inflow"], _least(), language(), is_running=found.is_running),
        (*closed_days.words(store, week, language()), *_sentences(found, tables, weekly.causes(store, asked, first))),
        said.quotes,
        _made_cards(compared, usual),
        _charts(tables, is_small=bool(inflow["n"] < _least())),
        _pressing_title(open_now),
        _verbatims.made(_listed(open_now)) if len(open_now.rows) else None,
        _split.of(found),
    )


def _least() -> int:
    return settings.get(_store.current()).minimum_n


def _says_something(rows: pd.DataFrame, by: str) -> bool:
    """One product alone would say the whole again; in a week without contacts there is nothing to cut."""
    return len(rows) > (1 if by == "product" else 0) and bool(rows[by].notna().any()) and bool(rows["value"].any())


def _usual(asked: Selection, first: date) -> dict[str, float]:
    """The cards' metrics in the four weeks before, of counts a week's; NaN where the data do not reach back so far."""
    known = _store.bounds()
    start = first - weekly.USUAL * weekly.WEEK
    if known is None or known[0] > start or first + weekly.WEEK - timedelta(days=1) > known[1]:
        return dict.fromkeys(CARDS, float("nan"))
    of_weeks = [name for name in CARDS if name not in _STANDING]
    rows = _store.numbers(of_weeks, asked, span=(start, first - timedelta(days=1))).to_dict("records")
    found = {row["metric"]: row["value"] / (weekly.USUAL if row["metric"] == "inflow" else 1) for row in rows}
    return found | dict.fromkeys(_STANDING, float("nan"))


def _made_cards(compared: Mapping[str, Mapping[str, Any]], usual: Mapping[str, float]) -> tuple[_cards.Card, ...]:
    found = []
    for name in CARDS:
        if not compared[name]["n"] and name != "inflow":
            continue
        card = _cards.made(compared[name], _line(compared[name]["trend"]), t("week.versus"))
        if not number.is_missing(usual[name]):
            words = t("week.usual", value=number.write(metric.find(name).unit, usual[name], language()))
            card = replace(card, words=f"{card.words}  \n:small[:gray[{plain(words)}]]")
        found.append(card)
    return tuple(found)


def _line(values: Sequence[float | None]) -> list[float]:
    return [float("nan") if value is None else value for value in values]


def _sentences(found: Any, tables: Mapping[str, pd.DataFrame], causes: weekly.Causes) -> tuple[str, ...]:
    """Which groups changed, why a KPI moved, whose fault it was, what happened."""
    said = []
    for by, rows in tables.items():
        words = weekly.moved(rows, by, language())
        if words:
            said.append(t(f"week.moved_{by}", names=words))
    if not said and not found.is_running and any(rows["usual"].notna().any() for rows in tables.values()):
        said.append(t("week.moved_none"))
    if found.why:
        said.append(headline.why(found.why, language()))
    said += [_causes(causes)] if causes.everything else []
    return (*said, *headline.events(found, language()))


def _causes(found: weekly.Causes) -> str:
    if not found.faults and not found.mistakes:
        return t("week.causes_unknown")
    parts = {"faults": found.faults, "mistakes": found.mistakes}
    words = [
        t(f"week.{name}", n=number.full(float(n), language()), share=number.share(n / found.everything, language()))
        for name, n in parts.items()
        if n
    ]
    return t("week.causes", words=", ".join(words))


def _charts(tables: Mapping[str, pd.DataFrame], *, is_small: bool) -> dict[str, Chart]:
    """A chart a dimension that says something; how to read them stands under the first."""
    shown = {by: tables[by] for by in GROUPS if _says_something(tables[by], by)}
    legend = _legend(shown, is_small=is_small)
    first = next(iter(shown), "")
    return {by: _chart(rows, by, legend if by == first else "", is_small=is_small) for by, rows in shown.items()}


def _chart(rows: pd.DataFrame, by: str, legend: str, *, is_small: bool) -> Chart:
    """Bars by size with the usual week as a tick, and behind each what it was and whether that is a change."""
    compared = rows.assign(previous=rows["usual"])
    top = bars.top(compared[[by, "value", "previous"]], by)
    codes = [bars.NONE if pd.isna(one) else str(one) for one in rows[by]]
    known = dict(zip(codes, rows.to_dict("records"), strict=True))
    drawn = bars.data(
        top,
        language=language(),
        name=lambda code: member(by, None if code == bars.NONE else code),
        emphasised=tuple(code for code, row in known.items() if row["is_changed"]),
    )
    drawn["text"] = [
        _words(known[code], text) if code in known else text
        for code, text in zip(drawn["code"], drawn["text"], strict=True)
    ]
    drawn["change"] = [_against(known[code]) if code in known else "" for code in drawn["code"]]
    drawn["room"] = drawn["end"].max() * _ROOM
    has_usual = bool(drawn["previous"].notna().any())
    title = _titled(by, int(rows["is_changed"].sum()), has_usual=has_usual and not is_small)
    return Chart(
        title, t(f"week.by_{by}"), drawn, for_chart(drawn), legend, top["rest"].iloc[-1], has_previous=has_usual
    )


def _titled(by: str, changes: int, *, has_usual: bool) -> str:
    """What is cut by what, and how many members are unlike their usual week where that can be said."""
    words = t(f"week.by_{by}")
    if changes:
        return t(f"week.changed_{by}", n=changes)
    return t("week.by_same", what=words) if has_usual else words


def _legend(tables: Mapping[str, pd.DataFrame], *, is_small: bool) -> str:
    has_usual = any(rows["usual"].notna().any() for rows in tables.values())
    words = t("week.legend_usual") if has_usual else t("week.legend_no_usual")
    return f"{words} {t('week.legend_few')}" if is_small else words


def _words(row: Mapping[str, Any], text: str) -> str:
    if not row["is_changed"]:
        return text
    return f"{text} {t('week.mark_up' if row['value'] > row['usual'] else 'week.mark_down')}"


def _against(row: Mapping[str, Any]) -> str:
    """Last week's number and that of a usual week."""
    if number.is_missing(row["previous"]):
        return t("number.none")
    last = number.write("count", row["previous"], language())
    if number.is_missing(row["usual"]):
        return t("week.against_last", last=last)
    return t("week.against", last=last, usual=number.average(row["usual"], language()))


def _pressing_title(found: weekly.Pressing) -> str:
    if not found.is_known:
        return t("week.open_unknown")
    if not found.everything:
        return t("week.open_none")
    values = {name: number.full(float(getattr(found, name)), language()) for name in ("everything", "urgent", "old")}
    key = "week.open_urgent" if found.has_priority else "week.open"
    return t(key, days=weekly.OLD_DAYS, **values)


def _listed(found: weekly.Pressing) -> pd.DataFrame:
    """Without the column of priorities where no source has them."""
    return found.rows if found.has_priority else found.rows.drop(columns="priority")
