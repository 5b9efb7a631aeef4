"""A target as people write it: "90%", "5분", "1시간 30분", "6.5". Nothing is guessed: what could mean two things is refused."""

from __future__ import annotations

import re

from cx.errors import CxError
from cx.metric import Metric
from cx.number import MINUS

_NUMBER = r"([+-]?\d+(?:[.,]\d+)?)"
_LENGTHS = {
    86400.0: ("일", "d", "day", "days"),
    3600.0: ("시간", "h", "hour", "hours"),
    60.0: ("분", "m", "min", "minute", "minutes"),
    1.0: ("초", "s", "sec", "second", "seconds"),
}
_UNITS = {word: size for size, words in _LENGTHS.items() for word in words}
_BESIDE = ("점", "건", "건/일", "건/시간", "건/고객사", "/account", "/day", "/hour", "points")


def parse(metric: Metric, text: str) -> float:
    """The goal in the metric's unit. A share needs its % sign up to 1 (0.9 could be 90 % or 0.9 %), a length its unit.

    Raises CxError `target.unreadable_…` with examples.
    """
    written = " ".join(text.split()).casefold().replace(MINUS, "-")
    if metric.unit == "share":
        return _share(written)
    if metric.unit == "seconds":
        return length(written)
    for word in _BESIDE:
        written = written.removesuffix(word).rstrip()
    found = re.fullmatch(_NUMBER, written.replace(",", ""))
    if not found:
        raise CxError("target.unreadable_number", value=text)
    return float(found.group(1))


def _share(written: str) -> float:
    found = re.fullmatch(rf"{_NUMBER}\s*(%|퍼센트|percent)?", written)
    if not found:
        raise CxError("target.unreadable_share", value=written)
    value = float(found.group(1).replace(",", "."))
    if not found.group(2) and 0 < value <= 1:
        raise CxError("target.unclear_share", value=written, percent=f"{value * 100:g}")
    return value / 100


def length(written: str) -> float:
    """Seconds of a length as people write it. Raises CxError `target.unreadable_length`."""
    written = " ".join(written.split()).casefold()
    words = "|".join(sorted(_UNITS, key=len, reverse=True))
    pieces = re.findall(rf"{_NUMBER}\s*({words})(?![a-z])", written)
    rest = re.sub(rf"{_NUMBER}\s*({words})(?![a-z])", "", written)
    if written == "0":
        return 0.0
    if not pieces or rest.strip():
        raise CxError("target.unreadable_length", value=written)
    return sum(float(value.replace(",", ".")) * _UNITS[unit] for value, unit in pieces)


def exact(seconds: int, language: str) -> str:
    """A length as `length` reads it back, to the second: 48시간, 1시간 30분. No days: on a business clock they mean two things."""
    place = 0 if language == "ko" else 1
    words, rest = [], seconds
    for size, names in list(_LENGTHS.items())[1:]:
        n, rest = divmod(rest, int(size))
        if n:
            words.append(f"{n}{names[place]}" if language == "ko" else f"{n} {names[place]}")
    return " ".join(words) or f"0{_LENGTHS[1.0][place]}"
