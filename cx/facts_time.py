"""Pieces of SQL about time that facts share: the local clock, and lengths that never run backwards."""

from __future__ import annotations


def local(moment: str) -> str:
    """SQL of the UTC time `moment` on the clock of the reporting zone, `$zone`."""
    return f"(({moment} at time zone 'UTC') at time zone $zone)"


def between(start: str, end: str) -> str:
    """SQL of the seconds from `start` to `end`; null where the end lies before the start: then it is not known."""
    return f"case when {end} >= {start} then date_sub('second', {start}, {end}) end"
