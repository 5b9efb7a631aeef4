"""Kinds that are told with least certainty, and what people decide about them: kind, whose fault, how grave.

A text is asked about once, however often it was said: what is decided holds for all its copies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from cx.cache import VOC, cached
from cx.errors import CxError, UnknownName
from cx.importing.cleaning import clean_name
from cx.measure import looked_from
from cx.voc import tagging
from cx.voc.praise import SURE
from cx.voc.tag_work import ASKED
from cx.voc.tagging import CODES, UNDONE
from cx.warehouse import Store

MOST = 200
NOTHING = {"cause": "neither", "severity": "none"}  # what stands for none in a decision
_KEY = "origin, source_id, document_id"
_ABOUT = ", ".join(f"'{name}'" for name in CODES)


@dataclass(frozen=True)
class Doubt:
    """A text whose kind is told with `probability`; `told`: kind, cause and severity; said `n` times, last by whom `about` says."""

    text_hash: int
    text: str
    told: dict[str, str]
    probability: float
    n: int
    about: dict[str, str]


@dataclass(frozen=True)
class Decision:
    """What was decided about a text of `n` documents at once, when (UTC), by whom; `before` and `after` by kind, cause, severity.

    `is_current`: it counts, and can be taken back.
    """

    made_at: datetime
    made_by: str
    text: str
    before: dict[str, str | None]
    after: dict[str, str | None]
    reason: str
    n: int
    numbers: tuple[int, ...]
    is_current: bool


def doubts(store: Store) -> tuple[Doubt, ...]:
    """Texts of the last weeks whose kind is less probable than not beyond doubt (`SURE`), the least probable first; not those
    a person decided about.
    """

    def ask() -> tuple[Doubt, ...]:
        first = looked_from(store, None) - timedelta(days=ASKED)
        newest = ", ".join(
            f"arg_max_null({name}, day) as {name}"
            for name in ("channel", "product", "account_name", "account_key", "agent_name")
        )
        rows = store.query(
            f"""with doubted as (
                select text_hash, any_value(kind) as kind, any_value(cause) as cause, any_value(severity) as severity,
                    max(kind_share) as probability, count(*) as n, max(day) as day, {newest}
                from voc_fact where day > ? and kind is not null group by text_hash having max(kind_share) < ?
                order by probability, n desc, text_hash limit {MOST}
            ) select q.*, t.text from doubted q join voc_text t using (text_hash) order by probability, n desc, text_hash""",
            [first, SURE],
        )
        return tuple(_doubt(row) for row in rows.to_dict("records"))

    return cached(store, (VOC, "kind doubts"), None, ask)


def _doubt(row: dict[Any, Any]) -> Doubt:
    names = {"channel": "channel", "product": "product", "account": "account_name", "agent": "agent_name"}
    names |= {"account_key": "account_key"}
    about = {name: str(row[column]) if isinstance(row[column], str) else "" for name, column in names.items()}
    told = {name: str(row[name]) if isinstance(row[name], str) else NOTHING.get(name, "") for name in CODES}
    day = f"{pd.Timestamp(row['day']):%Y-%m-%d}"
    return Doubt(
        int(row["text_hash"]), str(row["text"]), told, float(row["probability"]), int(row["n"]), about | {"day": day}
    )


def decide(store: Store, text_hash: int, found: Mapping[str, str], who: str, reason: str = "") -> None:
    """Say what a text is from now on, by kind, cause or severity, in all documents that hold it; the same as before keeps it.

    Raises UnknownName for what does not exist, CxError `tag.gone` for a text nobody says, `tag.reason` for too long a reason.
    """
    for about, after in found.items():
        if after not in CODES.get(about, ()):
            raise UnknownName(about, after, CODES.get(about, ()))
    if len(reason) > tagging.LONGEST:
        raise CxError("tag.reason", longest=tagging.LONGEST, n=len(reason))
    now, why = datetime.now(UTC).replace(tzinfo=None), clean_name(reason) or None
    with store.write("voc") as con:
        for about, after in found.items():
            present = f"coalesce({about}, ?)"
            kept = con.execute(
                f"""insert into correction select (select coalesce(max(correction_id), 0) from correction)
                    + row_number() over (order by {_KEY}), ?, ?, ?, {_KEY}, {present}, ?, ?
                from voc_fact where text_hash = ? returning correction_id""",
                [now, who, about, NOTHING.get(about), after, why, text_hash],
            ).fetchone()
            if kept is None:
                raise CxError("tag.gone")


def undo(store: Store, decision: Decision, who: str) -> None:
    """Take a decision back in all documents: what was decided before it counts again, else what is read in the text.

    Raises CxError `tag.not_last` where another was made about the same since.
    """
    now, numbers = datetime.now(UTC).replace(tzinfo=None), list(decision.numbers)
    with store.write("voc") as con:
        later = con.execute(
            f"""select 1 from correction c join correction o using (about, {_KEY})
            where c.correction_id in (select unnest(?::bigint[])) and o.correction_id > c.correction_id limit 1""",
            [numbers],
        ).fetchone()
        if later or not decision.is_current:
            raise CxError("tag.not_last")
        con.execute(
            f"""insert into correction
            select (select max(correction_id) from correction) + row_number() over (order by c.correction_id), ?, ?, about, {_KEY}, c.after,
                (select arg_max_null(e.after, e.correction_id) from correction e where e.about = c.about and e.origin = c.origin
                    and e.source_id = c.source_id and e.document_id = c.document_id and e.correction_id < c.correction_id), ?
            from correction c where c.correction_id in (select unnest(?::bigint[]))""",
            [now, who, UNDONE, numbers],
        )


def history(store: Store) -> tuple[Decision, ...]:
    """The newest decisions about kinds, causes and severity, the newest first."""
    return cached(store, (VOC, "kind history"), None, lambda: _history(store))


def _history(store: Store) -> tuple[Decision, ...]:
    rows = store.query(
        f"""with newest as (select about, {_KEY}, max(correction_id) as newest from correction where about in ({_ABOUT}) group by all),
        found as (
            select c.made_at, c.made_by, d.text_hash, c.about, any_value(c.before) as before, any_value(c.after) as after,
                coalesce(any_value(c.reason), '') as reason, count(*) as n, list(c.correction_id) as numbers,
                bool_and(c.correction_id = n.newest) as is_newest
            from correction c join newest n using (about, {_KEY}) join voc_document d using ({_KEY})
            where c.about in ({_ABOUT}) group by all order by max(c.correction_id) desc limit {MOST}
        ) select f.*, t.text from found f left join voc_text t using (text_hash) order by made_at desc, text_hash, about"""
    )
    return tuple(_decision(group) for _, group in rows.groupby(["made_at", "text_hash"], sort=False))


def _decision(group: pd.DataFrame) -> Decision:
    first, reason = group.iloc[0], str(group["reason"].iloc[0])

    def by(name: str) -> dict[str, str | None]:
        cells = zip(group["about"], group[name], strict=True)
        return {about: cell if isinstance(cell, str) else None for about, cell in cells}

    return Decision(
        pd.Timestamp(first["made_at"]).to_pydatetime(),
        str(first["made_by"]),
        str(first["text"]) if isinstance(first["text"], str) else "",
        by("before"),
        by("after"),
        "" if reason == UNDONE else reason,
        int(group["n"].max()),
        tuple(int(number) for numbers in group["numbers"] for number in numbers),
        bool(group["is_newest"].all()) and reason != UNDONE,
    )
