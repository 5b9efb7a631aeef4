"""What the questions about accounts read, as common table expressions: accounts after matching, and what happened to them.

`account_row`: one row per account key with its attributes; accounts that only events or contracts name are there too, without any
(`is_known` false). Test accounts are left out everywhere. `happened`: account_key, at (local), step, cause, note; besides the labels of imported events
there are two of our own: CONTRACT, the first day of an account's first contract, and USAGE, its first day of use.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime, timedelta

import pandas as pd

from cx import compute, settings
from cx.cache import cached
from cx.facts_people import key
from cx.facts_time import local, set_clock
from cx.selection import Selection
from cx.warehouse import Store

CONTRACT, USAGE = "@contract", "@usage"
DIMENSIONS = ("plan", "segment", "partner", "region", "is_vip")
_EVENT_KEY, _EVENT_JOIN = key("account", "e.source_id", "e.account_id", "s")


HAPPENED = f"""
happened as (
    select {_EVENT_KEY} as account_key, {local("e.happened_at")} as at_local, e.step, e.cause, e.note
    from lifecycle_event e {_EVENT_JOIN}
    union all by name
    select {_EVENT_KEY} as account_key, min(e.starts_day)::timestamp as at_local, '{CONTRACT}' as step
    from contract e {_EVENT_JOIN} where e.starts_day is not null group by 1
    union all by name
    select {_EVENT_KEY} as account_key, min(e.day)::timestamp as at_local, '{USAGE}' as step
    from usage e {_EVENT_JOIN} where e.amount > 0 group by 1
)"""


def ask(store: Store, sql: str, params: Mapping[str, object] | None = None) -> pd.DataFrame:
    """The rows of `sql`, which may read the expressions of this module, use the local clock and any of `params` by name."""
    zone = settings.get(store).reporting_zone
    bound = {name: value for name, value in (params or {}).items() if f"${name}" in sql}
    with closing(store.cursor()) as cursor:
        set_clock(cursor, zone)
        frame: pd.DataFrame = cursor.execute(sql, bound).df()
    return frame


def known_day(store: Store) -> date | None:
    """The last day that is known about accounts: of contacts, events, use or, where there are contracts alone, of the last import.

    None where there is nothing about the life of accounts.
    """

    def find() -> date | None:
        found = ask(
            store,
            f"""select (select max({local("happened_at")})::date from lifecycle_event) as happened,
                (select max(day) from usage) as used, (select count(*) from contract) as contracts,
                (select max({local("imported_at")})::date from import_batch where state = 'active') as imported""",
        ).iloc[0]
        days = [pd.Timestamp(found[name]).date() for name in ("happened", "used") if not pd.isna(found[name])]
        if not days and not found["contracts"]:
            return None
        contacts = compute.last_day(store)
        days += [contacts] if contacts else []
        if not days and not pd.isna(found["imported"]):
            days = [pd.Timestamp(found["imported"]).date()]
        return max(days, default=None)

    return cached(store, "lifecycle known", None, find)


def first_day(store: Store) -> date | None:
    """The first day of a contract or event."""

    def find() -> date | None:
        sql = f"""select least((select min(starts_day) from contract),
            (select min({local("happened_at")})::date from lifecycle_event)) as day"""
        day = ask(store, sql)["day"].iloc[0]
        return None if pd.isna(day) else pd.Timestamp(day).date()

    return cached(store, "lifecycle first", None, find)


def end_of(day: date) -> datetime:
    """The moment after the last one of a day."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time())


def about_accounts(selection: Selection) -> Selection:
    """What of a selection can be asked of accounts: period, comparison, segment, plan, partner, account, VIP."""
    return Selection(
        period=selection.period, compare=selection.compare, segment=selection.segment, plan=selection.plan,
        partner=selection.partner, account=selection.account, vip=selection.vip,
    )  # fmt: skip


def chosen(selection: Selection, plan: str = "a.plan") -> tuple[str, dict[str, object]]:
    """SQL of which rows of `account_row a` a selection lets through, and its values; `plan`: SQL of what its plans are about."""
    parts: list[str] = []
    values: dict[str, object] = {}
    for name, column in (
        ("plan", plan),
        ("segment", "a.segment"),
        ("partner", "a.partner"),
        ("account", "a.account_key"),
    ):
        wanted: tuple[str, ...] = getattr(selection, name)
        if wanted:
            parts.append(f"{column} in (select unnest($chosen_{name}::varchar[]))")
            values[f"chosen_{name}"] = list(wanted)
    if selection.vip is not None:
        parts.append("coalesce(a.is_vip, false) = $chosen_vip")
        values["chosen_vip"] = selection.vip
    return " and ".join(parts) or "true", values
