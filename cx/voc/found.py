"""What a search found, within what is looked at: each text once, with who said it last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from cx.rows import select
from cx.selection import Selection
from cx.voc.search import Match
from cx.warehouse import Store

_COLUMNS = ("day", "channel", "kind", "topic", "product", "account_name", "account_key")


def found(
    store: Store, selection: Selection, matches: Sequence[Match], span: tuple[date, date], limit: int = 100
) -> pd.DataFrame:
    """The texts found that the selection lets through, the most similar first.

    Columns: those of the last document with that text (day, channel, kind, topic, product, account), `text`, `similarity`
    and `n`, how often it was said.
    """
    rows, values = select("voc_fact", "day", selection, span).sql(span[1])
    listed = ", ".join(f"arg_max({name}, (day, document_id)) as {name}" for name in _COLUMNS)
    sql = f"""with {rows},
        hit as (select unnest(?::ubigint[]) as text_hash, unnest(?::double[]) as similarity),
        said as (
            select text_hash, any_value(similarity) as similarity, count(*) as n, {listed}
            from rows join hit using (text_hash) where is_counted group by text_hash
        )
        select said.* exclude (text_hash), text from said join voc_text using (text_hash)
        order by similarity desc, text_hash limit ?"""
    hashes, likeness = [one.text_hash for one in matches], [one.similarity for one in matches]
    return store.query(sql, [*values, hashes, likeness, limit])
