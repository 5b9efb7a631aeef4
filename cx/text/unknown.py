"""Words a team may want in its dictionary: what many write and the analyser has to guess or cuts, and is no slip."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from cx.text.particles import may_follow

Piece = tuple[str, str, bool]  # form, tag, whether the analyser guessed it
GUESSED, CUT = "guessed", "cut"
_NOUNS, _COUNTED = {"NNG", "NNP", "XR"}, {"NNB"}
_SHORTEST = 2  # syllables
_OFTEN = 4  # times as often as a slip of it is the word itself
_OWN_WORD = 0.8  # the share of texts in which a word of its own begins with it
_HANGUL = re.compile("[가-힣]+")
_LATIN = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def cut_or_guessed(word: str, pieces: Sequence[Piece]) -> str | None:
    """GUESSED where a part of the word is in no dictionary, CUT where it falls into single syllables before its end; else None."""
    if any(is_guessed for *_, is_guessed in pieces):
        return GUESSED
    is_of_nouns = pieces[0][1] in _NOUNS and all(tag in _NOUNS | _COUNTED for _, tag, _ in pieces)
    is_whole = "".join(form for form, *_ in pieces) == word
    return CUT if is_of_nouns and is_whole and any(len(form) == 1 for form, *_ in pieces[:-1]) else None


def slips(asked: Iterable[str], said: Mapping[str, int]) -> set[str]:
    """Those of the words asked about that are one letter (of a syllable) away from one said `_OFTEN` times as often. `said`: how often each is."""
    near: dict[str, list[str]] = defaultdict(list)
    for word in said:
        for key in _without_one(word):
            near[key].append(word)
    return {
        word
        for word in asked
        if len(word) > 1
        and any(
            said[other] >= _OFTEN * said[word] for key in _without_one(word) for other in near[key] if other != word
        )
    }


def _without_one(word: str) -> set[str]:
    """The letters of a word, and what is left of them without any one: two words of one such key are a letter apart, or swap two."""
    letters = unicodedata.normalize("NFD", word)
    return {letters, *(letters[:at] + letters[at + 1 :] for at in range(len(letters)))}


def beginnings(asked: Iterable[str], said: Mapping[str, int]) -> set[str]:
    """Those of the words asked about that are mostly the beginning of a longer one, or one of the others with a particle."""
    longest: dict[str, int] = {}
    for other, n in said.items():
        for end in range(_SHORTEST, len(other)):
            longest[other[:end]] = max(longest.get(other[:end], 0), n)
    return {
        word
        for word in asked
        if longest.get(word, 0) >= said[word]
        or any(word[:end] in said and may_follow(word[end:], word[:end]) for end in range(1, len(word)))
    }


def unspaced(asked: Iterable[str], said: Mapping[str, int]) -> set[str]:
    """Those of the words asked about that are two others written without the space between."""
    ends = {word: range(_SHORTEST, len(word) - _SHORTEST + 1) for word in asked}
    return {
        word
        for word, places in ends.items()
        if any(min(said.get(word[:at], 0), said.get(word[at:], 0)) >= _OFTEN * said[word] for at in places)
    }


def is_own_word(word: str, texts: Sequence[str]) -> bool:
    """Whether in most of the texts, all of which hold the word, a word of its own begins with it."""
    begins = re.compile(rf"(?<![^\W_]){re.escape(word)}", re.IGNORECASE)
    return sum(begins.search(text) is not None for text in texts) >= _OWN_WORD * max(len(texts), 1)


def is_latin(term: str) -> bool:
    """Whether a term is a word in Latin letters."""
    return _LATIN.fullmatch(term) is not None


def pairs(terms: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Neighbouring terms, each pair once."""
    return dict.fromkeys(pairwise(terms))


def written(first: str, second: str, texts: Sequence[str]) -> tuple[str, int]:
    """How two neighbouring terms are mostly written, with a space between; and how many of the texts hold them so. Within a sentence of
    Latin letters both have to have capitals, as a name has.
    """
    tail = "" if _HANGUL.search(second) else r"(?:s|es)?(?![^\W\d_가-힣])"
    both = re.compile(
        rf"(?<![^\W_])(?P<it>{re.escape(first)}[ \t]+{re.escape(second)}{tail})(?P<after>\W{{1,2}}[A-Za-z])?",
        re.IGNORECASE,
    )
    hits = [hit for text in texts for hit in [both.search(text)] if hit]
    found = [" ".join(hit["it"].split()) for hit in hits if _is_apart(hit) or _is_capital(hit["it"])]
    return (Counter(found).most_common(1)[0][0], len(found)) if found else ("", 0)


def _is_apart(hit: re.Match[str]) -> bool:
    """Whether no word in Latin letters stands before or after it."""
    return not hit["after"] and re.search(r"[A-Za-z]\W{0,2}$", hit.string[: hit.start("it")]) is None


def _is_capital(pair: str) -> bool:
    return all(word[0].isupper() for word in pair.split())
