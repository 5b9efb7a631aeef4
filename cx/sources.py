"""Sources: named connections ("Zendesk, product A"), asked once. Keys are unique within one; a time zone belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from cx.cache import cached
from cx.clocks import zones
from cx.errors import CxError, UnknownName
from cx.importing.cleaning import clean_name
from cx.warehouse import Store

LONGEST = 80


@dataclass(frozen=True)
class Source:
    """One connection. `format` is the export format it was made for ('' for any), `zone` an IANA name for times without one."""

    source_id: int
    name: str
    format: str
    zone: str


def all(store: Store) -> list[Source]:  # noqa: A001 - read as sources.all(store)
    """Every source, oldest first."""
    return cached(store, "sources", None, lambda: _read(store, ""))


def find(store: Store, name: str) -> Source | None:
    """The source of that name, without regard to case and outer spaces, or None."""
    return next(iter(_read(store, "where lower(name) = lower(?)", clean_name(name))), None)


def get(store: Store, source_id: int) -> Source:
    """The source with that number; raises UnknownName."""
    found = _read(store, "where source_id = ?", source_id)
    if not found:
        raise UnknownName("source", str(source_id), [str(source.source_id) for source in all(store)])
    return found[0]


def add(store: Store, name: str, format: str = "", zone: str = "Asia/Seoul") -> Source:  # noqa: A002 - the word people use
    """Make a source. Raises CxError for a name that is blank, too long or taken, and for a zone that does not exist."""
    with store.write("data") as con:
        name = _checked(store, name, zone)
        row = con.execute("select coalesce(max(source_id), 0) + 1 from source").fetchone()
        source = Source(int(row[0]) if row else 1, name, format, zone)
        con.execute("insert into source values (?, ?, ?, ?, now()::timestamp)", [source.source_id, name, format, zone])
    return source


def _checked(store: Store, name: str, zone: str) -> str:
    name = clean_name(name)
    if not 0 < len(name) <= LONGEST:
        raise CxError("store.source_name", longest=LONGEST)
    if find(store, name) is not None:
        raise CxError("store.source_taken", name=name)
    if zone not in zones():
        raise CxError("store.setting_zone", value=zone)
    return name


def _read(store: Store, where: str, *values: object) -> list[Source]:
    frame = store.query(f"select source_id, name, format, zone from source {where} order by source_id", values)
    return [Source(int(row.source_id), row.name, row.format, row.zone) for row in frame.itertuples(index=False)]
