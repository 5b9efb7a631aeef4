"""Reading: terms and vectors of every text that has none of the present version yet, the newest first, kept in the store."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from cx.text.tokens import Progress
from cx.voc import documents, encoder, work
from cx.voc.aside import Aside
from cx.voc.spilled import spilled
from cx.voc.work import Readings, Words
from cx.warehouse import Store

CHUNK = 2_000  # texts read at a time: some seconds' work, so much is lost when the program ends
_TOGETHER = 10  # chunks between two times that pages are told of more


@dataclass(frozen=True)
class State:
    """How far the reading is: of `texts` different ones `read` are read, `present` of them with the present words and models.

    What was read with earlier ones is shown until it is read again.
    """

    texts: int
    read: int
    present: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to read."""
        return self.present >= self.texts


def state(store: Store) -> State:
    """How far the reading is, by the documents known."""
    found = store.query(
        "select (select count(*) from voc_text) as texts, count(*) as done, count(*) filter (version = ?) as present"
        " from voc_reading",
        [version(store)],
    ).iloc[0]
    return State(int(found["texts"]), int(found["done"]), int(found["present"]))


def version(store: Store) -> str:
    """What a text is read with that is read now: the present words and models."""
    return work.terms_version(dictionary(store)) + encoder.version(store)


def versions(store: Store) -> dict[int, str]:
    """The texts with content that have vectors of the present model, and what each was read with."""
    sql = """select text_hash, version from voc_reading semi join voc_text using (text_hash)
        where ends_with(version, ?) and vector is not null"""
    found = store.query(sql, [encoder.version(store)])
    return dict(zip(found["text_hash"].tolist(), found["version"].tolist(), strict=True))


def dictionary(store: Store) -> Words:
    """The team's own words."""
    found = store.query("select word, use, stands_for from dictionary_word order by word, use")
    by_use = {use: tuple(rows["word"]) for use, rows in found.groupby("use")}
    same = found[found["use"] == "same"]
    return Words(
        by_use.get("name", ()), by_use.get("silent", ()), tuple(zip(same["word"], same["stands_for"], strict=True))
    )


def is_due(store: Store) -> bool:
    """Whether data changed since the documents were made, texts are unread, or the encoder has to learn anew."""
    return documents.is_stale(store) or not state(store).is_done or encoder.is_due(store, dictionary(store))


def read(store: Store, aside: Aside, progress: Progress, most: int | None = None) -> int:
    """Read what is unread, or `most` texts of it; how many that were. `progress(done, total)` may raise: what was read
    until then stays.
    """
    documents.refresh(store)
    words = dictionary(store)
    encoder.catch_up(store, aside, words, progress)
    present = version(store)
    unread = _unread(store, present)
    left = unread[:most]
    for number, begin in enumerate(range(0, len(left), CHUNK), start=1):
        progress(begin, len(unread))
        chunk = left[begin : begin + CHUNK]
        hashes, texts = _texts(store, chunk)
        if not texts:
            continue
        found = _found(store, aside, (hashes, texts), words, _within(progress, begin, len(unread)))
        is_told = number % _TOGETHER == 0 or begin + CHUNK >= len(left)
        with store.write("voc" if is_told else None) as con:
            _keep(store, con, hashes, present, found)
    progress(len(left), len(unread))
    return len(left)


def _found(store: Store, aside: Aside, said: tuple[list[int], list[str]], words: Words, progress: Progress) -> Readings:
    """What is read in the texts; where all have vectors of the present model, only their terms are read anew."""
    hashes, texts = said
    known = store.query(
        "select text_hash, vector from voc_reading where ends_with(version, ?)"
        " and text_hash in (select unnest(?::ubigint[])) order by text_hash",
        [encoder.version(store), hashes],
    )
    if len(known) < len(hashes):
        found: Readings = aside.call("read", texts, words, encoder.axes(store), progress=progress)
        return found
    terms = aside.call("read_terms", texts, words, progress=progress)
    return Readings(terms, half(known["vector"]))


def half(vectors: pd.Series) -> NDArray[np.float16]:
    """(n_texts, n_dimensions) vectors as they are kept; those without content are zero rows."""
    kept = [np.frombuffer(one, dtype=np.float16) if isinstance(one, bytes | bytearray) else None for one in vectors]
    nothing = np.zeros(next((len(one) for one in kept if one is not None), 1), dtype=np.float16)
    return np.stack([nothing if one is None else one for one in kept]) if kept else nothing[None, :0]


def _within(progress: Progress, begin: int, total: int) -> Progress:
    """The progress of a chunk as that of the whole."""
    return lambda done, _: progress(begin + done, total)


def _unread(store: Store, version: str) -> NDArray[np.uint64]:
    found = store.query(
        """select text_hash from voc_text t
        anti join (select text_hash from voc_reading where version = ?) r using (text_hash)
        join (select text_hash, max(day) as day from voc_document group by 1) d using (text_hash)
        order by d.day desc, text_hash""",
        [version],
    )
    return np.asarray(found["text_hash"], dtype=np.uint64)


def _texts(store: Store, hashes: NDArray[np.uint64]) -> tuple[list[int], list[str]]:
    """The texts of these hashes that are still there."""
    found = store.query(
        "select text_hash, text from voc_text where text_hash in (select unnest(?::ubigint[])) order by 1",
        [hashes.tolist()],
    )
    return found["text_hash"].tolist(), found["text"].tolist()


def _keep(store: Store, con: DuckDBPyConnection, hashes: list[int], version: str, found: Readings) -> None:
    vectors = [row.tobytes() if row.any() else None for row in found.vectors]
    table = pa.table(
        {
            "text_hash": pa.array(hashes, pa.uint64()),
            "version": pa.array([version] * len(hashes), pa.string()),
            "terms": pa.array([list(terms) for terms in found.terms], pa.list_(pa.string())),
            "vector": pa.array(vectors, pa.binary()),
        }
    )
    with spilled(store, table) as path:
        con.execute("delete from voc_reading where text_hash in (select text_hash from read_parquet(?))", [path])
        con.execute(
            "insert into voc_reading by name select r.* from read_parquet(?) r semi join voc_text using (text_hash)",
            [path],
        )
