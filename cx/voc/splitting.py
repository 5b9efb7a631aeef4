"""Splitting a topic: first what it is made of is shown, then the parts a person picks become topics of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.errors import CxError
from cx.text.space import Ints
from cx.text.tokens import Progress
from cx.voc import catalogue, topic_labels, topic_parts, topics, work
from cx.voc.aside import Aside
from cx.warehouse import Store

_REST = -1  # texts in no part
_Described = dict[int, tuple[str, tuple[str, ...]]]  # the name of each part, and typical texts of it


@dataclass(frozen=True)
class Part:
    """One part of a topic: what it would be called, its texts (each as often as it was said), and typical ones of them."""

    number: int
    label: str
    n: int
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Parts:
    """What a topic is made of, the largest part first. `hashes`, `numbers`: (n_texts,) its texts and the part of each, -1 in its rest."""

    code: str
    parts: tuple[Part, ...]
    hashes: NDArray[np.uint64]
    numbers: Ints

    def stays(self, picked: Sequence[int]) -> bool:
        """Whether texts are left to the topic where these parts become topics of their own."""
        return not bool(np.isin(self.numbers, list(picked)).all())


def parts(store: Store, code: str, progress: Progress) -> Parts:
    """What a topic is made of, at most eight parts: those its page tells (`cx.voc.topic_parts`), whose rest stays with the topic. One
    without such parts is looked into: some seconds' work, in a process of its own, which ends where `progress` raises. Nothing is changed.

    Raises UnknownName, CxError `voc.no_parts` where it is of one piece.
    """
    topic = catalogue.known(store, code)
    run = topics.current(store)
    mine = topic_labels.within(store, run.run_id if run else None, topic.topic_id)
    if mine.empty:
        raise CxError("voc.no_parts", name=topic.title)
    numbers, described = _kept(store, code, mine)
    if not described:
        numbers, described = _looked_into(mine, progress)
    if len(np.unique(numbers)) < 2:  # noqa: PLR2004 - one part is the whole
        raise CxError("voc.no_parts", name=topic.title)
    said = store.query("select text_hash, count(*) as n from voc_document group by 1")
    times = mine[["text_hash"]].merge(said, "left", "text_hash")["n"].fillna(0).to_numpy(dtype=np.int64)
    found = [
        Part(number, label, int(times[numbers == number].sum()), quotes)
        for number, (label, quotes) in described.items()
    ]
    hashes = np.asarray(mine["text_hash"], dtype=np.uint64)
    return Parts(code, tuple(sorted(found, key=lambda part: (-part.n, part.number))), hashes, numbers)


def _kept(store: Store, code: str, mine: pd.DataFrame) -> tuple[Ints, _Described]:
    rows, part_of = topic_parts.kept(store, code)
    numbers = np.array([part_of.get(int(one), _REST) for one in mine["text_hash"]], dtype=np.int64)
    written = dict(zip(mine["text_hash"].astype("uint64").tolist(), mine["text"], strict=True))
    return numbers, {
        int(row["part"]): (str(row["label"]), tuple(written[one] for one in row["quotes"].tolist() if one in written))
        for row in rows.to_dict("records")
        if (numbers == row["part"]).any()
    }


def _looked_into(mine: pd.DataFrame, progress: Progress) -> tuple[Ints, _Described]:
    with Aside(nicer=0) as aside:
        numbers, described = aside.call("part_topic", topic_labels.values(mine), progress=progress)
    written = mine["text"].tolist()
    return numbers, {
        number: (one.label, tuple(written[row] for row in one.quotes)) for number, one in described.items()
    }


def split(store: Store, found: Parts, picked: Sequence[int], who: str) -> tuple[str, ...]:
    """Make topics of the picked parts, each of its own; the others stay the topic, with its number and its name.

    Their codes. Raises UnknownName, CxError `voc.parts_all` where none is picked or none would stay, `voc.parts_changed`
    where the topic is no longer made of these texts.
    """
    topic, run = catalogue.known(store, found.code), topics.current(store)
    if not picked or not found.stays(picked):
        raise CxError("voc.parts_all", name=topic.title)
    mine = topic_labels.within(store, run.run_id if run else None, topic.topic_id)
    place = {int(text): row for row, text in enumerate(mine["text_hash"])}
    if run is None or not all(int(text) in place for text in found.hashes):
        raise CxError("voc.parts_changed", name=topic.title)
    fresh = max(one.topic_id for one in catalogue.topics(store).values()) + 1
    keys = np.full(len(mine), topic.topic_id, dtype=np.int64)
    for key, number in enumerate(sorted(picked), start=fresh):
        keys[[place[int(text)] for text in found.hashes[found.numbers == number]]] = key
    described = work.describe_topics(topic_labels.values(mine), keys)
    hashes = mine["text_hash"].to_numpy()
    made = tuple(str(key) for key in range(fresh, fresh + len(picked)))
    with store.write("voc") as con:
        topics.keep_topics(con, run.run_id, described, hashes, split_from=topic.topic_id)
        for code in made:
            con.execute(
                "update text_topic set topic_id = ? where run_id = ? and text_hash in (select unnest(?::ubigint[]))",
                [int(code), run.run_id, hashes[keys == int(code)].tolist()],
            )
        catalogue.keep(con, catalogue.Edit.now(who, "split", topic.topic_id, "", ",".join(made)))
    return made
