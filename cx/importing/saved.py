"""Mappings a person confirmed, kept under a name, to be used when the headers come again."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cx.errors import CxError
from cx.importing.mapping import Mapping
from cx.importing.recognise import SavedMapping
from cx.warehouse import Store

LONGEST = 80


def all(store: Store) -> list[SavedMapping]:  # noqa: A001 - read as saved.all(store)
    """Every saved mapping, the latest last."""
    frame = store.query("select name, mappings from saved_mapping order by saved_at, mapping_id")
    return [SavedMapping(row.name, _parse(row.mappings)) for row in frame.itertuples(index=False)]


def save(store: Store, name: str, mappings: Sequence[Mapping]) -> SavedMapping:
    """Keep `mappings` under `name`, in place of what had the name before. Raises CxError for a blank or long name."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST:
        raise CxError("store.mapping_name", longest=LONGEST)
    said = json.dumps([json.loads(mapping.to_json()) for mapping in mappings], ensure_ascii=False)
    with store.write() as con:
        con.execute("delete from saved_mapping where name = ?", [name])
        con.execute(
            """insert into saved_mapping
            select coalesce(max(mapping_id), 0) + 1, ?, ?, now()::timestamp from saved_mapping""",
            [name, said],
        )
    return SavedMapping(name, tuple(mappings))


def forget(store: Store, name: str) -> None:
    """Drop the saved mapping of that name, if there is one."""
    with store.write() as con:
        con.execute("delete from saved_mapping where name = ?", [name])


def _parse(said: str) -> tuple[Mapping, ...]:
    return tuple(Mapping.from_json(json.dumps(mapping)) for mapping in json.loads(said))
