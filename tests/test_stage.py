import stat
import threading

import duckdb
import pytest

from cx.background import cancel
from cx.errors import CxError
from cx.importing.block import CHUNK
from cx.importing.limits import LONGEST_ROW
from cx.importing.rows_file import GROUP
from cx.importing.sheet import Notice, Row, Sheet
from cx.importing.stage import stage


class Stars:
    """Masks every digit of a text, and remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def cell(self, value, kind):
        self.asked.append((value, kind))
        return "".join("*" if sign.isdigit() else sign for sign in value) if kind == "text" else value


def sheet_of(header, rows):
    return Sheet("s", tuple(header), lambda: iter(rows))


@pytest.fixture
def con(tmp_path):
    con = duckdb.connect(str(tmp_path / "store.duckdb"))
    (tmp_path / "inbox").mkdir()
    con.execute(f"set allowed_directories=['{tmp_path}/inbox/']")
    con.execute("set enable_external_access=false")
    return con


def staged(con, tmp_path, header, rows, kinds=None, **options):
    mask = options.pop("mask", Stars())
    return stage(
        con, sheet_of(header, rows), kinds or dict.fromkeys(header, "label"), mask, tmp_path / "inbox", **options
    )


AWKWARD = [
    "a\nb",
    'q"q"',
    "\\N",
    "a\rb\r\nc",
    "\\",
    "null",
    "''",
    ",",
    '"',
    "a\tb",
    "한글 👩‍👩‍👧",
    "NULL",
    "\\",
    "0012",
]


def test_awkward_text_arrives_as_it_was(con, tmp_path):
    rows = [Row(10 + n, (text, None)) for n, text in enumerate(AWKWARD)]
    result = staged(con, tmp_path, ("글", "빈"), rows)
    found = con.execute(
        f"select line, {result.cell('글')}, {result.cell('빈')} from {result.table} order by line"
    ).fetchall()
    assert found == [(10 + n, text, None) for n, text in enumerate(AWKWARD)]
    assert result.rows == len(AWKWARD)


def test_cells_are_stripped_and_blank_ones_are_null(con, tmp_path):
    result = staged(con, tmp_path, ("a", "b"), [Row(2, (" a1 ", "   ")), Row(3, ("\u3000x", ""))])
    assert con.execute(f"select c0, c1 from {result.table} order by line").fetchall() == [("a1", None), ("x", None)]


def test_only_masked_text_reaches_the_table_and_each_value_is_masked_once(con, tmp_path):
    mask = Stars()
    rows = [Row(n, ("call 010-1234", f"사번 {n % 3}")) for n in range(50)]
    result = staged(con, tmp_path, ("body", "id"), rows, {"body": "text", "id": "id"}, mask=mask)
    assert con.execute(f"select distinct c0 from {result.table}").fetchall() == [("call ***-****",)]
    assert sorted(mask.asked) == [("call 010-1234", "text"), ("사번 0", "id"), ("사번 1", "id"), ("사번 2", "id")]


def test_a_column_nobody_mapped_is_masked_as_text(con, tmp_path):
    result = staged(con, tmp_path, ("x",), [Row(2, ("12",))], {"y": "id"})
    assert con.execute(f"select c0 from {result.table}").fetchall() == [("**",)]


def test_names_of_customers_and_ignored_columns_are_not_kept(con, tmp_path):
    kinds = {"이름": "person_name", "합": "ignored", "id": "id"}
    result = staged(con, tmp_path, ("이름", "합", "id"), [Row(2, ("김하나", "1", "7"))], kinds)
    assert con.execute(f"select c0, c1, c2 from {result.table}").fetchall() == [(None, None, "7")]
    assert result.dropped == {"이름", "합"}


def test_rows_with_a_problem_keep_it_as_data(con, tmp_path):
    problem = Notice("file.ragged", {"found": 3, "expected": 2})
    result = staged(con, tmp_path, ("a", "b"), [Row(2, ("x", None), problem), Row(3, ("y", "z"))])
    found = con.execute(f"select line, problem from {result.table} order by line").fetchall()
    assert found == [(2, '{"key": "file.ragged", "values": {"found": 3, "expected": 2}}'), (3, None)]


def test_long_cells_arrive_and_longer_rows_become_a_problem(con, tmp_path):
    rows = [Row(2, ("가" * 1_000_000, "b")), Row(3, ("x" * LONGEST_ROW, "y")), Row(4, ("a", "b"))]
    result = staged(con, tmp_path, ("a", "b"), rows)
    found = con.execute(f"select line, length(c0), problem is null from {result.table} order by line").fetchall()
    assert found == [(2, 1_000_000, True), (3, None, False), (4, 1, True)]


def test_no_rows(con, tmp_path):
    assert staged(con, tmp_path, ("a",), []).rows == 0


def test_only_masked_rows_lie_on_the_disk_for_their_owner_alone_until_they_are_removed(con, tmp_path):
    result = staged(con, tmp_path, ("body",), [Row(2, ("call 010-1234",))], {"body": "text"})
    [path] = (tmp_path / "inbox").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"010-1234" not in path.read_bytes()
    assert b"***-****" in path.read_bytes()
    result.remove()
    assert list((tmp_path / "inbox").iterdir()) == []


def test_rows_of_many_parts_arrive_in_the_order_of_the_file(con, tmp_path):
    rows = [Row(number, (str(number % 7),)) for number in range(GROUP + 3 * CHUNK + 1)]
    result = staged(con, tmp_path, ("a",), rows)
    assert con.execute(f"select line from {result.table}").fetchall() == [(row.line,) for row in rows]
    assert con.execute(f"select count(*) filter (c0 = (line % 7)::varchar) from {result.table}").fetchall() == [
        (len(rows),)
    ]


def test_progress_counts_rows_and_can_stop_the_import(con, tmp_path):
    heard = []
    rows = [Row(n, ("x",)) for n in range(2 * CHUNK + 1)]
    staged(con, tmp_path, ("a",), rows, progress=lambda *said: heard.append(said))
    assert heard == [("read", CHUNK, None), ("read", 2 * CHUNK, None), ("read", 2 * CHUNK + 1, None)]
    con.execute("begin")
    with pytest.raises(CxError) as caught:
        staged(con, tmp_path, ("a",), rows, progress=lambda *_: cancel())
    assert caught.value.key == "report.cancelled"
    con.execute("rollback")
    assert con.execute("select count(*) from duckdb_views() where view_name like 'staged_%'").fetchall() == [(1,)]
    assert len(list((tmp_path / "inbox").iterdir())) == 1  # that of the import that was not stopped


def test_an_error_of_the_file_reaches_the_caller(con, tmp_path):
    def rows():
        yield Row(2, ("x",))
        raise ValueError("damaged")

    with pytest.raises(ValueError, match="damaged"):
        stage(con, Sheet("s", ("a",), rows), {}, Stars(), tmp_path / "inbox")


def test_a_folder_the_store_may_not_read_raises_and_does_not_wait_for_ever(con, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    sheet = sheet_of(("a",), [Row(2, ("x",))] * (20 * CHUNK))
    before = set(threading.enumerate())  # the process may run threads of other tests
    with pytest.raises(duckdb.Error):
        stage(con, sheet, {}, Stars(), tmp_path / "elsewhere")
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert set(threading.enumerate()) <= before


def test_two_sheets_stand_beside_each_other(con, tmp_path):
    first = staged(con, tmp_path, ("a",), [Row(2, ("1",))])
    second = staged(con, tmp_path, ("a",), [Row(2, ("2",))])
    assert con.execute(f"select a.c0, b.c0 from {first.table} a, {second.table} b").fetchall() == [("1", "2")]


def test_an_unknown_header_is_a_key_error(con, tmp_path):
    with pytest.raises(KeyError):
        staged(con, tmp_path, ("a",), [Row(2, ("1",))]).cell("b")
