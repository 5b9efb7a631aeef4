"""What a check depends on besides the file and its mapping; the clock among it, so that a test can set it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cx.importing.dates import Reading
from cx.importing.zones import zone_of


@dataclass(frozen=True)
class Context:
    """`zone` is the source's, for times that name none; `today` is a day of `reporting_zone`; rows of the past may lie at
    most `future_days` ahead of it.
    """

    zone: str
    today: date
    source_id: int = 0
    reporting_zone: str = "Asia/Seoul"
    future_days: int = 1

    @property
    def latest(self) -> date:
        """The last day on which something can have happened."""
        return self.today + timedelta(days=self.future_days)

    def reading(self, zone: str | None, form: str | None) -> Reading:
        """How dates of one column are read, as far as its mapping says."""
        order = form if form in {"dmy", "mdy"} else None
        short = form if form in {"ymd", "dmy", "mdy"} else None
        number = form if form in {"epoch_s", "epoch_ms", "excel"} else None
        return Reading(zone_of(zone or self.zone), zone_of(self.reporting_zone), self.today, order, short, number)
