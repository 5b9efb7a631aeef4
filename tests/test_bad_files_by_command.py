"""All hostile and odd files through the command line: each ends as its line says, nothing raises, and undo leaves nothing."""

import contextlib
import io
import json

import pytest

from cx import commands
from cx.importing import batches
from cx.language import LANGUAGES, say
from cx.schema import TABLES
from cx.warehouse import Store
from tests.bad_files import FORMULAS, MAKERS, MARKUP
from tests.bad_imports import IMPORTED, REFUSED, expected_of, outcome_of, words_of, written
from tests.bad_tables import PERSONAL

# What outlives the rows of a batch: what was done, and whose data they were.
KEPT = {"import_batch", "import_batch_table", "import_part", "source"}
DONE, NOT_DONE, DECIDE, REJECTED = 0, 1, 3, 4


def ids(verdicts):
    return [verdict["file"] for verdict in verdicts]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def cx(home):
    """A call of the command line on one store; one source a file, so that no file sees the rows of another."""
    (home / "in").mkdir()

    def run(*words):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = commands.main([*words, "--json", "--folder", str(home / "store")])
        assert not err.getvalue()
        said = json.loads(out.getvalue())
        return code, said.get("files", [said])[0]

    return run


@pytest.mark.parametrize("verdict", REFUSED, ids=ids(REFUSED))
def test_what_cannot_be_read_is_refused_with_its_reason(cx, home, verdict):
    path = written(home / "in", verdict)
    for more in ([], ["--yes"]):
        code, said = cx("import", str(path), "--source", "A", *more)
        assert (code, said["error"]["key"]) == (NOT_DONE, verdict["says"])
        assert all(say(said["error"]["key"], language, **said["error"]["values"]) for language in LANGUAGES)


@pytest.mark.parametrize("verdict", IMPORTED, ids=ids(IMPORTED))
def test_what_can_be_read_is_imported_as_its_line_says(cx, home, verdict):
    path = written(home / "in", verdict)
    words = words_of(home, verdict, path)
    if "--mapping" not in words:  # nobody is asked who brings a mapping
        code, said = cx("import", str(path), *(word for word in words if word != "--yes"))
        assert code == DECIDE
        assert all(say(one["key"], language, **one["values"]) for one in said["decide"] for language in LANGUAGES)
    code, said = cx("import", str(path), *words)
    report = said["report"]
    assert outcome_of(report) == expected_of(verdict)
    assert code == (REJECTED if report["rejected_cells"] or "rejected=" in verdict["tables"] else DONE)
    assert {one.name for one in home.iterdir()} <= {"in", "store", "password", "mapping.json"}
    assert cx("import", str(path), *words)[1]["report"]["state"] == "nothing_to_do"


# What the manifest asks for beyond counts: a question to the store about that file's rows, and its answer.
STORED = {
    "enc_04_utf8.csv": ("body from {ticket} where ticket_id = 'T-3'", ["문제지 정렬 기능\n추가해 주세요"]),
    "enc_10_cp949.csv": ("distinct category from {ticket} order by 1", ["결제", "기능요청", "로그인"]),
    "enc_11_cp949_extended.csv": ("body from {ticket}", ["똠방각하 펲시콜라 쑗"]),
    "enc_16_nfd_hangul.csv": ("distinct category from {ticket}", ["결제"]),
    "csv_10_10mb_cell.csv.gz": ("ticket_id from {ticket}", ["T-2"]),
    "csv_14_excel_ids.csv": (
        "opened_at::varchar from {ticket} order by 1", ["2023-04-08 11:52:00", "2023-04-24 10:32:00"]),
    "csv_16_numbers_with_units.csv": (
        "coalesce(first_response_seconds, -1)::int from {ticket} order by ticket_id", [1234, 720, -1]),
    "xlsx_07_hidden_first_sheet.xlsx": ("ticket_id from {ticket} order by 1", ["T-1", "T-2"]),
    "xlsx_10_date1904.xlsx": ("distinct opened_at::date::varchar from {ticket}", ["2026-11-02"]),
    "xlsx_16_formula_text.xlsx": ("body from {ticket} where ticket_id = 'T-1'", ["=cmd|'/C calc'!A0"]),
    "xlsx_17_invisible_spaces.xlsx": (
        "distinct category || account_id from {ticket} order by 1", ["결제가온학원", "로그인나래교육"]),
    "json_05_nan_bigint.jsonl": ("ticket_id from {ticket} order by 1", ["9007199254740992", "9007199254740993"]),
    "json_07_lone_surrogate.json": ("body from {ticket}", [" 깨진 이모지"]),
    "json_08_mixed_types.jsonl": ("opened_at::date::varchar from {ticket} order by 1", ["2026-11-01", "2026-11-01"]),
    "type_04_html_named.xls": ("body from {ticket}", ["환불 <문의>"]),
    "date_02_dmy_ambiguous.csv": (
        "count(*) from {survey_answer} where month(answered_at + interval 9 hour) = (extra->>'month')::int", [200]),
    "id_02_dup_conflict.csv": ("status from {ticket} where ticket_id = 'T-1'", ["open"]),
    "text_01_formula_injection.csv": (
        "body from {ticket} order by ticket_id[3:]::int",
        [text.replace("+82 2 1234 5678", "[전화번호]") for text in FORMULAS]),
    "text_02_html_markdown.csv": ("body from {ticket} order by ticket_id[3:]::int", MARKUP),
    "text_04_control_chars.csv": ("body from {ticket} where ticket_id = 'T-1'", ["빨강"]),
    "text_08_5000_categories.csv": ("count(distinct category || account_id) from {ticket}", [5000]),
    "name_01_sql_columns.csv": (
        "extra->>'x\"; DROP TABLE tickets; --' || (extra->>'\"quoted\"') from {ticket}", ["ag"]),
    "rel_01_accounts.csv": ("account_id from {account} order by 1", ["A1", "A3"]),
}  # fmt: skip


@pytest.fixture
def store(home):
    with Store.open(home / "store") as opened:
        yield opened


@pytest.mark.parametrize("file", STORED)
def test_the_store_holds_what_the_manifest_asks_for(store, file):
    question, expected = STORED[file]
    own = {
        name: f"(select t.* from {name} as t join source using (source_id) where source.name = $file) as own"
        for name in TABLES
    }
    found = store.query("select " + question.format(**own), {"file": file})
    assert found.iloc[:, 0].tolist() == expected


def test_personal_data_are_masked_and_what_only_looks_like_them_stays(store):
    bodies = list(
        store.query(
            """select body from ticket join source using (source_id) where name = 'text_05_pii_30.csv'
            order by ticket_id[3:]::int"""
        )["body"]
    )
    assert [body for body, (_, secret) in zip(bodies, PERSONAL, strict=True) if secret and secret in body] == []
    assert [
        (body, text) for body, (text, secret) in zip(bodies, PERSONAL, strict=True) if not secret and body != text
    ] == []


def test_accounts_nobody_listed_and_ids_written_otherwise_are_told(cx, home):
    for name in ("rel_01_accounts.csv", "rel_02_orphans.csv"):
        (home / "in" / name).write_bytes(MAKERS[name]())
    cx("import", str(home / "in" / "rel_01_accounts.csv"), "--yes", "--source", "relations")
    _, said = cx("import", str(home / "in" / "rel_02_orphans.csv"), "--yes", "--source", "relations")
    told = {notice["key"]: notice["values"]["examples"] for notice in said["report"]["notices"]}
    assert told == {"report.accounts_alike": "a1 → A1", "report.accounts_unknown": "A999"}


def full_tables(store):
    names = store.query("select table_name from information_schema.tables where table_schema = 'main'")["table_name"]
    return {name for name in names if store.query(f'select count(*) as n from "{name}"')["n"].item()}


def test_undo_of_them_all_leaves_nothing_behind(store, tmp_path):
    """The newest one by one, the others at once, which leaves the same (test_undo_all)."""
    numbers = batches.batches(store)["batch_id"].tolist()
    for number in numbers[:10]:
        batches.undo(store, number)
    batches.undo_all(store, numbers[10:])
    with Store.open(tmp_path) as empty:
        assert full_tables(store) - full_tables(empty) <= KEPT


def test_what_the_command_says_of_them_are_sentences(home, capsys):
    """As people call it, without --json: a bomb, too many columns, rejected rows, all in one call."""
    names = [
        "xlsx_01_zip_bomb.xlsx",
        "csv_11_no_newline_20mb_like.csv",
        "csv_04_preamble_footer.csv",
        "pq_04_row_bomb.parquet",
    ]
    for name in names:
        (home / "in" / name).write_bytes(MAKERS[name]())
    for language in LANGUAGES:
        words = ["--yes", "--source", "A", "--folder", str(home / "store"), "--language", language]
        assert commands.main(["import", *(str(home / "in" / name) for name in names), *words]) == NOT_DONE
        said = capsys.readouterr()
        assert not said.err
        assert all(f"{name}:" in said.out for name in names)
        assert say("file.too_many_columns", language, count=200_001, limit=2_000) in said.out
