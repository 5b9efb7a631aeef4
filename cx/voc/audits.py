"""Audits: documents drawn by chance, whose tags people call right or wrong; so the accuracy of tags is known with its interval.

A sample shared out over tags and agents by their numbers, so that the plain share of right ones is the estimate for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cx.cache import VOC, cached
from cx.errors import CxError
from cx.measure import looked_from
from cx.text.mistags import Accuracy, accuracy, audit_sample
from cx.voc import tagging, unclassified
from cx.voc.tagged import TAGGED
from cx.voc.tagging import Document, Verdict
from cx.warehouse import Store

SIZE = 50
DAYS = 28  # the documents drawn from: what is done now, not what was done once
WEEKS = 12  # audits that are looked at together


@dataclass(frozen=True)
class Drawn:
    """A document drawn, the tag it had then, and whether that was right; None: nobody looked yet."""

    audit_id: int
    document: Document
    given: str
    is_right: bool | None
    agent: str
    text: str
    about: dict[str, str]


@dataclass(frozen=True)
class Audited:
    """The documents of the newest audit, in the order drawn, and how right tags were in all audits of the last weeks: of all,
    per tag and per agent (name), the most audited first.
    """

    drawn: tuple[Drawn, ...]
    drawn_at: datetime | None
    whole: Accuracy
    by_tag: dict[str, Accuracy]
    by_agent: dict[str, Accuracy]

    @property
    def open(self) -> tuple[Drawn, ...]:
        """Those nobody looked at yet."""
        return tuple(one for one in self.drawn if one.is_right is None)


def draw(store: Store, size: int = SIZE) -> int:
    """Draw tagged contacts of the last four weeks, as even over tags and agents as their numbers; how many.

    What nobody looked at of an earlier audit is dropped. Raises CxError `tag.nothing_to_audit`.
    """
    last = looked_from(store, None)
    found = store.query(
        f"select origin, source_id, document_id, category, coalesce(agent_key, '') as agent from {TAGGED}"
        f" where origin = 'ticket' and day > ? and day <= ? and not {unclassified.sql()} order by origin, source_id, document_id",
        [last - timedelta(days=DAYS), last],
    )
    if found.empty:
        raise CxError("tag.nothing_to_audit", days=DAYS)
    keys = [f"{row[0]}:{row[1]}:{row[2]}" for row in found.itertuples(index=False)]
    strata = list(zip(found["category"], found["agent"], strict=True))
    with store.write("voc") as con:
        number = con.execute("select coalesce(max(audit_id), 0) + 1 from tag_audit").fetchone()
        audit_id = int(number[0]) if number else 1
        con.execute("delete from tag_audit where is_right is null")
        rows = audit_sample(keys, strata, size, seed=audit_id)
        now = datetime.now(UTC).replace(tzinfo=None)
        for row in found.iloc[rows].to_dict("records"):
            con.execute(
                "insert into tag_audit values (?, ?, ?, ?, ?, ?, null, null, null)",
                [audit_id, now, row["origin"], int(row["source_id"]), row["document_id"], row["category"]],
            )
    return len(rows)


def judge(store: Store, drawn: Drawn, who: str, *, is_right: bool) -> None:
    """Say whether the tag of a drawn document was right. A right one is kept as a decision too: nobody is asked about it again."""
    with store.write("voc") as con:
        con.execute(
            "update tag_audit set is_right = ?, made_by = ?, made_at = ?"
            " where audit_id = ? and origin = ? and source_id = ? and document_id = ?",
            [is_right, who, datetime.now(UTC).replace(tzinfo=None), drawn.audit_id, *drawn.document.key],
        )
    if is_right:
        tagging.decide(store, [drawn.document], Verdict("tag", drawn.given, who))


def audited(store: Store) -> Audited:
    """The newest audit, and how right tags were in those of the last twelve weeks."""
    return cached(store, (VOC, "tag audits"), None, lambda: _audited(store))


def _audited(store: Store) -> Audited:
    rows = store.query(
        f"""select a.audit_id, a.drawn_at, a.origin, a.source_id, a.document_id, a.given, a.is_right, v.day, v.channel, v.product,
            v.account_name, v.account_key, v.agent_name, t.text
        from tag_audit a join {TAGGED} v using (origin, source_id, document_id) join voc_text t using (text_hash)
        where a.drawn_at > (select max(drawn_at) from tag_audit) - interval {WEEKS} week
        order by a.audit_id desc, hash(a.document_id)"""
    ).to_dict("records")
    every = [_drawn(row) for row in rows]
    newest = max((one.audit_id for one in every), default=0)
    at = next((row["drawn_at"].to_pydatetime() for row in rows), None)
    return Audited(
        tuple(one for one in every if one.audit_id == newest),
        at,
        accuracy([one.is_right for one in every]),
        _by([(one.given, one.is_right) for one in every]),
        _by([(one.agent, one.is_right) for one in every if one.agent]),
    )


def _drawn(row: dict[Any, Any]) -> Drawn:
    names = {"channel": "channel", "product": "product", "account": "account_name", "agent": "agent_name"}
    names |= {"account_key": "account_key"}
    about = {name: str(row[column]) if isinstance(row[column], str) else "" for name, column in names.items()}
    verdict = row["is_right"]
    return Drawn(
        int(str(row["audit_id"])),
        Document(str(row["origin"]), int(str(row["source_id"])), str(row["document_id"])),
        str(row["given"]),
        None if verdict is None or verdict != verdict else bool(verdict),  # noqa: PLR0124 - NaN
        about["agent"],
        str(row["text"]),
        about | {"day": str(row["day"])[:10]},
    )


def _by(rows: list[tuple[str, bool | None]]) -> dict[str, Accuracy]:
    groups: dict[str, list[bool | None]] = {}
    for name, verdict in rows:
        groups.setdefault(name, []).append(verdict)
    found = {name: accuracy(verdicts) for name, verdicts in groups.items()}
    return {
        name: one for name, one in sorted(found.items(), key=lambda item: (-item[1].audited, item[0])) if one.audited
    }
