"""Which terms every text read says, in memory: a question about words counts texts once in the store, and adds up here.

Neighbours that stand side by side far more often than by chance are one term ("자동 결제"), and then not its parts.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cx.text.keywords import PHRASE_BOUND, PHRASE_LEAST
from cx.warehouse import Store

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
_LONGEST = 3  # terms of a phrase; longer ones are sentences


@dataclass(frozen=True)
class TermIndex:
    """`hashes`: (n_texts,) ascending; `names`: (n_terms,); text `owners[i]` says term `ids[i]`, each pair once, by text."""

    hashes: Hashes
    names: tuple[str, ...]
    owners: npt.NDArray[np.int32]
    ids: npt.NDArray[np.int32]
    known: dict[str, int]

    def places(self, hashes: Hashes) -> Ints:
        """(n,) where these texts stand in the index, -1 for those not read."""
        if not len(self.hashes):
            return np.full(len(hashes), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[at] == hashes, at, -1)

    def counts(self, places: Ints, weights: npt.NDArray[Any]) -> Ints:
        """(n_terms,) how many documents say each term; `weights`: (n,) documents of each text, `places` as above, none twice."""
        each = np.zeros(len(self.hashes), dtype=np.float64)
        each[places[places >= 0]] = np.asarray(weights, dtype=np.float64)[places >= 0]
        return np.bincount(self.ids, each[self.owners], len(self.names)).astype(np.int64)

    def texts(self, term: str) -> list[int]:
        """Hashes of the texts that say a term; none of one nobody says."""
        if term not in self.known:
            return []
        found: list[int] = self.hashes[self.owners[self.ids == self.known[term]]].tolist()
        return found


_kept: dict[Path, tuple[tuple[int, int], TermIndex]] = {}
_making = threading.Lock()


def index(store: Store) -> TermIndex:
    """The terms of all texts read, made anew when more are read; one a store is kept."""
    version = (store.data_version, store.voc_version)
    with _making:
        found = _kept.get(store.folder)
        if found is None or found[0] != version:
            found = _kept[store.folder] = (version, _made(store))
    return found[1]


def _made(store: Store) -> TermIndex:
    cursor = store.cursor()
    try:
        table = cursor.sql("select text_hash, terms from voc_reading order by text_hash").to_arrow_table()
    finally:
        cursor.close()
    hashes = table["text_hash"].to_numpy().astype(np.uint64)
    lists = table["terms"].combine_chunks()
    coded = lists.flatten().dictionary_encode()
    ids = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    names = [str(name) for name in coded.dictionary.to_pylist()]
    lengths = np.diff(lists.offsets.to_numpy().astype(np.int64)) if len(lists) else np.zeros(0, dtype=np.int64)
    owners = np.repeat(np.arange(len(lengths)), lengths)
    owners, ids, names = _joined(owners, ids, names)
    pairs = distinct(owners * max(len(names), 1) + ids)
    owners, ids = np.divmod(pairs, max(len(names), 1))
    known = {name: at for at, name in enumerate(names)}
    return TermIndex(hashes, tuple(names), owners.astype(np.int32), ids.astype(np.int32), known)


def distinct(values: Ints) -> Ints:
    """The values in order, each once. numpy's own way hashes them, which takes ten times as long for millions."""
    ordered = np.sort(values)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def _joined(owners: Ints, ids: Ints, names: list[str]) -> tuple[Ints, Ints, list[str]]:
    """The same with phrases as one term, from the left, as `cx.text.keywords.Phrases` joins them."""
    goes_on = np.concatenate([[False], _is_phrase(owners, ids, len(names))]) if len(ids) else np.zeros(0, dtype=bool)
    at = np.arange(len(ids))
    begins = np.maximum.accumulate(np.where(goes_on, -1, at)) if len(ids) else at
    head = at[(at - begins) % _LONGEST == 0]
    size = np.diff(np.append(head, len(ids)))
    plain, made = head[size == 1], head[size > 1]
    third = np.where(size[size > 1] == _LONGEST, ids[np.minimum(made + 2, max(len(ids) - 1, 0))], -1)
    parts, code = np.unique(np.stack([ids[made], ids[made + 1], third]), axis=1, return_inverse=True)
    phrases = [" ".join(names[one] for one in part if one >= 0) for part in parts.T.tolist()]
    known = {name: place for place, name in enumerate(names)}
    renamed = np.array([known.setdefault(phrase, len(known)) for phrase in phrases], dtype=np.int64)
    new = np.concatenate([ids[plain], renamed[code.ravel()]]) if phrases else ids[plain]
    return np.concatenate([owners[plain], owners[made]]), new, list(known)


def _is_phrase(owners: Ints, ids: Ints, n_names: int) -> npt.NDArray[np.bool_]:
    """(n - 1,) whether each term and the next one are a phrase: side by side far more often than by chance (Bouma 2009)."""
    size = len(distinct(owners))
    single = np.bincount(distinct(owners * n_names + ids) % n_names, minlength=n_names)
    is_near = (owners[:-1] == owners[1:]) & (ids[:-1] != ids[1:])
    code = np.where(is_near, ids[:-1] * n_names + ids[1:], -1)
    kinds, which = np.unique(code, return_inverse=True)
    both = np.bincount(distinct(owners[:-1] * len(kinds) + which) % len(kinds), minlength=len(kinds))
    first, second = np.divmod(kinds, n_names)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.log(both * size / (single[first] * single[second])) / -np.log(both / size)
    is_one = (kinds >= 0) & (both >= PHRASE_LEAST) & ((both >= size) | (chance >= PHRASE_BOUND))
    return np.asarray(is_one[which])
