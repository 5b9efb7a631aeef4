"""What was found by a search, within a selection: near-duplicates as one, with how many said it; and the stories of an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx.cache import VOC, cached
from cx.measure import data_days, looked_from
from cx.rows import select
from cx.selection import Selection
from cx.text.similar import Similar, story
from cx.voc import topic_labels
from cx.voc.search import Match
from cx.voc.work import Read
from cx.warehouse import Store

COLUMNS = (
    "day", "channel", "kind", "kind_share", "cause", "cause_share", "severity", "severity_share", "topic", "product", "account_name", "account_key",
)  # fmt: skip
LOOKED_AT = 300  # most similar texts of a selection that are looked at
SHOWN = 30
_DIGITS = 20  # of the number of a text
WITHIN = 30.0  # days between two contacts of one story
LEAST = 0.6  # of similarity between them (0 to 1.5), within one topic: letters of one firm resemble each other


@dataclass(frozen=True)
class Kin:
    """Texts that say the same: one of them to read, its similarity to what was asked, and who said it how often since when."""

    text_hash: int
    text: str
    similarity: float
    documents: int
    accounts: int
    first: date
    last: date
    newest: dict[str, object]  # of the document that said it last: `COLUMNS`


@dataclass(frozen=True)
class Story:
    """What one account wrote about one matter, in order: day, channel and text of each contact."""

    contacts: tuple[tuple[date, str, str], ...]

    @property
    def days(self) -> int:
        """How long it went on."""
        return (self.contacts[-1][0] - self.contacts[0][0]).days


def said(store: Store, wished: str) -> str:
    """The text that a link names: "#" and its number, else the words themselves; "" for a text nobody says any more."""
    number = wished.removeprefix("#")
    if number == wished or not number.isdecimal() or len(number) > _DIGITS:
        return wished
    found = store.query("select text from voc_text where text_hash = try_cast(? as ubigint)", [number])["text"]
    return "" if found.empty else " ".join(str(found.item()).split())


def kin(store: Store, selection: Selection, matches: Sequence[Match]) -> tuple[Kin, ...]:
    """The matches among the documents a selection lets through, those of one group of near-copies together, the most similar first."""
    if not matches:
        return ()
    asked = (VOC, "kin", tuple(match.text_hash for match in matches))
    return cached(store, asked, selection, lambda: _kin(store, selection, matches))


def _kin(store: Store, selection: Selection, matches: Sequence[Match]) -> tuple[Kin, ...]:
    sql, values = rows(store, selection)
    newest = ", ".join(f"'{name}': r.{name}" for name in COLUMNS)
    frame = store.query(
        f"""with {sql}, found as (select unnest(?::ubigint[]) as text_hash, unnest(?::double[]) as similarity)
        select f.text_hash, any_value(coalesce(c.head, f.text_hash)) as head, any_value(f.similarity) as similarity, any_value(t.text) as text, count(*) as documents,
            coalesce(list(distinct r.account_key) filter (r.account_key is not null), []) as accounts, min(r.day) as first, max(r.day) as last,
            arg_max({{{newest}}}, (r.day, r.document_id)) as newest
        from found f join rows r using (text_hash) join voc_text t using (text_hash) left join text_copy c using (text_hash)
        group by f.text_hash order by similarity desc, f.text_hash limit ?""",
        [*values, [match.text_hash for match in matches], [match.similarity for match in matches], LOOKED_AT],
    )
    found = [_one(group) for _, group in frame.groupby("head", sort=False)]
    return tuple(sorted(found, key=lambda one: (-one.similarity, one.text_hash))[:SHOWN])


def _one(group: pd.DataFrame) -> Kin:
    """The most similar of a group stands for it."""
    accounts = {key for keys in group["accounts"] for key in keys}
    best = group.iloc[0]
    return Kin(
        int(best["text_hash"]),
        str(best["text"]),
        float(best["similarity"]),
        int(group["documents"].sum()),
        len(accounts),
        pd.Timestamp(group["first"].min()).date(),
        pd.Timestamp(group["last"].max()).date(),
        dict(best["newest"]),
    )


def stories(store: Store, selection: Selection) -> tuple[Story, ...]:
    """Contacts of one account that take up the same matter again, the longest chain first.

    `selection.account` names one account; with none or several there is no story to tell.
    """
    if len(selection.account) != 1:
        return ()
    return cached(store, (VOC, "stories"), selection, lambda: _stories(store, selection))


def _stories(store: Store, selection: Selection) -> tuple[Story, ...]:
    sql, values = rows(store, selection)
    said = store.query(
        f"with {sql} select text_hash, day, coalesce(said_at, day::timestamp) as moment, coalesce(channel, origin) as channel"
        ", coalesce(topic, '') as topic from rows order by moment, document_id",
        values,
    )
    frame = said.merge(
        topic_labels.texts(store, "r.text_hash in (select unnest(?::ubigint[]))", [said["text_hash"].tolist()])
    )
    if frame.empty:
        return ()
    frame = frame.sort_values("moment", kind="stable", ignore_index=True)
    moments = ((frame["moment"] - frame["moment"].min()).dt.total_seconds() / 86_400).tolist()
    chains = linked(topic_labels.values(frame), frame["topic"].tolist(), moments)
    listed = list(zip(pd.to_datetime(frame["day"]).dt.date, frame["channel"], frame["text"], strict=True))
    found = [Story(tuple(listed[row] for row in chain)) for chain in chains]
    return tuple(sorted(found, key=lambda one: (-len(one.contacts), one.contacts[0][0])))


def linked(read: Read, topics: Sequence[str], moments: Sequence[float]) -> list[list[int]]:
    """Chains of texts of one account about one matter, as rows: of one topic, and alike. `moments` in days."""
    similar = Similar(read.vectors, read.terms)
    by_topic: dict[str, list[int]] = {}
    for row, topic in enumerate(topics):
        by_topic.setdefault(topic, []).append(row)
    return [
        chain
        for own in by_topic.values()
        for chain in story(own, [moments[row] for row in own], similar, within=WITHIN, least=LEAST)
    ]


def rows(store: Store, selection: Selection) -> tuple[str, list[object]]:
    """SQL that gives `rows`, the documents of texts a selection lets through, and its values."""
    known, as_of = data_days(store), looked_from(store, None)
    first, last = selection.span(as_of, known[0] if known else None)
    return select("voc_fact", "day", selection, (first, min(last, as_of))).sql(as_of)
