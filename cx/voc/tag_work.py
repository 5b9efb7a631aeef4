"""Learning from the tags: once a day where something changed, or when somebody asks; what came of it is kept in the store."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
from duckdb import DuckDBPyConnection

from cx.cache import VOC, cached
from cx.measure import looked_from
from cx.text.mistags import Confusable
from cx.text.tags import CORRECTED, MOST_DOCUMENTS
from cx.text.tokens import Progress
from cx.voc import encoder, reading, topic_labels, unclassified
from cx.voc.aside import Aside
from cx.voc.spilled import spilled
from cx.voc.tag_learning import Learnt, Lesson
from cx.voc.tagged import TAGGED
from cx.warehouse import Store

ASKED = 28  # days: what is older is history, and no review mends it
MOST_DOUBTS = 200  # a month of reviews of fifty
PAUSE = timedelta(hours=20)  # "nightly", on machines that are not on all night
_OUTGROWN = 2  # times as many texts read as last time: no need to wait for the next day


@dataclass(frozen=True)
class Run:
    """One time of learning, when (UTC). `n` documents were judged; `accuracy`: share whose tag was the most probable one, None for n 0.

    `agents`: per agent key the documents whose tag was not the most probable one, and all of them.
    """

    run_id: int
    made_at: datetime
    basis: str
    status: str
    n: int
    n_tags: int
    accuracy: float | None
    pairs: tuple[Confusable, ...]
    agents: dict[str, tuple[int, int]]
    left_out: dict[str, int]


def newest(store: Store) -> Run | None:
    """What was learnt last; None before the first time."""

    def ask() -> Run | None:
        rows = store.query("select * from tag_run order by run_id desc limit 1").to_dict("records")
        return _run(rows[0]) if rows else None

    return cached(store, (VOC, "tag run"), None, ask)


def _run(row: dict[str, object]) -> Run:
    accuracy = float(str(row["accuracy"])) if pd.notna(row["accuracy"]) else None
    return Run(
        int(str(row["run_id"])),
        pd.Timestamp(str(row["made_at"])).to_pydatetime(),
        str(row["basis"]),
        str(row["status"]),
        int(str(row["n"])),
        int(str(row["n_tags"])),
        accuracy,
        tuple(Confusable(*pair) for pair in json.loads(str(row["confusable"]))),
        {key: (int(few), int(n)) for key, (few, n) in json.loads(str(row["agents"])).items()},
        json.loads(str(row["left_out"])),
    )


def _basis(store: Store) -> str:
    """Changes with everything that is learnt from; how many texts are read comes last."""
    found = store.query(
        "select (select coalesce(max(correction_id), 0) from correction where about = 'tag') as said,"
        " (select coalesce(max(version), 0) from taxonomy) as taxonomy"
    ).iloc[0]
    parts = (store.data_version, store.settings_version, found["said"], found["taxonomy"], reading.state(store).read)
    return ".".join(str(int(part)) for part in parts)


def is_due(store: Store) -> bool:
    """Whether there is something new to learn, and it is time: once all texts are read, a day after the last time, at once where
    that found no tags or far more texts are read since.
    """
    state, run = reading.state(store), newest(store)
    read = state.read
    if not state.is_done or run is None or not read:
        return state.is_done and bool(read)
    if run.basis == _basis(store):
        return False
    has_outgrown = read >= _OUTGROWN * int(run.basis.rpartition(".")[2])
    return run.status != "ok" or has_outgrown or _now() - run.made_at >= PAUSE


def catch_up(store: Store, aside: Aside, progress: Progress) -> None:
    """Learn from the tags of the last year now: what it says of tags takes the place of what was said before."""
    basis = _basis(store)
    documents, lesson = _lesson(store, _documents(store))
    found: Learnt = aside.call("learn_tags", lesson, MOST_DOUBTS, progress=progress)
    tagged = documents[documents["is_tagged"]].reset_index(drop=True)
    with store.write("voc") as con:
        run_id = _keep_run(con, basis, found, tagged)
        _keep_doubts(con, run_id, found, tagged)
        _keep_suggestions(store, con, found, documents[~documents["is_tagged"]])


def _documents(store: Store) -> pd.DataFrame:
    """The tagged and the untagged documents of the last year whose text is read, the newest of each, corrected ones first."""
    last = looked_from(store, None)
    return store.query(
        f"""with seen as (
            select v.origin, v.source_id, v.document_id, v.day, v.text_hash, v.agent_key, v.category as tag,
                not {unclassified.sql()} as is_tagged, v.is_decided, v.day > ? as is_recent
            from {TAGGED} v
            semi join (from voc_reading where ends_with(version, ?)) r on r.text_hash = v.text_hash
            where v.day between ? and ? and (v.origin = 'ticket' or v.category is not null)
        )
        from seen qualify row_number() over (
            partition by is_tagged order by is_decided desc, day desc, hash(document_id), origin, source_id) <= ?
        order by day, origin, source_id, document_id""",
        [
            last - timedelta(days=ASKED),
            encoder.version(store),
            last - timedelta(days=unclassified.DAYS - 1),
            last,
            MOST_DOCUMENTS,
        ],
    )


def _lesson(store: Store, documents: pd.DataFrame) -> tuple[pd.DataFrame, Lesson]:
    """Those documents that are still there, and what is learnt from them."""
    hashes = documents["text_hash"].unique().tolist()
    frame = topic_labels.texts(store, "r.text_hash in (select unnest(?::ubigint[]))", [hashes])
    read = topic_labels.values(frame)
    documents = documents[documents["text_hash"].isin(frame["text_hash"])]
    place = pd.Series(np.arange(len(frame)), index=frame["text_hash"].to_numpy())
    tagged = documents[documents["is_tagged"]]

    def rows(of: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.asarray(place.reindex(of["text_hash"]).to_numpy(), dtype=np.int64)

    return documents, Lesson(
        read.texts,
        read.terms,
        read.vectors,
        rows(tagged),
        tagged["tag"].tolist(),
        [CORRECTED if flag else 1.0 for flag in tagged["is_decided"]],
        (tagged["is_recent"] & ~tagged["is_decided"]).to_numpy(dtype=bool),
        rows(documents[~documents["is_tagged"]]),
    )


def _keep_run(con: DuckDBPyConnection, basis: str, found: Learnt, tagged: pd.DataFrame) -> int:
    last = con.execute("select coalesce(max(run_id), 0) + 1 from tag_run").fetchone()
    run_id = int(last[0]) if last else 1
    keys = tagged["agent_key"].to_numpy()[found.judged]
    every = Counter(key for key in keys if isinstance(key, str))
    few = Counter(key for key, flag in zip(keys, found.is_unlikely, strict=True) if flag and isinstance(key, str))
    agents = {key: (few[key], n) for key, n in every.items()}
    pairs = [(one.first, one.second, one.documents, one.share) for one in found.pairs]
    told = [json.dumps(one, ensure_ascii=False) for one in (pairs, agents, dict(list(found.left_out.items())[:200]))]
    con.execute(
        "insert into tag_run values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [run_id, _now(), basis, found.status, len(found.judged), found.n_tags, found.accuracy, *told],
    )
    return run_id


def _keep_doubts(con: DuckDBPyConnection, run_id: int, found: Learnt, tagged: pd.DataFrame) -> None:
    con.execute("delete from tag_doubt")
    rows = tagged.to_dict("records")
    for rank, one in enumerate(found.doubts):
        doubt, row = one.doubt, rows[one.doubt.row]
        con.execute(
            "insert into tag_doubt values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                run_id, rank, row["origin"], row["source_id"], row["document_id"], doubt.given, doubt.other,
                doubt.probability, doubt.other_probability, list(one.terms),
            ],
        )  # fmt: skip


def _keep_suggestions(store: Store, con: DuckDBPyConnection, found: Learnt, untagged: pd.DataFrame) -> None:
    con.execute("delete from tag_suggestion")
    rows = [
        (row["origin"], row["source_id"], row["document_id"], one.tag, one.probability)
        for row, one in zip(untagged.to_dict("records"), found.suggestions, strict=False)
        if one is not None
    ]
    if not rows:
        return
    names = ("origin", "source_id", "document_id", "tag", "probability")
    table = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    with spilled(store, table) as path:
        con.execute("insert into tag_suggestion by name from read_parquet(?)", [path])


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
