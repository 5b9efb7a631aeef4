"""Odd files beyond those of `bad_files`: each is refused with its reason, or gives these rows and says what is wrong with which."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import zipfile

import pytest

from cx.errors import UnknownFormat
from cx.importing.files import read_file
from cx.language import LANGUAGES
from tests.bad_files import HEADER, ROWS, table

PLAIN = table([[cell.replace("\n", " ").replace(",", "") for cell in row] for row in ROWS])
LINES = PLAIN.splitlines()
RECORDS = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
PAGE = "<html><table>" + "".join(f"<tr><td>{line.replace(',', '<td>')}" for line in LINES) + "</table></html>"


def lines(*more):
    return "\n".join([*LINES, *more]) + "\n"


def packed(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, PLAIN)
    return out.getvalue()


# What is refused, by the key of its reason.
REFUSED = {
    "three encodings": (PLAIN.encode() + PLAIN.encode("cp949") + PLAIN.encode("utf-16-le"), "file.binary"),
    "zeros behind the text": (PLAIN.encode() + b"\0" * 5000, "file.binary"),
    "utf-32 without a mark": (PLAIN.encode("utf-32-be"), "file.binary"),
    "johab": (PLAIN.encode("johab"), "file.encoding"),
    "a mark alone": (codecs.BOM_UTF8, "file.empty"),
    "white space": (b" \n \n\t\n", "file.empty"),
    "5,000 columns": (",".join(f"c{n}" for n in range(5000)).encode() + b"\n1\n", "file.too_many_columns"),
    "packed": (gzip.compress(PLAIN.encode()), "file.packed"),
    "packed twice": (gzip.compress(gzip.compress(PLAIN.encode())), "file.packed"),
    "a path out of the folder": (packed("../../x.csv"), "file.zip"),
    "a path from the root": (packed("/x.csv"), "file.zip"),
    "an archive of nothing": (packed(), "file.zip"),
    "the stub of an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "file.damaged_workbook"),
    "objects one behind the other": ("".join(map(json.dumps, RECORDS)).encode(), "file.json_broken"),
    "cut json": (json.dumps(RECORDS).encode()[:-40], "file.json_broken"),
    "json of python": (str(RECORDS).encode(), "file.json_broken"),
    "3,000 names": (json.dumps([{f"k{n}": 1 for n in range(3000)}]).encode(), "file.too_many_columns"),
    "a workbook in xml": (b"<?xml version='1.0'?>\n<?mso-application?><Workbook><Row/></Workbook>", "file.xml"),
}
# What is read: how many rows, and the reasons of those that cannot be used.
READ = {
    "utf-16 without a mark": (PLAIN.encode("utf-16-be"), 3, ()),
    "utf-16 cut in a letter": (PLAIN.encode("utf-16")[:-1], 3, ()),
    "marks amid the text": (lines("\ufeff" + LINES[1].replace("T-1", "T-9") + "\ufeff").encode(), 4, ()),
    "two files in one": (
        codecs.BOM_UTF8 + PLAIN.encode() + codecs.BOM_UTF8 + PLAIN.encode(),
        7,
        ("file.header_again",),
    ),
    "bytes that are no text": (
        PLAIN.encode() + b"T-9,\xc0\xaf,,chat,a,open,,\xf8\x88\x80\x80\n",
        4,
        ("file.undecodable",),
    ),
    "all letters of cp949": (lines("T-9,,,chat,똠방 햏햏 뷁,open,,갂,쀍 뜌").encode("cp949"), 4, ()),
    "sep=; above": ("sep=;\n" + PLAIN.replace(",", ";"), 3, ()),
    "comments above": ("# made by x\n# 2026\n" + PLAIN, 3, ()),
    "pipes": (PLAIN.replace(",", "|"), 3, ()),
    "single quotation marks": ("\n".join("'" + line.replace(",", "','") + "'" for line in LINES), 3, ()),
    "more commas than columns": ("\n".join(line + ",,,," for line in LINES), 3, ()),
    "blank lines between": ("\n\n".join(LINES) + "\n\n\n", 3, ()),
    "three kinds of line ends": ("\r\n".join(LINES[:2]) + "\r" + "\n".join(LINES[2:]) + "\r\n", 3, ()),
    "100,000 blank lines": (PLAIN + "\n" * 100_000, 3, ()),
    "a line of a million commas": (PLAIN + "," * 1_000_000 + "\n", 3, ()),
    "a line of marks": (PLAIN + '"' * 300_001 + "\n", 4, ("file.unclosed_quote",)),
    "a table of markdown": ("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n", 3, ()),
    "a page called a workbook": (PAGE.encode("cp949"), 3, ()),
    "tabs in utf-16": (codecs.BOM_UTF16_LE + PLAIN.replace(",", "\t").encode("utf-16-le"), 3, ()),
    "deep json": ('{"a":1}\n{"a":' + "[" * 100_000 + "]" * 100_000 + "}\n", 2, ("file.json_broken_line",)),
    "a line of json that is none": ('{"a":1}\n{"a":"\\x"}\n{"a":2}\n', 3, ("file.json_broken_line",)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_reason(name):
    data, key = REFUSED[name]
    with pytest.raises(UnknownFormat) as refused:
        read_file(data, "x.csv")
    assert refused.value.key == key
    assert all(refused.value.text(language) for language in LANGUAGES)


@pytest.mark.parametrize("name", READ)
def test_it_is_read_and_says_what_is_wrong(name):
    data, count, reasons = READ[name]
    (sheet,) = read_file(data if isinstance(data, bytes) else data.encode(), "x.csv").sheets
    rows = list(sheet.rows())
    assert (len(rows), tuple(row.problem.key for row in rows if row.problem)) == (count, reasons)
    assert all(len(row.cells) == len(sheet.header) for row in rows)
