"""What people decide about a document: its tag, its kind, its cause, its severity; kept with who, when and why, and learnt from at the next run.

A decision that keeps what there was is one as well: nobody is asked about that document again. Nothing is rewritten; taking
a decision back is a row of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection

from cx.cache import VOC, cached
from cx.errors import CxError, UnknownName
from cx.importing.cleaning import clean_name
from cx.text.kinds import KINDS
from cx.voc import tagged, taxonomy
from cx.voc.tagged import TAGGED
from cx.warehouse import Store

CODES = {
    "kind": KINDS,
    "cause": ("product", "customer", "neither"),
    "severity": ("critical", "long_term", "both", "none"),
}
ABOUT = ("tag", *CODES)
LONGEST = 200  # signs of a reason
UNDONE = "undo"  # the reason of a row that takes a decision back
_MOST_HISTORY = 200


@dataclass(frozen=True)
class Document:
    """Which document: what its number is of ("ticket", "answer", "feedback"), whose, and the number."""

    origin: str
    source_id: int
    document_id: str

    @property
    def key(self) -> list[object]:
        """As bound values, in this order."""
        return [self.origin, self.source_id, self.document_id]


@dataclass(frozen=True)
class Verdict:
    """What a person decides: the tag, kind, cause or severity `about` is `after` (None: what the source says), and why."""

    about: str
    after: str | None
    who: str
    reason: str = ""


@dataclass(frozen=True)
class Doubt:
    """A document whose tag is improbable: `given` (0 to 1 `probability`) against `other`; `terms` speak for the other one."""

    document: Document
    given: str
    other: str
    probability: float
    other_probability: float
    terms: tuple[str, ...]
    text: str
    about: dict[str, str]  # day, channel, product, account, account_key, agent; "" where not known


@dataclass(frozen=True)
class Decision:
    """What was decided, when (UTC). `before` and `after` None: nothing, or what the source says; `is_current`: it counts."""

    correction_id: int
    made_at: datetime
    made_by: str
    about: str
    document: Document
    before: str | None
    after: str | None
    reason: str
    text: str
    is_current: bool

    @property
    def is_kept(self) -> bool:
        """Whether a person said that what there was is right."""
        return self.after is not None and self.after == self.before


def doubts(store: Store) -> tuple[Doubt, ...]:
    """The doubts of the newest run about documents nobody decided about since and whose tag is still the same, most doubtful first."""

    def ask() -> tuple[Doubt, ...]:
        rows = store.query(
            f"""select q.*, v.day, v.channel, v.product, v.account_name, v.account_key, v.agent_name, t.text
            from tag_doubt q join {TAGGED} v using (origin, source_id, document_id) join voc_text t using (text_hash)
            where not v.is_decided and v.category = q.given order by q.rank"""
        ).to_dict("records")
        return tuple(_doubt(row) for row in rows)

    return cached(store, (VOC, "tag doubts"), None, ask)


def _doubt(row: dict[Any, Any]) -> Doubt:
    names = {"channel": "channel", "product": "product", "account": "account_name", "agent": "agent_name"}
    names |= {"account_key": "account_key"}
    about = {name: str(row[column]) if isinstance(row[column], str) else "" for name, column in names.items()}
    return Doubt(
        Document(str(row["origin"]), int(str(row["source_id"])), str(row["document_id"])),
        str(row["given"]),
        str(row["other"]),
        float(str(row["probability"])),
        float(str(row["other_probability"])),
        tuple(str(term) for term in row["terms"]),
        str(row["text"]),
        about | {"day": f"{pd.Timestamp(str(row['day'])):%Y-%m-%d}"},
    )


def decide(store: Store, found: Sequence[Document], verdict: Verdict) -> list[int]:
    """Say what the tag, kind, cause or severity of documents is from now on, together or not at all; the same as before keeps it. The numbers
    of the decisions.

    Raises UnknownName for a kind or cause that does not exist, CxError `tag.gone` for a document that is not there, `tag.not_offered`
    for a tag that is not of the taxonomy, `tag.reason` for a reason that is too long.
    """
    reason = clean_name(verdict.reason)
    if len(verdict.reason) > LONGEST:
        raise CxError("tag.reason", longest=LONGEST, n=len(verdict.reason))
    if verdict.about not in ABOUT:
        raise UnknownName("correction", verdict.about, ABOUT)
    before = {one: _present(store, one, verdict.about) for one in found}
    after = _value(store, verdict, set(before.values()))
    is_counted = verdict.about == "tag" and set(before.values()) != {after}
    with store.write("data" if is_counted else "voc") as con:
        numbers = [_keep(con, one, replace(verdict, after=after, reason=reason), before[one]) for one in found]
        if is_counted:
            tagged.follow(con, [one.key for one in found])
    return numbers


def _value(store: Store, verdict: Verdict, present: set[str | None]) -> str:
    about, after = verdict.about, verdict.after or ""
    if about != "tag":
        if after not in CODES[about]:
            raise UnknownName(about, after, CODES[about])
        return after
    if after in present or after in taxonomy.offered(store):
        return after
    if taxonomy.current(store):
        raise CxError("tag.not_offered", tag=after)
    return taxonomy.path(after)


def _present(store: Store, document: Document, about: str) -> str | None:
    """What counts for the document now."""
    column, of = ("category", TAGGED) if about == "tag" else (about, "voc_fact")
    rows = store.query(
        f"select {column} as present from {of} where origin = ? and source_id = ? and document_id = ?", document.key
    )["present"].tolist()
    if not rows:
        raise CxError("tag.gone")
    return rows[0] if isinstance(rows[0], str) else None


def _keep(con: DuckDBPyConnection, one: Document, verdict: Verdict, before: str | None) -> int:
    last = con.execute("select coalesce(max(correction_id), 0) + 1 from correction").fetchone()
    number = int(last[0]) if last else 1
    now, said = datetime.now(UTC).replace(tzinfo=None), [before, verdict.after, verdict.reason or None]
    con.execute(
        "insert into correction values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [number, now, verdict.who, verdict.about, *one.key, *said],
    )
    return number


def undo(store: Store, correction_id: int, who: str) -> None:
    """Take a decision back: what was decided before it counts again, else what the source says.

    Raises UnknownName for one that is not there, CxError `tag.not_last` where another was made about the same since.
    """
    known = {one.correction_id: one for one in _decisions(store, "c.correction_id = ?", [correction_id])}
    if correction_id not in known:
        raise UnknownName("correction", str(correction_id), ())
    one = known[correction_id]
    if not one.is_current:
        raise CxError("tag.not_last")
    earlier = store.query(
        "select arg_max_null(after, correction_id) as after from correction"
        " where about = ? and origin = ? and source_id = ? and document_id = ? and correction_id < ?",
        [one.about, *one.document.key, correction_id],
    )["after"].item()
    back = earlier if isinstance(earlier, str) else None
    with store.write("data" if one.about == "tag" else "voc") as con:
        _keep(con, one.document, Verdict(one.about, back, who, UNDONE), one.after)
        if one.about == "tag":
            tagged.follow(con, [one.document.key])


def history(store: Store) -> tuple[Decision, ...]:
    """The newest decisions about tags, the newest first."""
    return cached(store, (VOC, "tag history"), None, lambda: _decisions(store, "c.about = 'tag'", []))


def _decisions(store: Store, where: str, values: list[object]) -> tuple[Decision, ...]:
    rows = store.query(
        f"""with newest as (select about, origin, source_id, document_id, max(correction_id) as correction_id from correction group by all),
        chosen as (from correction c where {where} order by correction_id desc limit {_MOST_HISTORY})
        select c.*, t.text, n.correction_id is not null as is_current from chosen c
        left join newest n on n.correction_id = c.correction_id
        left join voc_document d on d.origin = c.origin and d.source_id = c.source_id and d.document_id = c.document_id
        left join voc_text t on t.text_hash = d.text_hash order by c.correction_id desc""",
        values,
    ).to_dict("records")
    return tuple(
        Decision(
            int(row["correction_id"]),
            row["made_at"].to_pydatetime(),
            str(row["made_by"]),
            str(row["about"]),
            Document(str(row["origin"]), int(row["source_id"]), str(row["document_id"])),
            row["before"] if isinstance(row["before"], str) else None,
            row["after"] if isinstance(row["after"], str) else None,
            row["reason"] if isinstance(row["reason"], str) else "",
            row["text"] if isinstance(row["text"], str) else "",
            bool(row["is_current"]) and row["reason"] != UNDONE,
        )
        for row in rows
    )
