"""Words proposed for the dictionary: a person takes one in or sets it aside for good, and can take either back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from cx import changes
from cx.cache import VOC, cached
from cx.voc import glossary
from cx.voc.proposing import Proposal
from cx.warehouse import Store

_ABOUT = "word"  # in the log of changes, with the words of the dictionary
_REFUSED = "refused"  # there, in place of what a word is used for


@dataclass(frozen=True)
class Offer:
    """A word proposed, with the texts of its quotes as they were written."""

    proposal: Proposal
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Refused:
    """A word nobody wants proposed, since when (UTC) and by whom."""

    word: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class Offers:
    """What is proposed, of most accounts first; `texts`: among how many different texts it was looked for, `made_at` when (UTC).

    Both None where nothing was looked through yet.
    """

    found: tuple[Offer, ...]
    texts: int | None
    made_at: datetime | None


def offers(store: Store) -> Offers:
    """What is found, without what the dictionary has by now, what was set aside, and what nobody says any more."""
    return cached(store, (VOC, "word offers"), None, lambda: _offers(store))


def _offers(store: Store) -> Offers:
    known = {_same(one.word) for one in glossary.entries(store)} | {_same(one.word) for one in refused(store)}
    rows = store.query("from word_proposal order by accounts desc, word").to_dict("records")
    shown = [row for row in rows if _same(row["word"]) not in known]
    said = _quotes(store, [int(at) for row in shown for at in row["quotes"]])
    found = []
    for row in shown:
        hashes = tuple(int(at) for at in row["quotes"])
        quotes = tuple(said[at] for at in hashes if at in said)
        if quotes:
            parts = tuple(str(part) for part in row["parts"])
            one = Proposal(row["word"], row["why"], parts, int(row["texts"]), int(row["accounts"]), hashes)
            found.append(Offer(one, quotes))
    searched = store.query("select texts, made_at from word_search")
    if searched.empty:
        return Offers((), None, None)
    return Offers(tuple(found), int(searched["texts"].item()), pd.Timestamp(searched["made_at"].item()).to_pydatetime())


def _quotes(store: Store, hashes: list[int]) -> dict[int, str]:
    found = store.query(
        "select text_hash, text from voc_text where text_hash in (select unnest(?::ubigint[]))", [hashes]
    )
    return dict(zip(found["text_hash"].astype("uint64").tolist(), found["text"], strict=True))


def _same(word: str) -> str:
    return "".join(word.split()).casefold()


def refused(store: Store) -> tuple[Refused, ...]:
    """The words set aside, the newest first."""

    def ask() -> tuple[Refused, ...]:
        rows = store.query("select word, made_at, made_by from word_refused order by made_at desc, word").to_dict(
            "records"
        )
        return tuple(Refused(row["word"], row["made_at"].to_pydatetime(), row["made_by"]) for row in rows)

    return cached(store, (VOC, "words refused"), None, ask)


def take_in(store: Store, word: str) -> glossary.Entry:
    """Make it a name of the dictionary, as if it were typed there; `glossary.remove` takes it out. Raises as `glossary.add` does."""
    return glossary.add(store, "name", word)


def refuse(store: Store, word: str) -> None:
    """Never propose it again; once more is as good as once."""
    if word in {one.word for one in refused(store)}:
        return
    now = datetime.now(UTC).replace(tzinfo=None)
    with store.write("voc") as con:
        con.execute("insert into word_refused values (?, ?, ?)", [word, now, changes.actor()])
        changes.note(con, _ABOUT, word, None, _told(word))


def propose_again(store: Store, words: list[str]) -> int:
    """Take back that they were set aside; how many were."""
    gone = [one.word for one in refused(store) if one.word in words]
    if gone:
        with store.write("voc") as con:
            for word in gone:
                con.execute("delete from word_refused where word = ?", [word])
                changes.note(con, _ABOUT, word, _told(word), None)
    return len(gone)


def _told(word: str) -> dict[str, object]:
    return {"word": word, "use": _REFUSED, "stands_for": ""}
