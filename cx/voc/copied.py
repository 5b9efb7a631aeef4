"""What is said again in the same letters: copies and near-copies in a selection, by how much was written again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx.cache import VOC, cached
from cx.selection import Selection
from cx.text.duplicates import duplicates
from cx.voc import alike
from cx.warehouse import Store

LOOKED_AT = 1_500  # different texts among which near-copies are found
SHOWN = 20
LETTERS = 500  # of a text that are compared


@dataclass(frozen=True)
class Copied:
    """A text that came more than once: how often, with its near-copies (`variants` different texts), by how many accounts."""

    text_hash: int
    text: str
    documents: int
    variants: int
    accounts: int
    first: date
    last: date


def copied(store: Store, selection: Selection) -> tuple[Copied, ...]:
    """The texts of which most letters were written again within a selection: few long letters before many short phrases.

    Exact copies of all texts count; near-copies are put together among the LOOKED_AT texts with most of that.
    """
    return cached(store, (VOC, "copied"), selection, lambda: _copied(store, selection))


def _copied(store: Store, selection: Selection) -> tuple[Copied, ...]:
    rows, values = alike.rows(store, selection)
    frame = store.query(
        f"""with {rows}, said as (
            select text_hash, count(*) as documents, min(day) as first, max(day) as last,
                coalesce(list(distinct account_key) filter (account_key is not null), []) as accounts
            from rows where text_hash is not null group by 1 having count(*) > 1)
        select said.*, t.text from said join voc_text t using (text_hash)
        order by (documents - 1) * length(t.text) desc, text_hash limit ?""",
        [*values, LOOKED_AT],
    )
    groups = [group.rows for group in duplicates([text[:LETTERS] for text in frame["text"]], most=0).groups]
    grouped = {row for group in groups for row in group}
    groups += [(row,) for row in range(len(frame)) if row not in grouped]
    found = [_one(frame.iloc[sorted(group)]) for group in groups]
    return tuple(sorted(found, key=lambda one: (-(one.documents - 1) * len(one.text), one.text_hash))[:SHOWN])


def _one(group: pd.DataFrame) -> Copied:
    """The one said most often stands for a group."""
    best = group.loc[group["documents"].idxmax()]
    return Copied(
        int(best["text_hash"]),
        str(best["text"]),
        int(group["documents"].sum()),
        len(group),
        len({key for keys in group["accounts"] for key in keys}),
        pd.Timestamp(group["first"].min()).date(),
        pd.Timestamp(group["last"].max()).date(),
    )
