"""What is said most, and what is said more here than there.

Terms are those of `cx.text.tokens`. A document counts a term once, however often it says it: who repeats a word has not
said it twice as much, and one long text would otherwise speak for many.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Tokens = Sequence[tuple[str, ...]]

MOST_PRIOR = 500.0  # terms the prior weighs at most
_PRIOR = 0.1  # of the smaller set
LEAST = 5  # documents a term must be in, else it says nothing about a group
_NOTHING = 1e-9
PHRASE_LEAST = 5
PHRASE_BOUND = 0.6  # normalised pointwise mutual information: 0 by chance, 1 never apart


@dataclass(frozen=True)
class Keyword:
    """A term, how often it is said, and in how many documents."""

    term: str
    count: int
    documents: int


@dataclass(frozen=True)
class Contrast:
    """A term said more in the first set (`z` > 0) or in the second (`z` < 0).

    `log_odds` is the natural logarithm of how many times higher the odds of the term are in the first set, drawn towards
    0 for rare terms; `z` is that divided by its standard error: beyond ±1.96 chance alone explains it once in 20 terms.
    `first` and `second` are numbers of documents.
    """

    term: str
    log_odds: float
    z: float
    first: int
    second: int


def frequency(tokens: Tokens, *, least: int = 1) -> list[Keyword]:
    """Terms in at least `least` documents, most documents first, then most mentions, then by name. No documents: none."""
    counts = Counter(term for terms in tokens for term in terms)
    documents = in_documents(tokens)
    found = [Keyword(term, counts[term], number) for term, number in documents.items() if number >= least]
    return sorted(found, key=lambda keyword: (-keyword.documents, -keyword.count, keyword.term))


def in_documents(tokens: Iterable[tuple[str, ...]]) -> Counter[str]:
    """In how many documents each term is."""
    return Counter(term for terms in tokens for term in set(terms))


def contrast(
    first: Tokens,
    second: Tokens,
    *,
    background: Counter[str] | None = None,
    prior: float | None = None,
    least: int = LEAST,
) -> list[Contrast]:
    """Terms by how much more the documents `first` say them than `second`, most telling for the first set at the top.

    Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, equations 16 and 22), over
    the documents that have a term. The prior is worth `prior` terms (a tenth of the smaller set, at most 500), shared
    out as in `background` (documents by term; both sets together where not given). Terms in fewer than `least`
    documents of both sets together are left out. Nothing where either set is empty: there is nothing to compare with.
    """
    here, there = in_documents(first), in_documents(second)
    return contrast_of_counts(here, there, background or here + there, prior=prior, least=least)


def contrast_of_counts(
    here: Counter[str], there: Counter[str], background: Counter[str], *, prior: float | None = None, least: int = LEAST
) -> list[Contrast]:
    """`contrast` for counts made elsewhere. A term the background does not know is taken as said there once."""
    size_here, size_there = here.total(), there.total()
    if not size_here or not size_there:
        return []
    if prior is None:
        prior = min(MOST_PRIOR, _PRIOR * min(size_here, size_there))
    scale = prior / background.total()
    found = []
    for term in here.keys() | there.keys():
        x, y = here[term], there[term]
        if x + y < least:
            continue
        assumed = max(background[term], 1) * scale
        rest_here, rest_there = size_here + prior - x - assumed, size_there + prior - y - assumed
        if min(rest_here, rest_there) < _NOTHING:  # the only term there is: odds without an "else"
            continue
        log_odds = math.log((x + assumed) / rest_here) - math.log((y + assumed) / rest_there)
        z = log_odds / math.sqrt(1 / (x + assumed) + 1 / (y + assumed))
        found.append(Contrast(term, log_odds, z, x, y))
    return sorted(found, key=lambda row: (-row.z, row.term))


@dataclass(frozen=True)
class Phrases:
    """Pairs of terms that stand side by side far more often than by chance, such as 연동 + 해제."""

    pairs: frozenset[tuple[str, str]]

    @classmethod
    def found(cls, tokens: Tokens, *, least: int = PHRASE_LEAST, bound: float = PHRASE_BOUND) -> Phrases:
        """Neighbours in at least `least` documents with a normalised pointwise mutual information of `bound` or more
        (Bouma 2009), over documents. A term beside itself is laughter or a slip, no phrase.
        """
        size = sum(1 for terms in tokens if terms)
        single = in_documents(tokens)
        side_by_side = Counter(pair for terms in tokens for pair in set(pairwise(terms)) if pair[0] != pair[1])
        return cls(
            frozenset(
                pair
                for pair, number in side_by_side.items()
                if number >= least and _mutual(number, single[pair[0]], single[pair[1]], size) >= bound
            )
        )

    def joined(self, tokens: Tokens) -> list[tuple[str, ...]]:
        """The documents with their phrases as one term, from the left; a third word may join ("엑셀 일괄 등록")."""
        return [self._joined(terms) for terms in tokens]

    def _joined(self, terms: tuple[str, ...]) -> tuple[str, ...]:
        result: list[str] = []
        last, length = "", 0
        for term in terms:
            if result and length < 3 and (last, term) in self.pairs:  # noqa: PLR2004 - longer ones are sentences
                result[-1] = f"{result[-1]} {term}"
                length += 1
            else:
                result.append(term)
                length = 1
            last = term
        return tuple(result)


def _mutual(both: int, first: int, second: int, size: int) -> float:
    """Normalised pointwise mutual information; 1 where every document has both."""
    if both >= size:
        return 1.0
    return math.log(both * size / (first * second)) / -math.log(both / size)
