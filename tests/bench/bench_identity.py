"""Topics month after month: how many texts keep their topic when nothing changed but that a month more was written.

Texts: the demo's contacts of two years without its stories, a twentieth of them (tiny: made-up ones); each run reads
a month more. Every run holds on to the topics of the run before as the product does. Values are shares of the
texts that had a topic before. No peer: BERTopic numbers topics anew in every run.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

import numpy as np

from cx.text.catalogue import Catalogue
from cx.text.identity import match
from cx.text.topics import TopicModel
from tests.bench.labelled import seen
from tests.bench.line import Line, Size
from tests.many_texts import texts

KEPT = 0.95
RUNS, FIRST = 12, 12  # runs after the first one, which knows so many months
_LAST_DAY = date(2026, 11, 22)


def lines(size: Size) -> Iterator[Line]:
    """The worst of the runs, and how many keep their topic from the first run to the last."""
    months = _months() if size is Size.FULL else [texts(30, seed=seed)[0] for seed in range(3)]
    first = size.of(FIRST, 2)
    known = seen([], [text for month in months for text in month])
    ends = np.cumsum([len(month) for month in months])
    catalogue: Catalogue = ()
    began = keys = np.zeros(0, dtype=np.int64)
    shares: list[float] = []
    for end in ends[first - 1 :].tolist():
        before = np.concatenate([keys, np.full(end - len(keys), -1, dtype=np.int64)])
        part = (known.texts[:end], known.tokens[:end], known.vectors[:end])
        model = TopicModel().fit(*part, before if len(keys) else None, recent=np.arange(end))
        run = match(catalogue, before, model.labels_, part[2])
        had = before >= 0
        if had.any():
            shares.append(float((run.keys == before)[had].mean()))
        else:
            began = run.keys
        catalogue, keys = run.catalogue, run.keys
    note = f"{len(known.texts):,} texts, {len(np.unique(keys[keys >= 0]))} topics, {len(shares)} runs"
    bar = size.of(KEPT, None)
    yield Line("texts that keep their topic in a run, worst of a year", min(shares), "", bar, at_least=True, note=note)
    kept = float((keys[: len(began)] == began)[began >= 0].mean())
    yield Line("texts that keep their topic over a year of runs", kept, "", bar, at_least=True)


def _months() -> list[list[str]]:
    """Different texts of the demo by the month they were first written in, the last two years."""
    from cx.demo.files import generate

    found: dict[str, str] = {}
    for file in generate(last_day=_LAST_DAY, scale=0.05, stories=frozenset()):
        if file.table != "ticket":
            continue
        for row in csv.DictReader(io.StringIO(file.data.decode())):
            text = "\n".join(one for one in (row.get("subject"), row.get("body")) if one)
            found[text] = min(found.get(text, "9"), row["opened_at"][:7])
    by_month: dict[str, list[str]] = {}
    for text, month in found.items():
        by_month.setdefault(month, []).append(text)
    return [by_month[month] for month in sorted(by_month)][-(FIRST + RUNS) :]
