"""Documents in a language that few write in. Their words tie them to each other, whatever they are about, and to no document in
the language of most: every word of a greeting is rare where few write it. By meaning they lie with the others.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from cx.text.terms import Tokens

_HANGUL = re.compile("[가-힣]")
_FEW = 0.1  # of the documents: where more write in a language, it makes topics of its own
_TERMS = 4  # fewer tell no language: product names and codes are in Latin letters everywhere
_SOME = 1 / 3  # of the terms: a line in the language of most above a message does not make the message one


def in_hangul(tokens: Tokens) -> NDArray[np.float32]:
    """(n,): the share of each document's terms that hold Korean letters; a half where too few tell."""
    counts = np.array([[sum(map(bool, map(_HANGUL.search, terms))), len(terms)] for terms in tokens], dtype=np.float32)
    counts = counts.reshape(-1, 2)
    return np.where(counts[:, 1] < _TERMS, 0.5, counts[:, 0] / np.maximum(counts[:, 1], 1)).astype(np.float32)


def usual(tokens: Tokens) -> bool | None:
    """Whether nearly all documents are in Korean (True) or nearly all in other letters (False); None: neither."""
    share = in_hangul(tokens)
    others, korean = int((share < _SOME).sum()), int((share > 1 - _SOME).sum())
    if others <= _FEW * korean:
        return True
    return False if korean <= _FEW * others else None


def foreign(tokens: Tokens, *, is_korean: bool | None) -> NDArray[np.bool_]:
    """(n,): which documents are in a language that few write in, where nearly all are in Korean or nearly all are not."""
    if is_korean is None:
        return np.zeros(len(tokens), dtype=bool)
    share = in_hangul(tokens)
    return share < _SOME if is_korean else share > 1 - _SOME
