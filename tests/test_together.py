"""Several rows of one id made into one: what each rule takes of them, and that no row gets lost on the way."""

from dataclasses import replace
from datetime import datetime
from functools import partial

import duckdb
import pytest

from cx.errors import UnknownName
from cx.importing.mapping import ColumnRule, Given, Mapping
from cx.importing.sheet import Notice, Row
from tests.staged import checked_whole, notices, rejects_of, rows_of, sheet_of

at = datetime.fromisoformat
LOG = """
at | id | event | value
2026-11-02 09:00:00 | a | enter |
2026-11-02 09:00:30 | a | ring | 7
2026-11-02 09:00:10 | a | ring | 15
2026-11-02 09:00:40 | a | Answer | 3.5
2026-11-02 09:05:00 | b | enter | none
2026-11-02 09:06:00 | a | answer | 4
2026-11-02 09:07:00 | b | leave | 90
"""


@pytest.fixture
def con():
    return duckdb.connect()


@pytest.fixture
def run(con, tmp_path):
    return partial(checked_whole, con, tmp_path)


def event(*words, is_not=False):
    return (Given("event", words, is_not),)


def mapping(*rules, **options):
    first = (ColumnRule("ticket_id", "id"), ColumnRule("opened_at", "at"))
    return Mapping("ticket", "", (*first, *rules), rows="together", order="at", **options)


@pytest.mark.parametrize(
    ("take", "value"),
    [
        (None, "15"),
        ("first", "15"),
        ("last", "7"),
        ("min", "7"),
        ("max", "15"),
        ("sum", "22"),
        ("count", "2"),
        ("others", "1"),
    ],
)
def test_what_a_rule_takes_of_the_rows_of_an_id(con, run, take, value):
    result = run(LOG, mapping(ColumnRule("team", "value", take=take, given=event("ring"))))
    none = "0" if take == "count" else None
    assert rows_of(con, result, "ticket_id", "opened_at", "team") == [
        ("a", at("2026-11-02 00:00:00"), value),
        ("b", at("2026-11-02 00:05:00"), none),
    ]


def test_the_file_s_order_counts_where_no_column_is_named(con, run):
    by_file = replace(mapping(ColumnRule("team", "value", given=event("ring"))), order=None)
    assert rows_of(con, run(LOG, by_file), "team") == [("7",), (None,)]


def test_numbers_are_added_and_compared_as_numbers(con, run):
    text = "at | id | event | value\n" + "".join(f"2026-11-02 09:00 | a | x | {n}\n" for n in ("9", "10", "100", "0.5"))
    for take, value in (("min", "0.5"), ("max", "100"), ("sum", "119.5")):
        assert rows_of(con, run(text, mapping(ColumnRule("team", "value", take=take))), "team") == [(value,)]


def test_a_cell_that_is_no_number_is_a_rejected_cell_and_not_left_out_of_the_sum(con, run):
    text = "at | id | event | value\n2026-11-02 09:00 | a | x | 9\n2026-11-02 09:01 | a | x | 곧"
    rule = ColumnRule("talk_seconds", "value", form="seconds", take="sum")
    result = run(text, mapping(rule))
    assert rows_of(con, result, "talk_seconds") == [(None,)]
    assert rejects_of(con, result) == [(2, "cell", "value · sum", "곧", "check.length_unreadable")]
    told = con.execute(f"select row from {result.rejects}").fetchall()[0][0]
    assert told == '{"at":"2026-11-02 09:00","id":"a","event":"x","value":"9"}'


def test_which_rows_a_cell_counts_in(con, run):
    rules = (
        ColumnRule("team", "value", given=event("ANSWER", "ring"), take="last"),
        ColumnRule("product", "event", given=event("en*", "a*"), take="last"),
        ColumnRule("priority", "event", given=event("en*", "ring", is_not=True)),
        ColumnRule("status", constant="closed", given=event("leave")),
        ColumnRule("channel", constant="phone"),
        ColumnRule("subject", "event", given=(Given("value"), Given("event", ("ring",)))),
        ColumnRule("category", "event", given=(Given("value", is_not=True),)),
    )
    result = run(LOG, mapping(*rules))
    names = [rule.target for rule in rules]
    assert rows_of(con, result, *names) == [
        ("4", "answer", "Answer", None, "phone", "ring", "enter"),
        (None, "enter", "leave", "closed", "phone", None, None),
    ]


def test_of_several_rules_the_first_that_is_filled_counts(con, run):
    rules = [
        ColumnRule("is_abandoned", constant=said, given=event(word))
        for word, said in (("answer", "false"), ("leave", "true"))
    ]
    assert rows_of(con, run(LOG, mapping(*rules)), "is_abandoned") == [(False,), (True,)]


def test_a_number_may_count_from_the_first_row_of_a_kind(con, run):
    length = ColumnRule("queue_seconds", "at", form="seconds", given=event("answer", "leave"), since=event("enter"))
    without = ColumnRule("queue_seconds", "value", form="seconds", given=event("leave"))
    times = "\n".join(
        f"{1793577600 + seconds} | {name} | {what} | 5"
        for seconds, name, what in [
            (0, "a", "enter"),
            (300, "b", "leave"),
            (9, "a", "enter"),
            (40, "a", "answer"),
            (90, "a", "answer"),
        ]
    )
    found = replace(
        mapping(length, without),
        columns=(ColumnRule("opened_at", "at", form="epoch_s"), *mapping(length, without).columns[:1], length, without),
    )
    assert rows_of(con, run("at | id | event | value\n" + times, found), "ticket_id", "queue_seconds") == [
        ("a", 40),
        ("b", 5),
    ]


def test_an_id_may_be_made_of_several_columns(con, run):
    text = "at | id | event | value\n2026-11-02 09:00 | a | x | 1\n2026-11-02 09:00 | a | y | 2\n2026-11-02 09:01 | a | x | 3"
    joined = Mapping(
        "ticket",
        "",
        (ColumnRule("opened_at", "at"), ColumnRule("team", "value", take="sum")),
        rows="together",
        key_from=("at", "id"),
    )
    assert rows_of(con, run(text, joined), "ticket_id", "team") == [
        ("2026-11-02 09:00:a", "3"),
        ("2026-11-02 09:01:a", "3"),
    ]


def test_words_that_mean_missing_do_not_count(con, run):
    rule = ColumnRule("agent_id", "value", take="first")
    text = LOG.replace("| a | enter |", "| a | enter | NONE")
    assert rows_of(con, run(text, mapping(rule, missing=("NONE",))), "agent_id") == [("15",), ("90",)]


def test_counts_are_whole_with_rows_of_nothing_copies_rows_without_id_and_unreadable_ones(con, run):
    text = (
        LOG
        + "2026-11-02 09:00:30 | a | ring | 7\n2026-11-02 10:00:00 | | ring | 1\n2026-11-02 10:01:00 | b | pause | 2"
    )
    sheet = sheet_of(text)
    rows = [
        *sheet.rows(),
        Row(99, (None, "x", None, None), Notice("file.ragged", {"line": 99, "found": 1, "expected": 4})),
    ]
    opened = ColumnRule("opened_at", "at", given=event("pause", is_not=True))
    found = Mapping(
        "ticket",
        "",
        (ColumnRule("ticket_id", "id"), opened, ColumnRule("reopen_count", "value", take="count", given=event("ring"))),
        rows="together",
        order="at",
        when="opened_at",
    )
    result = run(replace(sheet, read=lambda: iter(rows)), found)
    assert (result.read, result.accepted, result.rejected_rows, result.merged, result.skipped) == (10, 2, 2, 6, 1)
    assert rows_of(con, result, "ticket_id", "reopen_count") == [("a", 2), ("b", 0)]
    assert [(line, reason) for line, _, _, _, reason in rejects_of(con, result)] == [
        (10, "check.required_missing"),
        (99, "file.ragged"),
    ]
    assert notices(result)["check.rows_together"]["rows"] == 10


def test_columns_without_a_home_are_those_of_the_first_row(con, run):
    result = run(LOG, mapping(ColumnRule("agent_id", "value", given=event("answer"))))
    assert "extra" not in result.columns
    result = run(LOG, mapping(ColumnRule("reopen_count", "event", take="count")))
    assert rows_of(con, result, "ticket_id", "extra") == [("a", None), ("b", '{"value":"none"}')]


def test_order_is_by_number_where_all_are_numbers(con, run):
    text = "at | id | n | value\n" + "".join(f"2026-11-02 09:00 | a | {n} | v{n}\n" for n in (10, 9, 100))
    rule = ColumnRule("team", "value", take="last")
    assert rows_of(con, run(text, replace(mapping(rule), order="n")), "team") == [("v100",)]


def test_a_mapping_keeps_what_it_says_as_json_and_others_keep_their_version():
    one = mapping(ColumnRule("team", "value", take="sum", given=(*event("a", "b*"), Given("at", (), is_not=True))))
    assert Mapping.from_json(one.to_json()) == one
    plain = Mapping("ticket", "", (ColumnRule("ticket_id", "id"), ColumnRule("opened_at", "at")))
    assert '"given"' not in plain.to_json()
    assert plain.version == "75a5626699f2f0ca"


def test_names_that_do_not_exist_are_told(run):
    with pytest.raises(UnknownName):
        run(LOG, mapping(ColumnRule("team", "value", take="median")))
    with pytest.raises(UnknownName):
        run(LOG, mapping(ColumnRule("team", "value", given=(Given("evnt", ("a",)),))))
