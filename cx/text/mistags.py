"""Which contacts probably carry a wrong tag, which tags are mixed up, and how right the tags are.

Every document is judged by models that have not seen it. The answer is a ranking, never a verdict: of the first fifty
perhaps half are wrong, and a person decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from cx.interval import wilson
from cx.text.tag_features import Features, Floats, Tokens, Vectors
from cx.text.tags import Rows, chosen, odds, rows_in_order, status_of

FOLDS = 5
REPEATS = 2
LIST = 50  # what a weekly review of ten minutes takes

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Probabilities:
    """How probable each tag is for the documents `rows`, by models that did not learn from them.

    `matrix` is (len(rows), len(tags)), rows sum to 1; `given` the column of each document's own tag. `left_out`: tags too
    rare to judge (fewer documents than folds), with their number. `status` as of `TagModel`.
    """

    status: str
    tags: list[str]
    rows: Rows
    given: Rows
    matrix: npt.NDArray[np.float64]
    left_out: dict[str, int]

    @property
    def of_given(self) -> npt.NDArray[np.float64]:
        """The probability of each document's own tag."""
        return np.asarray(self.matrix[np.arange(len(self.rows)), self.given])


@dataclass(frozen=True)
class Doubt:
    """A document whose tag is improbable: its row, its tag, the most probable other one, and both probabilities."""

    row: int
    given: str
    other: str
    probability: float
    other_probability: float


@dataclass(frozen=True)
class Confusable:
    """Two tags that are mixed up. `documents` is how many of both the models would expect under the other tag; `share` of all."""

    first: str
    second: str
    documents: float
    share: float


@dataclass(frozen=True)
class Accuracy:
    """How many of the audited tags were right; None and no interval where none was audited. `low`, `high`: 95 %, Wilson."""

    right: int
    audited: int
    value: float | None
    low: float | None
    high: float | None


def out_of_fold(
    texts: Sequence[str],
    tokens: Tokens,
    vectors: Vectors,
    tags: Sequence[str | None],
    *,
    weights: Sequence[float] | None = None,
    folds: int = FOLDS,
    repeats: int = REPEATS,
    seed: int = 0,
    progress: Progress | None = None,
) -> Probabilities:
    """Probabilities of all tags for each tagged document with content, as the mean over `repeats` divisions into `folds`.

    Tags with fewer documents than `folds` (and all but the 200 most frequent) are left out, as are their documents.
    `weights` as of `TagModel.fit`. Does not depend on the order of the documents. For more than some 20,000 documents
    give the newest: the work grows with their number.
    """
    weight = np.ones(len(texts)) if weights is None else np.asarray(weights, dtype=np.float64)
    counts = Counter(
        tag for text, tag, much in zip(texts, tags, weight, strict=True) if tag and text.strip() and much > 0
    )
    names, left_out = chosen(counts, folds)
    status = status_of(names)
    if status != "ok":
        none = np.zeros(0, dtype=np.int64)
        return Probabilities(status, names, none, none, np.zeros((0, len(names))), left_out)
    rows = rows_in_order(texts, tags, names, weight > 0)
    column = {tag: number for number, tag in enumerate(names)}
    given = np.array([column[tags[row] or ""] for row in rows])
    said, terms = [texts[row] for row in rows], [tokens[row] for row in rows]
    _, dense = Features(seed).fit(said, terms).both(said, terms, vectors[rows])
    matrix = crossed(dense, given, weight[rows], folds=folds, repeats=repeats, seed=seed, progress=progress)
    return Probabilities("ok", names, rows, given, matrix, left_out)


def crossed(
    dense: Floats, given: Rows, weight: npt.NDArray[np.float64], *, folds: int, repeats: int, seed: int,
    progress: Progress | None = None,
) -> npt.NDArray[np.float64]:  # fmt: skip
    """(n_documents, n_tags): each document's probabilities by the models of the folds it is not in, averaged."""
    from sklearn.model_selection import StratifiedKFold

    matrix = np.zeros((len(given), int(given.max()) + 1))
    for repeat in range(repeats):
        division = StratifiedKFold(folds, shuffle=True, random_state=seed + repeat).split(dense, given)
        for number, (learnt, judged) in enumerate(division):
            model = odds().fit(dense[learnt], given[learnt], sample_weight=weight[learnt])
            matrix[judged] += model.predict_proba(dense[judged]) / repeats
            if progress:
                progress(repeat * folds + number + 1, repeats * folds)
    return matrix


def doubtful(found: Probabilities, *, size: int = LIST, reviewed: Collection[int] = ()) -> list[Doubt]:
    """The `size` documents whose own tag is least probable, most doubtful first; `reviewed` rows are not asked about again."""
    order = np.lexsort((found.rows, found.of_given))
    asked = [at for at in order if int(found.rows[at]) not in reviewed][:size]
    return [_doubt(found, int(at)) for at in asked]


def _doubt(found: Probabilities, at: int) -> Doubt:
    likely = found.matrix[at].copy()
    own = int(found.given[at])
    mine, likely[own] = float(likely[own]), -1
    other = int(np.argmax(likely))
    return Doubt(int(found.rows[at]), found.tags[own], found.tags[other], mine, float(likely[other]))


def confusable(found: Probabilities, *, most: int = 20) -> list[Confusable]:
    """Pairs of tags by the number of documents expected under the other one, most first; pairs below one document are left out."""
    size = len(found.tags)
    expected = np.zeros((size, size))
    np.add.at(expected, found.given, found.matrix)
    counts = np.bincount(found.given, minlength=size)
    pairs = [
        Confusable(found.tags[a], found.tags[b], both, both / float(counts[a] + counts[b]))
        for a, b in combinations(range(size), 2)
        if (both := float(expected[a, b] + expected[b, a])) >= 1
    ]
    return sorted(pairs, key=lambda pair: (-pair.documents, pair.first, pair.second))[:most]


def audit_sample(keys: Sequence[str], strata: Sequence[Hashable], size: int, *, seed: int = 0) -> list[int]:
    """Rows to look at: `size` of them (all if there are fewer), shared out over `strata` (tag, agent) by their numbers.

    Largest remainders, so that the plain share of right ones among them is the estimate for all. `keys` are the
    documents' own names: the same documents and seed give the same sample in whatever order they come.
    """
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for row in sorted(range(len(keys)), key=lambda row: keys[row]):
        groups[strata[row]].append(row)
    size = min(size, len(keys))
    names = sorted(groups, key=str)
    exact = [size * len(groups[name]) / max(1, len(keys)) for name in names]
    quota = [int(part) for part in exact]
    by_rest = sorted(range(len(names)), key=lambda at: (quota[at] - exact[at], str(names[at])))
    for at in by_rest[: size - sum(quota)]:
        quota[at] += 1
    dice = np.random.default_rng(seed)
    drawn = [dice.permutation(groups[name])[:count] for name, count in zip(names, quota, strict=True)]
    return sorted(int(row) for rows in drawn for row in rows)


def accuracy(verdicts: Sequence[bool | None]) -> Accuracy:
    """The share of audited tags that were right; None is not audited yet and does not count."""
    known = [verdict for verdict in verdicts if verdict is not None]
    if not known:
        return Accuracy(0, 0, None, None, None)
    right = sum(known)
    interval = wilson(right, len(known))
    return Accuracy(right, len(known), right / len(known), float(interval.low), float(interval.high))
