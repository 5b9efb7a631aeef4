"""A call of which two files have a piece each is one contact, whichever file comes first, and undo leaves what the other says."""

from datetime import date

import pytest

from cx import sources
from cx.importing import batches
from cx.importing.pieces import takes_of
from cx.importing.run import import_file, inspect
from cx.importing.steps import as_steps
from cx.importing.suggest import suggest
from cx.warehouse import Store
from tests.importers.samples import sample_bytes

NIGHT = """
1793631580|9.1|700|NONE|ENTERQUEUE||01000000001|1
1793631585|9.1|700|PJSIP/202|RINGNOANSWER|5000
1793631590|9.1|700|PJSIP/201|CONNECT|10|9.3|3
1793631600|9.2|700|NONE|ENTERQUEUE||01000000002|1
1793631660|9.2|700|NONE|EXITWITHTIMEOUT|1|1|60
1793631661|9.2|701|NONE|ENTERQUEUE||01000000002|1
1793631690|9.1|700|PJSIP/201|BLINDTRANSFER|204|from-internal|10|100|1
1793631700|9.2|701|NONE|ABANDON|1|1|39
1793631710|9.4|700|NONE|ENTERQUEUE||01000000004|1
1793631730|9.4|700|PJSIP/203|CONNECT|20|9.5|4
1793631930|9.4|700|PJSIP/203|COMPLETECALLER|20|200|1
""".strip().splitlines(keepends=True)
COLUMNS = """ticket_id, opened_at, contact_id, agent_id, team, status, queued_at, answered_at, closed_at, ring_seconds,
    talk_seconds, transfer_count, is_human_involved, is_abandoned, is_outbound, queue_seconds"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("calls")) as opened:
        sources.add(opened, "A", "asterisk_queue")
        yield opened


def take(store, lines, name="queue_log"):
    data = lines if isinstance(lines, bytes) else "".join(lines).encode()
    found = inspect(store, data, name, format_name="asterisk_queue")
    return import_file(store, found, source=sources.find(store, "A"), mappings=found.mappings, today=date(2026, 11, 22))


def calls(store):
    rows = store.query(f"select {COLUMNS} from ticket order by ticket_id")
    facts = store.query("select count(*) as n from ticket_fact")["n"].item()
    assert facts == len(rows)
    return rows.astype(object).where(rows.notna(), None).values.tolist()


def undo(store, *reports):
    for report in reports:
        batches.undo(store, report.batch_id)


def test_a_log_in_two_files_gives_the_calls_of_the_whole_log_and_undo_leaves_what_the_other_says(store):
    whole = take(store, NIGHT)
    expected = calls(store)
    assert [row[-1] for row in expected] == [10, 100, 20]
    begun = take(store, NIGHT[:3])  # an older file that ends earlier
    assert calls(store) == expected
    undo(store, whole)
    assert calls(store)[0][8] is None  # nobody says how the first call ended
    undo(store, begun)

    later = take(store, NIGHT[5:])
    assert [(row[0], row[6], row[-1]) for row in calls(store)[:1]] == [("9.1", None, None)]
    earlier = take(store, NIGHT[:5])  # the older file comes last
    assert calls(store) == expected
    undo(store, later)
    assert [(row[0], row[8] and str(row[8]), row[-1]) for row in calls(store)] == [
        ("9.1", None, 10),
        ("9.2", "2026-11-02 15:01:00", 60),
    ]
    later = take(store, NIGHT[5:])
    assert [one.values for one in later.notices if one.key == "report.continued"] == [{"ids": 2}]
    assert not [one for one in earlier.notices if one.key == "report.continued" and one.values != {"ids": 2}]
    assert (later.tables[0].inserted, later.tables[0].updated) == (1, 2)
    overlapping = take(store, NIGHT[6:])
    assert calls(store) == expected
    undo(store, earlier, overlapping, later)


def test_steps_of_any_log_go_on_in_the_next_file(store):
    head = "ticket_id,opened_at,status\n"
    log = head + "A,2026-11-02 09:00,open\nA,2026-11-02 10:00,pending\n"
    done = []
    for text in (head + "A,2026-11-03 09:00,solved\n", log):
        found = inspect(store, text.encode(), "log.csv")
        [plain] = suggest(found.content.sheets[0]).mappings
        assert takes_of(plain) is None
        source = sources.find(store, "A")
        done.append(import_file(store, found, source=source, mappings=[as_steps(plain)], today=date(2026, 11, 22)))
    row = store.query("select opened_at::varchar as o, resolved_at::varchar as r, status from ticket").values.tolist()
    assert row == [["2026-11-02 00:00:00", "2026-11-03 00:00:00", "solved"]]
    undo(store, *done)


def test_every_log_format_says_how_pieces_are_put_together(store):
    for name, talk in (("asterisk_queue", "sum"), ("freepbx", "sum"), ("asterisk_cdr", "sum")):
        found = inspect(store, sample_bytes(name)[0], "log", format_name=name)
        [takes] = [takes_of(mapping) for mapping in found.mappings]
        assert f'"talk_seconds": "{talk}"' in takes
