"""Imports in the background: one after the other, watched, stopped, and never able to hurt each other."""

from __future__ import annotations

import threading

import pytest

from cx import sources
from cx.importing import batches, job
from cx.importing.report import IMPORTED
from cx.importing.run import inspect
from cx.warehouse import Store

LINE = "T{n},2026-03-02 09:00:00,phone,말 {n}\n"
HEADER = "ticket_id,opened_at,channel,body\n"
PATIENCE = 60


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        sources.add(opened, "Desk")
        yield opened


def task(store, rows, *, first=0):
    text = HEADER + "".join(LINE.format(n=first + n) for n in range(rows))
    found = inspect(store, text.encode(), f"file-{first}.csv")
    return job.Task(found, sources.find(store, "Desk"), found.mappings, rows)


def test_files_are_imported_one_after_the_other(store):
    running = job.Job(store, [task(store, 10), task(store, 20, first=10)])
    running.wait(PATIENCE)
    assert not running.is_running
    assert [one.report.tables[0].inserted for one in running.outcomes] == [10, 20]
    assert {one.report.state for one in running.outcomes} == {IMPORTED}
    assert running.position.share == 1.0
    assert (running.position.number, running.position.files) == (2, 2)


def test_the_position_never_goes_back_and_counts_rows(store, monkeypatch):
    seen = []
    real = job.Job._progress

    def watched(self, stage, done, total):
        real(self, stage, done, total)
        seen.append(self.position)

    monkeypatch.setattr(job.Job, "_progress", watched)
    job.Job(store, [task(store, 5000)]).wait(PATIENCE)
    shares = [one.share for one in seen]
    assert shares == sorted(shares)
    read = [one.done for one in seen if one.stage == "read"]
    assert (read, read[-1]) == (sorted(read), 5000)
    assert {one.stage for one in seen} == {"read", "check", "load", "facts", "commit"}


def test_stopping_leaves_nothing_of_the_file_at_hand_and_the_next(store, monkeypatch):
    reached, go = threading.Event(), threading.Event()
    real = job.Job._progress

    def slow(self, stage, done, total):
        if stage == "read":
            reached.set()
            assert go.wait(PATIENCE)
        real(self, stage, done, total)

    monkeypatch.setattr(job.Job, "_progress", slow)
    running = job.Job(store, [task(store, 5000), task(store, 10, first=9000)])
    assert reached.wait(PATIENCE)
    running.cancel()
    assert running.is_stopping
    go.set()
    running.wait(PATIENCE)
    assert all(job.was_cancelled(one) for one in running.outcomes)
    assert len(running.outcomes) == 2
    assert batches.batches(store).empty
    assert store.query("select count(*) as n from ticket")["n"].item() == 0


def test_what_nobody_foresaw_becomes_a_number_and_the_next_file_goes_on(store, monkeypatch, caplog):
    first, second = task(store, 3), task(store, 4, first=100)
    real = job.import_file

    def fragile(opened, inspection, **options):
        if inspection is first.inspection:
            message = "holder of 010-1234-5678"
            raise RuntimeError(message)
        return real(opened, inspection, **options)

    monkeypatch.setattr(job, "import_file", fragile)
    running = job.Job(store, [first, second])
    running.wait(PATIENCE)
    failed, done = running.outcomes
    assert failed.error.key == "imports.job_failed"
    assert failed.error.values["number"] in failed.error.text("ko")
    assert failed.error.values["number"] in caplog.text
    assert "010-1234-5678" not in caplog.text
    assert done.report.tables[0].inserted == 4
