import csv
import io
import struct
from functools import cache

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cx.errors import UnknownFormat
from cx.importing.cleaning import clean
from cx.importing.files import read_file
from cx.language import LANGUAGES
from tests.bad_files import MAKERS
from tests.bad_workbooks import PASSWORD

quick = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
SEEDS = sorted(
    name for name, maker in MAKERS.items() if not name.startswith(("csv_10", "csv_11", "pq_04", "xlsx_01", "text_08"))
)


@cache
def made(name):
    """The file once: archives carry their time, so that a second one would differ."""
    return MAKERS[name]()


def read_to_the_end(data):
    """Content whose every row fits its header, or a refusal that can be said; anything else fails the test."""
    try:
        content = read_file(data, "upload", PASSWORD)
        rows = [(sheet, row) for sheet in content.sheets for row in sheet.rows()]
    except UnknownFormat as error:
        refusal = error
    else:
        refusal = None
    if refusal is not None:
        assert all(refusal.text(language) for language in LANGUAGES)
        return None
    for sheet in content.sheets:
        assert sheet.header
        assert all(sheet.header)
        assert len(set(sheet.header)) == len(sheet.header)
    for sheet, row in rows:
        assert len(row.cells) == len(sheet.header)
        assert row.line >= 1
        assert all(cell is None or (cell and "\x00" not in cell and cell.encode()) for cell in row.cells)
        assert row.problem is None or all(row.problem.text(language) for language in LANGUAGES)
    return content


@quick
@given(st.binary(max_size=400))
@example(b"PK\x03\x04" + bytes(40))
@example(b"PAR1" + bytes(40) + b"PAR1")
@example(b"\xff\xfe\x00")
@example(b"{")
@example(b'"')
def test_any_bytes_give_content_or_a_refusal(data):
    read_to_the_end(data)


@quick
@given(
    first=st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"{", b"[", b"[{", b"<table>", b"PK\x03\x04", b"PAR1"]),
    body=st.lists(
        st.sampled_from(
            ["a", "1", ",", ";", "\t", "|", '"', "'", "\\", "\n", "\r", " ", "가", "é", "\u1100", "{", "}", "[", "]", ":",
             "null", '"k"', "<td>", "<tr>", "</table>", "합계", "\x00", "\x1b[0m", "\ud83d", "=", "sep=;\n"]
        ),
        max_size=120,
    ),
    encoding=st.sampled_from(["utf-8", "cp949", "utf-16-le", "utf-16-be", "latin-1"]),
)  # fmt: skip
def test_any_mixture_of_delimiters_quotes_and_encodings_gives_content_or_a_refusal(first, body, encoding):
    errors = "surrogatepass" if encoding.startswith("utf") else "replace"
    read_to_the_end(first + "".join(body).encode(encoding, errors))


@quick
@given(name=st.sampled_from(SEEDS), data=st.data())
def test_any_damage_to_a_known_file_gives_content_or_a_refusal(name, data):
    content = bytearray(made(name))
    for _ in range(data.draw(st.integers(1, 4))):
        if not content:
            break
        place = data.draw(st.integers(0, len(content) - 1))
        kind = data.draw(st.sampled_from(["byte", "cut", "drop", "number"]))
        if kind == "byte":
            content[place] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del content[place:]
        elif kind == "drop":
            del content[place : place + data.draw(st.integers(1, 40))]
        else:
            content[place : place + 4] = struct.pack(
                "<I", data.draw(st.sampled_from([0, 1, 2**16, 2**31 - 1, 2**32 - 1]))
            )
    read_to_the_end(bytes(content))


cell = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], include_characters="\n,;\"'"), max_size=12
)


@quick
@given(
    rows=st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_csv_writer_wrote_comes_back(rows, delimiter, encoding):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([["id", "first", "second"], *([f"T-{n}", *row[1:]] for n, row in enumerate(rows))])
    content = read_to_the_end(out.getvalue().encode(encoding))
    (sheet,) = content.sheets
    found = list(sheet.rows())
    assert sheet.header == ("id", "first", "second")
    assert [row.cells[0] for row in found] == [f"T-{n}" for n in range(len(rows))]
    assert not any(row.problem for row in found)
    for row, (_, first, second) in zip(found, rows, strict=True):
        for text, original in zip(row.cells[1:], (first, second), strict=True):
            assert (text or "").split() == clean(original).split()
