"""A pattern of Python for the linear-time matcher of columns: whatever the pattern finds, its loosened form finds too.

That matcher (RE2) knows no look-around and no back-reference, and it is only fast where little has to be counted. Leaving
out a condition and repeating without a bound only let more through; a back-reference becomes the group it repeats. Texts
are folded before, so that digits are 0-9.
"""

from __future__ import annotations

import re
from typing import Final

_CONDITIONS: Final = ("(?=", "(?!", "(?<=", "(?<!")
_OTHER_MEANING: Final = re.compile(r"\\(?:\\|(?P<it>[A-Za-ce-mo-z0-9])|.)")
_COUNTED: Final = re.compile(r"\{(\d+),(\d+)\}")
_COUNTABLE: Final = 4


def loosened(pattern: re.Pattern[str]) -> str:
    """`pattern` in the syntax of RE2, without its conditions. Raises ValueError for what would then mean something else."""
    if any(match["it"] for match in _OTHER_MEANING.finditer(pattern.pattern)):
        raise ValueError(pattern.pattern)
    text = _loosened(pattern.pattern, {})
    return f"(?i:{text})" if pattern.flags & re.IGNORECASE else f"(?:{text})"


def _loosened(text: str, groups: dict[str, str]) -> str:
    parts: list[str] = []
    at = 0
    while at < len(text):
        end = _end(text, at)
        piece = text[at:end]
        if piece.startswith(_CONDITIONS):
            pass
        elif piece.startswith("(?P="):
            parts.append(groups[piece[4:-1]])
        elif piece.startswith("(?P<"):
            name, inner = piece[4:-1].split(">", 1)
            groups[name] = f"(?:{_loosened(inner, groups)})"
            parts.append(groups[name])
        elif piece.startswith("("):
            parts.append(f"(?:{_loosened(piece.removeprefix('(').removeprefix('?:')[:-1], groups)})")
        elif piece.startswith("{"):
            parts.append(_repeated(piece))
        elif piece in {"^", "$"}:
            raise ValueError(text)
        else:
            parts.append(piece)
        at = end
    return "".join(parts)


def _repeated(piece: str) -> str:
    counted = _COUNTED.fullmatch(piece)
    if counted is None or int(counted[2]) <= _COUNTABLE:
        return piece
    return "*" if counted[1] == "0" else "+"


def _end(text: str, at: int) -> int:
    """Where the escape, set, group, count or sign that begins at `at` ends."""
    if text[at] == "\\":
        return at + 2
    if text[at] == "{":
        return text.index("}", at) + 1
    if text[at] == "[":
        at += 2 if text[at + 1] == "^" else 1
        while text[at] != "]":
            at = at + 2 if text[at] == "\\" else at + 1
        return at + 1
    if text[at] == "(":
        at += 1
        while text[at] != ")":
            at = _end(text, at)
    return at + 1
