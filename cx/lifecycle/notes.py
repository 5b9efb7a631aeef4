"""What people of the team write down about an account. A note that is taken back is kept with who took it back."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd

from cx import changes
from cx.errors import CxError
from cx.importing.cleaning import clean
from cx.importing.known_names import team_names
from cx.privacy.mask import Mask
from cx.warehouse import Store

LONGEST = 2000


def add(store: Store, account_key: str, note: str) -> int:
    """Write a note under the name of who is at work; personal data in it are masked. Its number. Raises CxError `account.note_empty`."""
    said = Mask(team_names(store), store.salt).text(clean(note).strip())[:LONGEST]
    if not said:
        raise CxError("account.note_empty")
    with store.write("settings") as con:
        last = con.execute("select coalesce(max(note_id), 0) from account_note").fetchone()
        number = (last[0] if last else 0) + 1
        con.execute(
            "insert into account_note values (?, ?, ?, ?, ?, null, null)",
            [number, account_key, _now(), changes.actor(), said],
        )
    return int(number)


def remove(store: Store, note_id: int) -> None:
    """Take a note back; who did it and when is kept, and what it said can still be read. One that is taken back already stays as it was."""
    with store.write("settings") as con:
        con.execute(
            "update account_note set removed_at = ?, removed_by = ? where note_id = ? and removed_at is null",
            [_now(), changes.actor(), note_id],
        )


def of_account(store: Store, account_key: str) -> pd.DataFrame:
    """Every note about an account, the newest first: `note_id`, `made_at`, `made_by`, `note`, `removed_at`, `removed_by`; times in UTC."""
    return store.query(
        "select * exclude (account_key) from account_note where account_key = ? order by note_id desc", [account_key]
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
