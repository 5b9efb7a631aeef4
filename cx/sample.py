"""How many rows a number is made of, in words: n, and of answers of which a person gave several also how many people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cx import number
from cx.language import say

Row = Mapping[str, Any]  # a row of `cx.compute`: `n`, and `people` where rows are not independent


def people(row: Row) -> int:
    """Independent rows among the n: people where these gave several answers each, else n itself."""
    known = row.get("people")
    return int(row["n"]) if known is None or number.is_missing(known) else int(known)


def size(row: Row, language: str) -> str:
    """How many: "n=1,203", or "n=1,203 · 421명"."""
    n, known = int(row["n"]), people(row)
    if known == n:
        return say("number.n", language, n=f"{n:,}")
    return say("number.n_people", language, n=f"{n:,}", people=f"{known:,}")


def brief(row: Row, language: str) -> str:
    """The same where there is little room: "n=1,203", or "421명" alone."""
    known = people(row)
    return size(row, language) if known == int(row["n"]) else say("number.people", language, people=f"{known:,}")


def few(row: Row, language: str) -> str:
    """That there are too few to rely on."""
    known = people(row)
    if known == int(row["n"]):
        return say("number.small_sample", language, n=known)
    return say("number.small_people", language, people=known)


def hidden(row: Row, least: int, language: str) -> str:
    """Why a score is not shown, and from how many on it would be."""
    known = people(row)
    key = "surveys.withheld" if known == int(row["n"]) else "surveys.withheld_people"
    return say(key, language, n=known, least=least)


def withheld(row: Row, language: str) -> str:
    """That there are too few to show anything."""
    known = people(row)
    if known == int(row["n"]):
        return say("overview.withheld", language, n=known)
    return say("number.withheld_people", language, people=known)
