"""One file through everything between an upload and the store, answered as somebody might, with what must hold at each step."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx import download, facts, sources
from cx import settings as cx_settings
from cx.errors import CxError
from cx.importing import batches, commit, mending
from cx.importing.draft import COLUMNS, SCALE, Draft, ways
from cx.importing.preview import preview
from cx.importing.run import context_of, import_file, inspect
from cx.language import LANGUAGES
from cx.schema import CODES, TABLES, table
from tests.any_files import CELL, FILE_NAME
from tests.bad_imports import COUNTS, TODAY

EXAMPLES = int(os.environ.get("CX_EXAMPLES", "200"))  # the same ones each time; ask for thousands after larger changes
TOLD = ("report.left_out", "report.footer", "report.header_again")
CHOICE = st.integers(0, 99)
USUAL = {
    "time": "2026-11-02 09:00",
    "day": "2026-11-02",
    "score": "3",
    "count": "1",
    "seconds": "60",
    "flag": "Y",
    "money": "1000",
}


@dataclass
class Tally:
    """How the examples ended, so that a test can see that it looked at all endings."""

    refused: int = 0
    undecided: int = 0
    imported: int = 0
    rows: int = 0
    batches: list[int] = field(default_factory=list)


def said(error):
    """A refusal is a sentence in every language."""
    assert all(error.text(language) for language in LANGUAGES)


def bring(store, source, data, draw, tally):
    """The file of these bytes from the upload to the report. Raises nothing but what fails the test."""
    try:
        inspection = inspect(store, data, draw(FILE_NAME))
    except CxError as error:
        said(error)
        tally.refused += 1
        return
    draft = Draft.of(inspection)
    options = ways(inspection)
    if draft.way is None or draw(CHOICE) < 10:
        draft.choose(options[draw(CHOICE) % len(options)])
    if draft.way == COLUMNS and draft.sheets and draw(CHOICE) < 30:
        draft.choose(COLUMNS, sheet=draft.sheets[-1], table=sorted(TABLES)[draw(CHOICE) % len(TABLES)])
    context = context_of(store, source, TODAY)
    try:
        decide(draft, context, draw)
        open_points = draft.open_points(context)
        mappings = draft.final(context)
    except CxError as error:
        said(error)
        tally.refused += 1
        return
    for point in open_points:
        assert all(point.text(language) for language in LANGUAGES)
    if open_points:
        tally.undecided += 1
        return
    take(store, source, inspection, mappings, tally)


def decide(draft, context, draw):
    """Answer what is asked and fill in what is wanted, in whatever way."""
    for wanted in draft.wanted():
        kind = "scale" if wanted.target == SCALE else table(draft.mappings[wanted.mapping].table).column(wanted.target)
        usual = "1-5" if kind == "scale" else CODES[kind.codes][0] if kind.codes else USUAL.get(kind.kind, "X1")
        is_odd = draw(CHOICE) < 10 and kind != "scale"
        draft.constants[wanted.mapping, wanted.target] = draw(CELL) if is_odd else wanted.proposal or usual
    for _ in range(2):
        for asked in draft.asked(context):
            options = asked[1].options
            draft.answer(asked, options[draw(CHOICE) % len(options)])


def take(store, source, inspection, mappings, tally):
    """Import it; every row is accounted for, everything it says is a sentence, and what is wrong can be taken away."""
    for name in dict.fromkeys(mapping.sheet for mapping in mappings):
        preview(store, inspection, name, mappings)
    try:
        report = import_file(store, inspection, source=source, mappings=mappings, today=TODAY)
    except CxError as error:
        said(error)
        tally.refused += 1
        return
    tally.imported += 1
    for count in report.tables:
        assert count.read == sum(getattr(count, name) for name in COUNTS[1:])
        tally.rows += count.read
    for notice in report.notices:
        assert all(notice.text(language) for language in LANGUAGES)
    if report.state != "imported":
        return
    try:
        hold(store, inspection, mappings, report)
    except BaseException:  # so that the same example fails again while it is made smaller
        batches.undo(store, report.batch_id)
        raise
    tally.batches.append(report.batch_id)


def hold(store, inspection, mappings, report):
    """What is true of every import that changed something."""
    read_once(inspection, mappings, report)
    if report.rejected_rows or report.rejected_cells:
        frame = batches.rejects(store, report.batch_id)
        rejected = frame[frame["level"] == "row"].groupby("table_name")["line"].nunique()
        assert rejected.sum() <= report.rejected_rows
        for sheet, rows in mending.to_mend(store, report.batch_id, "ko").items():
            assert download.to_csv(rows)
            assert download.to_xlsx(rows, sheet)
    assert json.dumps(report.to_dict(), default=str).encode()


def read_once(inspection, mappings, report):
    """Where a sheet is rows of one table only, each of its rows was read, or left out and said to be."""
    if len(mappings) != 1 or mappings[0].rows != "each":
        return
    left_out = sum(int(notice.values["rows"]) for notice in report.notices if notice.key in TOLD)
    rows = sum(1 for _ in inspection.sheet(mappings[0].sheet).rows())
    assert report.tables[0].read + left_out == rows


def full_tables(store):
    """The tables that hold anything."""
    names = store.query("select table_name from information_schema.tables where table_schema = 'main'")["table_name"]
    return {name for name in names if store.query(f'select count(*) as n from "{name}"')["n"].item()}


def bring_all(store, files, monkeypatch):
    """Bring `EXAMPLES` files, then take all of them back in any order; nothing of them may be left. The tally.

    The facts are made of all rows at once: making them anew for each file would take most of the time.
    """
    source = sources.add(store, "any")
    before, tally = full_tables(store), Tally()
    for module in (commit, batches):
        monkeypatch.setattr(module, "refresh_facts", lambda *_: None)

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(files, st.data())
    def any_file(data, choices):
        bring(store, source, data, choices.draw, tally)

    any_file()
    make_facts(store)
    assert "ticket_fact" in full_tables(store)
    for number in [*tally.batches[::2], *tally.batches[1::2][::-1]]:
        batches.undo(store, number)
    make_facts(store)
    assert full_tables(store) - before <= {"import_batch", "import_batch_table", "import_part"}
    return tally


def make_facts(store):
    """All facts anew, whatever an import or undo would have refreshed."""
    with store.write("data") as con:
        facts.refresh(con, cx_settings.read(con), None)
