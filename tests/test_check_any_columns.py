"""A mapping may name any few columns of a table: what comes out are rows or reasons, never an error of the database."""

import duckdb
import pytest

from cx.importing.mapping import ColumnRule, Mapping
from cx.schema import TABLES
from tests.staged import checked_whole

TEXT = "a | b\n1 | 2026-11-02 09:00:00\n | 3\n가나 | \n"


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        yield connection


@pytest.mark.parametrize("table", TABLES)
def test_any_column_alone_or_beside_the_required_ones(con, tmp_path, table):
    required = TABLES[table].required
    for name in TABLES[table].names:
        for others in ((), required):
            rules = (ColumnRule(name, "a"), *(ColumnRule(other, "b") for other in others if other != name))
            result = checked_whole(con, tmp_path, TEXT, Mapping(table, "", rules))
            missing = set(required) - {name, *others}
            assert result.accepted == 0 or not missing


def test_scores_of_no_survey_wait_for_one(con, tmp_path):
    result = checked_whole(
        con, tmp_path, TEXT, Mapping("survey_answer", "", (ColumnRule("answer_id", "a"), ColumnRule("score", "a")))
    )
    assert (result.accepted, result.rejected_rows) == (0, 3)
    reasons = con.execute(f'select distinct reason_key from {result.rejects} where "column" is null').fetchall()
    assert reasons == [("check.required_missing",)]
