"""Readings and topics of a store's texts as rows, without any model: what a page shows of them is what a test says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from cx.voc import copies, documents, reading
from cx.warehouse import Store
from tests import put_rows
from tests.tagged_rows import Here

MADE_AT = "2026-11-18 03:00:00"
CAMPAIGN = "요금 인상에 반대합니다. 작년처럼 할인을 유지해 주세요"


def said(folder: Path, contacts: Sequence[tuple[str, str, str | None, str]]) -> Store:
    """A store of chats, each its name, day, account (A, B, C or none) and text, with their documents."""
    tickets = [
        {"ticket_id": name, "opened_at": f"{day} 03:00:00", "account_id": account, "body": text, "channel": "chat"}
        for name, day, account, text in contacts
    ]
    accounts = [{"account_id": name, "account_name": name} for name in "ABC"]
    store = put_rows.opened(folder, ticket=tickets, account=accounts)
    documents.refresh(store)
    return store


def grouped(store: Store) -> None:
    """Put its texts into groups of near-copies."""
    copies.catch_up(store, Here(), lambda *_: None)


def read(store: Store, of: Callable[[str], tuple[int | None, str]], names: Mapping[int, tuple[str, ...]]) -> None:
    """Make the documents, read all their texts and put them into topics: `of(text)` says number and kind, `names` the terms of each."""
    documents.refresh(store)
    found = store.query("select text_hash, text from voc_text order by text_hash")
    version = reading.version(store)
    hashes, told = found["text_hash"].tolist(), [of(text) for text in found["text"]]
    topics, kinds = [topic for topic, _ in told], [kind for _, kind in told]
    sure = [0.8 if topic else None for topic in topics]
    with store.write("voc") as con:
        con.execute(
            "insert into voc_reading (text_hash, version, terms, kind, kind_share)"
            " select unnest(?::ubigint[]), ?, [], unnest(?), 0.9",
            [hashes, version, kinds],
        )
        con.execute(
            "insert into text_topic select 1, unnest(?::ubigint[]), unnest(?::int[]), unnest(?::double[])",
            [hashes, topics, sure],
        )
        report = json.dumps({"new": sorted(names)})
        con.execute("insert into topic_run values (1, ?, '{}', ?, ?, false)", [MADE_AT, len(told), report])
        for number, terms in names.items():
            quotes = [at for at, topic in zip(hashes, topics, strict=True) if topic == number][:3]
            centroid = np.eye(8, dtype=np.float32)[number % 8].tobytes()
            con.execute(
                "insert into topic (topic_id, made_by, label, terms, quotes, centroid, is_pinned, is_gone)"
                " values (?, 1, ?, ?, ?, ?, false, false)",
                [number, " · ".join(terms[:2]), list(terms), quotes, centroid],
            )
