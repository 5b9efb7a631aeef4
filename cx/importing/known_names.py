"""The names the masking has to know before it reads: those of a file's own name columns, and those of the team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cx.importing.block import Block, in_blocks
from cx.importing.mapping import PERSON_NAME
from cx.importing.sheet import Row, Sheet
from cx.warehouse import Store

LONGEST = 40  # a longer cell is no name
MOST = 200_000  # more distinct "names" than this are no names either: the column is something else


def team_names(store: Store) -> set[str]:
    """The names of agents the store knows."""
    frame = store.query("select distinct agent_name from agent where agent_name is not null")
    return set(frame["agent_name"])


def names_in(sheet: Sheet, kinds: Mapping[str, str], agent_names: Iterable[str] = ()) -> set[str]:
    """The names standing in columns of kind `person_name` and in the columns `agent_names` of a sheet."""
    wanted = [
        place
        for place, header in enumerate(sheet.header)
        if kinds.get(header) == PERSON_NAME or header in set(agent_names)
    ]
    if not wanted:
        return set()
    found: set[str] = set()
    for part in in_blocks(sheet.read, wanted):
        for cells in _columns(part, wanted):
            found.update(cell for cell in cells if cell and len(cell) <= LONGEST)
        if len(found) > MOST:
            break
    return {name.strip() for name in found if not any(sign.isdigit() or sign == "@" for sign in name)}


def _columns(part: Block | list[Row], places: Iterable[int]) -> Iterator[Iterable[str | None]]:
    """The cells at each of the places."""
    for place in places:
        yield [row.cells[place] for row in part] if isinstance(part, list) else part.columns[place].unique().to_pylist()
