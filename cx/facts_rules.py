"""The settings that are built into the facts."""

from __future__ import annotations

from typing import Protocol


class Rules(Protocol):
    """What facts ask of the settings; `cx.settings.Settings` has them."""

    @property
    def reporting_zone(self) -> str:
        """IANA name of the zone days and hours are told in."""

    @property
    def repeat_window_days(self) -> int:
        """Within how many days a contact about the same thing is a repeat."""

    @property
    def response_grace_minutes(self) -> int:
        """How long an open contact without an answer is left out of the response rate."""

    @property
    def fcr_window_days(self) -> int:
        """For how many days nothing more may come for a contact to be resolved at first contact."""

    @property
    def roar_window_days(self) -> int:
        """For how many days nobody of the account may come back for what a bot ended to be confirmed."""

    @property
    def service_level_seconds(self) -> int:
        """Within how many seconds of entering the queue an answer is in time."""

    @property
    def abandoned_seconds(self) -> int:
        """Who hangs up sooner is left out of the service level."""
