"""What a team decides once for its store: reporting zone, windows, grace periods, minimum n.

Every setting has a type, a range and a default; only what differs from the default is stored.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from zoneinfo import ZoneInfo

from duckdb import DuckDBPyConnection

from cx import facts
from cx.cache import cached
from cx.clocks import zones
from cx.errors import CxError, UnknownName
from cx.warehouse import Store


@dataclass(frozen=True)
class Settings:
    """All settings of a store."""

    reporting_zone: str = "Asia/Seoul"  # IANA name; days and hours of every number are those of this zone
    repeat_window_days: int = 7  # a contact about the same thing within it is a repeat
    response_grace_minutes: int = 1440  # an open contact without an answer is left out of the rate for so long
    fcr_window_days: int = 7  # resolved at first contact: nothing more about it within so many days
    roar_window_days: int = (
        7  # ended by the bot alone is confirmed: nobody of the account came back within so many days
    )
    service_level_seconds: int = 20  # an answer within it is in time
    abandoned_seconds: int = 5  # who hangs up sooner had no chance to be answered
    minimum_n: int = 30  # below it a number is shown as uncertain
    withhold_n: int = 5  # below it a rate, score or length of time is not shown
    future_days: int = 1  # a contact opened later than this after today is a rejected row
    hourly_cost_low: int = 18_000  # won: what an agent's hour costs at least, for the saving of automation
    hourly_cost_high: int = 30_000  # and at most
    bot_cost_month: int = 0  # won
    chats_at_once: int = 3  # contacts in writing an agent has in hand at the same time
    onboarding_days: int = 30  # an account without every required step so long after its first is not onboarded
    recheck_days: int = 14  # so long after somebody talked to an account it is looked at again
    renewal_grace_days: int = 30  # a contract that begins so long after another one ended renews it


LIMITS: dict[str, tuple[int, int]] = {
    "repeat_window_days": (1, 90),
    "response_grace_minutes": (0, 43_200),
    "fcr_window_days": (1, 90),
    "roar_window_days": (1, 90),
    "service_level_seconds": (1, 3_600),
    "abandoned_seconds": (0, 120),
    "minimum_n": (1, 1_000),
    "withhold_n": (0, 100),
    "future_days": (0, 31),
    "hourly_cost_low": (0, 1_000_000),
    "hourly_cost_high": (0, 1_000_000),
    "bot_cost_month": (0, 1_000_000_000),
    "chats_at_once": (1, 20),
    "onboarding_days": (1, 730),
    "recheck_days": (1, 180),
    "renewal_grace_days": (0, 180),
}
NAMES = tuple(field.name for field in fields(Settings))
# Facts hold local times and verdicts such as "is a repeat" or "was in time": these settings are built into them.
IN_FACTS = frozenset(
    {
        "reporting_zone",
        "repeat_window_days",
        "response_grace_minutes",
        "fcr_window_days",
        "roar_window_days",
        "service_level_seconds",
        "abandoned_seconds",
    }
)


def read(con: DuckDBPyConnection) -> Settings:
    """The settings as the transaction of `con` sees them."""
    stored = {name: json.loads(value) for name, value in con.execute("select name, value from setting").fetchall()}
    return Settings(**{name: value for name, value in stored.items() if name in NAMES})


def get(store: Store) -> Settings:
    """The settings of `store`, defaults where nothing was decided."""

    def ask() -> Settings:
        cursor = store.cursor()
        try:
            return read(cursor)
        finally:
            cursor.close()

    return cached(store, "settings", None, ask)


def put(store: Store, name: str, value: object) -> Settings:
    """Decide one setting; facts that depend on it are rebuilt in the same transaction.

    Raises UnknownName for a setting that does not exist, CxError for a value outside its range; nothing changes then.
    """
    checked = check(name, value)
    with store.write("settings") as con:
        con.execute("delete from setting where name = ?", [name])
        con.execute("insert into setting values (?, ?)", [name, json.dumps(checked)])
        settings = read(con)
        if name in IN_FACTS:
            facts.refresh(con, settings, None)
    return settings


def check(name: str, value: object) -> str | int:
    """`value` in its type if setting `name` may have it; raises UnknownName or CxError `store.setting_…` with what is allowed."""
    if name not in NAMES:
        raise UnknownName("setting", name, NAMES)
    if name == "reporting_zone":
        if not isinstance(value, str) or value not in zones():
            raise CxError("store.setting_zone", value=value)
        return ZoneInfo(value).key
    low, high = LIMITS[name]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise CxError("store.setting_range", name=name, value=value, low=low, high=high)
    return value
