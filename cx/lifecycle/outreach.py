"""Contacts the team makes with its accounts: outcome, cause, who looks after it, and when to look again. Nothing is ever overwritten."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd

from cx import changes, settings
from cx.errors import CxError, UnknownName
from cx.importing.cleaning import clean, clean_name
from cx.importing.known_names import team_names
from cx.lifecycle.rows import known_day
from cx.privacy.mask import Mask
from cx.warehouse import Store

ABOUT = ("onboarding", "renewal")
OUTCOMES = ("helped", "promised", "no_answer", "given_up")
_LONGEST, _LONGEST_NAME = 1000, 60


def put(
    store: Store,
    account_key: str,
    outcome: str,
    *,
    about: str = "onboarding",
    owner: str = "",
    cause: str = "",
    note: str = "",
    recheck_day: date | None = None,
) -> None:
    """Write down a contact with an account, under the name of who is at work. Personal data in cause and note are masked.

    Without `recheck_day` the account comes back after the time of the settings; one that is given up does not. Raises UnknownName for an
    unknown outcome, CxError `onboarding.recheck` for a day that is over.
    """
    for kind, value, known in (("outcome", outcome, OUTCOMES), ("about", about, ABOUT)):
        if value not in known:
            raise UnknownName(kind, value, known)
    today = known_day(store) or datetime.now(UTC).date()
    if recheck_day is not None and recheck_day < today:
        raise CxError("onboarding.recheck", day=today)
    if outcome == "given_up":
        recheck_day = None
    elif recheck_day is None:
        recheck_day = today + timedelta(days=settings.get(store).recheck_days)
    mask = Mask(team_names(store), store.salt)
    said = [mask.text(clean_name(cause))[:_LONGEST_NAME] or None, mask.text(clean(note).strip())[:_LONGEST] or None]
    named = clean_name(owner)[:_LONGEST_NAME] or None
    now = datetime.now(UTC).replace(tzinfo=None)
    with store.write("settings") as con:
        last = con.execute("select coalesce(max(outreach_id), 0) from outreach").fetchone()
        number = (last[0] if last else 0) + 1
        values = [number, account_key, about, now, changes.actor(), named, outcome, *said, recheck_day]
        con.execute(f"insert into outreach values ({', '.join('?' * len(values))})", values)


def of_account(store: Store, account_key: str) -> pd.DataFrame:
    """Every contact with an account, the newest first."""
    return store.query("select * from outreach where account_key = ? order by outreach_id desc", [account_key])
