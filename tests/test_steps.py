"""An event log: all rows of an id are one contact, from its earliest time to its latest, whatever order they stand in."""

from datetime import datetime

import pytest

from cx import sources
from cx.compute import compute, last_day
from cx.importing.draft import COLUMNS, Draft
from cx.importing.run import context_of, import_file, inspect
from cx.selection import Selection
from cx.warehouse import Store

HEAD = "Case ID,Activity,Complete Timestamp,Resource\n"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        yield opened


def log(steps):
    """A file of so many cases of three steps, and `steps` of one more."""
    usual = [(f"{case}", f"2026-03-{case:02d} 10:0{minute}:00", "Kim") for case in range(1, 11) for minute in (0, 5, 3)]
    return (HEAD + "".join(f"{case},step,{moment},{who}\n" for case, moment, who in (*usual, *steps))).encode()


def take(store, data):
    found = inspect(store, data, "log.csv")
    source = sources.add(store, "Log", "", "Asia/Seoul")
    context = context_of(store, source)
    draft = Draft.of(found)
    draft.choose(COLUMNS, table="ticket")
    for at, question in draft.asked(context):
        draft.answer((at, question), "steps")
    return import_file(store, found, source=source, mappings=draft.final(context))


def test_the_earliest_step_opens_and_the_latest_resolves(store):
    steps = [
        ("late", "2026-03-20 09:30:00", "Lee"),
        ("late", "2026-04-02 18:00:00", "Park"),  # neither first nor last in the file
        ("late", "2026-03-19 09:00:00", "Choi"),
    ]
    report = take(store, log(steps))
    [count] = report.tables
    assert (count.read, count.inserted, count.merged, count.rejected) == (33, 11, 22, 0)
    [row] = store.query("select opened_at, resolved_at from ticket where ticket_id = 'late'").to_numpy().tolist()
    assert row == [datetime(2026, 3, 19, 0, 0), datetime(2026, 4, 2, 9, 0)]  # noqa: DTZ001 - UTC as stored
    [row] = store.query("select opened_at, resolved_at from ticket where ticket_id = '3'").to_numpy().tolist()
    assert row == [datetime(2026, 3, 3, 1, 0), datetime(2026, 3, 3, 1, 5)]  # noqa: DTZ001 - same


def test_the_last_day_with_data_is_that_of_the_last_resolution(store):
    take(store, log([("late", "2026-03-20 09:30:00", "Lee"), ("late", "2026-04-02 18:00:00", "Park")]))
    assert str(last_day(store)) == "2026-04-02"
    [resolved] = compute(store, ["resolved_contacts"], Selection(period="all"))["value"]
    assert resolved == 11


def test_a_step_whose_time_cannot_be_read_is_passed_over_and_a_case_of_none_is_rejected(store):
    report = take(store, log([("odd", "2026-03-20 09:30:00", "Lee"), ("odd", "soon", "Lee"), ("none", "soon", "Lee")]))
    [count] = report.tables
    assert (count.read, count.inserted, count.merged, count.rejected) == (33, 11, 21, 1)
    [row] = (
        store.query("select opened_at = resolved_at as same from ticket where ticket_id = 'odd'").to_numpy().tolist()
    )
    assert row == [True]


def test_steps_are_no_way_to_read_accounts(store):
    rows = "".join(f"A{number % 10},회사 {number}\n" for number in range(40))
    draft = Draft.of(inspect(store, ("고객사코드,고객사명\n" + rows).encode(), "accounts.csv"))
    draft.choose(COLUMNS, table="account")
    [(_, question)] = draft.asked(context_of(store, sources.add(store, "CRM", "", "Asia/Seoul")))
    assert question.options == ("last", "first")
