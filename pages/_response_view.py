"""What the page of response and backlog says about a selection: made once and kept until the data change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from cx import ageing, annotations, business_hours, compute, number, rush, settings, staffing, standing
from cx.arrow import for_chart
from cx.charts import heat, mixed, staffed, stock
from cx.charts import ranking as bars
from cx.period import Span
from cx.selection import Selection
from pages import _cards, _filters, _store, _verbatims, _view
from pages._charts import Chart
from pages._words import language, member, plain, t

PROMISES = ("response_rate", "frt_median", "frt_p90", "unanswered")
QUEUES = ("asa", "service_level", "abandonment_rate", "sla_attainment")
_BESIDE = ("frt_business_median", "cph")
STANDING = ("backlog", "backlog_age_median", "backlog_age_p90")
_OLDEST = 6  # as many as the table shows at once; the rest is a click away
_WEEKS = 430  # days that can be drawn as weeks


@dataclass(frozen=True)
class View:
    """Everything the page draws for one selection in one language.

    `heat` is empty where the cells hold too few contacts; then `few` says so, and there are `weekdays` where those hold enough. `staff` without a chart has only a title.
    """

    promises: tuple[_cards.Card, ...]
    queues: tuple[_cards.Card, ...]
    words: str
    heat: Mapping[str, Chart]
    few: str
    weekdays: Chart | None
    staff: Chart | None
    staff_title: str
    staff_words: str
    trend: Chart | None
    trend_title: str
    ages: Chart | None
    groups: Mapping[str, Chart]
    oldest: _verbatims.Page | None


def made(chosen: Selection) -> View | None:
    """The page for a selection; None where it lets no contact through."""
    span = _filters.current_span(chosen)
    first, last = _filters.whole_span(chosen)
    every = mixed.grain(first, last)
    trend = _store.numbers(PROMISES, chosen, every=every)
    beside = _store.numbers(_BESIDE, chosen, span=(span.first, span.last))  # nobody compares these
    rows = [*_store.compared((*PROMISES, *QUEUES), chosen).to_dict("records"), *beside.to_dict("records")]
    compared = {row["metric"]: row for row in rows}
    stood = _store.numbers(STANDING, chosen, every=_grain(first, last), span=(first, last))
    now = _now(chosen, stood, (first, last))
    if not now["inflow"]["n"] and not now["backlog"]["n"]:
        return None
    done = trend[~trend["is_running"]]
    lines = {name: done[done["metric"] == name]["value"].tolist() for name in PROMISES}
    versus = _view.versus_words(chosen, span)
    cards = {
        name: _cards.made(compared[name], lines.get(name, ()), versus)
        for name in (*PROMISES, *QUEUES)
        if compared[name]["n"] or name in PROMISES
    }
    ends, title = _trend(chosen, stood, first, last)
    is_known = bool(now["backlog"]["n"])
    return View(
        tuple(cards[name] for name in PROMISES),
        tuple(cards[name] for name in QUEUES if name in cards),
        _clock_words(compared, now),
        *_heat(chosen, span, compared["frt_median"]),
        *_staff(chosen, span, compared["cph"]),
        ends,
        title,
        _ages(chosen, now, last) if is_known else None,
        _groups(chosen, span) if is_known else {},
        _verbatims.made(ageing.oldest(_store.current(), chosen, limit=_OLDEST)) if is_known else None,
    )


def _clock_words(compared: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]) -> str:
    """Which clock the first response is on, and who is not in it: the unanswered and those who wait."""
    parts = [t("response.clocks")]
    business, unanswered, waiting = (
        compared["frt_business_median"],
        compared["unanswered"],
        now["unanswered_age_median"],
    )
    if business["state"] == "ok":
        parts.append(t("response.clocks_business", value=number.write("seconds", business["value"], language())))
    if unanswered["state"] == "ok" and unanswered["value"]:
        parts.append(t("response.not_averaged", n=number.full(unanswered["value"], language())))
    n = number.full(float(waiting["n"]), language())
    if waiting["state"] in ("ok", "few"):
        parts.append(t("response.waiting", n=n, age=number.length(waiting["value"], language())))
    else:
        parts.append(t("response.waiting_few", n=n) if waiting["n"] else t("response.waiting_none"))
    return plain(" ".join(parts))


def _heat(chosen: Selection, span: Span, whole: Mapping[str, Any]) -> tuple[Mapping[str, Chart], str, Chart | None]:
    """The week for each measure with its title, `whole` is the first response at any hour; or none, and what can be said of a small sample."""
    found = _store.numbers(rush.MEASURES, chosen, by=["weekday", "hour"], span=(span.first, span.last))
    week, least = rush.cells(found), settings.get(_store.current()).minimum_n
    if not rush.is_enough(week, least):
        most = week["inflow"].max() if len(week) else 0
        n = week["inflow"].sum()
        body = t("response.few_body", n=_count(n), most=_count(most), least=least)
        return {}, f"{body} {rush.few_words(week, least, language())}".strip(), _weekdays(week, least)
    store = _store.current()
    hours = rush.hours_of(business_hours.blocks_on(business_hours.week(store), span.last))
    worst = rush.worst_rate(week, hours, least)
    by_hour = _store.numbers(["frt_median"], chosen, by=["hour"], span=(span.first, span.last))
    wait = rush.longest_wait(by_hour, float(whole["high"]), hours)
    titles = {
        "inflow": (rush.peak_title(week, language()), None),
        "response_rate": (rush.rate_title(week, hours, least, language()), worst),
        "frt_median": (rush.wait_title(wait, hours, float(whole["value"]), language()), wait),
    }
    marks = t("response.legend_closed") if hours.open else t("response.legend_no_calendar")
    charts, table = {}, heat.table(week, language())
    for name, (title, place) in titles.items():
        named = rush.named(name, week, place[0] if place else None, hours)
        rows = heat.data(week, name, language=language(), closed=hours.closed, named=named)
        legend = " ".join((t(f"response.legend_{name}", least=least), marks, t("response.legend_click")))
        charts[name] = Chart(title, t(f"response.said_{name}"), table, for_chart(rows), legend)
    return charts, "", None


def _weekdays(week: pd.DataFrame, least: int) -> Chart | None:
    """Contacts by weekday, where the fullest one has enough."""
    sums = week.groupby("weekday")["inflow"].sum() if len(week) else pd.Series(dtype=float)
    if not len(sums) or sums.max() < least:
        return None
    table = pd.DataFrame({"code": [str(day) for day in sums.index], "value": sums.to_numpy(dtype=float)})
    rows = bars.data(
        table.assign(previous=float("nan"), is_rest=False, rest=[()] * len(table)),
        language=language(),
        name=lambda code: t("response.weekday", weekday=t(f"number.weekday.d{code}")),
        emphasised=(str(sums.idxmax()),) if (sums == sums.max()).sum() == 1 else (),
    )
    return Chart("", t("response.said_weekdays"), rows, for_chart(rows.drop(columns="previous")))


def _staff(chosen: Selection, span: Span, cph: Mapping[str, Any]) -> tuple[Chart | None, str, str]:
    """Contacts and agents by hour, title and legend; only words where nobody knows who worked, or too few contacts came."""
    found = staffing.by_hour(_store.current(), chosen, span)
    title = staffing.title(found, language())
    if found.basis == staffing.NOBODY:
        return None, title, t("response.staff_unknown_body")
    parts = [t("response.staff_days" if found.has_calendar else "response.staff_all_days", days=f"{found.days:,}")]
    parts.append(t(f"response.staff_{found.basis}"))
    if not number.is_missing(cph["value"]):
        parts.append(t("response.staff_cph", value=number.write("per_hour", cph["value"], language())))
    words = " ".join(parts)
    if not found.busiest:
        return None, title, words
    rows = staffed.data(found.hours, language=language(), named=found.unattended or found.busiest)
    return (
        Chart(title, t("response.staff_said"), rows, for_chart(rows.drop(columns="volume_text")), words),
        title,
        words,
    )


def _now(chosen: Selection, stood: pd.DataFrame, span: tuple[date, date]) -> dict[str, Mapping[str, Any]]:
    """The present, by metric: what stands at the end of the last period stands there now, and is not asked for again."""
    rest = _store.numbers(("unanswered_age_median", "inflow"), chosen, span=span)
    last = stood[stood["period"] == stood["period"].max()]
    return {row["metric"]: row for row in [*last.to_dict("records"), *rest.to_dict("records")]}


def _trend(chosen: Selection, found: pd.DataFrame, first: date, last: date) -> tuple[Chart | None, str]:
    """What was open at the end of each period."""
    every = _grain(first, last)
    ends, ages = (found[found["metric"] == name] for name in ("backlog", "backlog_age_median"))
    title = standing.trend_title(ends["value"].tolist(), language())
    if not ends["value"].fillna(0).any():
        return None, title
    happened = [(event.day, event.title) for event in annotations.shown(_store.current(), chosen, first, last)]
    rows = stock.data(ends, ages["value"].tolist(), every=every, language=language(), happened=happened)
    legend = t("response.backlog_legend")
    shown = stock.table(rows, language())
    return Chart(title, t("response.backlog_said"), shown, for_chart(rows), legend, has_events=bool(happened)), title


def _grain(first: date, last: date) -> str:
    """Finer than a trend of counts: what is left over moves within weeks."""
    every = mixed.grain(first, last)
    return {"month": "week"}.get(every, every) if (last - first).days <= _WEEKS else every


def _ages(chosen: Selection, now: Mapping[str, Mapping[str, Any]], last: date) -> Chart:
    """Open contacts by age; those older than a month emphasised."""
    found = ageing.classes(_store.current(), chosen)
    table = pd.DataFrame({"code": found["age"], "value": found["n"].astype(float)})
    rows = bars.data(
        table.assign(previous=float("nan"), is_rest=False, rest=[()] * len(table)),
        language=language(),
        name=lambda code: t(f"response.age_{code}"),
        emphasised=("older",),
    )
    day, median, p90 = number.long_day(last, language()), now["backlog_age_median"], now["backlog_age_p90"]
    if median["state"] == "ok":
        ages = {name: number.length(row["value"], language()) for name, row in (("median", median), ("p90", p90))}
        legend = t("response.age_legend", day=day, **ages)
    else:
        legend = t("response.age_legend_few", day=day, few=t("number.small_sample", n=int(median["n"])))
    return Chart(
        standing.age_title(found, settings.get(_store.current()).minimum_n, language()),
        t("response.age_said"),
        rows,
        for_chart(rows.drop(columns="previous")),
        legend,
    )


def _groups(chosen: Selection, span: Span) -> Mapping[str, Chart]:
    """What is open by each dimension that has more than one member."""
    charts, least = {}, settings.get(_store.current()).minimum_n
    for dimension in ageing.DIMENSIONS:
        found = ageing.members(_store.current(), chosen, dimension)
        if len(found) < 2 or found[dimension].isna().all():  # noqa: PLR2004 - one member says nothing
            continue
        inflow = _store.numbers(["inflow"], chosen, by=[dimension], span=(span.first, span.last))
        top = bars.top(found[[dimension, "value"]], dimension)
        first = top[top["code"] != bars.NONE]["code"].iloc[:1]
        rows = bars.data(
            top,
            language=language(),
            name=lambda code, by=dimension: member(by, None if code == bars.NONE else code),
            emphasised=tuple(first),
        )
        title = standing.group_title(found, inflow, dimension, least, language())
        legend = t("response.group_legend")
        charts[dimension] = Chart(
            title, title, rows, for_chart(rows.drop(columns="previous")), legend, top["rest"].iloc[-1]
        )
    return charts


def _count(n: float) -> str:
    return number.full(float(n), language())


def names() -> dict[str, str]:
    """The measures of the week, as people choose them."""
    return {name: t(f"response.measure_{name}") for name in rush.MEASURES}


def prepare() -> None:
    """Compile the page's questions: each takes tens of milliseconds, once."""
    compute.prepare(rush.MEASURES, by=("weekday", "hour"))
    compute.prepare(("frt_median",), by=("hour",))
    compute.prepare(STANDING, every="week")
    for dimension in ageing.DIMENSIONS:
        compute.prepare(("inflow",), by=(dimension,))
