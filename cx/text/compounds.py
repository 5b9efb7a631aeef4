"""Morphemes of one text into terms: what belongs together is one term, what says nothing by itself is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from cx.text.english import lemma
from cx.text.particles import is_particle, without_particle

_NOUNS = {"NNG", "NNP", "XR"}
_FOREIGN = {"SL", "SH"}
_STEMS = {"VV", "VA"}
_PLURAL = {"들", "씩", "쯤", "여", "째", "당", "짜리", "분"}  # suffixes that make no other word
_MOST_NOUNS, _MOST_SYLLABLES = 3, 8  # longer chains are missing spaces, not compounds
_SHORTEST_FOREIGN, _LONGEST = 2, 40
_HTTP = re.compile(r"[45]\d\d")  # 404, 502: what a screen says when it breaks
_HANGUL = re.compile("[가-힣]")
_SCRIPT = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+|(?:(?![\u3131-\u318e\u3040-\u30ff\u3400-\u9fff])[^\\W\\d_])+"
    "(?:-?(?![\u3040-\u30ff\u3400-\u9fff])[^\\W\\d_])*\\d{0,2}"
)


class Morpheme(Protocol):
    """What the analyser says about a piece of text."""

    form: str
    tag: str
    start: int
    end: int
    oov: bool


class Reading:
    """Reads the morphemes of one text from left to right and collects its terms. `is_noun`: whether the analyser knows a noun."""

    def __init__(self, synonyms: Mapping[str, str], is_noun: Callable[[str], bool]) -> None:
        self._synonyms, self._is_noun = synonyms, is_noun
        self._run: list[tuple[str, str]] = []  # nouns written together: form, tag
        self._end = -1
        self.terms: list[str] = []

    def read(self, morphemes: Sequence[Morpheme]) -> list[str]:
        """The terms, in the order of the text, with repeats and stop words."""
        for place, piece in enumerate(morphemes):
            tag = piece.tag.split("-")[0]
            if tag in _NOUNS or tag in _FOREIGN or tag in {"XPN", "XSN"}:
                self._noun(piece, tag)
                continue
            if tag == "SN":
                self._number(piece, morphemes[place + 1 : place + 2])
                continue
            self._flush()
            if tag in _STEMS or tag in {"XSV", "XSA", "VX"}:
                self._stem(piece, tag, morphemes, place)
            elif tag == "W_HASHTAG":
                self._add(piece.form.lstrip("#"))
        self._flush()
        return self.terms

    def _add(self, term: str) -> None:
        self.terms.append(self._synonyms.get(term, term))

    def _noun(self, piece: Morpheme, tag: str) -> None:
        if piece.start != self._end or (tag == "XPN" and self._run):
            self._flush()
        if tag == "XSN" and (not self._run or piece.form in _PLURAL or self._is_honorific(piece.form)):
            return
        if tag == "XSN" and is_particle(piece.form, self._run[-1][0]):
            self._flush()
            return
        form = piece.form.lower() if tag in _FOREIGN else piece.form
        noun = without_particle(form, self._is_noun) if piece.oov and tag in _NOUNS else form
        self._run.append((self._synonyms.get(noun, noun), tag))
        self._end = piece.end
        if noun != form:
            self._flush()

    def _is_honorific(self, suffix: str) -> bool:
        return suffix == "님" and self._run[-1][0] != "선생"

    def _number(self, piece: Morpheme, following: Sequence[Morpheme]) -> None:
        if self._run and self._run[-1][1] == "SL" and piece.start == self._end:  # mp3, oauth2
            self._run.append((piece.form, "SL"))
            self._end = piece.end
            return
        self._flush()
        is_alone = not following or following[0].start > piece.end or following[0].tag.startswith("J")
        if is_alone and _HTTP.fullmatch(piece.form):
            self._add(piece.form)

    def _flush(self) -> None:
        run, self._run, self._end = self._run, [], -1
        nouns = sum(tag not in {"XPN", "XSN"} for _, tag in run)
        whole = "".join(form for form, _ in run)
        if not nouns or len(whole) > _LONGEST:
            return
        if all(tag == "SL" for _, tag in run):
            if len(whole) >= _SHORTEST_FOREIGN:
                self._add(lemma(whole))
        elif nouns <= _MOST_NOUNS and len(whole) <= _MOST_SYLLABLES:
            self._add(whole)
        else:
            self._apart(run)

    def _apart(self, run: list[tuple[str, str]]) -> None:
        """The nouns of a chain one by one, each with the prefix or suffix written to it."""
        words: list[str] = []
        is_open = False
        for form, tag in run:
            if words and (is_open or tag == "XSN"):
                words[-1] += form
            else:
                words.append(form)
            is_open = tag == "XPN"
        for word in words:
            self._add(word)

    def _stem(self, piece: Morpheme, tag: str, morphemes: Sequence[Morpheme], place: int) -> None:
        word = _negation(morphemes, place) + piece.form + "다"
        is_verb_of_noun = tag in {"XSV", "XSA", "VX"}
        if not is_verb_of_noun or word[1:2] == " ":
            self._add(word)


def _negation(morphemes: Sequence[Morpheme], place: int) -> str:
    """안 or 못 before a stem (안 열려요), after it (열리지 않아요), or as in 열 수 없어요; else nothing."""
    before = morphemes[place - 1] if place else None
    if before is not None and before.tag == "MAG" and before.form in {"안", "못"}:
        return before.form + " "
    after = [piece.form for piece in morphemes[place + 1 : place + 5] if not piece.tag.startswith("J")]
    if after[:1] == ["지"] and after[1:2] in (["않"], ["못"], ["못하"]):
        return "안 " if after[1] == "않" else "못 "
    return "못 " if after[1:3] == ["수", "없"] else ""


def without_korean(text: str) -> list[str]:
    """The words of a text in other scripts; Chinese and Japanese, written without spaces, as pairs of signs."""
    terms: list[str] = []
    for word in _SCRIPT.findall(text):
        if "\u3040" <= word[0] <= "\u9fff" or word[0] >= "\U00020000":
            terms += [word[i : i + 2] for i in range(len(word) - 1)] or [word]
        elif _SHORTEST_FOREIGN <= len(word) <= _LONGEST:
            terms.append(lemma(word))
    return terms


def is_korean(text: str) -> bool:
    """Whether a text holds Korean syllables, so that the analyser has to look at it."""
    return _HANGUL.search(text) is not None
