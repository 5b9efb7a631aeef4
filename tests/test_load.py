"""Rows into the store: what is kept, what wins, what is counted, and what taking a batch back leaves."""

from __future__ import annotations

from datetime import datetime

import pytest

from cx import sources
from cx.errors import BadRows, UnknownName
from cx.importing import batches
from cx.importing.effects import refresh_facts
from cx.importing.load import Part, load
from cx.importing.report import IMPORTED, Report, TableCount
from cx.schema import TABLES
from cx.warehouse import Store

NOW = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 - the store's times are UTC without zone
DAY = "2026-03-01 "


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        sources.add(opened, "Desk", "zendesk", "UTC")
        yield opened


def put(store, *tables, rejected=0, lost=0):
    """One batch. Each of `tables` is (canonical table, columns, rows): the rows as the checks would have left them."""
    with store.write("data") as con:
        batch = batches.begin(con, 1, "file.csv", f"hash {store.data_version}", mappings=[], now=NOW)
        parts = []
        for number, (name, columns, rows) in enumerate(tables):
            typed = ", ".join(f'"{column}" {TABLES[name].column(column).sql_type}' for column in columns)
            con.execute(f"create temp table checked_{number} (source_id bigint, line bigint, {typed})")
            marks = ", ".join("?" * (len(columns) + 2))
            for line, row in enumerate(rows, 2):
                con.execute(f"insert into checked_{number} values ({marks})", [1, line, *row])
            read = len(rows) + rejected + lost
            parts.append(Part(number, "", TABLES[name], f"checked_{number}", tuple(columns), read, rejected))
        counts = [one.count for one in load(con, batch, parts)]
        refresh_facts(con)
        batches.keep_report(con, Report(batch, "file.csv", "Desk", IMPORTED, tuple(counts)))
    return batch, {count.table: count for count in counts}


def tickets(store, *columns):
    frame = store.query(f"select ticket_id, {', '.join(columns)} from ticket order by ticket_id")
    return [tuple(None if value != value else value for value in row) for row in frame.astype(object).values.tolist()]  # noqa: PLR0124 - NaN and NaT


T = ("ticket_id", "opened_at", "subject", "priority", "updated_at")


def test_first_file_is_inserted_and_counted(store):
    _, counts = put(
        store, ("ticket", T, [("1", DAY + "09:00", "a", None, None), ("2", DAY + "10:00", "b", "high", None)])
    )
    assert counts["ticket"] == TableCount("ticket", read=2, inserted=2)
    assert tickets(store, "subject", "priority") == [("1", "a", None), ("2", "b", "high")]
    assert store.data_version == 2  # the source, then the batch
    assert store.query("select count(*) as n from ticket_fact")["n"].item() == 2


def test_newer_file_updates_and_a_blank_in_it_is_blank(store):
    put(store, ("ticket", T, [("1", DAY + "09:00", "a", "low", DAY + "09:00"), ("2", DAY + "09:00", "b", "low", None)]))
    _, counts = put(
        store, ("ticket", T, [("1", DAY + "09:00", "a2", None, DAY + "12:00"), ("2", DAY + "09:00", "b", "low", None)])
    )
    assert counts["ticket"] == TableCount("ticket", read=2, updated=1, unchanged=1)
    assert tickets(store, "subject", "priority") == [("1", "a2", None), ("2", "b", "low")]


def test_older_file_fills_only_what_nobody_said(store):
    put(store, ("ticket", T, [("1", DAY + "09:00", "new", "high", DAY + "12:00")]))
    old = ("ticket_id", "opened_at", "subject", "team", "updated_at")
    _, counts = put(store, ("ticket", old, [("1", DAY + "09:00", "old", "A", DAY + "10:00")]))
    assert counts["ticket"].updated == 1
    assert tickets(store, "subject", "team", "priority") == [("1", "new", "A", "high")]
    _, counts = put(store, ("ticket", T, [("1", DAY + "09:00", "older", "low", DAY + "08:00")]))
    assert counts["ticket"] == TableCount("ticket", read=1, unchanged=1)


def test_narrower_file_erases_nothing(store):
    put(store, ("ticket", T, [("1", DAY + "09:00", "a", "high", None)]))
    put(store, ("ticket", ("ticket_id", "opened_at", "subject"), [("1", DAY + "09:00", "a2")]))
    assert tickets(store, "subject", "priority") == [("1", "a2", "high")]


def test_same_row_again_in_a_file_is_a_duplicate_and_another_row_of_the_id_is_merged(store):
    rows = [
        ("1", DAY + "09:00", "first", None, DAY + "11:00"),
        ("1", DAY + "09:00", "first", None, DAY + "11:00"),
        ("1", DAY + "09:00", "earlier", None, DAY + "10:00"),
        ("2", DAY + "09:00", "x", None, None),
        ("2", DAY + "09:00", "y", None, None),
    ]
    _, counts = put(store, ("ticket", T, rows), rejected=3)
    assert counts["ticket"] == TableCount("ticket", read=8, inserted=2, merged=2, duplicate=1, rejected=3)
    assert tickets(store, "subject") == [("1", "first"), ("2", "y")]


def test_two_sheets_fill_one_row(store):
    wide = ("ticket", ("ticket_id", "opened_at", "subject"), [("1", DAY + "09:00", "a"), ("2", DAY + "09:00", "b")])
    tags = ("ticket", ("ticket_id", "opened_at", "tags"), [("1", DAY + "09:00", "x")])
    _, counts = put(store, wide, tags)
    assert counts["ticket"] == TableCount("ticket", read=3, inserted=2, merged=1)
    assert tickets(store, "subject", "tags") == [("1", "a", "x"), ("2", "b", None)]


def test_undo_of_the_newest_gives_back_what_was_before(store):
    put(store, ("ticket", T, [("1", DAY + "09:00", "a", "low", None)]))
    batch, _ = put(store, ("ticket", T, [("1", DAY + "09:00", "b", None, None), ("2", DAY + "09:00", "c", None, None)]))
    report = batches.undo(store, batch)
    assert report.tables == (TableCount("ticket", updated=1, removed=1),)
    assert tickets(store, "subject", "priority") == [("1", "a", "low")]
    assert store.query("select count(*) as n from ticket_fact")["n"].item() == 1


def test_undo_of_an_older_batch_keeps_what_came_later(store):
    first, _ = put(
        store, ("ticket", T, [("1", DAY + "09:00", "a", "low", None), ("2", DAY + "09:00", "b", None, None)])
    )
    put(store, ("ticket", ("ticket_id", "opened_at", "subject"), [("1", DAY + "09:00", "later")]))
    batches.undo(store, first)
    assert tickets(store, "subject", "priority") == [("1", "later", None)]
    assert batches.batches(store)["state"].tolist() == ["active", "undone"]
    with pytest.raises(UnknownName, match="batch"):
        batches.undo(store, first)


EVENT = ("event_id", "ticket_id", "happened_at", "actor", "is_public", "body")


def test_ticket_without_text_takes_the_customers_first_words(store):
    events = [
        ("e1", "1", DAY + "09:00", "bot", True, "hello"),
        ("e2", "1", DAY + "09:02", "customer", True, "second"),
        ("e3", "1", DAY + "09:01", "customer", None, "first"),
        ("e4", "1", DAY + "09:00", "customer", False, "hidden"),
        ("e5", "2", DAY + "09:00", "customer", True, "events say"),
    ]
    body = ("ticket_id", "opened_at", "body")
    batch, _ = put(
        store,
        ("ticket", body, [("1", DAY + "09:00", None), ("2", DAY + "09:00", "own")]),
        ("ticket_event", EVENT, events),
    )
    assert tickets(store, "body") == [("1", "first"), ("2", "own")]
    _, counts = put(store, ("ticket", body, [("1", DAY + "09:00", None)]))
    assert counts["ticket"] == TableCount("ticket", read=1, unchanged=1)
    later, _ = put(store, ("ticket_event", EVENT, [("e0", "1", DAY + "08:59", "customer", True, "before")]))
    assert tickets(store, "body") == [("1", "before"), ("2", "own")]
    batches.undo(store, later)
    assert tickets(store, "body") == [("1", "first"), ("2", "own")]
    batches.undo(store, batch)
    assert tickets(store, "body") == [("1", None)]


def test_event_that_moves_to_another_ticket_takes_its_words_along(store):
    opened = [("1", DAY + "09:00"), ("2", DAY + "09:00")]
    put(store, ("ticket", ("ticket_id", "opened_at"), opened))
    put(store, ("ticket_event", EVENT, [("e", "1", DAY + "09:00", "customer", True, "words")]))
    moved, _ = put(store, ("ticket_event", EVENT, [("e", "2", DAY + "09:00", "customer", True, "words")]))
    assert tickets(store, "body") == [("1", None), ("2", "words")]
    batches.undo(store, moved)
    assert tickets(store, "body") == [("1", "words"), ("2", None)]


def test_rows_that_are_not_accounted_for_stop_the_import(store):
    with pytest.raises(BadRows, match="accounted"):
        put(store, ("ticket", T, [("1", DAY + "09:00", "a", None, None)]), lost=1)
    assert store.query("select * from import_batch").empty
    assert store.query("select * from said_ticket").empty


def test_what_one_row_says_is_kept_once_until_another_speaks_of_it(store):
    first, _ = put(store, ("ticket", T, [("1", DAY + "09:00", "a", None, None), ("2", DAY + "09:00", "b", None, None)]))
    said = "select batch_id, ticket_id, subject from said_ticket order by all"
    assert store.query("select * from told_ticket").empty
    assert store.query(said).values.tolist() == [[first, "1", "a"], [first, "2", "b"]]
    second, _ = put(store, ("ticket", T, [("1", DAY + "09:00", "c", None, None)]))
    assert store.query(said).values.tolist() == [[first, "1", "a"], [first, "2", "b"], [second, "1", "c"]]
    batches.undo(store, first)
    assert store.query(said).values.tolist() == [[second, "1", "c"]]
    assert tickets(store, "subject") == [("1", "c")]


def test_same_number_of_two_sources_is_two_rows(store):
    sources.add(store, "Other", "zendesk", "UTC")
    put(store, ("ticket", T, [("1", DAY + "09:00", "a", None, None)]))
    with store.write("data") as con:
        con.execute(
            "create temp table c as select 2::bigint as source_id, 2::bigint as line, '1' as ticket_id, 'z' as subject"
        )
        batch = batches.begin(con, 2, "f", "h", mappings=[], now=NOW)
        load(con, batch, [Part(0, "", TABLES["ticket"], "c", ("ticket_id", "subject"), read=1)])
    assert tickets(store, "subject") == [("1", "a"), ("1", "z")]


def test_a_whole_row_group_of_updates_can_still_be_found(store):
    """The engine forgets texts where nothing is inserted before very many rows; see cx.importing.load."""
    many = 123_000
    for product in ("first", "second"):
        with store.write("data") as con:
            con.execute(f"""create or replace temp table c as select 1::bigint as source_id, i as line, 'T' || i as ticket_id,
                timestamp '2026-03-01 09:00' as opened_at, '{product}' as product from range({many}) as r(i)""")
            batch = batches.begin(con, 1, "f", product, mappings=[], now=NOW)
            load(con, batch, [Part(0, "", TABLES["ticket"], "c", ("ticket_id", "opened_at", "product"), read=many)])
            refresh_facts(con)
    for table in ("ticket", "ticket_fact"):
        found = store.query(
            f"select count(distinct ticket_id) as n, max(product) as s from {table} where product = 'second'"
        )
        assert found.values.tolist() == [[many, "second"]]
    assert len(store.query("select * from ticket_fact where ticket_id = 'T77'")) == 1


def test_facts_follow_the_accounts_that_come_and_go(store):
    put(store, ("ticket", ("ticket_id", "opened_at", "account_id"), [("1", DAY + "09:00", "A")]))
    batch, _ = put(store, ("account", ("account_id", "account_name", "plan"), [("A", "하늘에듀", "pro")]))
    fact = "select account_name, plan, is_known_account from ticket_fact"
    assert store.query(fact).values.tolist() == [["하늘에듀", "pro", True]]
    batches.undo(store, batch)
    assert store.query(fact).fillna("").values.tolist() == [["A", "", False]]


def test_answers_come_and_go_with_their_batch(store):
    columns = ("answer_id", "survey", "score", "scale_low", "scale_high", "answered_at")
    batch, counts = put(store, ("survey_answer", columns, [("a", "csat", 4.0, 1.0, 5.0, DAY + "09:00")]))
    assert counts["survey_answer"].inserted == 1
    assert store.query("select score from answer_fact")["score"].tolist() == [4.0]
    batches.undo(store, batch)
    assert store.query("select * from answer_fact").empty
