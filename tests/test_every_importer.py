"""What holds for every format, whoever adds one: the folder `cx/importers` is walked, `tests/importers` has its sample."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from cx.errors import UnknownFormat
from cx.importing.check import Context, check
from cx.importing.files import read_file
from cx.importing.format import header_of, kinds
from cx.importing.recognise import format_of, formats, recognise
from cx.importing.stage import stage
from cx.language import LANGUAGES
from cx.privacy import Mask
from cx.schema import table
from tests.importers.samples import NAMES, changed, expected, format_name, sample, sample_bytes, shuffled, with_more

CONTEXT = Context(zone="Asia/Seoul", today=date(2026, 11, 22))
HASHED = re.compile(r"p_[0-9a-f]{16}")
REFUSED = [name for name in NAMES if formats()[format_name(name)].refused]
ALL = [name for name in NAMES if name not in REFUSED]


def rows_of(content, mappings, folder):
    """Canonical rows per table, without blanks; what the sheets' rows were is asserted to be complete."""
    found: dict[str, list[dict[str, object]]] = {}
    con = duckdb.connect()
    con.execute("set timezone = 'UTC'")
    for mapping in mappings:
        sheet = next(sheet for sheet in content.sheets if sheet.name == mapping.sheet)
        of_sheet = [one for one in mappings if one.sheet == mapping.sheet]
        staged = stage(con, sheet, kinds(of_sheet, sheet.header), Mask(salt=b"test"), folder)
        checked = check(con, staged, mapping, CONTEXT)
        assert (checked.rejected_rows, checked.rejected_cells) == (0, 0), con.execute(
            f"from {checked.rejects}"
        ).fetchall()
        cursor = con.execute(f"select * exclude (line) from {checked.table} order by line")
        names = [column[0] for column in cursor.description]
        for cells in cursor.fetchall():
            row = {name: plain(cell) for name, cell in zip(names, cells, strict=True) if cell is not None}
            if mapping.generated_key or mapping.key_from:
                assert row.pop(table(mapping.table).key)
            found.setdefault(mapping.table, []).append(row)
    con.close()
    return found


def plain(cell):
    if isinstance(cell, str) and cell.startswith("{"):
        return json.loads(cell)
    if isinstance(cell, str) and HASHED.fullmatch(cell):
        return "hashed"
    return cell if isinstance(cell, bool | int | float | str) else str(cell)


def in_order(rows):
    return {
        name: sorted(listed, key=lambda row: json.dumps(row, sort_keys=True, ensure_ascii=False))
        for name, listed in rows.items()
    }


def claiming(name, header):
    """The places of the headers the format is known by, in any of their spellings, where the sheet has them."""
    needed = set()
    for extract in format_of(format_name(name)).extracts:
        for claim in extract.claims:
            spellings = {claim}.union(*(field.headers for field in extract.fields if claim in field.headers))
            needed.add(header_of(header, spellings))
    return [place for place, one in enumerate(header) if one in needed]


def test_every_format_has_a_sample_and_every_sample_a_format():
    assert sorted(formats()) == sorted({format_name(name) for name in NAMES})


@pytest.mark.parametrize("name", ALL)
def test_sample_gives_the_expected_rows(name, tmp_path):
    content = sample(name)
    found = recognise(content)
    assert found.formats == (format_name(name),)
    assert in_order(rows_of(content, found.mappings, tmp_path)) == in_order(expected(name))


@pytest.mark.parametrize("name", ALL)
def test_columns_in_another_order_give_the_same_rows(name, tmp_path):
    content = changed(sample(name), shuffled)
    found = recognise(content)
    assert found.formats == (format_name(name),)
    assert in_order(rows_of(content, found.mappings, tmp_path)) == in_order(expected(name))


@pytest.mark.parametrize("name", ALL)
def test_more_columns_go_to_extra_and_change_nothing_else(name, tmp_path):
    content = changed(sample(name), with_more)
    found = recognise(content)
    assert found.formats == (format_name(name),)
    rows = rows_of(content, found.mappings, tmp_path)
    primary = {
        mapping.table for mapping in found.mappings if mapping.keep_extra and "extra" in table(mapping.table).names
    }
    assert any("추가 열 1" in row.get("extra", {}) for one in primary for row in rows[one]) or not primary
    for row in (row for listed in rows.values() for row in listed if "extra" in row):
        row["extra"] = {header: cell for header, cell in row["extra"].items() if not header.startswith("추가 열")}
        if not row["extra"]:
            del row["extra"]
    assert in_order(rows) == in_order(expected(name))


@pytest.mark.parametrize("name", ALL)
def test_it_is_known_by_its_claiming_columns_alone(name):
    content = changed(sample(name), lambda header: claiming(name, header))
    some = replace(content, sheets=tuple(sheet for sheet in content.sheets if sheet.header))
    assert recognise(some).formats == (format_name(name),)


@pytest.mark.parametrize("name", ALL)
def test_without_one_of_its_claiming_columns_nothing_is_assumed(name):
    content = sample(name)
    sheet = content.sheets[0]
    gone = claiming(name, sheet.header)[0]
    left = changed(
        replace(content, sheets=(sheet,)), lambda header: [place for place in range(len(header)) if place != gone]
    )
    assert recognise(left).formats != (format_name(name),)


@pytest.mark.parametrize("name", ALL)
def test_headers_in_capitals_with_underscores_are_the_same_headers(name):
    content = sample(name)
    shouted = tuple(
        replace(sheet, header=tuple(header.upper().replace(" ", "_") for header in sheet.header))
        for sheet in content.sheets
    )
    assert recognise(replace(content, sheets=shouted)).formats == (format_name(name),)


@pytest.mark.parametrize("name", ALL)
def test_an_empty_export_is_recognised_too(name):
    assert recognise(empty(sample(name))).formats == (format_name(name),)


def empty(content):
    return replace(content, sheets=tuple(replace(sheet, read=lambda: iter(())) for sheet in content.sheets))


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("change", [lambda content: content, empty, *(
    lambda content, columns=columns: changed(content, columns) for columns in (shuffled, with_more)
)])  # fmt: skip
def test_a_file_of_no_use_is_refused_with_the_reason_in_whatever_order_its_columns_are(name, change):
    with pytest.raises(UnknownFormat) as refused:
        recognise(change(sample(name)))
    assert refused.value.key == format_of(format_name(name)).refused
    assert all(refused.value.text(language) for language in LANGUAGES)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_only_looks_a_little_like_one_of_no_use_is_not_refused(name):
    content = sample(name)
    gone = claiming(name, content.sheets[0].header)[0]
    left = changed(content, lambda header: [place for place in range(len(header)) if place != gone])
    assert recognise(left).formats == ()


def test_channel_talk_with_its_password_is_the_same_file():
    import io

    from msoffcrypto.format.ooxml import OOXMLFile

    data, file_name = sample_bytes("channel_talk")
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt("cx2026pw", locked)
    content = read_file(locked.getvalue(), file_name, "cx2026pw")
    assert recognise(content).formats == ("channel_talk",)
    assert recognise(content).mappings == recognise(sample("channel_talk")).mappings
