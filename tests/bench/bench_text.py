"""Topics against labels, beside BERTopic on the same vectors; how far they agree with themselves; times and memory.

Texts: the folder CX_BENCH_TEXTS, 2,000 rows of a set by seed 0, and the next 2,000 by which nothing was chosen. Values are adjusted mutual information (AMI, with the labels)
or the adjusted Rand index (ARI, between two runs), 1 at best; every text counts, one without a topic as a group of its own
kind. The peer is BERTopic as it comes, with UMAP's seed fixed, then with its outliers reduced (`tests/bench/requirements.txt`,
best in an environment of its own; without it the lines have no peer). Times are wall seconds in a process of its own; the
100,000 texts are 20,000 film reviews put together anew, half by half.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from cx.text.topics import TopicModel
from tests.bench import Line, Size, run_child
from tests.bench.labelled import Labelled, read

BARS = {
    "ko_ynat7": (0.27, 0.35),
    "ko_parakqc_dup": (0.445, 0.50),
    "en_bitext27": (0.84, 0.87),
    "en_banking77": (0.66, 0.70),
}
AGREE = 0.80
SECOND = 2_000  # the rows by which settings were chosen; those behind them are measured too
COLD = {10_000: 60.0, 100_000: 480.0}
CACHED, MORE, PEAK = 180.0, 5.0, 3_000.0


def lines(size: Size) -> Iterator[Line]:
    """Set by set: agreement with the labels, then with itself; then times."""
    for name in list(BARS)[: size.of(len(BARS), 1)]:
        yield from _quality(name, size)
    yield from _times(size)


def _quality(name: str, size: Size) -> Iterator[Line]:
    known = read(name, size)
    labels = known.column("label")
    ours = _topics(known)
    plain, reduced = _bertopic(name, size) if find_spec("bertopic") else (None, None)
    bar, aim = BARS[name]
    value = adjusted_mutual_info_score(labels, ours)
    note = f"{len(set(ours.tolist()))} topics of {len(set(labels))} labels"
    if plain is not None:
        note += f"; BERTopic {len(set(plain.tolist())) - 1}, {np.mean(plain < 0):.0%} out"
    for peer_name, peer in (("BERTopic", plain), ("BERTopic, outliers reduced", reduced)):
        found = None if peer is None else adjusted_mutual_info_score(labels, peer)
        said = f"{name}: AMI, beside {peer_name}"
        yield Line(said, value, "", size.of(bar, None), aim, at_least=True, ours=value, peer=found, of="", note=note)
    yield Line(f"{name}: without a topic", float(np.mean(ours < 0)), "", size.of(0.0, None))
    yield from _stability(name, known, ours, plain, size)
    yield from _held_out(name, size)


def _held_out(name: str, size: Size) -> Iterator[Line]:
    """The next 2,000 rows of a set, which nothing was chosen by."""
    known = read(name, size, skip=SECOND)
    labels, (bar, aim) = known.column("label"), BARS[name]
    value = adjusted_mutual_info_score(labels, _topics(known))
    peer = adjusted_mutual_info_score(labels, _run_bertopic(known, 0)[1]) if find_spec("bertopic") else None
    said = f"{name}, second 2,000: AMI, beside BERTopic, outliers reduced"
    yield Line(said, value, "", size.of(bar, None), aim, at_least=True, ours=value, peer=peer, of="")


def _stability(name: str, known: Labelled, ours: Any, plain: Any, size: Size) -> Iterator[Line]:
    order = np.random.default_rng(1).permutation(len(known.texts))
    bar = size.of(AGREE, None)
    value = adjusted_rand_score(ours, _topics(known, seed=1))
    other = None if plain is None else adjusted_rand_score(plain, _run_bertopic(known, 1)[0])
    yield Line(f"{name}: two seeds, ARI", value, "", bar, at_least=True, ours=value, peer=other, of="")
    value = adjusted_rand_score(ours[order], _topics(_ordered(known, order)))
    other = None if plain is None else adjusted_rand_score(plain[order], _run_bertopic(_ordered(known, order), 0)[0])
    yield Line(f"{name}: two orders, ARI", value, "", bar, at_least=True, ours=value, peer=other, of="")
    some = order[: round(len(order) * 0.9)]
    value = adjusted_rand_score(ours[some], _topics(_ordered(known, some)))
    other = None if plain is None else adjusted_rand_score(plain[some], _run_bertopic(_ordered(known, some), 0)[0])
    yield Line(f"{name}: without a tenth, ARI", value, "", ours=value, peer=other, of="")


def _topics(known: Labelled, seed: int = 0) -> Any:
    return TopicModel(seed=seed).fit(known.texts, known.tokens, known.vectors).labels_


def _ordered(known: Labelled, order: Any) -> Labelled:
    rows = order.tolist()
    return Labelled(
        [known.rows[at] for at in rows],
        [known.texts[at] for at in rows],
        [known.tokens[at] for at in rows],
        known.vectors[order],
    )


@cache
def _bertopic(name: str, size: Size) -> tuple[Any, Any]:
    return _run_bertopic(read(name, size), 0)


def _run_bertopic(known: Labelled, seed: int) -> tuple[Any, Any]:
    """Topics of BERTopic with its defaults, and after its own reduction of outliers by the same vectors."""
    from bertopic import BERTopic
    from umap import UMAP

    flat = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    model = BERTopic(language="multilingual", umap_model=flat, embedding_model=None)  # English drops Korean letters
    found, _ = model.fit_transform(known.texts, known.vectors)
    reduced = found
    if 0 in found and -1 in found:
        reduced = model.reduce_outliers(known.texts, found, strategy="embeddings", embeddings=known.vectors)
    return np.array(found), np.array(reduced)


def _times(size: Size) -> Iterator[Line]:
    counts = list(COLD)[: size.of(len(COLD), 1)]
    for count in counts:
        ran = run_child("tests.bench.text_child", str(size.of(count, 300)), size.name)
        said = json.loads(ran.said)
        note = ", ".join(f"{stage} {spent:.1f}" for stage, spent in said.items()) + f"; CPU {ran.cpu:.0f} s"
        work = said["terms"] + said["vectors"] + said["topics"] + said["labels"]
        yield Line(f"{count:,} texts, cold, to labelled topics", work, "s", size.of(COLD[count], None), note=note)
        if count == counts[-1]:
            yield Line(f"{count:,} texts, terms known", work - said["terms"], "s", size.of(CACHED, None))
            yield Line(f"1,000 more texts to {count:,}", said["more"], "s", size.of(MORE, None))
            yield Line(f"{count:,} texts, peak memory", ran.peak, "MB", size.of(PEAK, None))
