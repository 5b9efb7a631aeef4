"""Groups of near-copies of all texts, kept in the store and kept up behind the pages' backs (`cx.text.near_copies`).

Texts are compared in the order of the day each was first said, and of their numbers on one day; how much a 3-gram weighs is learnt
from the RARITY texts said first. Both follow from the texts alone: a month taken in at once or in two parts gives the same groups.
What is new is mostly said last, and is then compared with the heads of all before it. Where something changes earlier (an older
file, a head taken away), texts are compared anew from there on; where it is among the first ones, all are. A store with fewer texts
than RARITY learns, and compares, anew each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from cx.cache import VOC, cached
from cx.text.near_copies import BUCKETS, SHARES, Placed
from cx.text.rarity import Rarity
from cx.text.tokens import Progress
from cx.voc import documents
from cx.voc.aside import Aside
from cx.voc.spilled import spilled
from cx.warehouse import Store

RARITY = 20_000  # texts said first, from which the weights are learnt
CHUNK = 1_000  # texts compared at a time
_TOGETHER = 10  # chunks kept at once
_WAY = "1"  # raised whenever the same texts may get other groups

_SAID = "said as (select text_hash, min(day) as first_day from voc_document semi join voc_text using (text_hash) group by 1)"
# Where each text stands, and whether it has to be compared: it is new or stands elsewhere, its weights or its head are gone.
_PLACES = f"""{_SAID}, places as (
    select s.text_hash, s.first_day, least(s.first_day, c.first_day) as from_day,
        c.made_with is distinct from $made_with or c.first_day <> s.first_day or (c.head is not null and h.text_hash is null) as is_due
    from said s left join text_copy c using (text_hash) left join text_copy h on h.text_hash = c.head
)"""


@dataclass(frozen=True)
class State:
    """How many of the texts are in their groups."""

    texts: int
    placed: int

    @property
    def is_whole(self) -> bool:
        """Whether all are."""
        return self.placed >= self.texts


def state(store: Store) -> State:
    """How far the groups are made; as pages were last told."""

    def ask() -> State:
        found = store.query(
            "select count(*) as texts, count(c.text_hash) as placed from voc_text"
            " left join (from text_copy where made_with is not null) c using (text_hash)"
        ).iloc[0]
        return State(int(found["texts"]), int(found["placed"]))

    return cached(store, (VOC, "copies state"), None, ask)


def is_due(store: Store) -> bool:
    """Whether texts came, went, or are known from an earlier day than before. Documents that are not made yet are waited for."""
    return not documents.is_stale(store) and _first_due(store, _made_with(store)) is not None


def catch_up(store: Store, aside: Aside, progress: Progress) -> int:
    """Put texts into groups; how many. `progress(done, total)` may raise: what was found until then stays."""
    made_with = _made_with(store)
    first = _first_due(store, made_with)
    if first is None:
        return 0
    rarity = _rarity(store, aside, made_with)
    due = _begin(store, first)
    aside.call("copies_among", rarity, *_heads(store, made_with))
    kept: list[tuple[Sequence[int], Sequence[object], Placed]] = []
    for begin in range(0, len(due), CHUNK):
        progress(begin, len(due))
        hashes = due["text_hash"][begin : begin + CHUNK].tolist()
        asked = aside.call("copies_look", hashes, _texts(store, hashes))
        kept.append((hashes, due["first_day"][begin : begin + CHUNK], aside.call("copies_place", _texts(store, asked))))
        is_last = begin + CHUNK >= len(due)
        if is_last or len(kept) == _TOGETHER:
            _keep(store, made_with, kept, is_last=is_last)
            kept = []
    progress(len(due), len(due))
    return len(due)


def _made_with(store: Store) -> str:
    """The way of comparing, and which texts the weights are learnt from."""
    found = store.query(
        f"with {_SAID} select count(*) as n, coalesce(bit_xor(text_hash), 0)::varchar as which"
        " from (from said order by first_day, text_hash limit ?)",
        [RARITY],
    ).iloc[0]
    return f"{_WAY}/{found['n']}/{found['which']}"


def _first_due(store: Store, made_with: str) -> tuple[object, int] | None:
    """The day and the number of the first text from which on texts have to be compared."""
    sql = f"with {_PLACES} select from_day, text_hash from places where is_due order by 1, 2 limit 1"
    found = store.query(sql, {"made_with": made_with})
    return None if found.empty else (found["from_day"].item(), int(found["text_hash"].item()))


def _rarity(store: Store, aside: Aside, made_with: str) -> Rarity:
    """What is rare among the texts said first; learnt anew where these are others."""
    rows = store.query("select * from copy_rarity where made_with = ?", [made_with]).to_dict("records")
    if rows:
        row = rows[0]
        grams, holding = np.asarray(row["grams"], dtype=np.uint64), np.asarray(row["holding"], dtype=np.int64)
        return Rarity(grams, holding, int(row["texts"]))
    texts = store.query(
        f"with {_SAID} select text from said join voc_text using (text_hash) order by first_day, text_hash limit ?",
        [RARITY],
    )["text"].tolist()
    found: Rarity = aside.call("copies_rarity", texts)
    with store.write(None) as con:
        con.execute("delete from copy_rarity")
        con.execute(
            "insert into copy_rarity values (?, ?, ?, ?)",
            [made_with, found.texts, found.grams.tolist(), found.holding.tolist()],
        )
    return found


def _begin(store: Store, first: tuple[object, int]) -> pd.DataFrame:
    """The texts to compare, in order. Whatever stops the work, they are known to be compared no more."""
    due = store.query(
        f"with {_SAID} select text_hash, first_day from said where (first_day, text_hash) >= (?, ?) order by first_day, text_hash",
        list(first),
    )
    with store.write(None) as con:
        con.execute(
            f"""with {_SAID} update text_copy set made_with = null from said
            where said.text_hash = text_copy.text_hash and (said.first_day, said.text_hash) >= (?, ?)
            and text_copy.made_with is not null""",
            list(first),
        )
    return due


def _heads(store: Store, made_with: str) -> tuple[list[int], Any]:
    """The heads that stand, in order, and what is rare in each: (n_heads, BUCKETS)."""
    from scipy import sparse

    cursor = store.cursor()
    try:
        table = cursor.sql(
            "select text_hash, rare, share from text_copy where made_with = ? and head = text_hash order by first_day, text_hash",
            params=[made_with],
        ).to_arrow_table()
    finally:
        cursor.close()
    rare, share = (table[name].combine_chunks() for name in ("rare", "share"))
    offsets = np.concatenate([[0], np.cumsum(np.asarray(rare.value_lengths(), dtype=np.int64))])
    weights = share.flatten().to_numpy().astype(np.float32) / SHARES
    buckets = rare.flatten().to_numpy().astype(np.int32)
    return table["text_hash"].to_pylist(), sparse.csr_matrix((weights, buckets, offsets), shape=(len(table), BUCKETS))


def _texts(store: Store, hashes: Sequence[int]) -> list[str]:
    """The texts of these numbers, in their order; "" for one that is gone."""
    found = store.query(
        "select text_hash, text from voc_text where text_hash in (select unnest(?::ubigint[]))", [list(hashes)]
    )
    known = dict(zip(found["text_hash"].tolist(), found["text"].tolist(), strict=True))
    return [known.get(one, "") for one in hashes]


def _keep(
    store: Store, made_with: str, found: list[tuple[Sequence[int], Sequence[object], Placed]], *, is_last: bool
) -> None:
    table = pa.concat_tables(_table(made_with, *one) for one in found)
    with spilled(store, table) as path, store.write("voc" if is_last else None) as con:
        con.execute("delete from text_copy where text_hash in (select text_hash from read_parquet(?))", [path])
        con.execute(
            "insert into text_copy by name select c.* from read_parquet(?) c semi join voc_text using (text_hash)",
            [path],
        )


def _table(made_with: str, hashes: Sequence[int], days: Sequence[object], placed: Placed) -> pa.Table:
    is_head = np.array([head == one for head, one in zip(placed.heads, hashes, strict=True)], dtype=bool)
    lengths = np.where(is_head, np.diff(placed.rare.indptr), 0)
    is_kept = np.repeat(is_head, np.diff(placed.rare.indptr))
    offsets = pa.array(np.concatenate([[0], np.cumsum(lengths)]), pa.int32())
    shares = np.round(placed.rare.data[is_kept] * SHARES).astype(np.uint8)
    return pa.table(
        {
            "text_hash": pa.array(hashes, pa.uint64()),
            "head": pa.array(placed.heads, pa.uint64()),
            "first_day": pa.array(pd.to_datetime(pd.Series(days)).dt.date, pa.date32()),
            "made_with": pa.array([made_with] * len(hashes), pa.string()),
            "rare": pa.ListArray.from_arrays(offsets, pa.array(placed.rare.indices[is_kept].astype(np.uint32))),
            "share": pa.ListArray.from_arrays(offsets, pa.array(shares)),
        }
    )
