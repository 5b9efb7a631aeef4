"""Which month or week a report is about, as people write it: 2026-10, 2026-W46."""

from __future__ import annotations

from datetime import date, timedelta

from cx import period
from cx.errors import CxError
from cx.measure import data_days
from cx.reports.report import Report
from cx.selection import EARLIEST, LATEST, Selection
from cx.warehouse import Store


def newest(store: Store, every: str = "month") -> date:
    """First day of the newest period that is over: what a report is about when nobody says which. Raises CxError.

    In a team's first month or week, which is not over, it is that one.
    """
    known = data_days(store)
    if known is None:
        raise CxError("month.no_data")
    if every == "month":
        return period.start_of(period.current(Selection(period="3m"), known[1], known[0]).last, "month")
    over = period.start_of(known[1] + timedelta(days=1), "week") - timedelta(days=7)
    return max(over, period.start_of(known[0], "week"))


def parse(text: str, every: str = "month") -> date:
    """First day of a month written 2026-10, or of a week written 2026-W46. Raises CxError for anything else."""
    written, refusal = text.strip(), f"month.not_a_{every}"
    try:
        if every == "month":
            found = date.fromisoformat(f"{written}-01")
        else:
            year, week = written.upper().split("-W")
            found = date.fromisocalendar(int(year), int(week), 1)
    except ValueError as error:
        raise CxError(refusal, text=text) from error
    if not EARLIEST <= found <= LATEST:
        raise CxError(refusal, text=text)
    return found


def code(first: date, every: str) -> str:
    """The period as `parse` reads it, for names of files."""
    if every == "month":
        return f"{first:%Y-%m}"
    year, week, _ = first.isocalendar()
    return f"{year}-W{week:02d}"


def require(store: Store, report: Report) -> None:
    """Raise CxError `month.nothing` where nothing happened in the period, `month.no_data` where there are no data at all."""
    known = data_days(store)
    if known is None:
        raise CxError("month.no_data")
    if report.is_empty:
        days = {"first": known[0].isoformat(), "last": known[1].isoformat()}
        raise CxError("month.nothing", period=code(report.day, report.every), **days)
