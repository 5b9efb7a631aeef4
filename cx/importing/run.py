"""A file into the store: the one way in, for the page, the command line and the demo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from duckdb import DuckDBPyConnection

from cx import settings, sources
from cx.errors import UnknownName
from cx.importing import batches, saved
from cx.importing.check import Checked, Context, check
from cx.importing.cleaning import clean_file_name
from cx.importing.commit import Prepared, Watch, commit
from cx.importing.files import read_file
from cx.importing.fingerprint import fingerprint_of
from cx.importing.footer import is_told
from cx.importing.format import kinds
from cx.importing.headless import named
from cx.importing.known_names import names_in, team_names
from cx.importing.mapping import IGNORED, PERSON_NAME, Mapping
from cx.importing.progress import Progress, silent
from cx.importing.recognise import Recognition, format_of, formats, recognise
from cx.importing.rehead import reheaded
from cx.importing.report import NOTHING_TO_DO, Report
from cx.importing.sheet import FileContent, Notice, Sheet
from cx.importing.stage import Staged, stage
from cx.importing.template import own_marks
from cx.importing.unfold import unfolded
from cx.importing.unnamed import unnamed
from cx.privacy import Mask, is_private
from cx.sources import Source
from cx.warehouse import Store


@dataclass(frozen=True)
class Inspection:
    """A file looked at and not yet imported. `source`: the one connection it can belong to, None where that is a question.

    `file_name` is masked. `mappings` are those that would be used: the saved ones, else the recognised format's, else none.
    """

    file_name: str
    content: FileContent
    recognition: Recognition
    source: Source | None

    @property
    def mappings(self) -> tuple[Mapping, ...]:
        """The mappings that need no question about the format."""
        return self.recognition.saved.mappings if self.recognition.saved else self.recognition.mappings

    def sheet(self, name: str) -> Sheet:
        """The sheet called `name`; raises UnknownName."""
        for sheet in self.content.sheets:
            if sheet.name == name:
                return sheet
        raise UnknownName("sheet", name, [sheet.name for sheet in self.content.sheets])


def inspect(
    store: Store, data: bytes, file_name: str, *, password: str | None = None, format_name: str | None = None
) -> Inspection:
    """Read and recognise a file; nothing is written. With `format_name` it is taken for that format, whatever it looks like.

    Raises UnknownFormat for what cannot be read, UnknownName for a format that does not exist.
    """
    name = Mask(salt=store.salt).text(clean_file_name(file_name))
    return _looked_at(store, read_file(data, file_name, password), name, format_name)


def read_anew(store: Store, inspection: Inspection, sheet: str, header_rows: int) -> Inspection:
    """The same file with the header of `sheet` made of so many of its rows (`cx.importing.rehead.ROWS`); nothing is written.

    Raises UnknownName for a sheet that is not there.
    """
    changed = reheaded(inspection.sheet(sheet), header_rows)
    sheets = tuple(changed if one.name == sheet else one for one in inspection.content.sheets)
    return _looked_at(store, replace(inspection.content, sheets=sheets), inspection.file_name, None)


def _looked_at(store: Store, content: FileContent, name: str, format_name: str | None) -> Inspection:
    wanted = formats().values() if format_name is None else (format_of(format_name),)
    content = unfolded(named(content, wanted), wanted, forced=format_name is not None)
    content = unnamed(content, Mask(salt=store.salt))
    recognition = recognise(content, saved.all(store))
    if format_name is not None:
        mappings = format_of(format_name).mappings(content)
        recognition = replace(recognition, formats=(format_name,), mappings=mappings, saved=None)
    listed = sources.all(store)
    fitting = [source for source in listed if source.format in recognition.formats]
    if recognition.saved:  # confirmed for a file of some source: of the same, if there was one
        before = batches.last_source(store, recognition.saved.mappings)
        fitting = [source for source in listed if source.source_id == before] or fitting
    return Inspection(name, content, recognition, fitting[0] if len(fitting) == 1 else None)


def import_file(
    store: Store,
    inspection: Inspection,
    *,
    source: Source,
    mappings: Sequence[Mapping],
    today: date | None = None,
    progress: Progress = silent,
) -> Report:
    """Import the file with these mappings as rows of `source`, whole or not at all.

    `today` (the reporting zone's date if not given) decides which times lie in the future. The same file, source and
    mappings in an active batch: nothing is done and that batch's report comes back as 'nothing_to_do'. Raises what
    `progress` raises, BadRows where counts do not add up, CxError `store.disk_full`; nothing is changed then.
    """
    watch = Watch()
    sha256 = inspection.content.sha256
    with store.guard(), ExitStack() as stack:
        cursor = stack.enter_context(closing(store.cursor()))
        done = batches.same_batch(cursor, sha256, source.source_id, mappings)
        if done is not None:
            return replace(done, state=NOTHING_TO_DO, seconds={})
        with watch.stage("read"):
            mask = _mask(store, inspection, mappings)
            staged = _stage(store, cursor, inspection, mappings, mask=mask, progress=progress, stack=stack)
        context = context_of(store, source, today)
        checked = []
        with watch.stage("check"):
            for number, mapping in enumerate(mappings):
                progress("check", number, len(mappings))
                checked.append(check(cursor, staged[mapping.sheet], mapping, context))
        notices = (*inspection.content.notices, *(notice for sheet in staged.values() for notice in sheet.notices))
        notices += (*_left_out(cursor, staged, mappings, checked), *_unread(inspection, mappings))
        prepared = Prepared(mask.text(inspection.file_name), sha256, source, tuple(mappings), tuple(checked), notices)
        return commit(store, cursor, prepared, progress, watch)


def _left_out(
    cursor: DuckDBPyConnection, staged: dict[str, Staged], mappings: Sequence[Mapping], checked: Sequence[Checked]
) -> Iterator[Notice]:
    """Rows of a sheet that are a row of no table: lines about the table, and those where the cells that would make them one
    are blank.
    """
    for name, sheet in staged.items():
        counts = [
            f"count(*) filter ({which})" for which in (is_told("problem"), is_told("problem", ["file.header_again"]))
        ]
        told, again = cursor.execute(f"select {', '.join(counts)} from {sheet.table}").fetchall()[0]
        if told > again:
            yield Notice("report.footer", {"rows": told - again})
        if again:
            yield Notice("report.header_again", {"rows": again})
        own = [(mapping, one) for mapping, one in zip(mappings, checked, strict=True) if mapping.sheet == name]
        if not all(one.skipped for _, one in own) or (len(own) > 1 and any(one.merged for _, one in own)):
            continue
        used = " union ".join(f"select line from {rows}" for _, one in own for rows in (one.table, one.rejects))
        rows = own[0][1].skipped - told
        if len(own) > 1:
            rows = sheet.rows - told - int((cursor.execute(f"select count(*) from ({used})").fetchone() or (0,))[0])
        rules = [rule for mapping, _ in own for rule in mapping.columns if rule.target == mapping.when]
        told_by = dict.fromkeys(given.column for rule in rules for given in rule.given)
        columns = ", ".join(told_by or filter(None, (rule.column for rule in rules)))
        if rows:
            key = "report.left_out_by_value" if told_by else "report.left_out"
            yield Notice(key, {"rows": rows, "columns": columns})


def _unread(inspection: Inspection, mappings: Sequence[Mapping]) -> Iterator[Notice]:
    """Visible sheets with rows that no mapping reads, where no format says what else a file holds."""
    read = {mapping.sheet for mapping in mappings}
    seen = [
        sheet for sheet in inspection.content.sheets if not sheet.hidden and sheet.header and sheet.name not in read
    ]
    names = [] if inspection.recognition.formats else [sheet.name for sheet in seen if sheet.preview(1)]
    if names:
        yield Notice("report.sheets_unread", {"sheets": ", ".join(names), "count": len(names)})


def column_kinds(mappings: Sequence[Mapping], sheet: Sheet) -> dict[str, str]:
    """How each column of the sheet is masked; a column nobody mapped whose header names personal data is not stored."""
    found = kinds([mapping for mapping in mappings if mapping.sheet == sheet.name], sheet.header)
    mapped = {rule.column for mapping in mappings for rule in mapping.columns}
    private = {header: PERSON_NAME for header in sheet.header if header not in mapped and is_private(header)}
    return found | private | dict.fromkeys(own_marks(sheet.header) - mapped, IGNORED)


def _mask(store: Store, inspection: Inspection, mappings: Sequence[Mapping]) -> Mask:
    """The mask that knows the names in the file's own columns and those of the team."""
    names = team_names(store)
    for name in {mapping.sheet for mapping in mappings}:
        sheet = inspection.sheet(name)
        names |= names_in(sheet, column_kinds(mappings, sheet), _agent_names(mappings, name))
    return Mask(names, store.salt)


def _stage(
    store: Store,
    cursor: DuckDBPyConnection,
    inspection: Inspection,
    mappings: Sequence[Mapping],
    *,
    mask: Mask,
    progress: Progress,
    stack: ExitStack,
) -> dict[str, Staged]:
    """The rows of each sheet that is read; they are removed with `stack`."""
    sheets = [inspection.sheet(name) for name in dict.fromkeys(mapping.sheet for mapping in mappings)]
    unescape = inspection.recognition.unescape
    staged = {}
    for sheet in sheets:
        kinds_of_sheet = column_kinds(mappings, sheet)
        printed = fingerprint_of(mappings, sheet, store.salt)
        one = stage(cursor, sheet, kinds_of_sheet, mask, store.spill, progress, unescape, fingerprint=printed)
        stack.callback(one.remove)
        staged[sheet.name] = one
    return staged


def _agent_names(mappings: Sequence[Mapping], sheet: str) -> list[str]:
    rules = [mapping.rule("agent_name") for mapping in mappings if mapping.sheet == sheet and mapping.table == "agent"]
    return [rule.column for rule in rules if rule is not None and rule.column is not None]


def context_of(store: Store, source: Source, today: date | None = None) -> Context:
    """What checking a file of `source` needs to know; `today` is the reporting zone's date if not given."""
    decided = settings.get(store)
    if today is None:
        today = datetime.now(ZoneInfo(decided.reporting_zone)).date()
    return Context(source.zone, today, source.source_id, decided.reporting_zone, decided.future_days)
