"""The rows behind a number: all of them once, newest first, and in a form that comes back unchanged."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from cx import contacts, schema, settings, sources
from cx.compute import compute
from cx.download import to_csv
from cx.errors import UnknownName
from cx.importing.run import import_file, inspect
from cx.selection import Selection
from cx.warehouse import Store
from tests import many_rows
from tests.put_rows import opened

ALL = Selection(period="all")
T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with many_rows.opened(tmp_path_factory.mktemp("many")) as found:
        yield found


def test_pages_hold_every_row_once_newest_first(store):
    whole = contacts.contacts(store, ALL, "response_rate", limit=10_000)
    assert len(whole) == contacts.count(store, ALL, "response_rate") == compute(store, ["response_rate"], ALL)["n"][0]
    assert whole["opened_at"].is_monotonic_decreasing
    pages = [contacts.contacts(store, ALL, "response_rate", limit=700, offset=at) for at in range(0, len(whole), 700)]
    pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), whole)
    assert not whole.duplicated(["source_id", "ticket_id"]).any()
    assert len(contacts.contacts(store, ALL)) == 200


def test_rows_without_a_member_can_be_opened(store):
    bars = compute(store, ["inflow"], ALL, by=["category"])
    without = bars[bars["category"].isna()]
    assert len(without) == 1
    rows = contacts.contacts(store, ALL, "inflow", {"category": None}, limit=10_000)
    assert len(rows) == without["n"].iloc[0] > 0
    assert rows["category"].isna().all()


def test_a_parent_tag_on_a_bar_means_exactly_it(store):
    bars = compute(store, ["inflow"], ALL, by=["major_category"]).set_index("major_category")
    rows = contacts.contacts(store, ALL, "inflow", {"major_category": "결제"}, limit=10_000)
    assert len(rows) == bars.loc["결제", "n"]
    assert set(rows["category"]) == {"결제/환불"}


def test_answers_have_their_own_columns(store):
    rows = contacts.contacts(store, ALL, "ces", {"dimension": "access"})
    assert set(rows["dimension"]) == {"access"}
    assert {"score", "comment", "survey"} <= set(rows.columns)
    chosen = contacts.contacts(store, ALL, "csat", columns=["score"])
    assert list(chosen.columns) == ["score"]


def test_unknown_names_say_what_there_is(store):
    with pytest.raises(UnknownName, match="body"):
        contacts.contacts(store, ALL, columns=["boddy"])
    with pytest.raises(UnknownName, match="channel"):
        contacts.contacts(store, ALL, "inflow", {"chanel": "chat"})
    with pytest.raises(UnknownName):
        contacts.count(store, ALL, "inflows")


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Asia/Seoul", "2026-10-12T10:00:00+09:00"),
        ("UTC", "2026-10-12T01:00:00+00:00"),
        ("America/St_Johns", "2026-10-11T22:30:00-02:30"),
        ("Asia/Kathmandu", "2026-10-12T06:45:00+05:45"),
    ],
)
def test_times_are_written_with_their_offset(tmp_path, zone, written):
    later = T0 + timedelta(milliseconds=1500)
    rows = [{"ticket_id": "1", "opened_at": T0, "resolved_at": later, "extra": '{"a": "b"}'}]
    with opened(tmp_path, ticket=rows) as store:
        settings.put(store, "reporting_zone", zone)
        row = contacts.export(store, ALL).iloc[0]
    assert row["opened_at"] == written
    assert datetime.fromisoformat(row["resolved_at"]).timestamp() - datetime.fromisoformat(written).timestamp() == 1.5
    assert pd.isna(row["closed_at"])
    assert row["source"] == "상담 도구"
    assert "extra" not in row


def test_the_export_stops_at_its_limit_with_the_newest(store):
    some = contacts.export(store, ALL, "inflow", limit=10)
    newest = contacts.contacts(store, ALL, "inflow", limit=10)
    assert some["ticket_id"].tolist() == newest["ticket_id"].tolist()


@pytest.mark.parametrize(("table", "metric"), [("ticket", "inflow"), ("survey_answer", "survey_response_rate")])
def test_an_export_of_several_sources_comes_back_unchanged(store, tmp_path, table, metric):
    """Out of one store, into an empty one, out again, and in once more: the second import changes nothing."""
    exported = contacts.export(store, ALL, metric)
    columns = list(exported.columns)
    assert columns[1:] == [column.name for column in schema.table(table).columns if column.kind != "json"]
    with Store.open(tmp_path) as other:
        names = [sources.add(other, name) for name in ("상담 도구", "설문 도구")]
        reports = []
        for order in (1, -1):  # the other way round it is another file
            frame = exported if order == 1 else contacts.export(other, ALL, metric)
            inspection = inspect(other, to_csv(frame[::order]), f"export{order}.csv")
            reports.append(
                import_file(other, inspection, source=names[0], mappings=inspection.mappings, today=date(2026, 11, 20))
            )
        first, second = (report.tables[0] for report in reports)
        assert (first.inserted, first.rejected) == (len(exported), 0)
        assert (second.unchanged, second.updated, second.inserted) == (len(exported), 0, 0)
        again = contacts.export(other, ALL, metric)
        pd.testing.assert_frame_equal(again, exported)
        assert compute(other, [metric], ALL)["value"].tolist() == compute(store, [metric], ALL)["value"].tolist()
