"""Groups of near-copies among all texts of a store, kept up as texts come.

Compared are character 3-grams weighted by how rare they are (TF-IDF), by cosine, as in `cx.text.duplicates`; DUPLICATE or more
is a copy. That is no equivalence: a letter changed word by word ends in another letter, and whoever follows such a chain puts
both into one group. So a group is what is like one text, its head: texts are taken in a given order, each joins the head most
like it, and becomes a head where none is like it. Every member is a copy of its head, no head of an earlier one, and what comes
later changes nothing of what came before: texts placed in two parts are in the same groups as placed at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cx.text.clean import has_content
from cx.text.duplicates import DUPLICATE
from cx.text.rarity import Floats, Ints, Rarity, Weighed, cosines, distinct, weigh

BUCKETS = 1 << 20  # columns of what is rare; grams that share one make more pairs to look at, never fewer
SHARES = 255  # a weight is kept in so many steps, rounded up
_TAIL = 0.5  # how long what is left of a text is without its rare part


@dataclass(frozen=True)
class Placed:
    """Where texts belong, each (n_texts,): `heads`, None for a text that says nothing; `rare`: the rare part of each, (n_texts, BUCKETS)."""

    heads: list[int | None]
    rare: Any


@dataclass(frozen=True)
class Looked:
    """Texts looked at: `said`, the rows that say something, these weighed; `first` of them may be copies of the known heads `second`.

    `wanted`: the places of those heads, each once; `asked`: their numbers.
    """

    hashes: list[int]
    said: Ints
    weighed: Weighed
    rare: Any
    first: Ints
    second: Ints
    wanted: Ints
    asked: list[int]


def least_shared(bound: float) -> float:
    """How much of a cosine of `bound` or more two texts have in what is rare in both, at least.

    Let x be the text whose rare part ends first in the order of columns, h and t the lengths of that part and of the rest, and
    S what both share before that end, h cos(a). After it there is t sqrt(1 - (S/h)^2) at most (Cauchy and Schwarz), together
    cos(a - arcsin t): so a <= arcsin t + arccos(bound), and the longest rest allows the smallest S.
    """
    tail = np.arcsin(_TAIL)
    return float(np.cos(tail) * np.cos(tail + np.arccos(bound)))


class NearCopies:
    """The heads known so far; finds which of them new texts are copies of. Exact: no copy is missed, and none made up.

    Prefix filtering (Chaudhuri, Ganti, Kaushik 2006; Bayardo, Ma, Srikant 2007): all 3-grams have one order from rare to
    frequent; a text is cut where the rest of it is shorter than _TAIL; texts that share less than `least_shared` before their
    cuts are not copies. Only the others, about five of four copies, are compared.

    Args:
        rarity: what is rare.
        heads: (n_heads,) numbers of the heads known.
        rare: (n_heads, BUCKETS), what `Placed.rare` told of them.
    """

    def __init__(self, rarity: Rarity, heads: Sequence[int], rare: Any) -> None:
        self._rarity = rarity
        self._heads = list(heads)
        self._least = least_shared(DUPLICATE) - 1e-4
        self._rare = rare

    def look_at(self, hashes: Sequence[int], texts: Sequence[str]) -> Looked:
        """Which heads the next texts may be copies of."""
        said = np.array([row for row, text in enumerate(texts) if has_content(text)], dtype=np.int64)
        weighed = weigh([texts[row] for row in said.tolist()], self._rarity)
        rare = _rare(weighed)
        second, first = _above(self._rare, rare, self._least)
        wanted = distinct(second)
        asked = [self._heads[head] for head in wanted.tolist()]
        return Looked(list(hashes), said, weighed, rare, first, second, wanted, asked)

    def place(self, looked: Looked, known: Sequence[str]) -> Placed:
        """Where the texts just looked at belong. `known`: (n_asked,) the texts of the heads they ask for."""
        from scipy import sparse

        best = self._best_known(looked, known)
        free = np.array([row for row in range(len(looked.said)) if row not in best], dtype=np.int64)
        second, first = _above(looked.rare[free], looked.rare, self._least)
        second = free[second]
        earlier = second < first
        first, second = first[earlier], second[earlier]
        alike = cosines(looked.weighed, looked.weighed, first, second)
        heads = _in_turn(len(looked.said), best, (first, second, alike))
        own = [looked.hashes[row] for row in looked.said.tolist()]
        told: list[int | None] = [None] * len(looked.hashes)
        for row, (is_known, head) in enumerate(heads):
            told[int(looked.said[row])] = self._heads[head] if is_known else own[head]
        new = [row for row, head in enumerate(heads) if head == (False, row)]
        self._rare = sparse.vstack([self._rare, looked.rare[new]], format="csr")
        self._heads += [own[row] for row in new]
        return Placed(told, _spread(looked.rare, looked.said, len(looked.hashes)))

    def _best_known(self, looked: Looked, known: Sequence[str]) -> dict[int, tuple[float, int]]:
        """Of each text the known head most like it, with how much, the earliest of several; none where none is a copy."""
        at = np.searchsorted(looked.wanted, looked.second)
        alike = cosines(looked.weighed, weigh(known, self._rarity), looked.first, at)
        best: dict[int, tuple[float, int]] = {}
        for row, head, similarity in zip(looked.first.tolist(), looked.second.tolist(), alike.tolist(), strict=True):
            if similarity >= DUPLICATE and (row not in best or (-similarity, head) < (-best[row][0], best[row][1])):
                best[row] = similarity, head
        return best


def _in_turn(
    texts: int, best: Mapping[int, tuple[float, int]], pairs: tuple[Ints, Ints, Floats]
) -> list[tuple[bool, int]]:
    """Of each text in turn whether its head was known before, and which it is; else the row of its head among these texts."""
    near: dict[int, list[tuple[float, int]]] = {}
    for row, other, similarity in zip(*(side.tolist() for side in pairs), strict=True):
        if similarity >= DUPLICATE:
            near.setdefault(row, []).append((-similarity, other))
    heads: list[tuple[bool, int]] = []
    for row in range(texts):
        among = [one for one in near.get(row, ()) if heads[one[1]] == (False, one[1])]
        similarity, head = min(among, default=(0.0, row))
        if row in best and -similarity <= best[row][0]:
            heads.append((True, best[row][1]))
        else:
            heads.append((False, head))
    return heads


def _rare(weighed: Weighed) -> Any:
    """(n_texts, BUCKETS) the grams of each text up to its cut, sparse, weights rounded up to whole SHARES; see `NearCopies`."""
    from scipy import sparse

    order = np.lexsort((weighed.gram, weighed.held, weighed.row))
    row, gram, weight = weighed.row[order], weighed.gram[order], weighed.weight[order]
    squares = weight**2
    before = np.cumsum(squares) - squares
    begins = np.searchsorted(row, np.arange(weighed.texts))
    is_kept = 1 - (before - before[begins][row] if len(row) else before) > _TAIL**2 - 1e-6
    bucket = (gram[is_kept] * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(44)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(row[is_kept], minlength=weighed.texts))])
    share = np.ceil(weight[is_kept] * SHARES).astype(np.float32) / SHARES
    return sparse.csr_matrix((share, bucket.astype(np.int32), offsets), shape=(weighed.texts, BUCKETS))


def _above(many: Any, few: Any, least: float) -> tuple[Ints, Ints]:
    """The pairs of rows of `many` and of `few` that share `least` or more in what is rare."""
    shared = many @ few.T.tocsr()
    found = np.flatnonzero(shared.data >= least)
    row = np.searchsorted(shared.indptr, found, side="right") - 1
    return row.astype(np.int64), shared.indices[found].astype(np.int64)


def _spread(rare: Any, rows: Ints, size: int) -> Any:
    """The rows of `rare` as rows `rows` of `size`, the others empty."""
    from scipy import sparse

    lengths = np.zeros(size, dtype=np.int64)
    lengths[rows] = np.diff(rare.indptr)
    return sparse.csr_matrix(
        (rare.data, rare.indices, np.concatenate([[0], np.cumsum(lengths)])), shape=(size, BUCKETS)
    )
