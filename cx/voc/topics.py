"""Topics of all texts: found by a run, kept in the catalogue through later runs, new texts put where texts like them are.

A run keeps its parameters, its seed and what it changed; it can be undone, then what the run before said holds again. Runs are
made at first, with every month that begins in the texts, where these have become many more, and when a person asks for one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from cx.cache import VOC, cached
from cx.errors import CxError
from cx.text import lexicon
from cx.text.catalogue import Catalogue, Topic
from cx.text.tokens import Progress
from cx.text.topics import ALGORITHM, GRAIN
from cx.voc import catalogue, encoder, reading, topic_labels, topic_places
from cx.voc.aside import Aside
from cx.voc.topic_labels import Labels
from cx.voc.work import Described, Found
from cx.warehouse import Store

FEWEST = 30  # texts that name a matter below which there is nothing to find topics in
EARLY = 10_000  # texts read after which the first topics are found, the newest texts being read first
GROWN = 2  # times as many texts as the last run knew: time for another one
DETAILS = tuple(GRAIN)  # coarse to fine: how finely a run parts
KEPT = 3  # runs whose topics of each text are kept, so that they can be gone back to


@dataclass(frozen=True)
class Run:
    """One run: when (UTC), over how many texts, with what, and what became of the topics: numbers of them by what happened."""

    run_id: int
    made_at: datetime
    n_texts: int
    parameters: dict[str, object]
    report: dict[str, list[int]]
    is_undone: bool


def runs(store: Store) -> tuple[Run, ...]:
    """All runs, the newest first."""

    def ask() -> tuple[Run, ...]:
        rows = store.query("select * from topic_run order by run_id desc").to_dict("records")
        return tuple(
            Run(
                int(row["run_id"]),
                row["made_at"].to_pydatetime(),
                int(row["n_texts"]),
                json.loads(row["parameters"]),
                json.loads(row["report"]),
                bool(row["is_undone"]),
            )
            for row in rows
        )

    return cached(store, (VOC, "runs"), None, ask)


def current(store: Store) -> Run | None:
    """The run that holds; None before the first."""
    return next((run for run in runs(store) if not run.is_undone), None)


def is_due(store: Store) -> bool:
    """Whether topics have to be found or measured anew, or texts that were read since have to be put into topics."""
    run, state = current(store), reading.state(store)
    if run is None:
        return not runs(store) and state.read >= (0 if state.is_done else EARLY) and _telling(store) >= FEWEST
    is_elsewhere = state.is_done and topic_places.is_due(store, run.parameters)
    return is_elsewhere or bool(topic_labels.missing(store, run.run_id, limit=1)) or _is_time(store, state)


def _telling(store: Store) -> int:
    """How many of the texts read name a matter."""
    sql = "select count(*) as n from voc_reading where vector is not null and not list_has_all(?::varchar[], terms)"
    return int(store.query(sql, [sorted(lexicon.remarks())])["n"].item())


def _is_time(store: Store, state: reading.State) -> bool:
    """Whether all texts are read and are many more than the newest run knew, or of a month that had not begun then.

    An undone run counts: that it was undone is no reason to do it again.
    """
    newest = runs(store)[0]
    knew = str(newest.parameters.get("month") or f"{newest.made_at:%Y-%m}")
    return state.is_done and (state.read > GROWN * newest.n_texts or _month(store) > knew)


def _month(store: Store) -> str:
    """The last month of the texts, "2026-11"; "" where no day is known. A day to come is a misprint."""
    sql = "select coalesce(strftime(max(day), '%Y-%m'), '') as month from voc_document where day <= ?"
    return str(store.query(sql, [_now().date()])["month"].item())


def is_earlier(run: Run) -> bool:
    """Whether topics are found in another way now: the same texts may get others."""
    return run.parameters.get("algorithm") != ALGORITHM


def catch_up(store: Store, aside: Aside, progress: Progress) -> None:
    """Find topics where that is due; else put new texts into the topics there are."""
    run = current(store)
    if run is None or _is_time(store, reading.state(store)):
        find(store, aside, progress, detail=detail(run))
    else:
        assign(store, run, aside, progress)
        if reading.state(store).is_done and topic_places.is_due(store, run.parameters):
            topic_places.catch_up(store, run.run_id, run.parameters)


def detail(run: Run | None) -> str:
    """How finely a run parted: "coarse", "medium" or "fine"; "medium" before the first."""
    return str(run.parameters.get("detail", "medium")) if run else "medium"


def find(store: Store, aside: Aside, progress: Progress, *, detail: str = "medium", seed: int = 0) -> Run:
    """Find the topics of all texts read, holding on to those of the catalogue. Raises CxError `voc.too_few`.

    The same texts, catalogue, seed and detail give the same topics.
    """
    frame = topic_labels.texts(store)
    if (n := _telling(store)) < FEWEST:
        raise CxError("voc.too_few", n=n, least=FEWEST)
    hashes = frame["text_hash"].to_numpy()
    if (run := current(store)) is not None and topic_places.is_due(store, run.parameters):
        topic_places.catch_up(store, run.run_id, run.parameters)
    before = frame[["text_hash"]].merge(topic_labels.of(store, run.run_id if run else None), "left", "text_hash")
    known = (topic_labels.numbers(before["topic_id"]), _last_days(store, hashes))
    asked = (topic_labels.values(frame), _catalogue(store), known, (detail, seed))
    found: Found = aside.call("find_topics", *asked, progress=progress)
    parameters = found.parameters | {"vectors": encoder.said(store), "month": _month(store)}
    with store.write("voc") as con:
        run_id = _next(con, "topic_run", "run_id")
        con.execute(
            "insert into topic_run values (?, ?, ?, ?, ?, false)",
            [run_id, _now(), json.dumps(parameters), len(frame), json.dumps(found.changes)],
        )
        keep_topics(con, run_id, found.described, hashes)
        con.execute(
            "update topic set is_gone = merged_into is null and topic_id not in (select unnest(?::bigint[]))",
            [list(found.described)],
        )
        topic_labels.keep(store, con, run_id, Labels(hashes, found.keys, found.strength))
        con.execute(
            "delete from text_topic where run_id not in"
            " (select run_id from topic_run where not is_undone order by run_id desc limit ?)",
            [KEPT],
        )
    return runs(store)[0]


def assign(store: Store, run: Run, aside: Aside, progress: Progress) -> int:
    """Put texts read since the run into its topics, without finding topics anew; how many those were."""
    left = topic_labels.missing(store, run.run_id)
    if not left:
        return 0
    new = topic_labels.some(store, left)
    voters = topic_labels.voters(topic_labels.of(store, run.run_id))
    old = topic_labels.some(store, voters["text_hash"].tolist()).merge(voters, "inner", "text_hash")
    asked = (topic_labels.values(old), topic_labels.numbers(old["topic_id"]), topic_labels.values(new))
    topics, strength = aside.call("assign_topics", *asked, progress=progress)
    with store.write("voc") as con:
        topic_labels.keep(store, con, run.run_id, Labels(new["text_hash"].to_numpy(), topics, strength))
    return len(new)


def before(store: Store) -> Run | None:
    """The run that would hold after an undo; None where there is none whose topics of each text are still kept."""

    def ask() -> Run | None:
        standing = [run for run in runs(store) if not run.is_undone]
        kept = store.query("select distinct run_id from text_topic")["run_id"].tolist()
        return next((run for run in standing[1:2] if run.run_id in kept), None)

    return cached(store, (VOC, "run before"), None, ask)


def undo(store: Store, who: str) -> Run:
    """Go back to what the run before said; texts read since are put into its topics later. The run that holds then.

    Raises CxError `voc.no_run_before` where there is none to go back to.
    """
    run, holds = current(store), before(store)
    if run is None or holds is None:
        raise CxError("voc.no_run_before")
    with store.write("voc") as con:
        con.execute("update topic_run set is_undone = true where run_id = ?", [run.run_id])
        con.execute("delete from text_topic where run_id = ?", [run.run_id])
        con.execute(
            "update topic set is_gone = topic_id not in (select topic_id from text_topic where topic_id is not null"
            " and run_id = ?) and merged_into is null",
            [holds.run_id],
        )
        catalogue.keep(con, catalogue.Edit.now(who, "undo", -1, str(run.run_id)))
    return holds


def _catalogue(store: Store) -> Catalogue:
    """The catalogue as a run needs it; what a person pinned, parted or merged others into stays."""
    known = catalogue.topics(store).values()
    holding = {one.into for one in known} | {one.split_from for one in known}
    middles = {key: tuple(middle.tolist()) for key, middle in centroids(store, gone=True).items()}
    return tuple(
        Topic(
            one.topic_id,
            one.label,
            one.name or None,
            one.into,
            one.split_from,
            is_kept=one.is_pinned or one.topic_id in holding or one.split_from is not None,
            is_gone=one.is_gone,
            centroid=middles.get(one.code, ()),
        )
        for one in known
    )


def keep_topics(
    con: DuckDBPyConnection,
    run_id: int,
    described: dict[int, Described],
    hashes: Sequence[int],
    split_from: int | None = None,
) -> None:
    """Put what was found into the catalogue, in the caller's transaction. What people named keeps its name."""
    for key, one in described.items():
        values = [one.label, list(one.terms), [int(hashes[row]) for row in one.quotes], one.centroid.tobytes()]
        con.execute(
            "update topic set label = ?, terms = ?, quotes = ?, centroid = ? where topic_id = ?", [*values, key]
        )
        con.execute(
            "insert into topic select ?, ?, ?, null, ?, ?, ?, false, null, ?, false"
            " where not exists (from topic where topic_id = ?)",
            [key, run_id, *values, split_from, key],
        )


def centroids(store: Store, *, gone: bool = False) -> dict[str, NDArray[np.float32]]:
    """Where the topics lie, by code; (n_dimensions,) of unit length, those that lie nowhere left out. With `gone` also those of
    which nothing is left.
    """
    rows = store.query("select topic_id, centroid from topic where merged_into is null and (? or not is_gone)", [gone])
    found = {}
    for row in rows.to_dict("records"):
        centre = np.frombuffer(row["centroid"], dtype=np.float32)
        if (length := float(np.linalg.norm(centre))) > 0:
            found[str(row["topic_id"])] = centre / np.float32(length)
    return found


def _last_days(store: Store, hashes: Sequence[int]) -> NDArray[np.int64]:
    """When each text was last said, in days; 0 where that is not known."""
    days = store.query("select text_hash, max(epoch(day))::bigint // 86400 as day from voc_document group by 1")
    return topic_labels.numbers(days.set_index("text_hash")["day"].reindex(hashes).fillna(0))


def _next(con: DuckDBPyConnection, table: str, column: str) -> int:
    row = con.execute(f'select coalesce(max("{column}"), 0) + 1 from "{table}"').fetchone()
    return int(row[0]) if row else 1


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
