"""Calls from the logs of a switch to metrics: many lines, one contact each, and back again."""

from __future__ import annotations

from datetime import date

import pytest

from cx import sources
from cx.compute import compute
from cx.importing import batches
from cx.importing.report import NOTHING_TO_DO, TableCount
from cx.importing.run import import_file, inspect
from cx.selection import Selection
from cx.warehouse import Store
from tests.importers.samples import sample_bytes

QUEUE, CDR = "asterisk_queue", "asterisk_cdr"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        sources.add(opened, "교환기", QUEUE, "Asia/Seoul")
        yield opened


def take(store, name, data=None):
    found = inspect(store, data or sample_bytes(name)[0], name)
    assert found.recognition.formats == (name,)
    return import_file(
        store, found, source=sources.find(store, "교환기"), mappings=found.mappings, today=date(2026, 11, 22)
    )


def values(store, *names):
    frame = compute(store, list(names), Selection(period="all"))
    return {row.metric: (row.numerator, row.denominator) for row in frame.itertuples()}


def tickets(store):
    return store.query("from ticket order by source_id, ticket_id").astype(str).values.tolist()


def test_every_line_of_the_log_is_counted_once(store):
    report = take(store, QUEUE)
    # 13 lines: a PAUSEALL is nobody's call, 12 are of 4 calls.
    assert report.tables == (TableCount("ticket", read=12, inserted=4, merged=8),)
    told = {notice.key: notice.values for notice in report.notices}
    assert told["report.left_out_by_value"] == {"rows": 1, "columns": "event"}
    assert told["check.rows_together"] == {"rows": 12, "ids": 4}


def test_speed_of_answer_and_who_gave_up(store):
    take(store, QUEUE)
    found = values(store, "asa", "asa_ring", "response_rate", "abandonment_rate")
    # Answered after 10 s, and after 60 s in one queue and 30 s in the next: (10 + 90) / 2 = 50 s; it rang 3 and 4 s.
    assert found["asa"] == (100, 2)
    assert found["asa_ring"] == (7, 2)
    assert found["response_rate"] == (2, 4)
    assert found["abandonment_rate"] == (2, 4)  # who hung up after 90 s, and whose call has no end: nobody answered it
    row = store.query("select is_abandoned, queue_seconds from ticket where ticket_id = '1793577800.2'")
    assert row.values.tolist() == [[True, 90]]


def test_the_same_log_again_changes_nothing_and_a_longer_one_what_it_adds(store):
    data, _ = sample_bytes(QUEUE)
    lines = data.decode().splitlines(keepends=True)
    first = take(store, QUEUE, "".join(lines[:8]).encode())
    assert first.tables == (TableCount("ticket", read=7, inserted=3, merged=4),)
    before = tickets(store)
    assert take(store, QUEUE, "".join(lines[:8]).encode()).state == NOTHING_TO_DO
    late = "1793579020|1793579000.5|700|PJSIP/201|CONNECT|20|1793579000.7|2\n"
    second = take(store, QUEUE, ("".join(lines) + late).encode())
    assert second.tables == (TableCount("ticket", read=13, inserted=1, updated=1, unchanged=2, merged=9),)
    assert store.query("select queue_seconds from ticket where ticket_id = '1793579000.5'").values.tolist() == [[20]]
    batches.undo(store, second.batch_id)
    assert tickets(store) == before
    batches.undo(store, first.batch_id)
    assert tickets(store) == []


def test_a_log_that_stands_twice_in_the_file_says_the_same(store):
    data, _ = sample_bytes(QUEUE)
    report = take(store, QUEUE, data + data)
    assert report.tables == (TableCount("ticket", read=24, inserted=4, merged=20),)
    twice = tickets(store)
    batches.undo(store, report.batch_id)
    take(store, QUEUE, data)
    assert tickets(store) == twice


def test_lines_in_another_order_say_the_same(store):
    data, _ = sample_bytes(QUEUE)
    first = take(store, QUEUE, data)
    forwards = tickets(store)
    batches.undo(store, first.batch_id)
    take(store, QUEUE, "\n".join(reversed(data.decode().splitlines())).encode())
    assert tickets(store) == forwards


def test_call_records_and_queue_log_of_one_switch_meet_in_one_contact(store):
    take(store, CDR)
    assert values(store, "response_rate")["response_rate"] == (2, 3)  # the call the team made is nobody's wait
    assert compute(store, ["asa"], Selection(period="all"))["state"].tolist() == ["none"]
    take(store, QUEUE)
    both = store.query(
        "select count(*) as n, count(queue_seconds) as waited from ticket where ticket_id = '1793577600.1'"
    )
    assert both.values.tolist() == [[1, 1]]


def test_a_part_of_a_call_that_cannot_be_read_is_rejected_and_the_call_kept(store):
    data, _ = sample_bytes("freepbx")
    broken = data.decode().replace("2026-11-02 10:01:10,01000000002", "2026-11-02 10:01:10,x,01000000002", 1)
    found = inspect(store, broken.encode(), "cdr.csv")
    report = import_file(
        store, found, source=sources.find(store, "교환기"), mappings=found.mappings, today=date(2026, 11, 22)
    )
    assert report.tables == (TableCount("ticket", read=10, inserted=5, merged=4, rejected=1),)
    rejects = batches.rejects(store, report.batch_id)
    assert rejects["line"].tolist() == [5]
    assert "01000000002" not in str(rejects.to_dict())
