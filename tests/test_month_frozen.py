"""A report that was handed out is printed again as it was: after more data, a backup, a restore; and by the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cx.backup import backup, restore
from cx.commands import main
from cx.commands.report import FORMATS
from cx.errors import CxError
from cx.reports import documents
from cx.reports.frozen import Asked, kept, printed
from cx.selection import Selection
from cx.warehouse import Store
from tests import month_store
from tests.put_rows import add
from tests.test_month_report import NOVEMBER, OCTOBER

ROOT = Path(__file__).parent.parent
FIRST, LATER = datetime(2026, 11, 2, 0, tzinfo=UTC), datetime(2026, 12, 1, 0, tzinfo=UTC)
ALL = Asked("month", OCTOBER, Selection())


@pytest.fixture
def folder(tmp_path):
    month_store.make(tmp_path / "store").close()
    return tmp_path / "store"


def more(store):
    """Six more contacts of October, imported later: 42 + 6 of 66 are answered."""
    rows = month_store.contacts({(2026, 10): (6, 6, 0, 0)})
    add(store, ticket=[row | {"ticket_id": f"late-{row['ticket_id']}"} for row in rows])


def test_what_was_handed_out_stays_and_says_what_today_says(folder):
    with Store.open(folder) as store:
        first = printed(store, ALL, now=FIRST)
        assert first.sheet("ko").warnings == ()
        assert "2026-11-02 (월) 09:00 확정" in first.sheet("ko").basis
        more(store)
        again = printed(store, ALL, now=LATER)
        assert again.report == first.report
        assert again.made_at == first.made_at
        (warning,) = again.sheet("ko").warnings
        assert "인입 60건 → 66건" in warning
        assert "응대율 70.0% → 72.7%" in warning
        assert "CES" not in warning
        assert "Response rate 70.0% → 72.7%" in again.sheet("en").warnings[0]


def test_it_can_be_made_anew_and_only_then_changes(folder):
    with Store.open(folder) as store:
        printed(store, ALL, now=FIRST)
        more(store)
        anew = printed(store, ALL, now=LATER, again=True)
        assert anew.report.figure("inflow").value == 66
        assert kept(store, ALL)[0].figure("inflow").value == 66
        assert printed(store, ALL, now=LATER).sheet("ko").warnings == ()
        assert store.query("select count(*) as n from report")["n"].item() == 2  # the first one is still there


def test_reports_with_other_filters_are_kept_apart_and_running_months_not_at_all(folder):
    with Store.open(folder) as store:
        printed(store, ALL, now=FIRST)
        chats = printed(store, Asked("month", OCTOBER, Selection(channel=("chat",), period="3m")), now=FIRST)
        assert chats.report.figure("inflow").value == 30
        running = printed(store, Asked("month", NOVEMBER, Selection()), now=FIRST)
        assert not running.is_kept
        assert store.query("select filters from report order by 1")["filters"].tolist() == ['{"ch": "chat"}', "{}"]


def test_a_month_without_data_is_neither_made_nor_kept(folder):
    with Store.open(folder) as store:
        with pytest.raises(CxError, match="no data in 2026-03"):
            printed(store, Asked("month", OCTOBER.replace(month=3), Selection()), now=FIRST)
        assert store.query("from report").empty


def test_backup_and_restore_keep_reports(folder, tmp_path):
    with Store.open(folder) as store:
        first = printed(store, ALL, now=FIRST)
        path = backup(store, tmp_path / "copy.duckdb")
        more(store)
        printed(store, ALL, now=LATER, again=True)
    restore(folder, path)
    with Store.open(folder) as store:
        assert kept(store, ALL)[0] == first.report


def test_keeping_a_report_recomputes_nothing(folder):
    with Store.open(folder) as store:
        before = store.data_version, store.settings_version
        printed(store, ALL, now=FIRST)
        assert (store.data_version, store.settings_version) == before


def run(folder, *words, cwd=None):
    command = [sys.executable, "-m", "cx", "report", "month", *words, "--folder", str(folder)]
    return subprocess.run(
        command, capture_output=True, cwd=cwd or ROOT, text=True, check=False, env={"PYTHONPATH": str(ROOT), "PATH": ""}
    )


@pytest.mark.parametrize("name", ["pdf", "pptx", "xlsx", "md", "text"])
def test_the_command_writes_every_format(folder, tmp_path, name, capsys):
    target = tmp_path / f"report.{name}"
    target.write_text("what was there", encoding="utf-8")
    words = ["report", "month", "2026-10", "--format", name, "-o", str(target), "--folder", str(folder)]
    assert main(words) == 0
    assert str(target) in capsys.readouterr().out
    assert target.stat().st_size > 500
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_the_command_names_the_file_itself_and_takes_the_newest_month(folder, tmp_path):
    done = run(folder, "--format", "xlsx", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "cx-2026-10.xlsx").exists()


def test_text_goes_to_the_screen(folder, capsys):
    assert main(["report", "month", "--format", "text", "--language", "en", "--folder", str(folder)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("[CX report, Oct 2026]\n1 of 4 targets are met")
    assert main(["report", "month", "--format", "md", "--channel", "chat", "--json", "--folder", str(folder)]) == 0
    assert "조건: 채널: 채팅" in json.loads(capsys.readouterr().out)["text"]


def test_a_week_is_a_report_of_its_own(folder, tmp_path, capsys):
    words = ["--folder", str(folder), "-o", str(tmp_path / "week.pdf"), "--json"]
    assert main(["report", "week", "2026-W41", *words]) == 0
    assert json.loads(capsys.readouterr().out)["period"] == "2026-W41"
    assert main(["report", "week", "2026-10", *words]) == 1
    with Store.open(folder) as store:
        kept_now = store.query("select kind, first_day::varchar as day from report").values.tolist()
    assert kept_now == [["week", "2026-10-05"]]


def test_the_formats_of_the_command_are_those_of_the_folder():
    assert list(documents.formats()) == FORMATS


@pytest.mark.parametrize("words", [["2026-13"], ["2026-03"], ["2026-10", "-o", "/nowhere/at/all.pdf"]])
def test_what_cannot_be_made_is_said_in_one_line(folder, words, capsys):
    assert main(["report", "month", *words, "--language", "en", "--folder", str(folder)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "unexpected" not in said.err


def test_an_empty_store_has_nothing_to_report(tmp_path, capsys):
    assert main(["report", "month", "--folder", str(tmp_path), "--language", "en"]) == 1
    assert capsys.readouterr().err == "There are no data yet to report on.\n"
