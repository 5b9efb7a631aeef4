"""Lists of phrases as data (`data/text/*.toml`), found in a text whatever its spacing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cx.text.clean import clean
from cx.text.lexicon import FOLDER

_SENTENCE = re.compile(r"(?<=[.!?~\n])\s+|[\n\r]+")
_TRAIL = r"(?=[\s.!?~^ㄱ-ㅎㅏ-ㅣ]*$)"
_GAP = ".{0,8}?"
_STRENGTH = {"strong": 2.0, "weak": 0.7}
_LONGEST = 1_500  # characters looked at: what somebody wants stands in the beginning
_QUOTED = str.maketrans({"’": "'", "‘": "'"})


@dataclass(frozen=True)
class Found:
    """A phrase met in a text: as it stands in the list, its group, how much it says."""

    phrase: str
    group: str
    strength: float


@dataclass(frozen=True)
class _Rule:
    phrase: str
    group: str
    strength: float
    first: str  # what the text must hold for the pattern to be tried
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Phrases:
    """The phrases of one file by group."""

    rules: tuple[_Rule, ...]

    @classmethod
    def of(cls, groups: Mapping[str, Mapping[str, list[str]]]) -> Phrases:
        """From lists by group and strength ("strong", "weak")."""
        return cls(
            tuple(
                _Rule(phrase, group, _STRENGTH[strength], phrase.removesuffix("$").split("~")[0], _pattern(phrase))
                for group, lists in groups.items()
                for strength, phrases in lists.items()
                for phrase in phrases
            )
        )

    def only(self, *groups: str) -> Phrases:
        """Those of some groups: they do not take words from each other and from the rest."""
        return Phrases(tuple(rule for rule in self.rules if rule.group in groups))

    def found(self, text: str) -> list[Found]:
        """The phrases in a text, each once, in the order of the text. One inside a longer one does not count (`_takes`)."""
        met: dict[str, Found] = {}
        for sentence in _SENTENCE.split(clean(text)[:_LONGEST].lower().translate(_QUOTED)):
            for rule in self._in_sentence(sentence):
                met.setdefault(rule.phrase, Found(rule.phrase, rule.group, rule.strength))
        return list(met.values())

    def _in_sentence(self, sentence: str) -> list[_Rule]:
        tight = "".join(sentence.split())
        spans: list[tuple[int, int, _Rule]] = []
        for rule in self.rules:
            held = sentence if rule.phrase.isascii() else tight
            if rule.first in held:
                spans += [(*match.span(), rule) for match in rule.pattern.finditer(held)]
        spans.sort(key=lambda span: (span[0] - span[1], -span[2].strength))
        kept = [span for place, span in enumerate(spans) if not any(_takes(other, span) for other in spans[:place])]
        return [rule for _, _, rule in sorted(kept, key=lambda span: span[0])]


def _takes(longer: tuple[int, int, _Rule], span: tuple[int, int, _Rule]) -> bool:
    """Whether a phrase keeps one inside it from counting: one of another group, or a weaker one of its own."""
    if longer[2].phrase.isascii() != span[2].phrase.isascii():  # their places are counted differently
        return False
    holds = longer[0] <= span[0] and span[1] <= longer[1]
    return holds and (longer[2].group != span[2].group or longer[2].strength >= span[2].strength)


def _pattern(phrase: str) -> re.Pattern[str]:
    """Korean without spaces, English with word borders; see the head of `data/text/kinds.toml`."""
    body = phrase.removesuffix("$")
    pattern = _GAP.join(re.escape(part) for part in body.split("~"))
    if phrase.isascii() and body[0].isalnum():
        pattern = rf"\b{pattern}\b"
    return re.compile(pattern + (_TRAIL if phrase.endswith("$") else ""))


@cache
def listed(name: str, *groups: str) -> Phrases:
    """The phrases of `data/text/NAME.toml`, read once; those of some groups where they are named."""
    if groups:
        return listed(name).only(*groups)
    return Phrases.of(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))
