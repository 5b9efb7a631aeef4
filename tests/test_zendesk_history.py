"""What the history of Zendesk's fields adds to the tickets it is about, whichever comes first."""

from __future__ import annotations

from datetime import date

import pytest

from cx import sources
from cx.importing.run import import_file, inspect
from cx.warehouse import Store
from tests.importers.samples import sample_bytes

TICKETS = b"""id,created_at,updated_at,requester_id,via_channel,status,subject,description
101,2026-11-02 09:00:00,2026-11-02 12:00:00,9,web,open,a,b
102,2026-11-02 09:00:00,2026-11-02 12:00:00,9,web,solved,a,b
"""
# 102 waited for the customer and went on: "open" before any solution is no reopening.
MORE = b"""field_name,ticket_id,updated,user_id,value
status,102,2026-11-02 09:00:00,,open
status,102,2026-11-02 09:30:00,7,pending
status,102,2026-11-02 10:00:00,9,open
status,102,2026-11-02 11:00:00,7,solved
"""


@pytest.mark.parametrize("order", [(TICKETS, "history", MORE), (MORE, "history", TICKETS)])
def test_only_what_had_been_solved_counts_as_reopened(tmp_path, order):
    with Store.open(tmp_path / "own") as store:
        source = sources.add(store, "Zendesk", "zendesk_api", "UTC")
        for number, data in enumerate(order):
            found = inspect(store, sample_bytes("zendesk_history")[0] if data == "history" else data, f"{number}.csv")
            assert len(found.recognition.formats) == 1
            report = import_file(store, found, source=source, mappings=found.mappings, today=date(2026, 11, 22))
            assert not report.rejected_cells
        told = store.query("select ticket_id, is_reopened from ticket_fact order by 1").values.tolist()
        assert told == [["101", True], ["102", False]]
        assert len(store.query("from ticket_event")) == 9 + 4
