"""Ask the store for everything a report says, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from cx import compute, explain, number, period
from cx.annotations import shown
from cx.cache import cached
from cx.contacts import contacts
from cx.lifecycle import terms
from cx.lifecycle.rows import about_accounts
from cx.measure import looked_from
from cx.metric import Metric, find, metrics
from cx.reports.quotes import chosen, tidy
from cx.reports.report import SECTIONS, TREND, Cell, Figure, Group, Happening, Quote, Report, Why
from cx.selection import Selection
from cx.warehouse import Store

WHY_BY = ("channel", "category", "product")
WHY_CELLS = ("channel", "hour")  # told instead where one hour of one channel makes most of the change
_OF_CHANNELS = ("online_share", "cpd", "tpd")  # made of channels: that their mix changed is what these say themselves
_OF_A_BOT, _OF_CONTRACTS = (dict(SECTIONS)[name] for name in ("automation", "contracts"))
_LARGEST = 10
_CHANNEL = ("inflow", "response_rate", "frt_median", "fcr")
_CATEGORY = ("inflow", "fcr", "resolution_lead_time_median")
_LOOKED_THROUGH = 400  # newest answers or contacts, among which quotes are chosen


def gather(
    store: Store, first: date, selection: Selection | None = None, *, every: str = "month", as_of: date | None = None
) -> Report:
    """The month (or week) that begins on `first`, for what the filters of `selection` let through; its period does not matter.

    `as_of` is the last day that is known (default: the last day with data). A period that is not over by then is running:
    it is compared with nothing and judged by no target.
    """
    filters = (selection or Selection()).narrowed(period="12m", compare="previous")
    as_of = looked_from(store, as_of)
    question = ("report", every, first)
    return cached(store, question, filters, lambda: _gather(store, first, every, filters, as_of), as_of=as_of)


def _gather(store: Store, first: date, every: str, filters: Selection, as_of: date) -> Report:
    last = period.end_of(first, every)
    asked = filters.narrowed(period=f"{first}..{last}")
    is_running = last > as_of
    starts = _starts(first, every)
    figures, now = _figures(store, asked, (starts[0], last), every, as_of, is_running=is_running)
    categories = _groups(store, asked, "category", _CATEGORY, as_of)
    return Report(
        first=first.isoformat(),
        last=last.isoformat(),
        as_of=as_of.isoformat(),
        is_running=is_running,
        every=every,
        store=store.name,
        filters=filters.to_query(),
        starts=tuple(start.isoformat() for start in starts),
        figures=figures,
        products=_groups(store, asked, "product", _CHANNEL, as_of),
        channels=_groups(store, asked, "channel", _CHANNEL, as_of),
        categories=categories,
        efforts=_groups(store, asked, "dimension", ("ces",), as_of),
        why=None if is_running else _why(store, asked, figures, now, as_of),
        events=tuple(Happening(event.day.isoformat(), event.title) for event in shown(store, filters, first, last)),
        quotes=_quotes(store, asked, as_of, next((group.code for group in categories if group.code), None)),
    )


def _starts(first: date, every: str) -> list[date]:
    """First days of the periods of the trend."""
    before = TREND - 1
    start = period.add_months(first, -before) if every == "month" else first - timedelta(days=7 * before)
    return [bucket.first for bucket in period.buckets(start, first, every)]


def _names(store: Store, asked: Selection, every: str) -> list[Metric]:
    """The KPIs there is anything to say of: contracts end by the month, and nobody knows their channel or category."""
    has_contracts = every == "month" and about_accounts(asked) == asked and terms.is_any(store)
    left_out = () if has_contracts else _OF_CONTRACTS
    return [find(name) for _, names in SECTIONS for name in names if name in metrics() and name not in left_out]


def _number(value: Any) -> float | None:
    return None if number.is_missing(value) else float(value)


def _figures(
    store: Store, asked: Selection, span: tuple[date, date], every: str, as_of: date, *, is_running: bool
) -> tuple[tuple[Figure, ...], dict[str, dict[str, Any]]]:
    """Every KPI, and what compare() says of each; `span` is that of the trend. Waves belong to no week."""
    wanted = _names(store, asked, every)
    plain = [metric.name for metric in wanted if not metric.by_wave]
    trend = compute.compute(store, plain, asked, every=every, as_of=as_of, span=span)
    whole = None if is_running else trend  # of part of a period other parts would be compared
    now = _compared(store, plain, asked, as_of, whole)
    year = _compared(store, plain, asked.narrowed(compare="year"), as_of, whole) if every == "month" else {}
    lines = {name: tuple(map(_number, group["value"])) for name, group in trend.groupby("metric", sort=False)}
    found = []
    for metric in wanted:
        if metric.by_wave:
            if every == "month":
                found.append(_wave(store, metric, asked, min(as_of, span[1]), is_running=is_running))
            continue
        line = lines.get(metric.name, ())
        if metric.name in _OF_A_BOT and not any(line):  # who has no bot has no automation to judge
            continue
        found.append(_figure(metric, now[metric.name], year.get(metric.name), line, is_running=is_running))
    return tuple(found), now


def _compared(
    store: Store, names: list[str], asked: Selection, as_of: date, periods: pd.DataFrame | None
) -> dict[str, dict[str, Any]]:
    found = compute.compare(store, names, asked, as_of=as_of, periods=periods)
    return {row["metric"]: row for row in found.to_dict("records")}


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
        int(row["people"]),
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
    days = period.Span(*asked.span(period.end_of(as_of, "year"), None))
    before = period.previous(days, "previous")
    if days.last > as_of:  # part of a period beside a whole one is no comparison
        now = compute.compute(store, names, asked, by=[by], as_of=as_of, span=(days.first, days.last))
        earlier = {}
    else:
        now, then = compute.both(store, names, asked, spans=(days, before), by=[by], as_of=as_of)
        then = then[then["metric"] == names[0]]
        earlier = {_code(code): _number(value) for code, value in zip(then[by], then["value"], strict=True)}
    members: dict[str | None, dict[str, Cell]] = {}
    for row in now.to_dict("records"):
        members.setdefault(_code(row[by]), {})[row["metric"]] = _cell(row)
    largest, known = (
        names[0],
        set(now["metric"]),
    )  # a member may have others alone: all its contacts of the period before were resolved in this one
    found = [
        Group(code, tuple(cells.get(name) or _no_rows(name) for name in names if name in known), earlier.get(code))
        for code, cells in members.items()
        if largest in cells and cells[largest].n
    ]
    found.sort(key=lambda group: (-group.cells[0].n, group.code or ""))
    return tuple(found) if len(found) <= _LARGEST + 1 else (*found[:_LARGEST], _rest(found[_LARGEST:]))


def _cell(row: Mapping[str, Any]) -> Cell:
    unit = find(row["metric"]).unit
    return Cell(row["metric"], unit, _number(row["value"]), int(row["n"]), row["state"], int(row["people"]))


def _no_rows(name: str) -> Cell:
    return Cell(name, find(name).unit, None, 0, "none", 0)


def _rest(groups: list[Group]) -> Group:
    first = groups[0].cells[0]
    n = sum(group.cells[0].n for group in groups)
    known = [group.previous for group in groups if group.previous is not None]
    cell = Cell(first.metric, first.unit, float(n) if first.unit == "count" else None, n, "ok")
    return Group(None, (cell,), sum(known) if known else None, len(groups))


def _code(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _why(
    store: Store, asked: Selection, figures: tuple[Figure, ...], now: dict[str, dict[str, Any]], as_of: date
) -> Why | None:
    """The KPI of enough rows that moved furthest beyond chance, split by the dimension in which one member stands out most."""
    plain = [figure for figure in figures if figure.state == "ok" and not figure.wave]
    moved = [one for one in plain if one.is_separable and explain.can(one.metric) and one.metric not in _OF_CONTRACTS]
    for figure in sorted(moved, key=_distance, reverse=True):
        best = _split(store, asked, figure.metric, now[figure.metric], as_of)
        if best is not None:
            rows = [{key: _plain(value) for key, value in row.items()} for row in best.to_dict("records")]
            return Why(figure.metric, {key: _plain(value) for key, value in best.attrs.items()}, tuple(rows))
    return None


def _split(store: Store, asked: Selection, name: str, whole: dict[str, Any], as_of: date) -> pd.DataFrame | None:
    """The change of one KPI by the dimension that tells most; None where nothing is known to split it by."""
    ways = [by for by in WHY_BY if by != "channel" or name not in _OF_CHANNELS]
    frames = [explain.change(store, name, asked, by, as_of=as_of, whole=whole) for by in ways]
    frames = [frame for frame in frames if frame["member"].notna().any()]
    if not frames:
        return None
    best = max(frames, key=_standing_out)
    if "channel" in ways and set(WHY_CELLS) <= set(compute.dimensions(find(name).fact)):
        cells = explain.change(store, name, asked, WHY_CELLS, as_of=as_of, whole=whole)
        best = cells if explain.stands_alone(cells) else best
    return best


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
