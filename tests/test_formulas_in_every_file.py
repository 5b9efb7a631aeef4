"""Texts that spreadsheets would run, in every file the product writes: headers too; and what comes back is what was there."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from cx import calendar_file, contacts, download, schema, sources, templates
from cx.importing import mending
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.run import import_file, inspect
from cx.language import LANGUAGES
from cx.reports import documents, said
from cx.reports.gather import gather
from cx.selection import Selection
from cx.warehouse import Store
from tests.bad_files import FORMULAS

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 21)
RUNS = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?|[+-]?\d{4}-\d\d-\d\d.*")
# Who may write a spreadsheet or a CSV: a new writer has to use cx.download, or be walked here.
WRITERS = {"cx/download.py", "cx/templates.py", "cx/demo/table.py"}
HOSTILE_HEADER = ["=1+1", "@SUM(A1)", "-위험", "+82", "\t=2"]
TEXTS = [text.replace("+82 2 1234 5678", "+82") for text in FORMULAS]
COLUMNS = ("subject", "body", "category", "product", "tags")


def rows():
    return [
        [f"T{n}", "2026-11-01 09:00:00", *[text] * (len(COLUMNS) + len(HOSTILE_HEADER))] for n, text in enumerate(TEXTS)
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    header = ["번호", "접수", *COLUMNS, *HOSTILE_HEADER]
    broken = [["T98", "=1+1", *["=1+1"] * (len(header) - 2)], ["T99", "@언젠가", *["-x"] * (len(header) - 2)]]
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([header, *rows(), *broken])
    data = out.getvalue().encode()
    with Store.open(tmp_path_factory.mktemp("store")) as opened:
        named = {"ticket_id": "번호", "opened_at": "접수"} | {name: name for name in COLUMNS}
        source = sources.add(opened, "=HYPERLINK(1)")
        mapping = Mapping("ticket", "", tuple(ColumnRule(target, column) for target, column in named.items()))
        found = inspect(opened, data, "=cmd.csv")
        report = import_file(opened, found, source=source, mappings=[mapping], today=TODAY)
        assert (report.tables[0].inserted, report.rejected_rows) == (len(TEXTS), 2)
        yield opened


def frames(store):
    found = {"contacts": contacts.export(store, Selection(period="all"))}
    for language in LANGUAGES:
        found |= {f"rejects {language}": frame for frame in mending.to_mend(store, 1, language).values()}
    return found


def files(store):
    """Every file there is to take away, by name."""
    found = {}
    for name, frame in frames(store).items():
        found[f"{name}.csv"] = download.to_csv(frame)
        found[f"{name}.xlsx"] = download.to_xlsx(frame, "=1+1")
    found |= {f"calendar {language}.xlsx": calendar_file.template(language) for language in LANGUAGES}
    for name in schema.TABLES:
        found |= {f"{name} {language}.xlsx": templates.template_xlsx(name, language) for language in LANGUAGES}
    month = gather(store, date(2026, 11, 1))
    found["report.xlsx"] = documents.make("xlsx", month, said.sheet(month, "ko"))
    return found


def test_no_cell_of_any_csv_begins_like_a_formula(store):
    checked = 0
    for name, data in files(store).items():
        if not name.endswith(".csv"):
            continue
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
            checked += len(row)
            assert [cell for cell in row if RUNS.match(cell) and not NUMBER.fullmatch(cell)] == [], name
    assert checked > 500


def test_no_workbook_holds_a_formula_or_a_link(store):
    for name, data in files(store).items():
        if not name.endswith(".xlsx"):
            continue
        for sheet in openpyxl.load_workbook(io.BytesIO(data)):
            kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
            assert "f" not in kinds, name
            assert not sheet._hyperlinks, name
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(part) for part in archive.namelist() if part.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts), name


def test_hostile_texts_are_in_those_files_at_all(store):
    for name, data in files(store).items():
        if name.startswith(("contacts", "rejects")) and name.endswith(".csv"):
            assert "=1+1" in data.decode("utf-8-sig"), name


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_taken_away_comes_back_unchanged(store, form):
    before = store.query("select * from ticket order by ticket_id")
    frame = contacts.export(store, Selection(period="all"))
    data = download.to_csv(frame) if form == "csv" else download.to_xlsx(frame, "=1+1")
    found = inspect(store, data, f"again.{form}")
    source = sources.find(store, "=HYPERLINK(1)")
    report = import_file(store, found, source=source, mappings=found.mappings, today=TODAY)
    assert (report.tables[0].unchanged, report.rejected_rows, report.rejected_cells) == (len(TEXTS), 0, 0)
    after = store.query("select * from ticket order by ticket_id")
    assert after.equals(before)
    for name in ("body", "subject"):
        assert sorted(after[name]) == sorted(TEXTS)


def test_everything_that_writes_a_spreadsheet_is_walked_here():
    found = set()
    for folder in ("cx", "pages"):
        for path in (ROOT / folder).rglob("*.py"):
            if re.search(
                r"csv\.writer|xlsxwriter\.Workbook|\.to_csv\(|\.to_excel\(|\.write_csv\(",
                path.read_text(encoding="utf-8"),
            ):
                found.add(path.relative_to(ROOT).as_posix())
    calls = {path for path in found if "download.to_csv" in (ROOT / path).read_text(encoding="utf-8")}
    assert found - calls <= WRITERS
