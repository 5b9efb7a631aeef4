"""Whatever rows a log has: what is taken of them is what a few lines of Python take, and every row is counted."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.importing.mapping import TAKES, ColumnRule, Given, Mapping
from cx.importing.sheet import Row, Sheet
from tests.staged import checked_whole, rows_of

HEADER = ("at", "id", "event", "value")
ROWS = st.lists(
    st.tuples(
        st.integers(0, 3).map(lambda second: str(1793577600 + second)),
        st.sampled_from(["a", "b", "line 3", None]),
        st.sampled_from(["ring", "RING", "answer", None]),
        st.sampled_from(["1", "2", "10", None]),
    ),
    min_size=1,
    max_size=12,
)
RING = (Given("event", ("ring",)),)
TARGETS = dict(zip(TAKES, ("team", "product", "category", "tags", "priority", "subject", "agent_id"), strict=True))
MAPPING = Mapping(
    "ticket",
    "",
    (
        ColumnRule("ticket_id", "id"),
        ColumnRule("opened_at", "at", form="epoch_s"),
        *(ColumnRule(target, "value", take=take, given=RING) for take, target in TARGETS.items()),
        ColumnRule("is_spam", constant="true", given=(Given("event", ("ring",), is_not=True),)),
        ColumnRule(
            "queue_seconds", "at", form="seconds", take="last", given=(Given("event", ("answer",)),), since=RING
        ),
    ),
    rows="together",
    order="at",
)


def taken(rows):
    """The same by hand, for the rows of one id as (at, event, value) in their order."""
    cells = [value for _, event, value in rows if (event or "").lower() == "ring" and value]
    numbers = [int(cell) for cell in cells]
    rang = [int(at) for at, event, _ in rows if (event or "").lower() == "ring"]
    answered = [int(at) for at, event, _ in rows if event == "answer"]
    return (
        cells[0] if cells else None,
        cells[-1] if cells else None,
        str(min(numbers)) if cells else None,
        str(max(numbers)) if cells else None,
        str(sum(numbers)) if cells else None,
        str(len(cells)),
        str(len(set(cells)) - 1) if cells else None,
        True if any((event or "").lower() != "ring" for _, event, _ in rows) else None,
        answered[-1] - rang[0] if rang and answered and answered[-1] >= rang[0] else None,
    )


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_any_rows(rows):
    sheet = Sheet("", HEADER, partial(iter, [Row(line, cells) for line, cells in enumerate(rows, start=2)]))
    with TemporaryDirectory() as folder, duckdb.connect() as con:
        result = checked_whole(con, Path(folder), sheet, MAPPING)
        names = ("ticket_id", *TARGETS.values(), "is_spam", "queue_seconds")
        found = {row[0]: row[1:] for row in rows_of(con, result, *names)}
    ids = {row[1] for row in rows} - {None}
    without = sum(row[1] is None for row in rows)
    assert (result.accepted, result.rejected_rows, result.merged) == (len(ids), without, len(rows) - len(ids) - without)
    for one in ids:
        own = sorted(dict.fromkeys(row for row in rows if row[1] == one), key=lambda row: row[0])
        assert found[one] == taken([(at, event, value) for at, _, event, value in own])
