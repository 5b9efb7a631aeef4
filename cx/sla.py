"""SLA policies: what a team promises about times, as data: within how long, for whom, on which clock, since when.

A policy has one target: the first answer of a person, or the resolution. It holds for the contacts opened in its days that have
its priority, channel, product and segment (None: any). The more special policy counts before the general one, of equals the newer.
A policy without a goal says that nothing is promised there. Whatever changes, the facts follow in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection

from cx import changes, facts, settings
from cx.cache import cached
from cx.errors import CxError, UnknownName
from cx.facts_sla import SCOPE
from cx.importing.cleaning import clean_name
from cx.schema import CODES
from cx.selection import EARLIEST, LATEST
from cx.warehouse import Store

TARGETS = ("first_response", "resolution")
CLOCKS = ("business", "calendar")
LONGEST = 366 * 86_400
_LONGEST_NAME = 200
_COLUMNS = ("policy_id", "target", *SCOPE, "clock", "goal_seconds", "from_day", "to_day")


@dataclass(frozen=True)
class Policy:
    """One policy. `goal_seconds` None: nothing is promised. `from_day` None: since ever; `to_day` None: until changed."""

    policy_id: int
    target: str
    priority: str | None
    channel: str | None
    product: str | None
    segment: str | None
    clock: str
    goal_seconds: int | None
    from_day: date | None = None
    to_day: date | None = None

    @property
    def scope(self) -> tuple[str | None, ...]:
        """For which contacts: priority, channel, product, segment."""
        return (self.priority, self.channel, self.product, self.segment)

    def holds(self, day: date) -> bool:
        """Whether `day` lies in its time."""
        return (self.from_day or day) <= day <= (self.to_day or day)


def everything(store: Store) -> tuple[Policy, ...]:
    """All policies, those of the first answer before those of the resolution, the general ones first, the newest of each first."""

    def ask() -> tuple[Policy, ...]:
        frame = store.query(f"select {', '.join(_COLUMNS)} from sla_policy")
        found = [_policy(row) for row in frame.to_dict("records")]
        found.sort(key=lambda one: (one.from_day or date.min, one.policy_id), reverse=True)
        found.sort(key=lambda one: (TARGETS.index(one.target), *((part is not None, part or "") for part in one.scope)))
        return tuple(found)

    return cached(store, "sla policies", None, ask)


def _policy(row: dict[str, Any]) -> Policy:
    values: dict[str, Any] = {key: None if pd.isna(value) else value for key, value in row.items()}
    for key in ("policy_id", "goal_seconds"):
        values[key] = None if values[key] is None else int(values[key])
    for key in ("from_day", "to_day"):
        values[key] = pd.Timestamp(values[key]).date() if values[key] else None
    return Policy(**values)


def priorities(store: Store, limit: int = 50) -> tuple[str, ...]:
    """The priorities contacts have, most frequent first."""

    def ask() -> tuple[str, ...]:
        sql = "select priority from ticket where priority is not null group by 1 order by count(*) desc, 1 limit ?"
        return tuple(str(one) for one in store.query(sql, [limit])["priority"])

    return cached(store, ("priorities", limit), None, ask)


def checked(
    target: str,
    goal_seconds: int | None,
    *,
    clock: str = "business",
    from_day: date | None = None,
    to_day: date | None = None,
    **scope: str | None,
) -> Policy:
    """The policy people mean, without a number yet.

    `scope` names `priority`, `channel`, `product`, `segment` as contacts have them. Raises UnknownName for a target, clock, channel or
    part of the scope that does not exist, CxError `sla.…` for a goal that is no length of time and days that end before they begin.
    """
    for kind, value, known in (("sla_target", target, TARGETS), ("clock", clock, CLOCKS)):
        if value not in known:
            raise UnknownName(kind, value, known)
    for name in scope:
        if name not in SCOPE:
            raise UnknownName("sla_scope", name, SCOPE)
    channel = scope.get("channel")
    if channel is not None and channel not in CODES["channel"]:
        raise UnknownName("channel", channel, CODES["channel"])
    if goal_seconds is not None and not 0 < goal_seconds <= LONGEST:
        raise CxError("sla.goal", days=LONGEST // 86_400)
    _check_days(from_day, to_day)
    named = {name: clean_name(scope.get(name) or "")[:_LONGEST_NAME] or None for name in SCOPE}
    return _policy(
        {"policy_id": 0, "target": target, **named, "clock": clock}
        | {"goal_seconds": goal_seconds, "from_day": from_day, "to_day": to_day}
    )


def put(
    store: Store,
    target: str,
    goal_seconds: int | None,
    *,
    clock: str = "business",
    from_day: date | None = None,
    to_day: date | None = None,
    **scope: str | None,
) -> Policy:
    """Promise something; a policy of the same target and scope from the same day on is replaced, older ones become history.

    Raises what `checked` does.
    """
    draft = checked(target, goal_seconds, clock=clock, from_day=from_day, to_day=to_day, **scope)
    return put_all(store, [draft])[0]


def put_all(store: Store, drafts: Sequence[Policy]) -> tuple[Policy, ...]:
    """Promise several things at once, as `put` does each; what says the same as before stays as it is."""
    known = {replace(one, policy_id=0): one for one in everything(store)}
    with store.write("settings") as con:
        made = tuple(known.get(draft) or _put(con, draft) for draft in drafts)
        facts.refresh(con, settings.read(con), None)
    return made


def _put(con: DuckDBPyConnection, draft: Policy) -> Policy:
    same = " and ".join(f"{name} is not distinct from ?" for name in (*SCOPE, "from_day"))
    gone = con.execute(
        f"select policy_id from sla_policy where target = ? and {same}", [draft.target, *draft.scope, draft.from_day]
    )
    for (number,) in gone.fetchall():
        _take(con, number)
    last = con.execute(
        "select coalesce(max(number), 0) from (select max(policy_id) as number from sla_policy "
        "union all select max(subject::bigint) from change_log where about = 'policy')"
    ).fetchone()
    one = replace(draft, policy_id=(last[0] if last else 0) + 1)
    marks = ", ".join("?" * len(_COLUMNS))
    values = [getattr(one, name) for name in _COLUMNS]
    con.execute(f"insert into sla_policy ({', '.join(_COLUMNS)}) values ({marks})", values)
    changes.note(con, "policy", str(one.policy_id), None, _told(one))
    return one


def end(store: Store, policy_id: int, day: date) -> Policy:
    """`day` is the last one of a policy; what held beside it holds again. Raises UnknownName, CxError as `put` does."""
    before = _known(store, policy_id)
    _check_days(before.from_day, day)
    with store.write("settings") as con:
        con.execute("update sla_policy set to_day = ? where policy_id = ?", [day, policy_id])
        after = {**_told(before), "to_day": f"{day}"}
        changes.note(con, "policy", str(policy_id), _told(before), after)
        facts.refresh(con, settings.read(con), None)
    return _known(store, policy_id)


def remove(store: Store, policy_ids: list[int]) -> int:
    """Take policies back, as if nothing had ever been promised; how many there were."""
    known = [one.policy_id for one in everything(store) if one.policy_id in policy_ids]
    if known:
        with store.write("settings") as con:
            for number in known:
                _take(con, number)
            facts.refresh(con, settings.read(con), None)
    return len(known)


def _take(con: DuckDBPyConnection, number: int) -> None:
    found = con.execute(f"select {', '.join(_COLUMNS)} from sla_policy where policy_id = ?", [number]).fetchone()
    if found:
        changes.note(con, "policy", str(number), _told(Policy(*found)), None)
        con.execute("delete from sla_policy where policy_id = ?", [number])


def _told(one: Policy) -> dict[str, object]:
    """What the log keeps of a policy: what is said in it."""
    told = {name: getattr(one, name) for name in _COLUMNS[1:]}
    return {name: f"{value}" if isinstance(value, date) else value for name, value in told.items() if value is not None}


def _known(store: Store, policy_id: int) -> Policy:
    found = {one.policy_id: one for one in everything(store)}
    if policy_id not in found:
        raise UnknownName("policy", str(policy_id), [str(number) for number in found])
    return found[policy_id]


def _check_days(first: date | None, last: date | None) -> None:
    for day in (first, last):
        if day is not None and not EARLIEST <= day <= LATEST:
            raise CxError("target.day", day=day, first=EARLIEST, last=LATEST)
    if first and last and last < first:
        raise CxError("target.days", first=first, last=last)
