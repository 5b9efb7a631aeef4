"""`python -m cx`: what it prints, what it returns, and who does the work while another process holds the store."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cx import commands, sources
from cx.importing import batches, inbox
from cx.warehouse import Store

ROOT = Path(__file__).parent.parent
CSV = "ticket_id,opened_at,channel,subject\n1,2026-03-02 09:00:00,chat,가\n2,2026-03-03 09:00:00,phone,나\n"


@pytest.fixture
def cx(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CX_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def run(*words):
        code = commands.main([*words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_import_list_and_undo(cx, tmp_path):
    file = write(tmp_path / "a.csv", CSV)
    code, said = cx("import", file, "--source", "Desk", "--today", "2026-03-31")
    assert code == 0
    report = said["files"][0]["report"]
    assert (report["batch_id"], report["tables"][0]["inserted"]) == (1, 2)
    assert cx("import", file)[1]["files"][0]["report"]["state"] == "nothing_to_do"  # the one fitting source is known
    _, listed = cx("batches")
    assert [(batch["batch_id"], batch["state"], batch["source"]) for batch in listed["batches"]] == [
        (1, "active", "Desk")
    ]
    assert cx("status")[1]["rows"] == {"ticket": 2}
    code, said = cx("undo", "1")
    assert (code, said["report"]["tables"][0]["removed"]) == (0, 2)
    assert cx("status")[1]["rows"] == {}
    code, said = cx("undo", "1")
    assert (code, said["error"]["key"]) == (1, "error.unknown_name")


def test_what_a_person_has_to_decide_has_its_own_exit_code(cx, tmp_path):
    code, said = cx("import", write(tmp_path / "a.csv", CSV))
    assert (code, said["files"][0]["decide"][0]["key"]) == (3, "command.which_source")
    code, said = cx("import", write(tmp_path / "b.csv", "번호,언제\n1,2026-03-02 09:00\n"), "--source", "Desk")
    assert (code, said["files"][0]["decide"][0]["key"]) == (3, "format.none")
    assert said["files"][0]["suggestion"][0]["table"]
    assert cx("batches")[1]["batches"] == []


def test_a_mapping_file_and_constants_decide(cx, tmp_path):
    file = write(tmp_path / "b.csv", "번호,언제,내용\n01,2026-03-02 09:00,가\n")
    rules = [{"target": "ticket_id", "column": "번호"}, {"target": "opened_at", "column": "언제"}]
    mapping = write(tmp_path / "m.json", json.dumps({"table": "ticket", "sheet": "", "columns": rules}))
    words = ("import", file, "--source", "Desk", "--mapping", mapping)
    code, _ = cx(*words, "--constant", "channel=phone", "--constant", "product=알파")
    assert code == 0
    with Store.open(Path(os.environ["CX_HOME"]) / "own") as store:
        frame = store.query("select ticket_id, channel, product, extra->>'내용' as extra from ticket")
        assert frame.values.tolist() == [["01", "phone", "알파", "가"]]
    code, said = cx(*words, "--constant", "colour=red")
    assert (code, said["files"][0]["error"]["key"]) == (1, "error.unknown_name")
    code, said = cx(*words, "--constant", "red")
    assert (code, said["error"]["key"]) == (1, "command.pair")


def test_a_status_nobody_knows_can_be_told_and_need_not_be(cx, tmp_path):
    text = "ticket_id,opened_at,status\n1,2026-03-02 09:00:00,묵혀둠\n2,2026-03-03 09:00:00,solved\n"
    file = write(tmp_path / "a.csv", text)
    code, said = cx("import", file, "--source", "Desk", "--today", "2026-03-31")
    assert (code, said["files"][0]["report"]["rejected_cells"]) == (4, 1)
    told = ["--answer", "status:묵혀둠=pending"]
    code, said = cx("import", file, "--source", "Other", "--today", "2026-03-31", *told)
    assert (code, said["files"][0]["report"]["rejected_cells"]) == (0, 0)


def test_an_undecided_date_is_asked_and_answered(cx, tmp_path, capsys):
    file = write(tmp_path / "b.csv", "ticket_id,opened_at,channel\n1,03/02/2026,chat\n2,05/02/2026,chat\n")
    code, said = cx("import", file, "--source", "Desk", "--today", "2026-12-31")
    (asked,) = said["files"][0]["decide"]
    assert (code, asked["key"], asked["column"]) == (3, "check.ask_date_order", "opened_at")
    assert asked["options"] == ["dmy", "mdy"]
    assert commands.main(["import", file, "--source", "Desk", "--today", "2026-12-31", "--language", "en"]) == 3
    assert "--answer 'opened_at=…': dmy | mdy" in capsys.readouterr().out
    code, _ = cx("import", file, "--source", "Desk", "--today", "2026-12-31", "--answer", "opened_at=dmy")
    assert code == 0
    with Store.open(Path(os.environ["CX_HOME"]) / "own") as store:
        days = store.query(
            "select strftime(opened_at + interval 9 hour, '%m-%d') as day from ticket order by ticket_id"
        )
        assert days["day"].tolist() == ["02-03", "02-05"]


@pytest.mark.parametrize(("language", "word"), [("ko", "가져오기"), ("en", "import files")])
def test_help_speaks_the_language_asked_for(monkeypatch, capsys, language, word):
    monkeypatch.setenv("CX_LANGUAGE", language)
    with pytest.raises(SystemExit) as caught:
        commands.main(["import", "--help"])
    assert caught.value.code == 0
    assert word in capsys.readouterr().out


def test_rejected_rows_have_their_own_exit_code(cx, tmp_path):
    file = write(tmp_path / "a.csv", CSV + "3,2031-01-01 00:00:00,chat,다\n")
    code, said = cx("import", file, "--source", "Desk", "--today", "2026-03-31")
    assert (code, said["files"][0]["report"]["tables"][0]["rejected"]) == (4, 1)


def test_one_bad_file_leaves_the_others_alone(cx, tmp_path):
    good, empty = write(tmp_path / "a.csv", CSV), write(tmp_path / "b.csv", "")
    code, said = cx("import", empty, good, "--source", "Desk", "--today", "2026-03-31")
    assert code == 1
    assert [one["code"] for one in said["files"]] == [1, 0]
    code, said = cx("import", str(tmp_path / "not there.csv"))
    assert (code, said["error"]["key"]) == (1, "command.no_file")


def test_wrong_calls_end_with_two(cx):
    with pytest.raises(SystemExit) as caught:
        cx("import")
    assert caught.value.code == 2
    with pytest.raises(SystemExit) as caught:
        cx("fly")
    assert caught.value.code == 2


@pytest.mark.parametrize("language", ["ko", "en"])
def test_people_read_sentences(tmp_path, monkeypatch, capsys, language):
    monkeypatch.setenv("CX_HOME", str(tmp_path / "home"))
    file = write(tmp_path / "a.csv", CSV)
    for words in (
        ["import", file, "--source", "Desk", "--today", "2026-03-31"],
        ["batches"],
        ["status"],
        ["undo", "1"],
        ["backup", str(tmp_path / "kept.duckdb")],
        ["restore", str(tmp_path / "kept.duckdb")],
    ):
        assert commands.main([*words, "--language", language]) == 0
    printed = capsys.readouterr().out
    assert {"ko": "문의: 읽음 2 = 추가 2", "en": "Contacts: read 2 = inserted 2"}[language] in printed
    assert {"ko": "되돌렸습니다", "en": "taken back"}[language] in printed
    assert "{" not in printed


def test_backup_and_restore(cx, tmp_path):
    cx("import", write(tmp_path / "a.csv", CSV), "--source", "Desk", "--today", "2026-03-31")
    code, said = cx("backup", "kept.duckdb")
    assert (code, said["path"]) == (0, str(tmp_path / "kept.duckdb"))
    cx("undo", "1")
    code, said = cx("restore", "kept.duckdb")
    assert code == 0
    assert Path(said["aside"]).is_dir()
    assert cx("status")[1]["rows"] == {"ticket": 2}
    code, said = cx("restore", write(tmp_path / "x", "no database"))
    assert (code, said["error"]["key"]) == (1, "store.damaged")


@pytest.fixture
def app(tmp_path):
    """A process's own store, served to others as the app does."""
    with Store.open(tmp_path / "home" / "own") as store:
        stop = threading.Event()
        thread = threading.Thread(target=inbox.serve, args=(store, stop))
        thread.start()
        yield store
        stop.set()
        thread.join(30)


def second_process(tmp_path, *words, **options):
    environment = os.environ | {"CX_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "cx", *words, "--json"], env=environment, stdout=subprocess.PIPE, text=True, **options
    )


def test_the_app_imports_for_another_process_and_nothing_touches_the_disk(app, tmp_path):
    secret = "번호는 010-9876-5432 입니다"
    file = write(tmp_path / "a.csv", CSV + f"3,2026-03-03 10:00:00,chat,{secret}\n")
    other = second_process(tmp_path, "import", file, "--source", "Desk", "--today", "2026-03-31")
    said = json.loads(other.communicate(timeout=60)[0])
    assert (other.returncode, said["files"][0]["report"]["tables"][0]["inserted"]) == (0, 3)
    assert app.query("select count(*) as n from ticket")["n"].item() == 3
    assert list(app.inbox.iterdir()) == []
    assert not any(b"9876-5432" in path.read_bytes() for path in app.folder.rglob("*") if path.is_file())


def test_two_processes_at_once_are_served_one_after_the_other(app, tmp_path):
    sources.add(app, "Desk", "template_contacts", "UTC")
    files = [write(tmp_path / f"{n}.csv", CSV.replace("1,", f"{n}1,").replace("2,2", f"{n}2,2")) for n in range(2)]
    both = [second_process(tmp_path, "import", file, "--today", "2026-03-31") for file in files]
    assert [other.wait(60) for other in both] == [0, 0]
    assert sorted(batches.batches(app)["batch_id"]) == [1, 2]


def test_other_commands_are_handed_over_too(app, tmp_path):
    sources.add(app, "Desk")
    other = second_process(tmp_path, "status")
    assert [one["name"] for one in json.loads(other.communicate(timeout=60)[0])["sources"]] == ["Desk"]
    other = second_process(tmp_path, "undo", "7")
    assert (json.loads(other.communicate(timeout=60)[0])["code"], other.returncode) == (1, 1)
    other = second_process(tmp_path, "restore", write(tmp_path / "x", "no"))
    assert json.loads(other.communicate(timeout=60)[0])["error"]["key"] == "store.locked"


def test_who_waits_for_a_busy_process_goes_on_when_it_ends(tmp_path):
    file = write(tmp_path / "a.csv", CSV)
    with Store.open(tmp_path / "home" / "own"):  # holds the store, answers nobody
        other = second_process(tmp_path, "import", file, "--source", "Desk", "--today", "2026-03-31")
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(2)
    assert other.wait(60) == 0
    with Store.open(tmp_path / "home" / "own") as store:
        assert store.query("select count(*) as n from ticket")["n"].item() == 2
        assert list(store.inbox.iterdir()) == []


def test_waiting_has_an_end(tmp_path):
    with Store.open(tmp_path / "home" / "own") as store:
        other = second_process(tmp_path, "status", "--wait", "0.5")
        assert json.loads(other.communicate(timeout=60)[0])["error"]["key"] == "command.waited"
        assert other.returncode == 1
        assert list(store.inbox.iterdir()) == []


def test_a_request_nobody_waits_for_any_more_is_dropped(app, tmp_path):
    done = threading.Event()
    os.mkfifo(app.inbox / "x.answer")
    os.mkfifo(app.inbox / "x.job")

    def look():
        while list(app.inbox.iterdir()):
            done.wait(0.05)

    thread = threading.Thread(target=look)
    thread.start()
    thread.join(20)
    assert list(app.inbox.iterdir()) == []
    assert json.loads(second_process(tmp_path, "status").communicate(timeout=60)[0])["code"] == 0


def test_what_nobody_foresaw_is_said_without_what_it_quotes(cx, monkeypatch, caplog):
    def fails(*_):
        message = "holder of 010-1234-5678"
        raise RuntimeError(message)

    monkeypatch.setattr(commands.commands()["status"], "answer", fails)
    code, said = cx("status")
    assert (code, said["error"]["key"]) == (1, "command.failed")
    assert "RuntimeError" in said["error"]["values"]["cause"]
    assert "in fails" in caplog.text
    assert "010-1234-5678" not in caplog.text + json.dumps(said)


@pytest.mark.parametrize(("goal", "is_asked"), [("90", True), ("0.9", False), ("90%", False)])
def test_a_goal_without_its_percent_sign_is_told_at_the_import(cx, tmp_path, goal, is_asked):
    file = write(tmp_path / "target.csv", f"target_id,metric,goal\n1,response_rate,{goal}\n")
    code, said = cx("import", file, "--source", "Goals", "--yes")
    keys = [notice["key"] for notice in said["files"][0]["report"]["notices"]]
    assert ("target_page.doubt_command" in keys) is is_asked
    assert code == 0
