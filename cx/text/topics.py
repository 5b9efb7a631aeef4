"""What customers write about: topics found by themselves, each document in one, and how sure that is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

import numpy as np

from cx.errors import UnknownName
from cx.text.assign import Assigned, Assigner
from cx.text.clean import clean
from cx.text.duplicates import duplicates, same_letters
from cx.text.firm import no_more_than, smallest, without_loose, without_small
from cx.text.graph import LOOKED_AT, NEIGHBOURS, at_most, choose, communities, how_many, neighbours, shared_neighbours
from cx.text.islands import with_islands
from cx.text.space import Ints, Points, Space, natives, space_of, subset
from cx.text.terms import Tokens
from cx.text.vectors import Vectors

Progress = Callable[[int, int], None]
GRAIN = {"coarse": 0.5, "medium": 1.0, "fine": 4.0}  # of the resolution found
MOST = {"coarse": 20, "medium": 50, "fine": 120}
ALGORITHM = "7"  # raised whenever the same documents may get other topics
_SAMPLE = 20_000
_FINER = 4.0  # of the resolution used: where islands are looked for
_PART = 8  # topics of a second level
# Among messages (so many terms or more, usually) what the shortest share is that they are short: each is put into a topic that
# others make. Fewer terms than this share of the usual document's are few.
_MESSAGE, _SHORT, _FEW = 8, 1 / 3, 100
_NUMBER = re.compile(r"\d+")


class TopicModel:
    """Topics of documents by communities of a graph of shared neighbours.

    Near-duplicates are collapsed to one document; among messages, the shortest make no topics but are put into those of
    others, and so are documents in a language that few write in (`cx.text.tongues`). Two documents are as similar as their
    vectors (mean-centred) and their terms (TF-IDF) say together; the graph joins documents that share many of their 15
    nearest; Leiden finds its communities. The number of topics follows from the documents: as fine as it can be reproduced
    on parts of them, and no finer than sets topics apart better (`cx.text.graph.choose`). Of more than `sample` documents
    that many are clustered, the others are assigned by vote.

    Args:
        resolution: "coarse", "medium" or "fine".
        most: upper bound of the number of topics; None: 20, 50 or 120.
        seed: which documents are the sample, where there are more; nothing else depends on chance.
        sample: largest number of documents clustered.

    Attributes (after `fit`):
        labels_: (n_documents,) topic of each document, largest topic 0; -1 only for documents without content.
        strength_: (n_documents,) 0 to 1, how clearly a document belongs to its topic.
        other_: share of documents with content whose membership is weak.
        counts_: (n_documents,) how many near-duplicates, itself included, a document stands for or with.
        n_topics_: number of topics.
        resolution_: of Leiden, as used.
        assigner_: assigns other documents.

    The same documents in any order get the same topics. 10,000 texts of 35 characters take less than a CPU minute from reading
    them to labelled topics, and 1.2 GB.

    Reference: Traag, Waltman, van Eck (2019), From Louvain to Leiden; Jarvis, Patrick (1973), shared near neighbours.

    Example:
        >>> model = TopicModel().fit(texts, tokenizer.tokenize(texts), encoder.encode(texts))
        >>> model.transform(tokenizer.tokenize(others), encoder.encode(others))
    """

    def __init__(
        self, resolution: str = "medium", *, most: int | None = None, seed: int = 0, sample: int = _SAMPLE
    ) -> None:
        if resolution not in GRAIN:
            raise UnknownName("resolution", resolution, GRAIN)
        self.resolution, self.seed, self.sample = resolution, seed, sample
        self.most = MOST[resolution] if most is None else max(1, most)

    def fit(
        self,
        texts: Sequence[str],
        tokens: Tokens,
        vectors: Vectors,
        before: Ints | None = None,
        progress: Progress | None = None,
        *,
        recent: Ints | None = None,
    ) -> TopicModel:
        """Find the topics.

        Args:
            texts: (n_documents,), for near-duplicates and for an order that does not depend on the order given.
            tokens: (n_documents,) their terms.
            vectors: (n_documents, n_dimensions), all-zero where a text has no content.
            before: (n_documents,) topic of an earlier run or -1; topics then stay what they were where nothing changed.
            progress: told documents done of all; may raise.
            recent: (n_documents,) the larger, the more recent. Half of a sample are the most recent documents then: what
                only just began is not lost in what was said for years. Among equals chance decides.

        Returns:
            The model itself.
        """
        said = np.flatnonzero(vectors.any(axis=1) | np.array([bool(terms) for terms in tokens], dtype=bool))
        seen = [clean(text) for text in texts]
        leader = _leaders(seen, tokens, said)
        distinct = np.unique(leader[said])
        recent = None if recent is None else _of_group(recent, leader, said)
        chosen, placed = self._placed(seen, tokens, vectors, distinct, recent)

        def report(share: float) -> None:
            if progress is not None:
                progress(round(share * len(texts)), len(texts))

        report(0.1)
        weight = np.bincount(leader[said], minlength=len(texts))[chosen]
        earlier = None if before is None else before[chosen]
        labels, strength = self._found(placed, weight, earlier, report)
        whole = np.full(len(texts), -1, dtype=np.int64)
        sure = np.zeros(len(texts), dtype=np.float32)
        whole[chosen], sure[chosen] = labels, strength
        others = np.setdiff1d(distinct, chosen)
        if len(others):
            found = self.assigner_.assign(subset(tokens, others), vectors[others], _part(report, 0.7, 1.0))
            whole[others], sure[others] = found.labels, found.strength
        whole[said], sure[said] = whole[leader[said]], sure[leader[said]]
        self._keep(whole, sure, leader, said)
        report(1.0)
        return self

    def _placed(
        self, seen: Sequence[str], tokens: Tokens, vectors: Vectors, distinct: Ints, recent: Ints | None
    ) -> tuple[Ints, tuple[Space, Points]]:
        """The rows that are clustered, and where they lie."""
        native, is_korean, abroad = natives(tokens, vectors, distinct)
        telling = _telling(tokens, native)
        chosen = _ordered(seen, self._sampled(_ordered(seen, telling, self.seed), recent), 0)
        return chosen, space_of(subset(tokens, chosen), vectors[chosen], is_korean=is_korean, abroad=abroad)

    def _sampled(self, rows: Ints, recent: Ints | None) -> Ints:
        """The rows that are clustered, of rows in random order."""
        if recent is None or len(rows) <= self.sample:
            return rows[: self.sample]
        newest = np.argsort(-recent[rows], kind="stable")[: self.sample // 2]
        return np.concatenate([rows[newest], np.delete(rows, newest)[: self.sample - len(newest)]])

    def transform(self, tokens: Tokens, vectors: Vectors) -> Ints:
        """(n_documents,) topics of other documents, -1 for those without content. Nothing is refitted."""
        return self.assign(tokens, vectors).labels

    def assign(self, tokens: Tokens, vectors: Vectors, progress: Progress | None = None) -> Assigned:
        """As `transform`, with the strength of each membership."""
        return self.assigner_.assign(tokens, vectors, progress)

    def _found(
        self, placed: tuple[Space, Points], weight: Ints, before: Ints | None, report: Callable[[float], None]
    ) -> tuple[Ints, Vectors]:
        """Topics and strengths of the documents that are clustered; `weight`: how many each stands for."""
        space, points = placed
        rows, alike = neighbours(points)
        report(0.2)
        if len(points) <= NEIGHBOURS:
            labels, self.resolution_ = np.zeros(len(points), dtype=np.int64), 0.0
        else:
            grain, count = choose(points, lambda share: report(0.2 + 0.3 * share))
            most = self._bound(len(points), count, before)
            graph = shared_neighbours(rows)
            labels, self.resolution_ = at_most(graph, grain * GRAIN[self.resolution], most, before)
            labels = no_more_than(without_small(labels, rows, alike), points.meaning, most)
            if len(points) > LOOKED_AT and self.resolution != "fine":
                finer = communities(graph, self.resolution_ * _FINER)
                labels = with_islands(labels, finer, rows, alike, least=smallest(len(points)), most=most)
            labels = without_loose(labels, rows, alike, is_first=before is None)
        report(0.7)
        labels = _by_size(labels, weight)
        self.assigner_ = Assigner(space, points, labels, alike.mean(axis=1) if alike.shape[1] else None)
        return labels, self.assigner_.voted(rows, alike, labels)[1]

    def _bound(self, documents: int, count: int, before: Ints | None) -> int:
        """How many topics there may be: what is estimated anew in every run forces no topics together that stand."""
        if self.resolution == "fine":
            return self.most
        standing = () if before is None else np.unique(before[before >= 0], return_counts=True)[1]
        stay = int((np.asarray(standing) >= smallest(documents)).sum())
        return min(self.most, max(how_many(documents, count, self.most), stay))

    def _keep(self, labels: Ints, strength: Vectors, leader: Ints, said: Ints) -> None:
        self.labels_, self.strength_ = labels, strength
        self.n_topics_ = int(labels.max(initial=-1)) + 1
        self.other_ = Assigned(labels, strength).other
        sizes = np.bincount(leader[said], minlength=len(labels))
        self.counts_ = np.where(leader >= 0, sizes[np.maximum(leader, 0)], 1)


def second_level(
    texts: Sequence[str],
    tokens: Tokens,
    vectors: Vectors,
    labels: Ints,
    topic: int,
    *,
    progress: Progress | None = None,
) -> Ints:
    """(n_documents,) parts of one topic, largest 0, at most eight; -1 for documents of other topics. `progress` as of `fit`."""
    members = np.flatnonzero(labels == topic)
    own = [texts[row] for row in members.tolist()]
    parts = np.full(len(texts), -1, dtype=np.int64)
    model = TopicModel(most=_PART).fit(own, subset(tokens, members), vectors[members], progress=progress)
    parts[members] = model.labels_
    return parts


def _leaders(seen: Sequence[str], tokens: Tokens, said: Ints) -> Ints:
    """(n_documents,) the row that stands for each document's near-duplicates; itself where there are none, else -1."""
    leader = np.full(len(seen), -1, dtype=np.int64)
    leader[said] = said
    plain = _numberless(seen, tokens, said)
    for group in duplicates(list(plain.values()), review=1.0, most=0).groups:
        rows = said[list(group.rows)].tolist()
        letters = plain[int(said[group.representative])]
        leader[rows] = min((row for row in rows if plain[row] == letters), key=lambda row: seen[row])
    return leader


def _numberless(seen: Sequence[str], tokens: Tokens, said: Ints) -> dict[int, str]:
    """What is compared of each document: texts that differ in a number say the same (order 17, order 18). Where hardly any are left
    by that, it holds for texts of one word (본문 17) only.
    """
    plain = {row: same_letters(_NUMBER.sub("0", seen[row])) for row in said.tolist()}
    if len(set(plain.values())) >= _FEW:
        return plain
    words = {row: {term for term in tokens[row] if not term.isdigit()} for row in plain}
    return {row: same if len(words[row]) <= 1 else same_letters(seen[row]) for row, same in plain.items()}


def _telling(tokens: Tokens, rows: Ints) -> Ints:
    """Those of some documents that say enough to make a topic. All of them where a line is the usual document, or they are few."""
    lengths = np.array([len(tokens[row]) for row in rows.tolist()], dtype=np.int64)
    if len(rows) < _FEW or np.median(lengths) < _MESSAGE:
        return rows
    return rows[lengths >= _SHORT * np.median(lengths)]


def _of_group(recent: Ints, leader: Ints, said: Ints) -> Ints:
    """A document is as recent as the latest it stands for."""
    found = recent.copy()
    np.maximum.at(found, leader[said], recent[said])
    return found


def _ordered(seen: Sequence[str], rows: Ints, seed: int) -> Ints:
    """Rows in an order that comes from what their texts say and the seed, not from where they stand."""
    salt = seed.to_bytes(8, "little", signed=True)
    key = {row: hashlib.blake2b(seen[row].encode(), digest_size=8, salt=salt).digest() for row in rows.tolist()}
    return np.array(sorted(key, key=key.__getitem__), dtype=np.int64)


def _part(report: Callable[[float], None], first: float, last: float) -> Progress:
    return lambda done, total: report(first + (last - first) * done / total)


def _by_size(labels: Ints, weight: Ints) -> Ints:
    """Numbered by the documents they hold, copies counted, largest first; among equals the one met first."""
    known, first, number = np.unique(labels, return_index=True, return_inverse=True)
    if not len(known):
        return labels
    order = np.lexsort((first, -np.bincount(number, weights=weight)))
    place = np.empty(len(known), dtype=np.int64)
    place[order] = np.arange(len(known))
    return place[number]
