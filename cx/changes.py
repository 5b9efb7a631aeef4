"""Who decided what, and when: the log of changed targets, events, policies and words, written in the transaction of the change."""

from __future__ import annotations

import getpass
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from duckdb import DuckDBPyConnection

from cx.cache import VOC, cached
from cx.warehouse import Store

ABOUT = ("target", "event", "policy", "word", "onboarding", "vip")
NOBODY = "local"  # where the machine does not say who is at work
Told = Mapping[str, object]


@dataclass(frozen=True)
class Change:
    """One decision. `before` None: it was not there; `after` None: it was taken back."""

    change_id: int
    changed_at: datetime  # UTC
    actor: str
    about: str
    subject: str
    before: Told | None
    after: Told | None


def actor() -> str:
    """The name under which somebody is at work on this machine; NOBODY where there is none."""
    try:
        return getpass.getuser() or NOBODY
    except (OSError, KeyError):
        return NOBODY


def note(con: DuckDBPyConnection, about: str, subject: str, before: Told | None, after: Told | None) -> None:
    """Keep one change, in the caller's transaction. `before` and `after` are what was decided, as JSON can hold it."""
    last = con.execute("select coalesce(max(change_id), 0) from change_log").fetchone()
    number = (last[0] if last else 0) + 1
    told = [None if one is None else json.dumps(one, ensure_ascii=False, sort_keys=True) for one in (before, after)]
    now = datetime.now(UTC).replace(tzinfo=None)
    con.execute("insert into change_log values (?, ?, ?, ?, ?, ?, ?)", [number, now, actor(), about, subject, *told])


def everything(store: Store, about: str) -> tuple[Change, ...]:
    """All changes of targets ("target"), events ("event"), policies ("policy") or the team's own words ("word"), the newest first."""

    def ask() -> tuple[Change, ...]:
        cursor = store.cursor()
        try:
            rows = cursor.execute(
                "select change_id, changed_at, actor, about, subject, before, after from change_log "
                "where about = ? order by change_id desc",
                [about],
            ).fetchall()
        finally:
            cursor.close()
        return tuple(Change(*row[:5], *(None if one is None else json.loads(one) for one in row[5:])) for row in rows)

    return cached(store, (VOC, "changes", about), None, ask)


def last_of(store: Store, about: str) -> dict[str, Change]:
    """The newest change of everything that was ever decided, by its number."""
    return {change.subject: change for change in reversed(everything(store, about))}
