"""Whatever is imported and taken back in whatever order, the store holds what a plain recomputation says."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx import sources
from cx.importing import batches
from cx.importing.effects import refresh_facts
from cx.importing.load import Part, load
from cx.importing.report import IMPORTED, Report
from cx.schema import TABLES
from cx.warehouse import Store

START = datetime(2026, 3, 1)  # noqa: DTZ001 - the store's times are UTC without zone
NOW = datetime(2026, 4, 1)  # noqa: DTZ001 - same
WORDS = st.sampled_from([None, "a", "b"])
HOURS = st.one_of(st.none(), st.integers(0, 3)).map(lambda n: None if n is None else START + timedelta(hours=n))
EXTRA = st.sampled_from([None, '{"a":"1"}', '{"b":"2"}', '{"a":"3","b":"4"}'])
TICKET = {"subject": WORDS, "category": WORDS, "body": WORDS, "updated_at": HOURS, "extra": EXTRA}
EVENT = {
    "ticket_id": st.sampled_from(["1", "2"]),
    "happened_at": HOURS.filter(bool),
    "actor": st.sampled_from(["customer", "bot"]),
    "body": WORDS,
}


@st.composite
def part(draw, table, fixed, optional):
    columns = [*fixed, *draw(st.lists(st.sampled_from(sorted(optional)), unique=True))] if optional else list(fixed)
    values = {**fixed, **optional}
    row = st.tuples(st.integers(1, 2), *(values[name] for name in columns))
    return table, columns, draw(st.lists(row, max_size=6))


TICKETS = part("ticket", {"ticket_id": st.sampled_from(["1", "2", "3"]), "opened_at": st.just(START)}, TICKET)
EVENTS = part("ticket_event", {"event_id": st.sampled_from(["e1", "e2"]), **EVENT}, {})
BATCH = st.lists(st.one_of(TICKETS, EVENTS), min_size=1, max_size=3)
KEPT = ("told_ticket", "told_ticket_event", "sole_ticket", "sole_ticket_event")
STEP = st.one_of(BATCH, st.integers(1, 4))  # a batch, or the place of one to take back


def put(store, batch):
    with store.write("data") as con:
        number = batches.begin(con, 1, "f", str(store.data_version), mappings=[], now=NOW)
        parts = []
        for place, (name, columns, rows) in enumerate(batch):
            typed = ", ".join(f'"{column}" {TABLES[name].column(column).sql_type}' for column in columns)
            con.execute(f"create temp table c{place} (source_id bigint, line bigint, {typed})")
            for line, (source, *values) in enumerate(rows, 2):
                con.execute(
                    f"insert into c{place} values ({', '.join('?' * (len(columns) + 2))})", [source, line, *values]
                )
            parts.append(Part(place, "", TABLES[name], f"c{place}", tuple(columns), len(rows)))
        counts = [one.count for one in load(con, number, parts)]
        refresh_facts(con)
        batches.keep_report(con, Report(number, "f", "s", IMPORTED, tuple(counts)))
    return counts


def merged(name, active):
    """The rows of one table, by a plain loop over the sayings in their order."""
    table = TABLES[name]
    said = []
    for number, batch in active.items():
        for place, (of, columns, rows) in enumerate(batch):
            for line, (source, *values) in enumerate(rows if of == name else []):
                row = dict(zip(columns, values, strict=True))
                order = (row.get(table.version) or NOW, number, place, line)
                said.append((order, source, row))
    found = {}
    for _, source, row in sorted(said, key=lambda one: one[0]):
        known = found.setdefault((source, row[table.key]), dict.fromkeys(table.names))
        extra = (known["extra"] or {}) | json.loads(row.get("extra") or "{}")  # header by header
        known.update(row, extra=extra or None)
    return found


def expected(active):
    events = merged("ticket_event", active)
    tickets = merged("ticket", active)
    for (source, ticket), row in tickets.items():
        words = sorted(
            (event["happened_at"], key[1], event["body"])
            for key, event in events.items()
            if key[0] == source and event["ticket_id"] == ticket and event["actor"] == "customer" and event["body"]
        )
        if row["body"] is None and words:
            row["body"] = words[0][2]
    return {"ticket": tickets, "ticket_event": events}


def stored(store, name):
    cursor = store.cursor()
    rows = cursor.execute(f'select * from "{name}"').fetchall()
    names = [column[0] for column in cursor.description]
    cursor.close()
    found = [dict(zip(names, row, strict=True)) for row in rows]
    for row in found:
        row["extra"] = row["extra"] and json.loads(row["extra"])
    keyed = {(row.pop("source_id"), row[TABLES[name].key]): row for row in found}
    assert len(keyed) == len(found), "two canonical rows of one key"
    return keyed


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("store")) as opened:
        sources.add(opened, "s")
        yield opened


def emptied(store):
    with store.write("data") as con:
        for name in ("ticket", "ticket_event", "ticket_fact", *KEPT):
            con.execute(f"delete from {name}")
        for name in ("import_batch", "import_part", "import_batch_table"):
            con.execute(f"delete from {name}")


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=1, max_size=6))
def test_any_imports_and_undos_leave_what_the_active_batches_say(store, steps):
    emptied(store)
    active, number = {}, 0
    for step in steps:
        if isinstance(step, list):
            number += 1
            before = {name: len(rows) for name, rows in expected(active).items()}
            active[number] = step
            for count in put(store, step):
                assert count.inserted == len(expected(active)[count.table]) - before[count.table]
        elif step in active:
            batches.undo(store, step)
            del active[step]
        for name, rows in expected(active).items():
            assert stored(store, name) == rows
    facts = store.query("select source_id, ticket_id, coalesce(category, '') as category from ticket_fact order by all")
    want = sorted([*key, row["category"] or ""] for key, row in expected(active)["ticket"].items())
    assert facts.to_numpy().tolist() == want
