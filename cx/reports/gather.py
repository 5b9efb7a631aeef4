"""Ask the store for everything a month's report says, once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from cx import compute, explain, number, period
from cx.annotations import shown
from cx.cache import cached
from cx.contacts import contacts
from cx.errors import CxError
from cx.measure import data_days, looked_from
from cx.metric import Metric, find, metrics
from cx.reports.month import SECTIONS, TREND, Cell, Figure, Group, Happening, Month, Quote, Why
from cx.reports.quotes import chosen, tidy
from cx.selection import Selection
from cx.warehouse import Store

WHY_BY = ("channel", "category", "product")
_OF_A_BOT = dict(SECTIONS)["automation"]
_LARGEST = 10
_CHANNEL = ("inflow", "response_rate", "frt_median", "fcr")
_CATEGORY = ("inflow", "fcr", "resolution_lead_time_median")
_LOOKED_THROUGH = 400  # newest answers or contacts, among which quotes are chosen


def newest(store: Store) -> date:
    """First day of the newest month that is over: what a report is about when nobody says which. Raises CxError."""
    known = data_days(store)
    if known is None:
        raise CxError("month.no_data")
    return period.start_of(period.current(Selection(period="3m"), known[1], known[0]).last, "month")


def parse(text: str) -> date:
    """First day of a month written 2026-10. Raises CxError `month.not_a_month`."""
    try:
        return date.fromisoformat(f"{text.strip()}-01")
    except ValueError as error:
        raise CxError("month.not_a_month", text=text) from error


def require(store: Store, month: Month) -> None:
    """Raise CxError `month.nothing` where nothing happened in the month, `month.no_data` where there are no data at all."""
    known = data_days(store)
    if known is None:
        raise CxError("month.no_data")
    if month.is_empty:
        days = {"first": known[0].isoformat(), "last": known[1].isoformat()}
        raise CxError("month.nothing", month=month.first[: len("2026-10")], **days)


def gather(store: Store, month: date, selection: Selection | None = None, *, as_of: date | None = None) -> Month:
    """The month that begins on `month`, for what the filters of `selection` let through; its period does not matter.

    `as_of` is the last day that is known (default: the last day with data). A month that is not over by then is running:
    it is compared with nothing and judged by no target.
    """
    filters = (selection or Selection()).narrowed(period="12m", compare="previous")
    as_of = looked_from(store, as_of)
    return cached(store, ("month", month), filters, lambda: _gather(store, month, filters, as_of), as_of=as_of)


def _gather(store: Store, month: date, filters: Selection, as_of: date) -> Month:
    last = period.end_of(month, "month")
    asked = filters.narrowed(period=f"{month}..{last}")
    is_running = last > as_of
    figures = _figures(store, asked, (month, last), as_of, is_running=is_running)
    categories = _groups(store, asked, "category", _CATEGORY, as_of)
    return Month(
        first=month.isoformat(),
        last=last.isoformat(),
        as_of=as_of.isoformat(),
        is_running=is_running,
        store=store.name,
        filters=filters.to_query(),
        months=tuple(bucket.first.isoformat() for bucket in _buckets(month)),
        figures=figures,
        channels=_groups(store, asked, "channel", _CHANNEL, as_of),
        categories=categories,
        efforts=_groups(store, asked, "dimension", ("ces",), as_of),
        why=None if is_running else _why(store, asked, figures, as_of),
        events=tuple(
            Happening(event.day.isoformat(), event.title) for event in shown(store, filters, month, last)
        ),
        quotes=_quotes(store, asked, as_of, next((group.code for group in categories if group.code), None)),
    )


def _buckets(month: date) -> list[period.Span]:
    return period.buckets(period.add_months(month, 1 - TREND), month, "month")


def _names() -> list[Metric]:
    return [find(name) for _, names in SECTIONS for name in names if name in metrics()]


def _number(value: Any) -> float | None:
    return None if number.is_missing(value) else float(value)


def _figures(
    store: Store, asked: Selection, span: tuple[date, date], as_of: date, *, is_running: bool
) -> tuple[Figure, ...]:
    plain = [metric.name for metric in _names() if not metric.by_wave]
    now, year = (
        {row["metric"]: row for row in compute.compare(store, plain, one, as_of=as_of).to_dict("records")}
        for one in (asked, asked.narrowed(compare="year"))
    )
    trend = compute.compute(store, plain, asked, every="month", as_of=as_of, span=(_buckets(span[0])[0].first, span[1]))
    lines = {name: tuple(map(_number, group["value"])) for name, group in trend.groupby("metric", sort=False)}
    found = []
    for metric in _names():
        if metric.by_wave:
            found.append(_wave(store, metric, asked, min(as_of, span[1]), is_running=is_running))
            continue
        beside, line = (now[metric.name], year[metric.name]), lines.get(metric.name, ())
        if metric.name in _OF_A_BOT and not any(line):  # who has no bot has no automation to judge
            continue
        found.append(_figure(metric, *beside, line, is_running=is_running))
    return tuple(found)


def _figure(
    metric: Metric,
    row: dict[str, Any],
    year: dict[str, Any] | None,
    trend: tuple[float | None, ...],
    *,
    is_running: bool,
    wave: str = "",
) -> Figure:
    is_met = row["is_met"]
    return Figure(
        metric.name,
        metric.unit,
        metric.good,
        _number(row["value"]),
        int(row["n"]),
        _number(row["low"]),
        _number(row["high"]),
        row["state"],
        bool(row["is_exact"]),
        None if is_running else _number(row["previous"]),
        not is_running and bool(row["is_separable"]),
        None if is_running or year is None else _number(year["previous"]),
        not is_running and year is not None and bool(year["is_separable"]),
        _number(row["target"]),
        None if is_running or is_met is None or is_met != is_met else bool(is_met),  # noqa: PLR0124 - NaN
        wave,
        trend,
    )


def _wave(store: Store, metric: Metric, asked: Selection, until: date, *, is_running: bool) -> Figure:
    """The newest wave by the end of the month beside the one before it, whenever that was."""
    everything = asked.narrowed(period="all")
    row = compute.compare(store, [metric.name], everything, as_of=until).to_dict("records")[0]
    newest = contacts(store, everything, metric.name, columns=("wave",), limit=1, as_of=until)
    wave = str(newest["wave"].iloc[0]) if len(newest) else ""
    return _figure(metric, row, None, (), is_running=is_running and not wave, wave=wave)


def _groups(store: Store, asked: Selection, by: str, names: tuple[str, ...], as_of: date) -> tuple[Group, ...]:
    """The largest members by the first metric, all others together as the last one."""
    days = period.Span(*asked.span(period.end_of(as_of, "month"), None))
    before = period.previous(days, "previous")
    now = compute.compute(store, names, asked, by=[by], as_of=as_of, span=(days.first, days.last))
    then = compute.compute(store, names[:1], asked, by=[by], as_of=as_of, span=(before.first, before.last))
    earlier = {_code(code): _number(value) for code, value in zip(then[by], then["value"], strict=True)}
    members: dict[str | None, list[Cell]] = {}
    for row in now.to_dict("records"):
        cell = Cell(row["metric"], find(row["metric"]).unit, _number(row["value"]), int(row["n"]), row["state"])
        members.setdefault(_code(row[by]), []).append(cell)
    found = [Group(code, tuple(cells), earlier.get(code)) for code, cells in members.items() if cells[0].n]
    found.sort(key=lambda group: (-group.cells[0].n, group.code or ""))
    return tuple(found) if len(found) <= _LARGEST + 1 else (*found[:_LARGEST], _rest(found[_LARGEST:]))


def _rest(groups: list[Group]) -> Group:
    first = groups[0].cells[0]
    n = sum(group.cells[0].n for group in groups)
    known = [group.previous for group in groups if group.previous is not None]
    cell = Cell(first.metric, first.unit, float(n) if first.unit == "count" else None, n, "ok")
    return Group(None, (cell,), sum(known) if known else None, len(groups))


def _code(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _why(store: Store, asked: Selection, figures: tuple[Figure, ...], as_of: date) -> Why | None:
    """The KPI that moved furthest beyond chance, split by the dimension in which one member stands out most."""
    moved = [figure for figure in figures if figure.is_separable and figure.wave == "" and explain.can(figure.metric)]
    if not moved:
        return None
    name = max(moved, key=_distance).metric
    frames = [explain.change(store, name, asked, by, as_of=as_of) for by in WHY_BY]
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return None
    best = max(frames, key=_standing_out)
    rows = [{key: _plain(value) for key, value in row.items()} for row in best.to_dict("records")]
    return Why(name, {key: _plain(value) for key, value in best.attrs.items()}, tuple(rows))


def _distance(figure: Figure) -> tuple[bool, float]:
    """How many half intervals the value lies from the month before; what has no good direction comes last."""
    gap = abs((figure.value or 0.0) - (figure.previous or 0.0))
    half = ((figure.high or 0.0) - (figure.low or 0.0)) / 2
    return figure.good != "none", gap / half if half > 0 else gap / (abs(figure.previous or 0.0) or 1.0)


def _standing_out(frame: pd.DataFrame) -> float:
    whole = abs(float(frame.attrs["change"])) or 1.0
    return float(frame["total"].abs().iloc[0]) / whole - 1 / len(frame)


def _plain(value: Any) -> Any:
    if isinstance(value, (str, bool)) or value is None:
        return value
    if pd.isna(value):
        return None
    as_number = float(value)
    return int(as_number) if as_number.is_integer() and not isinstance(value, float) else as_number


def _quotes(store: Store, asked: Selection, as_of: date, category: str | None) -> tuple[Quote, ...]:
    """Chosen among the newest answers with words and the newest contacts of one category."""
    answers = []
    for name in ("ces", "csat"):
        columns = ("day", "score", "scale_high", "comment", "survey")
        frame = contacts(store, asked, name, columns=columns, limit=_LOOKED_THROUGH, as_of=as_of)
        answers += [
            Quote(
                tidy(row["comment"]),
                _day(row["day"]),
                "answer",
                row["survey"],
                _number(row["score"]),
                _number(row["scale_high"]),
            )
            for row in frame.to_dict("records")
            if isinstance(row["comment"], str)
        ]
    asked_about = []
    if category is not None:
        where = {"category": category}
        frame = contacts(store, asked, "inflow", where, columns=("day", "body"), limit=_LOOKED_THROUGH, as_of=as_of)
        asked_about = [
            Quote(tidy(row["body"]), _day(row["day"]), "contact", category)
            for row in frame.to_dict("records")
            if isinstance(row["body"], str)
        ]
    return chosen(answers, asked_about)


def _day(value: Any) -> str:
    return str(pd.Timestamp(value).date())
