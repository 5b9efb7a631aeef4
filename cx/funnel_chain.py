"""The stages of a compiled funnel: each reads the one before and is compiled on its own, so that none repeats what those before it say."""

from __future__ import annotations

from typing import Any

import ibis

from cx.funnel import Funnel

_EVENTS: dict[str, Any] = {
    "account_key": "string",
    "at": "timestamp",
    "code": "int64",
    "known_until": "timestamp",
    "grouped": "string",
}


def codes(names: tuple[str, ...]) -> list[int]:
    """The codes of a shape's events as numbers."""
    return [int(name) for name in names]


class Chain:
    """The stages so far, and what kind of funnel they are of."""

    def __init__(self, funnel: Funnel) -> None:
        self.funnel = funnel
        self.made: list[tuple[str, str]] = []
        self.table = ibis.table(_EVENTS, name="rows")

    def add(self, name: str, table: Any) -> None:
        """`table` is what the next stage reads, under `name`."""
        self.made.append((name, str(ibis.to_sql(table, dialect="duckdb"))))
        self.table = ibis.table(table.schema(), name=name)

    @property
    def is_numbered(self) -> bool:
        """Whether events have to be told apart by more than their time."""
        steps = [set(step.events) for step in self.funnel.steps]
        is_twice = sum(map(len, steps)) > len(set[str]().union(*steps))
        return is_twice or self.funnel.order == "strict" or self.funnel.entry == "each"

    @property
    def has_groups(self) -> bool:
        """Whether an entry's group depends on its steps."""
        return self.funnel.attribution != "account"
