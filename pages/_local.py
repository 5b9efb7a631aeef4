"""Moments the store keeps in UTC, as people of the reporting zone read them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd

from cx import number, settings
from pages import _store
from pages._words import language


def moment(at: object) -> datetime:
    """A UTC time in the reporting zone."""
    zone = ZoneInfo(settings.get(_store.current()).reporting_zone)
    return pd.Timestamp(str(at)).tz_localize("UTC").tz_convert(zone).to_pydatetime()  # type: ignore[no-any-return]


def words(at: object) -> str:
    """Day and time in words."""
    return number.moment(moment(at), language())
