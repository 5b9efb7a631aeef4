"""What everything else in the demo happens in: the days, the stories told, the customers and the team."""

from __future__ import annotations

from dataclasses import dataclass

from cx.demo.accounts import Accounts
from cx.demo.days import Days
from cx.demo.stories import Plot
from cx.demo.team import Team


@dataclass(frozen=True)
class World:
    """One made-up company for the 30 months; `scale` 1 is the whole of it."""

    plot: Plot
    days: Days
    accounts: Accounts
    team: Team
    scale: float
