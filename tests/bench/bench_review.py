"""The weekly review: what the machine takes of the ten minutes in which a person looks at fifty doubted tags by keyboard.

Measured is what stands between a key and the next contact: the decision kept, its contact counted anew everywhere, the next doubt and
the newest decisions asked for. Every other decision changes the tag. No peer.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from cx.demo.build import build
from cx.voc import documents, tagging
from cx.voc.tagged import TAGGED
from cx.warehouse import Store
from tests.bench.line import Line, Size
from tests.put_rows import opened
from tests.tagged_rows import many

DECISIONS = 50
USUAL, ALL = 0.5, 60.0  # seconds: of ten minutes the machine takes one at most
_LAST_DAY = date(2026, 11, 22)
# Contacts of all times and tags, each with the tag of the next one as what it may be instead.
_DOUBTS = f"""insert into tag_doubt by name
with chosen as (from {TAGGED} where category is not null and origin = 'ticket' order by text_hash, document_id limit {2 * DECISIONS})
select 1 as run_id, row_number() over () as rank, origin, source_id, document_id, category as given,
    coalesce(lead(category) over (), '문의/기타') as other, 0.1 as probability, 0.8 as other_probability, [] as terms from chosen"""


def lines(size: Size) -> Iterator[Line]:
    """The usual and the longest of fifty decisions among three hundred thousand contacts."""
    with TemporaryDirectory() as folder, _filled(Path(folder), size) as store:
        documents.refresh(store)
        with store.write("voc") as con:
            con.execute(_DOUBTS)
        contacts = int(store.query("select count(*) as n from ticket_fact")["n"].item())
        spent = [_decided(store, number) for number in range(size.of(DECISIONS, 4))]
    yield Line("a decision of the review, median", statistics.median(spent), "s", size.of(USUAL, None))
    note = f"of {contacts:,} contacts; the longest {max(spent):.2f} s"
    yield Line(f"{len(spent)} decisions of the review", sum(spent), "s", size.of(ALL, None), note=note)


def _filled(folder: Path, size: Size) -> Store:
    if size is Size.TINY:
        return opened(folder, ticket=many(4))
    store = Store.open(folder)
    build(store, last_day=_LAST_DAY)
    return store


def _decided(store: Store, number: int) -> float:
    doubt = tagging.doubts(store)[0]
    began = time.perf_counter()
    tag = doubt.other if number % 2 else doubt.given
    tagging.decide(store, [doubt.document], tagging.Verdict("tag", tag, "bench"))
    tagging.doubts(store)
    tagging.history(store)
    return time.perf_counter() - began
