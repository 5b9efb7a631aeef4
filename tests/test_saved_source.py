"""What a person said once about a kind of file holds the next time: the mapping, its source; and rules that cannot work are refused."""

import json
from datetime import date

import pytest

from cx import sources
from cx.commands import main
from cx.errors import BadRows
from cx.importing import batches, saved
from cx.importing.mapping import ColumnRule, Given, Mapping
from cx.importing.run import import_file, inspect
from cx.warehouse import Store

COLUMNS = (ColumnRule("ticket_id", "표 번호"), ColumnRule("opened_at", "언제"))
MAPPINGS = (Mapping("ticket", "", COLUMNS),)


def file_of(*numbers):
    return ("표 번호,언제,기타\n" + "".join(f"T{one},2026-03-02 09:00,x\n" for one in numbers)).encode()


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        yield opened


def test_a_saved_mapping_proposes_the_source_it_was_used_for(store):
    first, second = sources.add(store, "A", ""), sources.add(store, "B", "")
    saved.save(store, "월간", MAPPINGS)
    assert inspect(store, file_of(1), "a.csv").source is None
    for source, number in ((first, 1), (second, 2)):
        found = inspect(store, file_of(number), "a.csv")
        report = import_file(store, found, source=source, mappings=found.mappings, today=date(2026, 11, 20))
        assert inspect(store, file_of(3), "a.csv").source == source
    batches.undo(store, report.batch_id)
    assert inspect(store, file_of(3), "a.csv").source == first


@pytest.mark.parametrize("more", [{"take": "last"}, {"given": (Given("기타"),)}, {"since": (Given("기타"),)}])
def test_rules_for_several_rows_are_refused_where_each_row_stands_for_itself(more):
    rules = (COLUMNS[0], ColumnRule("opened_at", "언제", **more))
    with pytest.raises(BadRows) as caught:
        Mapping("ticket", "", rules).check_names()
    assert (caught.value.key, caught.value.values) == ("check.only_together", {"target": "opened_at"})
    assert Mapping("ticket", "", rules, rows="together").check_names()


@pytest.mark.parametrize(("rows", "read"), [(None, 2), ("0", 3), ("1", 2), ("2", 1)])
def test_the_command_line_takes_how_many_rows_the_header_has(tmp_path, capsys, rows, read):
    path = tmp_path / "a.csv"
    path.write_bytes(b"ticket_id,opened_at\nT1,2026-03-02 09:00\nT2,2026-03-02 10:00\n")
    words = [] if rows is None else ["--header-rows", rows]
    main(["import", str(path), "--source", "A", "--yes", "--json", "--folder", str(tmp_path / "own"), *words])
    [said] = json.loads(capsys.readouterr().out)["files"]
    assert said["report"]["tables"][0]["read"] == read
