"""The catalogue of topics: each with its number, its name, its words and typical texts; and what people do to it.

A name, a merge, a pin or a split stays through all later runs; every change is kept with who and when, and can be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from duckdb import DuckDBPyConnection

from cx.cache import VOC, cached
from cx.errors import CxError, UnknownName
from cx.importing.cleaning import clean_name
from cx.warehouse import Store

LONGEST = 60
_CONCERNS = (
    "where topic_id = ? or edit in ('merge', 'part', 'split')"
    " and list_contains(string_split(concat_ws(',', before, after), ','), ?)"
)
EDITS = ("rename", "merge", "part", "pin", "unpin", "split", "undo")


@dataclass(frozen=True)
class Topic:
    """One topic. `name` is a person's, else ""; `into` the topic it was merged into; `gone`: the last run found nothing of it."""

    topic_id: int
    label: str
    name: str
    terms: tuple[str, ...]
    quotes: tuple[int, ...]
    is_pinned: bool
    into: int | None
    split_from: int | None
    is_gone: bool

    @property
    def code(self) -> str:
        """How filters and links call it."""
        return str(self.topic_id)

    @property
    def title(self) -> str:
        """What people call it, else what was found."""
        return self.name or self.label


@dataclass(frozen=True)
class Edit:
    """What a person did to a topic, when (UTC)."""

    made_at: datetime
    made_by: str
    edit: str
    topic_id: int
    before: str = ""
    after: str = ""

    @classmethod
    def now(cls, who: str, edit: str, topic_id: int, before: str = "", after: str = "") -> Edit:
        """What is done at this moment."""
        return cls(datetime.now(UTC).replace(tzinfo=None), who, edit, topic_id, before, after)


def topics(store: Store) -> dict[str, Topic]:
    """All topics by code, those merged into others and those that are gone too."""

    def ask() -> dict[str, Topic]:
        rows = store.query("select * from topic order by topic_id").to_dict("records")
        return {
            str(row["topic_id"]): Topic(
                int(row["topic_id"]),
                str(row["label"]),
                row["name"] if isinstance(row["name"], str) else "",
                tuple(row["terms"]),
                tuple(int(one) for one in row["quotes"]),
                bool(row["is_pinned"]),
                _number(row["merged_into"]),
                _number(row["split_from"]),
                bool(row["is_gone"]),
            )
            for row in rows
        }

    return dict(cached(store, (VOC, "catalogue"), None, ask))


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and value == value else None  # noqa: PLR0124 - NaN


def history(store: Store, code: str | None = None) -> tuple[Edit, ...]:
    """What people did, the newest first; of one topic, also what came to it and from it by others' merges and splits, or of all."""
    where, values = (_CONCERNS, [int(code), code]) if code else ("", [])
    rows = store.query(f"select * from topic_edit {where} order by edit_id desc", values).to_dict("records")
    return tuple(
        Edit(
            row["made_at"].to_pydatetime(),
            str(row["made_by"]),
            str(row["edit"]),
            int(row["topic_id"]),
            row["before"] or "",
            row["after"] or "",
        )
        for row in rows
    )


def rename(store: Store, code: str, name: str, who: str) -> None:
    """Call a topic `name` ("": again what was found). Raises UnknownName, CxError for a name that is too long."""
    topic = known(store, code)
    written = clean_name(name)
    if len(written) > LONGEST:
        raise CxError("voc.name_long", longest=LONGEST, n=len(written))
    with store.write("voc") as con:
        con.execute("update topic set name = ? where topic_id = ?", [written or None, topic.topic_id])
        keep(con, Edit.now(who, "rename", topic.topic_id, topic.name, written))


def merge(store: Store, codes: Sequence[str], into: str, who: str) -> None:
    """Count the texts of topics with those of another from now on, and what was merged into them before too; all or none.

    Raises UnknownName, CxError `voc.merge_itself` for no topic other than `into`.
    """
    target = known(store, into)
    others = [known(store, code) for code in codes if code != into]
    if not others:
        raise CxError("voc.merge_itself", name=target.title)
    with store.write("voc") as con:
        for one in others:
            con.execute(
                "update topic set merged_into = ? where topic_id = ? or merged_into = ?",
                [target.topic_id, one.topic_id, one.topic_id],
            )
            keep(con, Edit.now(who, "merge", one.topic_id, "", target.code))


def part(store: Store, code: str, who: str) -> None:
    """Take a merge back. Raises UnknownName."""
    topic = known(store, code, merged=True)
    with store.write("voc") as con:
        con.execute("update topic set merged_into = null where topic_id = ?", [topic.topic_id])
        keep(con, Edit.now(who, "part", topic.topic_id, str(topic.into or ""), ""))


def pin(store: Store, code: str, who: str, *, is_pinned: bool = True) -> None:
    """Keep a topic on top and in the catalogue even if a run finds nothing of it; or no longer. Raises UnknownName."""
    topic = known(store, code)
    with store.write("voc") as con:
        con.execute("update topic set is_pinned = ? where topic_id = ?", [is_pinned, topic.topic_id])
        keep(con, Edit.now(who, "pin" if is_pinned else "unpin", topic.topic_id, "", ""))


def keep(con: DuckDBPyConnection, edit: Edit) -> None:
    """Write down what was done, in the caller's transaction."""
    con.execute(
        "insert into topic_edit select coalesce(max(edit_id), 0) + 1, ?, ?, ?, ?, ?, ? from topic_edit",
        [edit.made_at, edit.made_by, edit.edit, edit.topic_id, edit.before, edit.after],
    )


def known(store: Store, code: str, *, merged: bool = False) -> Topic:
    """The topic to be changed; with `merged` one that was merged into another, else one that stands for itself.

    Raises UnknownName.
    """
    found = {one.code: one for one in topics(store).values() if (one.into is not None) == merged}
    if code not in found:
        raise UnknownName("topic", code, found)
    return found[code]
