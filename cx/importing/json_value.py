"""One value of JSON, nothing of it lost: names that come twice and integers of any length are kept."""

from __future__ import annotations

import json
from typing import Final, TypeVar

Value = TypeVar("Value")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        made, times = {}, dict[str, int]()
        for name, value in pairs:
            keep(made, times, name, value)
    return made


def keep(made: dict[str, Value], times: dict[str, int], name: str, value: Value) -> None:
    """Put `value` into `made`; under a name that was there as "name (2)", as in the header of a table. `times` is the
    caller's memory of names that came again.
    """
    free = name
    while free in made:
        times[name] = times.get(name, 1) + 1
        free = f"{name} ({times[name]})"
    made[free] = value


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object)
_DIGITS_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_int=str)


def decode(text: str, at: int) -> tuple[object, int]:
    """The value at `at` and its end. Raises JSONDecodeError and RecursionError."""
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError:
        raise
    except ValueError:  # an integer of thousands of digits
        return _DIGITS_DECODER.raw_decode(text, at)


def decode_line(line: str) -> object:
    """The one value of a line. Raises JSONDecodeError and RecursionError."""
    text = line.strip()
    value, end = decode(text, 0)
    if end < len(text):
        raise json.JSONDecodeError("", text, end)
    return value
