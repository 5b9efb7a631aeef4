"""What is said again in the same letters: copies and near-copies in a selection, by how much was written again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx.cache import VOC, cached
from cx.selection import Selection
from cx.voc import alike
from cx.warehouse import Store

SHOWN = 20


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
    """The groups of which most letters were written again within a selection: few long letters before many short phrases.

    The text said most often stands for its group. Texts that say nothing are left out; one that is in no group yet
    (`cx.voc.copies`) is a group of its own.
    """
    return cached(store, (VOC, "copied"), selection, lambda: _copied(store, selection))


def _copied(store: Store, selection: Selection) -> tuple[Copied, ...]:
    rows, values = alike.rows(store, selection)
    frame = store.query(
        f"""with {rows}, said as (
            select text_hash, count(*) as documents, min(day) as first, max(day) as last,
                list(distinct account_key) filter (account_key is not null) as accounts
            from rows where text_hash is not null group by 1
        ), grouped as (
            select coalesce(c.head, s.text_hash) as head, sum(s.documents)::bigint as documents, count(*) as variants,
                min(s.first) as first, max(s.last) as last, len(list_distinct(coalesce(flatten(list(s.accounts)), []))) as accounts,
                arg_max(s.text_hash, (s.documents, -s.text_hash::hugeint)) as text_hash
            from said s left join text_copy c using (text_hash)
            where c.text_hash is null or c.head is not null group by 1 having sum(s.documents) > 1
        )
        select g.*, t.text from grouped g join voc_text t using (text_hash)
        order by (g.documents - 1) * length(t.text) desc, g.text_hash limit ?""",
        [*values, SHOWN],
    )
    return tuple(
        Copied(
            int(row["text_hash"]),
            str(row["text"]),
            int(row["documents"]),
            int(row["variants"]),
            int(row["accounts"]),
            pd.Timestamp(row["first"]).date(),
            pd.Timestamp(row["last"]).date(),
        )
        for row in frame.to_dict("records")
    )
