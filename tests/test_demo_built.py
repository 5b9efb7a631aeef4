"""A store the demo is built in: safe to build again, and by the command."""

import json
import os
import subprocess
import sys
from datetime import date

from cx.demo.build import build, is_built
from cx.importing import batches
from cx.lifecycle import vip
from cx.warehouse import Store

LAST_DAY = date(2026, 11, 22)


def test_building_again_changes_nothing_and_another_day_replaces(tmp_path):
    with Store.open(tmp_path) as store:
        assert not is_built(store)
        first = build(store, last_day=LAST_DAY, scale=0.01)
        assert is_built(store)
        assert {report.state for report in first} == {"imported"}
        assert len(vip.history(store)) == 1
        # The company's rule names nobody its own list does not name: all of the largest plan are VIPs there.
        assert store.query(
            "select 1 from account left join vip_account v on v.account_key = source_id || ':' || account_id where v.is_vip is distinct from account.is_vip"
        ).empty
        version = store.data_version
        assert {report.state for report in build(store, last_day=LAST_DAY, scale=0.01)} == {"nothing_to_do"}
        assert store.data_version == version
        moved = build(store, last_day=date(2026, 11, 20), scale=0.01)
        read = sum(table.read for report in moved for table in report.tables if table.table == "ticket")
        assert store.query("select count(*) as n from ticket")["n"].item() == read
        assert store.query("select max(day) as day from ticket_fact")["day"].item().date() <= date(2026, 11, 20)
        assert set(batches.batches(store)["state"]) == {"active", "undone"}


def cx(home, *words):
    said = subprocess.run(
        [sys.executable, "-m", "cx", *words, "--json"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"CX_HOME": str(home)},
    )
    return json.loads(said.stdout)


def test_the_command_fills_the_demo_store_and_no_other(tmp_path):
    said = cx(tmp_path, "demo", "--scale", "0.01", "--last-day", "2026-11-22", "--without", "lunch_gap")
    assert said["code"] == 0
    assert {one["state"] for one in said["files"]} == {"imported"}
    assert sum(one["rows"] for one in said["files"]) > 3_000
    again = cx(tmp_path, "demo", "--scale", "0.01", "--last-day", "2026-11-23", "--if-missing")
    assert again["files"] == []
    assert not (tmp_path / "own").exists()
    assert cx(tmp_path, "status", "--store", "demo")["rows"]["ticket"] > 2_500
