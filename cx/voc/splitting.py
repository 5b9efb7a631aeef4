"""Splitting a topic: first what it is made of is shown, then the parts a person picks become topics of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx.errors import CxError
from cx.text.space import Ints
from cx.text.tokens import Progress
from cx.voc import catalogue, topic_labels, topics, work
from cx.voc.aside import Aside
from cx.warehouse import Store


@dataclass(frozen=True)
class Part:
    """One part of a topic: what it would be called, its texts (each as often as it was said), and typical ones of them."""

    number: int
    label: str
    n: int
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Parts:
    """What a topic is made of, the largest part first. `hashes`, `numbers`: (n_texts,) its texts and the part of each."""

    code: str
    parts: tuple[Part, ...]
    hashes: NDArray[np.uint64]
    numbers: Ints


def parts(store: Store, code: str, progress: Progress) -> Parts:
    """What a topic is made of, at most eight parts: some seconds' work, in a process of its own, which ends where `progress` raises.
    Nothing is changed.

    Raises UnknownName, CxError `voc.no_parts` where it is of one piece.
    """
    topic = catalogue.known(store, code)
    run = topics.current(store)
    mine = topic_labels.within(store, run.run_id if run else None, topic.topic_id)
    if mine.empty:
        raise CxError("voc.no_parts", name=topic.title)
    with Aside(nicer=0) as aside:
        numbers, described = aside.call("part_topic", topic_labels.values(mine), progress=progress)
    if len(described) < 2:  # noqa: PLR2004 - one part is the whole
        raise CxError("voc.no_parts", name=topic.title)
    hashes = np.asarray(mine["text_hash"], dtype=np.uint64)
    said = store.query("select text_hash, count(*) as n from voc_document group by 1")
    times = mine[["text_hash"]].merge(said, "left", "text_hash")["n"].fillna(0).to_numpy(dtype=np.int64)
    written = mine["text"].tolist()
    found = [
        Part(number, one.label, int(times[numbers == number].sum()), tuple(written[row] for row in one.quotes))
        for number, one in described.items()
    ]
    return Parts(code, tuple(sorted(found, key=lambda part: (-part.n, part.number))), hashes, numbers)


def split(store: Store, found: Parts, picked: Sequence[int], who: str) -> tuple[str, ...]:
    """Make topics of the picked parts, each of its own; the others stay the topic, with its number and its name.

    Their codes. Raises UnknownName, CxError `voc.parts_all` where none is picked or none would stay, `voc.parts_changed`
    where the topic is no longer made of these texts.
    """
    topic, run = catalogue.known(store, found.code), topics.current(store)
    if not picked or not {part.number for part in found.parts} - set(picked):
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
