"""The last step of an import: checked rows, rejects, counts and facts into the store, in one transaction."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from duckdb import DuckDBPyConnection

from cx.importing import batches
from cx.importing.check import Checked
from cx.importing.doubtful import doubts
from cx.importing.effects import refresh_facts
from cx.importing.load import Loaded, Part, has_temp, load, number
from cx.importing.mapping import SOURCE, Mapping
from cx.importing.pieces import CONTINUED, takes_of
from cx.importing.progress import Progress
from cx.importing.references import unknown_accounts
from cx.importing.report import IMPORTED, NOTHING_TO_DO, Report
from cx.importing.sheet import Notice
from cx.language import LANGUAGES, say
from cx.schema import table
from cx.sources import Source
from cx.warehouse import Store


@dataclass
class Watch:
    """Seconds per stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside to `name`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


@dataclass(frozen=True)
class Prepared:
    """A file read and checked, its rows in temp tables of `cursor`: what is left is to commit it."""

    file_name: str
    sha256: str
    source: Source
    mappings: tuple[Mapping, ...]
    checked: tuple[Checked, ...]
    notices: tuple[Notice, ...]


def commit(store: Store, cursor: DuckDBPyConnection, prepared: Prepared, progress: Progress, watch: Watch) -> Report:
    """Load everything and make the facts anew, whole or not at all; see `cx.importing.run.import_file`."""
    start = time.perf_counter()
    with store.room(), store.write("data", cursor):
        done = batches.same_batch(cursor, prepared.sha256, prepared.source.source_id, prepared.mappings)
        if done is not None:  # another import of the same file was faster
            return replace(done, state=NOTHING_TO_DO, seconds={})
        with watch.stage("load"):
            report = _load(cursor, prepared, progress)
        with watch.stage("facts"):
            progress("facts", 0, None)
            refresh_facts(cursor)
        report = replace(report, seconds={name: round(spent, 3) for name, spent in watch.seconds.items()})
        batches.keep_report(cursor, report)
        progress("commit", 0, None)
    spent = time.perf_counter() - start - watch.seconds["load"] - watch.seconds["facts"]
    return replace(report, seconds={**report.seconds, "commit": round(spent, 3)})


def _load(con: DuckDBPyConnection, prepared: Prepared, progress: Progress) -> Report:
    source = prepared.source
    others = batches.other_readings(con, prepared.sha256, source.source_id, prepared.mappings)
    batch_id = batches.begin(
        con,
        source.source_id,
        prepared.file_name,
        prepared.sha256,
        mappings=prepared.mappings,
        now=datetime.now(UTC).replace(tzinfo=None),
    )
    notices = list(prepared.notices)
    if others:
        notices.append(Notice("report.read_before", {"batches": ", ".join(f"#{other}" for other in others)}))
    parts = []
    for place, (mapping, checked) in enumerate(zip(prepared.mappings, prepared.checked, strict=True)):
        progress("load", place, len(prepared.mappings))
        notices += [*checked.notices, *_own_sources(con, checked, source)]
        parts.append(_part(con, place, mapping, checked, source))
        _keep_rejects(con, batch_id, mapping, checked)
    loaded = load(con, batch_id, parts)
    notices += [_conflicts(one) for one in loaded if one.conflicts]
    continued = number(con, f"select count(*) from {CONTINUED}") if has_temp(con, CONTINUED) else 0
    notices += [Notice("report.continued", {"ids": continued})] if continued else []
    notices += unknown_accounts(con, batch_id, [one.count.table for one in loaded])
    notices += doubts(con, batch_id, [one.count.table for one in loaded])
    return Report(
        batch_id,
        prepared.file_name,
        source.name,
        IMPORTED,
        tuple(one.count for one in loaded),
        sum(checked.rejected_cells for checked in prepared.checked),
        tuple(one for place, one in enumerate(notices) if one not in notices[:place]),
    )


def _conflicts(loaded: Loaded) -> Notice:
    labels = {language: say(f"format.table.{loaded.count.table}", language) for language in LANGUAGES}
    return Notice("report.conflicts", {"ids": loaded.conflicts, **labels})


def _part(con: DuckDBPyConnection, number: int, mapping: Mapping, checked: Checked, source: Source) -> Part:
    rows = f"part_{number}"
    own = SOURCE in checked.columns
    source_id = "coalesce(s.source_id, ?)" if own else "?::bigint"
    join = "left join source as s on lower(s.name) = lower(trim(c.source))" if own else ""
    exclude = f'exclude ("{SOURCE}")' if own else ""
    con.execute(
        f'create or replace temp view "{rows}" as select {source_id.replace("?", str(source.source_id))} as source_id, '
        f'c.* {exclude} from "{checked.table}" as c {join}'
    )
    columns = tuple(name for name in checked.columns if name != SOURCE)
    return Part(
        number,
        mapping.sheet,
        table(mapping.table),
        rows,
        columns,
        checked.read,
        checked.rejected_rows,
        checked.merged,
        takes_of(mapping),
    )


def _own_sources(con: DuckDBPyConnection, checked: Checked, source: Source) -> list[Notice]:
    """Our own downloads name the source of each row; one this store lacks is made, with the zone of the file's source."""
    if SOURCE not in checked.columns:
        return []
    missing = con.execute(
        f"""select distinct trim(c.source) from "{checked.table}" as c
        anti join source as s on lower(s.name) = lower(trim(c.source))
        where trim(c.source) <> '' order by 1"""
    ).fetchall()
    for (name,) in missing:
        con.execute(
            "insert into source select max(source_id) + 1, ?, ?, ?, now()::timestamp from source",
            [name, source.format, source.zone],
        )
    return [Notice("report.source_made", {"name": name}) for (name,) in missing]


def _keep_rejects(con: DuckDBPyConnection, batch_id: int, mapping: Mapping, checked: Checked) -> None:
    if not checked.rejected_rows and not checked.rejected_cells:
        return  # see cx.importing.load on inserting nothing
    con.execute(
        f"""insert into reject select ?, ?, ?, line, level, "column", value, reason_key, reason_values, row
        from "{checked.rejects}\"""",
        [batch_id, mapping.table, mapping.sheet],
    )
