"""Reports as they were handed out: the first document of a finished month keeps its numbers, later ones print the same.

What happens afterwards (a late import, FCR that is known now) changes today's numbers and not the report: that says so, until
somebody decides to make it anew. Every version is kept, in the store itself, so that backups hold it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from cx import number, settings
from cx.language import say
from cx.reports import headline
from cx.reports.gather import gather
from cx.reports.report import Figure, Report
from cx.reports.said import Sheet, sheet
from cx.reports.when import require
from cx.selection import Selection
from cx.warehouse import Store

_NAMED = 6  # KPIs that are named where numbers have changed since


@dataclass(frozen=True)
class Asked:
    """Which report: its kind, its first day, whose contacts. Of `selection` only the filters count."""

    every: str
    first: date
    selection: Selection


@dataclass(frozen=True)
class Printed:
    """What a document is made of: the numbers it shows, when they were made (reporting zone), and what they are today.

    `is_kept`: they are those of a report that was handed out; else the period is running and they are today's.
    """

    report: Report
    made_at: datetime
    today: Report
    is_kept: bool
    minimum_n: int

    def sheet(self, language: str) -> Sheet:
        """The report in words, with what has changed since at its top."""
        gaps = differences(self.report, self.today, language)
        warnings = (say("month.changed_since", language, gaps=gaps),) if gaps else ()
        return sheet(
            self.report,
            language,
            made_at=self.made_at,
            is_kept=self.is_kept,
            warnings=warnings,
            minimum_n=self.minimum_n,
        )


def printed(store: Store, asked: Asked, *, now: datetime, again: bool = False) -> Printed:
    """The report as it is to be handed out `now` (UTC): as it was kept, else today's, which is kept then.

    `again` keeps today's numbers as the report from now on. A running period is never kept. Raises CxError `month.nothing`
    or `month.no_data` where nothing happened in it.
    """
    today = gather(store, asked.first, asked.selection, every=asked.every)
    require(store, today)
    found = None if again or today.is_running else kept(store, asked)
    if found is None and not today.is_running:
        found = _keep(store, today, asked, now, again=again)
    return _printed(store, *(found or (today, now)), today, is_kept=found is not None)


def glance(store: Store, asked: Asked) -> Printed | None:
    """What `printed` would hand out, where such a report was handed out before; keeps nothing."""
    today = gather(store, asked.first, asked.selection, every=asked.every)
    found = None if today.is_running else kept(store, asked)
    return _printed(store, *found, today, is_kept=True) if found else None


def _printed(store: Store, report: Report, made_at: datetime, today: Report, *, is_kept: bool) -> Printed:
    rules = settings.get(store)
    local = made_at.replace(tzinfo=UTC).astimezone(ZoneInfo(rules.reporting_zone)).replace(tzinfo=None)
    return Printed(report, local, today, is_kept, rules.minimum_n)


def kept(store: Store, asked: Asked) -> tuple[Report, datetime] | None:
    """The newest report of the period that was handed out for these filters, and when (UTC); None where none was."""
    found = store.query(
        "select content, made_at from report where kind = ? and first_day = ? and filters = ? order by report_id desc limit 1",
        [asked.every, asked.first, _filters(asked.selection)],
    )
    if found.empty:
        return None
    return Report.from_json(str(found["content"].iloc[0])), found["made_at"].iloc[0].to_pydatetime()


def _keep(store: Store, report: Report, asked: Asked, now: datetime, *, again: bool) -> tuple[Report, datetime]:
    """Keep `report`; what somebody else has kept in the meantime counts, unless it is to be made anew."""
    made_at = now.astimezone(UTC).replace(tzinfo=None)
    with store.write() as con:
        other = None if again else kept(store, asked)
        if other is None:
            con.execute(
                "insert into report select coalesce(max(report_id), 0) + 1, ?, ?, ?, ?, ? from report",
                [asked.every, asked.first, _filters(asked.selection), made_at, report.to_json()],
            )
    return other or (report, made_at)


def _filters(selection: Selection) -> str:
    """Period and comparison are not among them: the report says which month it is of."""
    return json.dumps(
        selection.narrowed(period="12m", compare="previous").to_query(), ensure_ascii=False, sort_keys=True
    )


def differences(then: Report, today: Report, language: str) -> str:
    """The KPIs that would be written in another way today: "FCR 38.8% → 38.5%"; "" where none would."""
    pairs = [(figure, today.figure(figure.metric)) for figure in then.figures]
    changed = [(old, new) for old, new in pairs if new is not None and _shown(old) != _shown(new)]
    named = [
        say(
            "month.gap",
            language,
            label=headline.short(old, language),
            then=_said(old, language),
            now=_said(new, language),
        )
        for old, new in changed[:_NAMED]
    ]
    words = ", ".join(named)
    rest = len(changed) - len(named)
    return say("month.and_more", language, names=words, n=rest) if rest > 0 else words


def _shown(figure: Figure) -> tuple[str, int]:
    return _said(figure, "en"), figure.n if figure.unit == "count" else 0


def _said(figure: Figure, language: str) -> str:
    if figure.unit == "count":
        return number.full(figure.value, language)
    return headline.value(figure, language)
