"""Rows of any text: nothing raises, every row is accounted for, and what is accepted keeps the table's promises."""

import tempfile
from pathlib import Path

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.importing.mapping import ColumnRule
from cx.importing.sheet import Row, Sheet
from tests.staged import SEOUL, checked, mapping_of

HEADER = ("id", "a", "b", "n", "s", "c", "x")
CELL = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(
        ["1", "2", "5", "7", "11", "-1", "-", "N/A", "2026-11-20 09:00", "2026-11-19", "2031-01-01", "1900-01-01", "03/04/2026",
         "13/04/2026", "전화", "해결", "5분", "1h 2m", "예", "4.5", "1.2E+13", "어제", "{}", '"', "\r\n", "'"]
    ),
)  # fmt: skip
ROWS = st.lists(st.tuples(*[CELL] * len(HEADER)), max_size=12)
TICKET = "ticket_id=id, opened_at=a, resolved_at=b, reply_count=n, queue_seconds=s, channel=c, status=x, is_spam=n"
ANSWER = "answer_id=id, answered_at=a, sent_at=b, score=s, survey=c, channel=x"
MAPPINGS = (
    mapping_of("ticket", TICKET),
    mapping_of("ticket", TICKET, rows="last", order="n", when="channel"),
    mapping_of("survey_answer", ANSWER),
    mapping_of("survey_answer", "score=s", ColumnRule("survey", constant="nps"), generated_key=True, when="score"),
    mapping_of("account", "account_id=id, started_day=a, ended_day=b, monthly_fee=n, seats=s, is_vip=x"),
)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.sampled_from(MAPPINGS))
def test_every_row_is_accounted_for(cells, mapping):
    rows = [Row(line, tuple(cell or None for cell in one)) for line, one in enumerate(cells, start=2)]
    con = duckdb.connect()
    with tempfile.TemporaryDirectory() as folder:
        result = checked(con, Path(folder), Sheet("", HEADER, lambda: iter(rows)), mapping)
        assert result.read == result.accepted + result.rejected_rows + result.merged
        assert result.read + result.skipped == len(rows)
        listed = con.execute(
            f"select count(distinct line) filter (level = 'row'), count(*) filter (level = 'cell') from {result.rejects}"
        ).fetchall()[0]
        assert listed == (result.rejected_rows, result.rejected_cells)
        broken = {
            "ticket": f"opened_at is null or ticket_id is null or resolved_at < opened_at or opened_at::date > '{SEOUL.latest}'",
            "survey_answer": "answer_id is null or survey is null or score not between scale_low and scale_high",
            "account": "account_id is null or ended_day < started_day or monthly_fee < 0 or seats < 0",
        }[mapping.table]
        assert con.execute(f"select count(*) from {result.table} where {broken}").fetchall() == [(0,)]
