"""Which text is in which topic: of every run kept, a row a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from cx.text.assign import MOST_KNOWN
from cx.voc import encoder, reading, work
from cx.voc.spilled import spilled
from cx.warehouse import Store

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Labels:
    """Topics of texts, each (n_texts,): which text, its topic (-1: none), how clearly it belongs there."""

    hashes: Sequence[int]
    topics: Ints
    strength: NDArray[np.floating]


def texts(store: Store, where: str = "true", values: Sequence[object] = ()) -> pd.DataFrame:
    """The texts with vectors of the present model: `text_hash`, `text`, `terms`, `vector`; in an order of their own.

    After a change of words some may have the terms of before until they are read again.
    """
    return store.query(
        "select r.text_hash, text, terms, vector from voc_reading r join voc_text using (text_hash)"
        f" where ends_with(r.version, ?) and {where} order by r.text_hash",
        [encoder.version(store), *values],
    )


def values(frame: pd.DataFrame) -> work.Read:
    """`texts` as the text models take them."""
    return work.Read(frame["text"].tolist(), [tuple(terms) for terms in frame["terms"]], reading.half(frame["vector"]))


def of(store: Store, run_id: int | None) -> pd.DataFrame:
    """`text_hash` and `topic_id` (null: no matter named) of a run, where merged those merged into; none of no run."""
    return store.query(
        "select x.text_hash, coalesce(t.merged_into, x.topic_id) as topic_id from text_topic x"
        " left join topic t using (topic_id) where x.run_id = ?",
        [run_id if run_id is not None else -1],
    )


def some(store: Store, hashes: Sequence[int]) -> pd.DataFrame:
    """`texts` of these."""
    return texts(store, "r.text_hash in (select unnest(?::ubigint[]))", [list(hashes)])


def voters(labels: pd.DataFrame, most: int = MOST_KNOWN) -> pd.DataFrame:
    """Of the rows `of` a run those that say where new texts belong: each topic by its share, evenly picked, no more than needed."""
    known = labels[labels["topic_id"].notna()].sort_values(["topic_id", "text_hash"])
    rows = np.linspace(0, len(known) - 1, min(most, len(known))).round().astype(np.int64)
    return known.iloc[rows]


def within(store: Store, run: int | None, topic_id: int) -> pd.DataFrame:
    """`texts` of one topic in a run, those of topics merged into it too."""
    labels = of(store, run)
    return some(store, labels[labels["topic_id"] == topic_id]["text_hash"].tolist())


def numbers(column: pd.Series) -> Ints:
    """Topics as the text models take them: -1 for none."""
    return np.asarray(column.astype("float64").fillna(-1).astype(np.int64))


def missing(store: Store, run_id: int, limit: int | None = None) -> list[int]:
    """Texts read that the run says nothing of."""
    some = f" limit {int(limit)}" if limit else ""
    sql = "select text_hash from voc_reading anti join (select text_hash from text_topic where run_id = ?) x using (text_hash)"
    return [int(one) for one in store.query(sql + some, [run_id])["text_hash"]]


def keep(store: Store, con: DuckDBPyConnection, run_id: int, labels: Labels) -> None:
    """Write down the topics of texts, in the caller's transaction."""
    hashes, topics = labels.hashes, labels.topics
    if not len(hashes):
        return
    table = pa.table(
        {
            "run_id": pa.array(np.full(len(hashes), run_id, dtype=np.int64)),
            "text_hash": pa.array(np.asarray(hashes, dtype=np.uint64)),
            "topic_id": pa.array(topics, mask=topics < 0),
            "strength": pa.array(np.asarray(labels.strength, dtype=np.float64)),
        }
    )
    with spilled(store, table) as path:
        con.execute("insert into text_topic by name select * from read_parquet(?)", [path])
