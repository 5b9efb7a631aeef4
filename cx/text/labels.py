"""What a topic is called and which texts are typical of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cx.text.clean import clean
from cx.text.lexicon import remarks
from cx.text.space import Ints, subset
from cx.text.terms import Tokens, term_counts, vocabulary_of
from cx.text.vectors import Vectors, unit

_TERMS, _MORE = 3, 6
_LOOKED_AT = 40  # best terms of a topic that may come into its label
_STEM, _SHORT = 0.6, 0.7  # weight of a stem (열다) and of a noun of one syllable (반): they say less by themselves
_REMARK = 0.2  # and of a word that judges or asks (좋다, soon), which names no matter
_LEAST = 2  # documents of a topic that must have a term
_TOGETHER, _TOGETHER_LEAST = 0.6, 3  # share of the rarer word's documents in which two words follow each other
_QUOTES, _ALIKE = 3, 0.9  # typical texts, none more like another than this
_SHORTEST, _LONGEST = 8, 200  # characters of a text that is easy to read as a quote
_CUT = 24  # characters of a text that stands in for a label


@dataclass(frozen=True)
class Label:
    """`terms` say what a topic is about, weightiest first, `more` the next ones; `verbatims` are rows of typical texts, most
    typical first.
    """

    terms: tuple[str, ...]
    verbatims: tuple[int, ...]
    size: int
    more: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The label as it is shown."""
        return " · ".join(self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        """What a topic is known by: the terms of its label, then more of them."""
        return (*self.terms, *self.more)


def describe(
    texts: Sequence[str],
    tokens: Tokens,
    vectors: Vectors,
    labels: Ints,
    strength: NDArray[np.floating] | None = None,
) -> dict[int, Label]:
    """Labels of all topics, no two alike.

    Terms are ranked by c-TF-IDF, each document with its strength: their share of the topic's terms times ln(1 + mean terms of a topic / the term's count in
    all). Reference: Grootendorst (2022), BERTopic. Words that mostly follow each other in a topic are shown together.

    Args:
        texts: (n_documents,).
        tokens: (n_documents,) their terms.
        vectors: (n_documents, n_dimensions).
        labels: (n_documents,) topics, any numbers; -1 belongs to none.
        strength: (n_documents,) how clearly each belongs to its topic; typical texts are among the clearer half.
    """
    topics = np.unique(labels[labels >= 0]).tolist()
    taken: set[frozenset[str]] = set()
    found: dict[int, Label] = {}
    ranked = _ranked(tokens, labels, topics, strength)
    for topic in sorted(topics, key=lambda one: (-int((labels == one).sum()), one)):
        rows = np.flatnonzero(labels == topic)
        quotes = typical(texts, vectors, rows, strength)
        joined = _joined(ranked[topic], subset(tokens, rows), [texts[row].lower() for row in rows.tolist()])
        usable = _usable(joined)
        terms = _distinct(usable, taken)
        if not terms:
            terms = _instead(clean(texts[quotes[0]])[:_CUT].strip(), taken)
        taken.add(frozenset(terms))
        more = tuple(term for term in usable if term not in terms)[:_MORE]
        found[topic] = Label(terms, quotes, len(rows), more)
    return found


def typical(
    texts: Sequence[str],
    vectors: Vectors,
    rows: Ints,
    strength: NDArray[np.floating] | None = None,
) -> tuple[int, ...]:
    """Three of `rows`: the medoid (the text most like the topic's mean) and the texts nearest to it that say something else.

    Fewer where there are fewer different texts.
    """
    sure = rows if strength is None else rows[strength[rows] >= np.median(strength[rows])]
    easy = np.array([row for row in sure if _SHORTEST <= len(texts[row]) <= _LONGEST], dtype=np.int64)
    pool = easy if len(easy) else sure
    pool = pool[np.argsort(np.array([texts[row] for row in pool], dtype=object), kind="stable")]
    middle = unit(vectors[rows].sum(axis=0, keepdims=True))[0]
    medoid = pool[int(np.argmax(np.round(vectors[pool] @ middle, 5)))]
    near = pool[np.argsort(-np.round(vectors[pool] @ vectors[medoid], 5), kind="stable")]
    chosen = [int(medoid)]
    said = {clean(texts[medoid])}
    for row in near.tolist():
        if len(chosen) == _QUOTES:
            break
        is_new = clean(texts[row]) not in said and float((vectors[chosen] @ vectors[row]).max()) < _ALIKE
        if is_new:
            chosen.append(row)
            said.add(clean(texts[row]))
    return tuple(chosen)


def _ranked(
    tokens: Tokens, labels: Ints, topics: list[int], strength: NDArray[np.floating] | None
) -> dict[int, list[str]]:
    """The weightiest terms of each topic; a document counts by how clearly it belongs there."""
    vocabulary = vocabulary_of(tokens)
    counts = term_counts(tokens, vocabulary)
    if strength is not None:
        counts = sparse.csr_matrix(sparse.diags(strength) @ counts)
    names = np.array(vocabulary.terms, dtype=object)
    counted = np.stack([np.asarray(counts[labels == topic].sum(axis=0)).ravel() for topic in topics] or [np.zeros(0)])
    total = np.maximum(counted.sum(axis=0), 1e-9)
    rare = np.log(1 + counted.sum() / max(len(topics), 1) / total)
    says = np.array([_says(term) for term in vocabulary.terms])
    found: dict[int, list[str]] = {}
    for place, topic in enumerate(topics):
        held = np.asarray((counts[labels == topic] > 0).sum(axis=0)).ravel()
        weight = counted[place] / max(counted[place].sum(), 1) * rare * says
        weight[held < min(_LEAST, int((labels == topic).sum()))] = 0
        best = np.lexsort((np.arange(len(weight)), -np.round(weight, 9)))[:_LOOKED_AT]
        found[topic] = [str(names[one]) for one in best if weight[one] > 0]
    return found


def _says(term: str) -> float:
    if term in remarks():
        return _REMARK
    if term.isascii():
        return 1.0
    return _SHORT if len(term) == 1 else _STEM if term.endswith("다") else 1.0


def _joined(ranked: list[str], tokens: Tokens, texts: list[str]) -> list[str]:
    """The ranked terms, with two of them shown as one where they mostly stand side by side in the texts."""
    known = {term for term in ranked if not term.endswith("다")}
    holding: Counter[str] = Counter()
    following: Counter[tuple[str, str]] = Counter()
    for terms, text in zip(tokens, texts, strict=True):
        holding.update(set(terms) & known)
        pairs = {pair for pair in pairwise(terms) if pair[0] != pair[1] and known.issuperset(pair)}
        following.update(pair for pair in pairs if " ".join(pair) in text or "".join(pair) in text)
    partner: dict[str, str] = {}
    for (first, second), count in sorted(following.items(), key=lambda item: (-item[1], item[0])):
        often = count >= max(_TOGETHER_LEAST, _TOGETHER * min(holding[first], holding[second]))
        if often and first not in partner and second not in partner:
            partner[first] = partner[second] = f"{first} {second}"
    shown: list[str] = []
    for term in ranked:
        whole = partner.get(term, term)
        if whole not in shown:
            shown.append(whole)
    return shown


def _usable(ranked: list[str]) -> list[str]:
    """The terms of which none holds another, the better ones first."""
    usable: list[str] = []
    for term in ranked:
        if not any(_same(term, other) for other in usable):
            usable.append(term)
    return usable


def _distinct(usable: list[str], taken: set[frozenset[str]]) -> tuple[str, ...]:
    """The best terms, other than those of any label before."""
    chosen = usable[:_TERMS]
    for other in usable[_TERMS:]:
        if frozenset(chosen) not in taken:
            break
        chosen[-1] = other
    return tuple(chosen) if frozenset(chosen) not in taken else ()


def _same(term: str, other: str) -> bool:
    plain, known = term.replace(" ", "").removesuffix("다"), other.replace(" ", "").removesuffix("다")
    return plain in known or known in plain


def _instead(text: str, taken: set[frozenset[str]]) -> tuple[str, ...]:
    """A topic without terms of its own is called after its most typical text."""
    number = 2
    name = text
    while frozenset({name}) in taken or not name:
        name = f"{text} ({number})".strip()
        number += 1
    return (name,)
