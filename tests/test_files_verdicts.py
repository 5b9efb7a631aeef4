from collections import Counter

import pytest

from cx.errors import UnknownFormat
from cx.importing.files import read_file
from cx.language import LANGUAGES, has
from tests.bad_files import MAKERS, ROWS, table
from tests.bad_imports import PASSWORD, VERDICTS


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict["file"])
def test_a_hostile_file_ends_as_its_line_says(verdict):
    data = MAKERS[verdict["file"]]()
    said = Counter(verdict["says"].split())
    if verdict["kind"] == "refused":
        with pytest.raises(UnknownFormat) as refusal:
            read_file(data, verdict["upload_as"])
        assert [refusal.value.key] == list(said)
        return
    content = read_file(data, verdict["upload_as"], PASSWORD)
    rows = [row for sheet in content.sheets if not sheet.hidden for row in sheet.rows()]
    problems = [row.problem for row in rows if row.problem]
    notices = [*content.notices, *(notice for sheet in content.sheets for notice in sheet.notices), *problems]
    assert content.kind == verdict["kind"]
    assert (len(rows) - len(problems), len(problems)) == (int(verdict["rows"]), int(verdict["rejected"]))
    assert {notice.key for notice in notices} == set(said)
    for notice in notices:
        assert all(notice.text(language) for language in LANGUAGES)


def test_every_made_file_has_a_verdict_and_every_verdict_a_reason_it_can_say():
    assert {verdict["file"] for verdict in VERDICTS} == set(MAKERS)
    assert all(has(key) for verdict in VERDICTS for key in verdict["says"].split())


@pytest.mark.parametrize("name", ["../../x.csv", r"C:\x.csv", r"\\host\share\x.csv", "a\x00b", "", "x.xlsx", "*.json"])
def test_the_name_of_a_file_decides_nothing(name):
    assert read_file(table(ROWS).encode(), name).sha256 == read_file(table(ROWS).encode(), "tickets.csv").sha256
    assert read_file(table(ROWS).encode(), name).kind == "csv"
