"""English words as people look them up: rules for regular endings, a list for the rest. Simple, and wrong now and then."""

from __future__ import annotations

import re
from functools import lru_cache

from cx.text.lexicon import lemmas

_SHORTEST = 4  # letters; shorter words keep their endings
_VOWEL = re.compile("[aeiouy]")
_ENDS_IN_E = re.compile(r"(?:[^aeo]at|bl|iz|[^aeiouy][iu]r|[cv]|[^n]g|[aeioulnr]s|u)$")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """`cards` -> card, `charged` -> charge, `went` -> go; lower case, unknown words as they are."""
    low = word.lower()
    known = lemmas().get(low)
    if known or len(low) < _SHORTEST or not low.isascii():
        return known or low
    for rule in (_without_s, _without_ed_and_ing):
        shorter = rule(low)
        if shorter != low:
            return lemmas().get(shorter, shorter)
    return low


def _without_s(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _without_ed_and_ing(word: str) -> str:
    ending = next((end for end in ("ing", "ied", "ed") if word.endswith(end)), "")
    stem = word[: len(word) - len(ending)]
    if ending == "ied":
        return stem + "y" if len(stem) > 1 else word
    if not ending or len(stem) < _SHORTEST - 1 or not _VOWEL.search(stem) or stem.endswith("e"):
        return word
    if _DOUBLED.search(stem):
        return stem[:-1]
    return stem + "e" if _ENDS_IN_E.search(stem) else stem
