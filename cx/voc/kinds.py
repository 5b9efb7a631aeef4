"""Kinds, causes and severities of all texts: told by rules and examples, and by what the team corrected. Corrections tell all anew, once nobody
has corrected anything for a while, and so do other rules; until then what was told before is shown.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pyarrow as pa

from cx.text.lexicon import rules_version
from cx.text.tokens import Progress
from cx.voc import encoder, topic_labels
from cx.voc.aside import Aside
from cx.voc.spilled import spilled
from cx.voc.work import Read
from cx.warehouse import Store

CHUNK = 5_000
REST = timedelta(minutes=10)  # without a correction: a review of fifty is learnt from once
_COLUMNS = (
    "kind", "kind_share", "cause", "cause_share", "is_critical", "is_long_term", "critical_share", "long_term_share",
)  # fmt: skip
_LEARNT = ("kind", "cause", "severity")
_ABOUT = ", ".join(f"'{about}'" for about in _LEARNT)


def is_due(store: Store) -> bool:
    """Whether texts were read, people corrected something, or the rules changed, since kinds were last told."""
    return (_is_old(store) and not _is_being_taught(store) and _has_told(store)) or bool(_untold(store, limit=1))


def catch_up(store: Store, aside: Aside, progress: Progress) -> int:
    """Tell kinds and causes of texts that have none yet; after corrections or with other rules of all texts. How many."""
    if _is_old(store):
        with store.write(None) as con:
            con.execute("update voc_reading set is_outdated = true where kind is not null")
            con.execute("update voc_state set learnt = ?, told_by = ?", [_newest(store), rules_version()])
    left = _untold(store)
    lessons = {about: _lessons(store, about) for about in _LEARNT}
    axes = encoder.axes(store)
    for begin in range(0, len(left), CHUNK):
        chunk = left[begin : begin + CHUNK]
        frame = topic_labels.texts(store, "r.text_hash in (select unnest(?::ubigint[]))", [chunk])
        told = aside.call("tell_kinds", topic_labels.values(frame), lessons, axes)
        is_last = begin + CHUNK >= len(left)
        _keep(store, frame["text_hash"], told, is_last=is_last)
        progress(min(begin + CHUNK, len(left)), len(left))
    return len(left)


def _is_being_taught(store: Store) -> bool:
    """Whether somebody corrected something just now, and may go on."""
    last = store.query(f"select max(made_at) as at from correction where about in ({_ABOUT})")["at"].item()
    is_known = store.query("select told_by from voc_state")["told_by"].item() == rules_version()
    return is_known and not pd.isna(last) and _now() - last < REST


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _newest(store: Store) -> int:
    sql = f"select coalesce(max(correction_id), 0) as n from correction where about in ({_ABOUT})"
    return int(store.query(sql)["n"].item())


def _is_old(store: Store) -> bool:
    """Whether kinds were told before the last correction, or by other rules."""
    state = store.query("select learnt, told_by from voc_state").iloc[0]
    return (int(state["learnt"]), state["told_by"]) != (_newest(store), rules_version())


def _has_told(store: Store) -> bool:
    return bool(len(store.query("from voc_reading where kind is not null limit 1")))


def _untold(store: Store, limit: int | None = None) -> list[int]:
    """Texts with vectors of the present model that have content and no kind yet, or one of before."""
    some = f" limit {int(limit)}" if limit else ""
    sql = f"""select text_hash from voc_reading where (kind is null or is_outdated) and vector is not null and ends_with(version, ?)
        order by text_hash{some}"""
    return [int(one) for one in store.query(sql, [encoder.version(store)])["text_hash"]]


def _lessons(store: Store, about: str) -> tuple[Read, list[str]]:
    """The texts people corrected, and what they said of them last."""
    decided = store.query(
        """select d.text_hash, arg_max_null(c.after, c.correction_id) as said from correction c
        join voc_document d on d.origin = c.origin and d.source_id = c.source_id and d.document_id = c.document_id
        where c.about = ? group by 1 having said is not null""",
        [about],
    )
    frame = topic_labels.texts(store, "r.text_hash in (select unnest(?::ubigint[]))", [decided["text_hash"].tolist()])
    frame = frame.merge(decided, "inner", "text_hash")
    return topic_labels.values(frame), frame["said"].tolist()


def _keep(store: Store, hashes: pd.Series, told: list[tuple[object, ...]], *, is_last: bool) -> None:
    columns = dict(zip(_COLUMNS, zip(*told, strict=True), strict=True)) if told else {}
    if not columns:
        return
    table = pa.table(
        {"text_hash": pa.array(hashes, pa.uint64())}
        | {name: pa.array(list(values)) for name, values in columns.items()}
    )
    assigned = ", ".join(f"{name} = p.{name}" for name in _COLUMNS)
    with spilled(store, table) as path, store.write("voc" if is_last else None) as con:
        con.execute(
            f"update voc_reading set {assigned}, is_outdated = false from read_parquet(?) p where p.text_hash = voc_reading.text_hash",
            [path],
        )
