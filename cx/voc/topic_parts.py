"""What the topics of a run are made of: looked into behind the pages once topics are found, and kept with the run.

Anew for a topic whose texts became a quarter more or fewer since; texts that came later belong to its rest until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from cx.cache import VOC, cached
from cx.rows import select
from cx.selection import Selection
from cx.text.parts import FEWEST
from cx.text.tokens import Progress
from cx.voc import reading, topic_labels, topics
from cx.voc.aside import Aside
from cx.voc.catalogue import Topic
from cx.voc.spilled import spilled
from cx.voc.work import Described
from cx.warehouse import Store

_MADE_WITH = "1"  # changes where parts are found in another way
_CHANGED = 1.25


@dataclass(frozen=True)
class Part:
    """One part in what is looked at: its texts, and typical ones that somebody still says. `number` None: the rest."""

    number: int | None
    label: str
    n: int
    terms: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Made:
    """What a topic is made of, the largest part first, its rest last. `is_looked_into`: False before; without parts it is of one piece."""

    parts: tuple[Part, ...]
    is_looked_into: bool


def made_of(store: Store, selection: Selection, topic: Topic, span: tuple[date, date]) -> Made:
    """The parts of a topic in what is looked at, those without a text there left out."""
    mine = selection.narrowed(topic=(topic.code,))
    return cached(store, (VOC, "parts of", topic.code, span), mine, lambda: _made_of(store, mine, topic, span))


def kept(store: Store, code: str) -> tuple[pd.DataFrame, dict[int, int]]:
    """The parts of a topic over all texts: `part`, `label`, `quotes` (texts) of each, and by text its part; nothing where it has none."""
    which = _which(store, code)
    said = store.query("select text_hash, part from text_part where run_id = ? and topic_id = ?", which)
    rows = store.query(
        "select part, label, quotes from topic_part where run_id = ? and topic_id = ? order by part", which
    )
    return rows, dict(zip(said["text_hash"].tolist(), said["part"].tolist(), strict=True))


def _made_of(store: Store, mine: Selection, topic: Topic, span: tuple[date, date]) -> Made:
    which = _which(store, topic.code)
    if not len(store.query("from topic_parted where run_id = ? and topic_id = ?", which)):
        return Made((), is_looked_into=False)
    known = store.query(
        "from topic_part where run_id = ? and topic_id = ? order by part",
        which,
    )
    if known.empty:
        return Made((), is_looked_into=True)
    rows, values = select("voc_fact", "day", mine, span).sql(span[1])
    sql = f"""with {rows}, parts as (select text_hash, part from text_part where run_id = ? and topic_id = ?)
        select coalesce(p.part, -1) as part, count(*) as n from rows left join parts p using (text_hash)
        where is_counted group by 1"""
    counts = store.query(sql, [*values, *which]).set_index("part")["n"]
    quotes = store.query(
        "select text_hash, text from voc_text where text_hash in (select unnest(?::ubigint[]))",
        [[one for row in known["quotes"] for one in row.tolist()]],
    )
    said = dict(zip(quotes["text_hash"].tolist(), quotes["text"], strict=True))
    found = [
        Part(
            int(row["part"]),
            str(row["label"]),
            int(counts[row["part"]]),
            tuple(row["terms"]),
            tuple(said[one] for one in row["quotes"].tolist() if one in said),
        )
        for row in known.to_dict("records")
        if row["part"] in counts.index
    ]
    found.sort(key=lambda part: -part.n)
    rest = [Part(None, "", int(counts[-1]))] if -1 in counts.index else []
    return Made((*found, *rest), is_looked_into=True)


def _which(store: Store, code: str) -> list[object]:
    run = topics.current(store)
    return [run.run_id if run else -1, int(code)]


def texts_of(store: Store, told: str) -> tuple[str, list[object]]:
    """The condition that a row is of a part: `told` is the topic and the part ("12.0"), or the topic and nothing for its rest ("12.")."""
    code, _, number = told.partition(".")
    if number:
        sql = "text_hash in (select text_hash from text_part where run_id = ? and topic_id = ? and part = ?)"
        return sql, [*_which(store, code), int(number)]
    sql = "text_hash not in (select text_hash from text_part where run_id = ? and topic_id = ?)"
    return sql, _which(store, code)


def is_due(store: Store) -> bool:
    """Whether a topic is to be looked into."""
    return reading.state(store).is_done and bool(_due(store))


def _due(store: Store) -> list[tuple[int, int]]:
    """The topics to be looked into with how many texts they have, the largest first."""
    run = topics.current(store)
    if run is None:
        return []
    found = store.query(
        """with now as (
            select coalesce(t.merged_into, x.topic_id) as topic_id, count(*) as texts from text_topic x
            join topic t using (topic_id) where x.run_id = ? group by 1
        ) select now.topic_id, now.texts from now
        left join topic_parted p on p.topic_id = now.topic_id and p.run_id = ? and p.made_with = ?
        where now.texts >= ? and (p.texts is null or now.texts > ? * p.texts or p.texts > ? * now.texts)
        order by now.texts desc, now.topic_id""",
        [run.run_id, run.run_id, _MADE_WITH, FEWEST, _CHANGED, _CHANGED],
    )
    return list(zip(found["topic_id"].tolist(), found["texts"].tolist(), strict=True))


def catch_up(store: Store, aside: Aside, progress: Progress) -> None:
    """Look into the topics where that is due, one after another: what was found stays where it is stopped."""
    run_id, due = _which(store, "0")[0], _due(store)
    for done, (topic_id, texts) in enumerate(due):
        progress(done, len(due))
        mine = topic_labels.within(store, int(str(run_id)), topic_id)
        numbers, described = aside.call("firm_parts", topic_labels.values(mine)) if len(mine) else (np.zeros(0), {})
        _keep(store, (int(str(run_id)), topic_id, texts), (mine["text_hash"].to_numpy(), numbers), described)
    progress(len(due), len(due))


def _keep(
    store: Store, which: tuple[int, int, int], found: tuple[np.ndarray, np.ndarray], described: dict[int, Described]
) -> None:
    """Keep the parts of one topic in place of those of before; those of runs that cannot be gone back to go."""
    run_id, topic_id, texts = which
    hashes, numbers = found
    table = pa.table(
        {
            "run_id": pa.array(np.full(len(hashes), run_id, dtype=np.int64)),
            "topic_id": pa.array(np.full(len(hashes), topic_id, dtype=np.int64)),
            "text_hash": pa.array(hashes.astype(np.uint64)),
            "part": pa.array(numbers.astype(np.int64)),
        }
    )
    with spilled(store, table) as path, store.write("voc") as con:
        for name in ("topic_parted", "topic_part", "text_part"):
            con.execute(
                f"delete from {name} where (run_id = ? and topic_id = ?) or run_id not in (select run_id from text_topic)",
                [run_id, topic_id],
            )
        con.execute("insert into topic_parted values (?, ?, ?, ?)", [run_id, topic_id, _MADE_WITH, texts])
        con.execute("insert into text_part by name select * from read_parquet(?) where part >= 0", [path])
        for number, one in described.items():
            quotes = [int(hashes[row]) for row in one.quotes]
            con.execute(
                "insert into topic_part values (?, ?, ?, ?, ?, ?)",
                [run_id, topic_id, number, one.label, list(one.terms), quotes],
            )
