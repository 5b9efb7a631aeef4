"""Lists of phrases as data (`data/text/*.toml`), found in a text whatever its spacing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product

from cx.text.clauses import Clause, clauses
from cx.text.lexicon import FOLDER

_TRAIL = r"(?=[\s.!?~^,ㄱ-ㅎㅏ-ㅣ]*$)"
_GAP = ".{0,8}?"
_STRENGTH = {"strong": 2.0, "weak": 0.7}
_CHOICE = re.compile(r"\(([^)]*)\)")


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
    is_english: bool


_Span = tuple[int, int, _Rule]


@dataclass(frozen=True)
class Phrases:
    """The phrases of one file by group."""

    rules: tuple[_Rule, ...]

    @classmethod
    def of(cls, groups: Mapping[str, Mapping[str, list[str]]]) -> Phrases:
        """From lists by group and strength ("strong", "weak")."""
        return cls(
            tuple(
                _rule(phrase, group, _STRENGTH[strength])
                for group, lists in groups.items()
                for strength, phrases in lists.items()
                for written in phrases
                for phrase in _spelled_out(written)
            )
        )

    def found(self, text: str) -> list[Found]:
        """The phrases in a text, each once, in the order of the text. One inside a longer one does not count (`_takes`)."""
        return list(dict.fromkeys(one for found in self.by_clause(clauses(text)) for one in found))

    def by_clause(self, said: Sequence[Clause]) -> list[list[Found]]:
        """The phrases of each clause."""
        return [_found(self._spans(clause)) for clause in said]

    def apart(self, said: Sequence[Clause], families: Sequence[Collection[str]]) -> list[list[list[Found]]]:
        """The phrases of each clause for each family of groups: families take no words from each other."""
        met = [self._spans(clause) for clause in said]
        return [[_found([span for span in spans if span[2].group in family]) for spans in met] for family in families]

    def _spans(self, clause: Clause) -> list[_Span]:
        korean = [rule for key in clause.tight_pairs & self._korean.keys() for rule in self._korean[key]]
        english = [rule for key in clause.pairs & self._english.keys() for rule in self._english[key]]
        return _spans(clause.tight, korean) + _spans(clause.text, english)

    @cached_property
    def _korean(self) -> dict[str, list[_Rule]]:
        return _by_key([rule for rule in self.rules if not rule.is_english])

    @cached_property
    def _english(self) -> dict[str, list[_Rule]]:
        return _by_key([rule for rule in self.rules if rule.is_english])


def _by_key(rules: Sequence[_Rule]) -> dict[str, list[_Rule]]:
    """The rules by the first two letters of what a text must hold: a text has few of them, the lists have thousands."""
    found: dict[str, list[_Rule]] = {}
    for rule in rules:
        found.setdefault(rule.first[:2], []).append(rule)
    return found


def _spans(held: str, rules: Sequence[_Rule]) -> list[_Span]:
    return [(*match.span(), rule) for rule in rules if rule.first in held for match in rule.pattern.finditer(held)]


def _found(spans: list[_Span]) -> list[Found]:
    spans.sort(key=lambda span: (span[0] - span[1], -span[2].strength, "~" in span[2].phrase))
    kept = [span for place, span in enumerate(spans) if not any(_takes(other, span) for other in spans[:place])]
    found = (rule for _, _, rule in sorted(kept, key=lambda span: span[0]))
    return list(dict.fromkeys(Found(rule.phrase, rule.group, rule.strength) for rule in found))


def _takes(longer: _Span, span: _Span) -> bool:
    """Whether a phrase keeps one inside it from counting: one of another group, or a weaker one of its own."""
    if longer[2].is_english != span[2].is_english:  # their places are counted differently
        return False
    holds = longer[0] <= span[0] and span[1] <= longer[1]
    return holds and (longer[2].group != span[2].group or longer[2].strength >= span[2].strength)


def _spelled_out(phrase: str) -> list[str]:
    """(a|b)c: ac and bc."""
    parts = [part.split("|") for part in _CHOICE.split(phrase)]
    return ["".join(chosen) for chosen in product(*parts)]


def _rule(phrase: str, group: str, strength: float) -> _Rule:
    """Korean without spaces, English with word borders; see the head of `data/text/kinds.toml`."""
    body = phrase.removesuffix("$")
    pattern = _GAP.join(re.escape(part) for part in body.split("~"))
    if phrase.isascii() and body[0].isalnum():
        pattern = rf"(?<![a-z0-9]){pattern}(?![a-z0-9])"  # "503이", "error가"
    compiled = re.compile(pattern + (_TRAIL if phrase.endswith("$") else ""))
    return _Rule(phrase, group, strength, body.split("~")[0], compiled, phrase.isascii())


@cache
def listed(name: str) -> Phrases:
    """The phrases of `data/text/NAME.toml`, read once."""
    return Phrases.of(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))
