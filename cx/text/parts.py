"""What a topic is made of: the parts that come out again where a fifth of its texts is left out; everything else is its rest.

A part holds where it and the part of the other fit it shares most with have at least half of both together in common, on average of
two fits (Jaccard; below .5 a cluster is dissolved: C. Hennig, Cluster-wise assessment of cluster stability, 2007).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cx.text.assign import Assigner
from cx.text.space import Ints, subset
from cx.text.terms import Tokens
from cx.text.topics import second_level
from cx.text.vectors import Vectors

FEWEST = 60  # texts below which a topic is read as a whole
_ASKED = 1_000  # texts that are parted; the others go where those most like them are
_TURNS, _KEPT, _HOLDS = 2, 0.8, 0.5
_LEAST = 0.02  # of the topic, below which a part is no news
_WHOLE = 0.9  # of the topic in one part: then it is of one piece


def firm_parts(texts: Sequence[str], tokens: Tokens, vectors: Vectors) -> Ints:
    """(n_texts,) the part of each text of one topic, largest 0; -1: in none that holds. All of them -1 where fewer than two hold.

    The same texts in the same order give the same parts.
    """
    nothing = np.full(len(texts), -1, dtype=np.int64)
    if len(texts) < FEWEST:
        return nothing
    asked = np.linspace(0, len(texts) - 1, min(_ASKED, len(texts))).round().astype(np.int64)
    found = _fit(texts, tokens, vectors, asked)
    firm = [part for part in range(int(found.max(initial=-1)) + 1) if (found == part).mean() >= _LEAST]
    alike = np.zeros(len(firm))
    for turn in range(_TURNS):
        rows = np.sort(np.random.default_rng(turn).permutation(len(asked))[: round(_KEPT * len(asked))])
        again = _fit(texts, tokens, vectors, asked[rows])
        alike += [_alike(found[rows] == part, again) / _TURNS for part in firm]
    firm = [part for part, share in zip(firm, alike.tolist(), strict=True) if share >= _HOLDS]
    told = np.full(int(found.max(initial=-1)) + 2, -1, dtype=np.int64)  # the last one is for -1
    told[firm] = np.arange(len(firm))
    if len(asked) < len(texts):
        found = Assigner.of(subset(tokens, asked), vectors[asked], found).assign(tokens, vectors).labels
    parts = told[found]
    sizes = np.bincount(parts[parts >= 0], minlength=len(firm))
    if len(firm) < 2 or sizes.max() > _WHOLE * len(texts):  # noqa: PLR2004 - one part is the whole
        return nothing
    rank = np.argsort(np.argsort(-sizes, kind="stable"), kind="stable")
    return np.where(parts >= 0, rank[parts], -1)


def _fit(texts: Sequence[str], tokens: Tokens, vectors: Vectors, rows: Ints) -> Ints:
    own = [texts[row] for row in rows.tolist()]
    return second_level(own, subset(tokens, rows), vectors[rows], np.zeros(len(rows), dtype=np.int64), 0)


def _alike(part: np.ndarray, again: Ints) -> float:
    """What a part has in common with the part of another fit it shares most with, of both together."""
    both = np.bincount(again[part & (again >= 0)], minlength=int(again.max(initial=-1)) + 1)
    sizes = np.bincount(again[again >= 0], minlength=len(both))
    return float((both / np.maximum(sizes + part.sum() - both, 1)).max(initial=0.0))
