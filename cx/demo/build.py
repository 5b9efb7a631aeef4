"""Fill a store with the demo data, through the same import as every other file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cx import sla, sources
from cx.demo.accounts import CARE, PLANS
from cx.demo.files import LAST_FILE, DemoFile, generate
from cx.demo.stories import STORIES
from cx.errors import BadRows
from cx.importing import batches
from cx.importing.progress import Progress, silent
from cx.importing.report import Report
from cx.importing.run import import_file, inspect
from cx.importing.template import name_of
from cx.lifecycle import vip
from cx.sources import Source
from cx.warehouse import Store

SOURCE = "누리샘랩 고객센터"
ZONE = "Asia/Seoul"
# Open hours within which the company promises an answer or a resolution, by channel (None: any other).
PROMISES = (
    ("first_response", 4.0, None),
    ("first_response", 1 / 12, "chat"),
    ("first_response", 1 / 90, "phone"),
    ("resolution", 16.0, None),
)


def build(
    store: Store,
    *,
    seed: int = 1,
    last_day: date | None = None,
    stories: tuple[str, ...] | frozenset[str] = STORIES,
    scale: float = 1.0,
    progress: Progress = silent,
) -> list[Report]:
    """Import the demo of 30 months that end with `last_day` (today in Seoul if not given); one report per file.

    What is already there from the same call is left alone; an earlier demo with another day, seed or story is undone first.
    Raises UnknownName for a story that does not exist, BadRows where a row of the demo itself is rejected.
    """
    until = last_day or datetime.now(ZoneInfo(ZONE)).date()
    files = generate(last_day=until, seed=seed, stories=stories, scale=scale, progress=progress)
    _undo_others(store, _source(store), files)
    _promise(store)
    _favour(store)
    return put(store, files, until, progress)


def put(store: Store, files: Sequence[DemoFile], until: date, progress: Progress = silent) -> list[Report]:
    """Import some files of a demo that ends with `until`; raises BadRows where a row is rejected."""
    source = _source(store)
    return [_import(store, source, file, until, progress) for file in files]


def _source(store: Store) -> Source:
    return sources.find(store, SOURCE) or sources.add(store, SOURCE, "", ZONE)


def _promise(store: Store) -> None:
    """The company's SLA, unless somebody has set one: it is data of the team and comes in no file."""
    if sla.everything(store):
        return
    for target, hours, channel in PROMISES:
        sla.put(store, target, round(hours * 3600), channel=channel)


def _favour(store: Store) -> None:
    """The company's rule of who is a VIP, unless somebody has set one: those its list calls so, of whom are all of the largest plan."""
    if not vip.history(store):
        vip.put(store, vip.Rule(plans=PLANS[-1:], hotline=(f"team:{CARE}",)))


def is_built(store: Store) -> bool:
    """Whether a whole demo is in `store`, of whatever day: the last of its files is."""
    active = store.query(
        """select 1 from import_batch join source using (source_id)
        where state = 'active' and file_name = ? and source.name = ?""",
        [LAST_FILE, SOURCE],
    )
    return not active.empty


def _undo_others(store: Store, source: Source, files: list[DemoFile]) -> None:
    """Take back the batches of an earlier demo that are not part of this one, the latest first."""
    wanted = {hashlib.sha256(file.data).hexdigest() for file in files}
    active = store.query(
        "select batch_id, sha256 from import_batch where state = 'active' and source_id = ? order by batch_id desc",
        [source.source_id],
    )
    batches.undo_all(store, [int(batch.batch_id) for batch in active.itertuples() if batch.sha256 not in wanted])


def _import(store: Store, source: Source, file: DemoFile, until: date, progress: Progress) -> Report:
    inspection = inspect(store, file.data, file.name, format_name=name_of(file.table))
    report = import_file(store, inspection, source=source, mappings=inspection.mappings, today=until, progress=progress)
    if report.rejected_rows or report.rejected_cells:
        raise BadRows("demo.rejected", file=file.name, rows=report.rejected_rows, cells=report.rejected_cells)
    return report
