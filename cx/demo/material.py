"""The written material, read from `texts/*.txt`: per theme what people do, suffer, tried and want; and what fits all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cx.demo.endings import Clause, parse
from cx.demo.themes import FOLDER

# Sections whose lines are clauses in dictionary form; the lines of all others stand as written.
CLAUSES = frozenset(
    {
        "situation",
        "problem",
        "detail",
        "tried",
        "ask",
        "how",
        "still",
        "impact",
        "feeling",
        "general_ask",
        "good",
        "fair",
        "bad",
    }
)
Sections = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Material:
    """The lines of one file: clauses by section, and phrases by section. A section it lacks is empty."""

    name: str
    clauses: dict[str, tuple[Clause, ...]]
    phrases: Sections

    def clause(self, section: str) -> tuple[Clause, ...]:
        """The clauses of `section`."""
        return self.clauses.get(section, ())

    def phrase(self, section: str) -> tuple[str, ...]:
        """The phrases of `section`."""
        return self.phrases.get(section, ())


def _sections(name: str) -> Sections:
    sections: dict[str, list[str]] = {}
    current = ""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text.startswith("[") and text.endswith("]"):
            current = text[1:-1]
            sections[current] = []
        elif text and not text.startswith("# "):
            sections[current].append(text.replace("\\n", "\n"))
    return {section: tuple(lines) for section, lines in sections.items()}


@cache
def material(name: str) -> Material:
    """The material of `texts/<name>.txt`; raises ValueError where a clause does not end in 다."""
    sections = _sections(name)
    spoken = name != "english"
    clauses = {
        key: tuple(parse(line) for line in lines) for key, lines in sections.items() if spoken and key in CLAUSES
    }
    phrases = {key: lines for key, lines in sections.items() if key not in clauses}
    return Material(name, clauses, phrases)
