"""Nothing personal of an imported file is anywhere in the store, on the disk, in what a command prints or hands out.

Every text, JSON and VARIANT column is searched through SQL, every file by bytes: while an import runs, after it, after
`kill -9`. The data are invented.
"""

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from cx import sources
from cx.download import to_csv, to_xlsx
from cx.importing import batches
from cx.importing.inbox import serve
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.run import import_file, inspect
from cx.warehouse import Store
from tests.searched import found_in_files, found_in_tables

TODAY = date(2026, 11, 20)
MOMENT = 0.005  # seconds between two looks
PLAIN = "결제가 두 번 되었어요"  # is kept: shows that the search finds what is there
SECRETS = [
    "010-8765-4321",
    "01087654321",
    "8765-4321",
    "seoyeon.park",
    "SEOYEON",
    "star-academy",
    "880101-1234568",
    "8801011234568",
    "4242-4242-4242-4242",
    "110-987-654321",
    "테헤란로77길",
    "M87654321",
    "박서연",
    "한지민",
    "정다은",
]
TELLING = (
    "박서연 학생 010-8765-4321, 메일 seoyeon.park@star-academy.kr, 주민번호 880101-1234568, "
    "카드 4242-4242-4242-4242, 신한은행 110-987-654321 예금주 박서연, 서울 강남구 테헤란로77길 88 3층, 여권 M87654321"
)
HEADER = next(
    csv.reader(
        ["번호,접수 시각,채널,회사,문의 고객,담당,분류,상태,제목,내용,고객명,연락처,비고,원본,문의 010-8765-4321"]
    )
)


def rows(count):
    """Personal data in every column, mapped or not, in rows that are accepted and rows that are rejected."""
    for number in range(count):
        broken = number % 5 == 4
        yield [
            "01087654321" if number == 3 else f"T{number}",
            "010-8765-4321" if broken else f"2026-11-{1 + number % 15:02} 09:00:00",
            "박서연 학생 전화" if number % 3 == 0 else "채팅",
            "seoyeon.park@star-academy.kr" if number % 2 else f"A{number % 7}",
            ["박서연", "SEOYEON.park@star-academy.kr", "+82 10-8765-4321", f"P{number}"][number % 4],
            "seoyeon.park@star-academy.kr",
            f"결제/한지민 고객 {number % 3}",
            "010-8765-4321",
            f"{PLAIN} 010.8765.4321 {number}",
            f"{PLAIN} {TELLING} 담당 한지민 {number}",
            ["박서연", "한지민", "정다은"][number % 3],
            "010-8765-4321",
            f"정다은이 전화함 {TELLING}",
            json.dumps({"name": "박서연", "memo": [TELLING], "tel": 821087654321}, ensure_ascii=False),
            TELLING,
        ]


def csv_file(count):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["상담 내역 (작성: 박서연 팀장 010-8765-4321)"])
    writer.writerow(HEADER)
    writer.writerows(rows(count))
    writer.writerow(["깨진 행", TELLING])
    return out.getvalue().encode("utf-8")


def xlsx_file(count):
    book = openpyxl.Workbook()
    book.active.title = "박서연 010-8765-4321"
    book.active.append(HEADER)
    for row in rows(count):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def mapping(inspection):
    sheet = inspection.content.sheets[0]
    columns = dict(zip(HEADER, sheet.header, strict=True))
    targets = {
        "ticket_id": "번호",
        "opened_at": "접수 시각",
        "channel": "채널",
        "account_id": "회사",
        "contact_id": "문의 고객",
        "agent_id": "담당",
        "category": "분류",
        "status": "상태",
        "subject": "제목",
        "body": "내용",
    }
    rules = tuple(ColumnRule(target, columns[header]) for target, header in targets.items())
    return Mapping("ticket", sheet.name, rules)


@pytest.fixture
def places(tmp_path, monkeypatch):
    """A folder for the store and one for temporary files."""
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setenv("TMPDIR", str(temp))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path / "store", temp


@pytest.mark.parametrize(
    ("file_name", "make"), [("박서연_010-8765-4321.csv", csv_file), ("seoyeon.park@star-academy.kr.xlsx", xlsx_file)]
)
def test_no_personal_datum_gets_into_the_store(places, file_name, make):
    folder, temp = places
    while_running = set()

    def look(stage, *_):
        while_running.update((stage, *one) for one in found_in_files(places, SECRETS))

    with Store.open(folder) as store:
        source = sources.add(store, "상담 도구")
        inspection = inspect(store, make(60), file_name)
        report = import_file(
            store, inspection, source=source, mappings=[mapping(inspection)], today=TODAY, progress=look
        )
        assert report.tables[0].read >= 60
        assert report.tables[0].rejected >= 12
        assert found_in_tables(store, [PLAIN]) >= {("ticket", "subject", PLAIN), ("ticket", "body", PLAIN)}
        assert found_in_tables(store, SECRETS) == set()
        assert while_running == set()
        assert found_in_files(places, SECRETS) == set()
        downloads = [
            batches.rejects(store, report.batch_id),
            store.query("select * from ticket"),
            batches.batches(store),
        ]
        for number, frame in enumerate(downloads):
            (temp / f"{number}.csv").write_bytes(to_csv(frame))
            text = " ".join(
                str(cell.value)
                for sheet in openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, "s")))
                for row in sheet
                for cell in row
            )
            assert not [word for word in SECRETS if word in text]
        assert found_in_files([temp], [PLAIN]) >= {("0.csv", PLAIN), ("1.csv", PLAIN)}
        batches.undo(store, report.batch_id)
        assert found_in_tables(store, SECRETS) == set()
    assert found_in_files(places, SECRETS) == set()


def command(folder, temp, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "cx", *words, "--folder", str(folder), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(temp), "HOME": str(temp), "CX_HOME": str(temp), "PYTHONUTF8": "1"},
        cwd=Path(__file__).parent.parent,
    )


def is_running(process):
    """Whether it has not ended; leaves it a moment, so that looking takes less of its time."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(MOMENT)
    return process.returncode is None


@pytest.fixture
def waiting_file(tmp_path):
    """A file and its mapping outside the folders that are searched."""
    folder = tmp_path / "given"
    folder.mkdir()
    path = folder / "박서연_010-8765-4321.csv"
    path.write_bytes(csv_file(1_500))
    with Store.open(tmp_path / "other") as store:
        said = mapping(inspect(store, csv_file(5), path.name)).to_json()
    (folder / "mapping.json").write_text(said, encoding="utf-8")
    return path, folder / "mapping.json"


def test_the_command_prints_and_leaves_nothing(places, waiting_file):
    folder, temp = places
    path, rules = waiting_file
    started = command(
        folder, temp, "import", str(path), "--mapping", str(rules), "--source", "전화", "--today", "2026-11-20"
    )
    out, err = started.communicate(timeout=120)
    assert started.returncode == 4, err.decode()
    said = json.loads(out)["files"][0]
    assert said["report"]["tables"][0]["read"] == 1_501
    assert said.pop("file") == path.name  # as it was typed
    printed = json.dumps(said, ensure_ascii=False) + err.decode()
    assert not [word for word in SECRETS if word in printed]
    assert found_in_files(places, SECRETS) == set()
    with Store.open(folder) as store:
        assert found_in_tables(store, [PLAIN])
        assert found_in_tables(store, SECRETS) == set()


def test_a_file_handed_to_the_app_leaves_nothing(places, waiting_file):
    folder, temp = places
    path, rules = waiting_file
    stop = threading.Event()
    with Store.open(folder) as store:
        serving = threading.Thread(target=serve, args=(store, stop))
        serving.start()
        try:
            words = ["import", str(path), "--mapping", str(rules), "--source", "전화", "--today", "2026-11-20"]
            started = command(folder, temp, *words)
            looked_at = {}
            while is_running(started):
                assert found_in_files(places, SECRETS, looked_at) == set()
            assert started.wait() == 4
        finally:
            stop.set()
            serving.join()
        assert found_in_tables(store, [PLAIN])
        assert found_in_tables(store, SECRETS) == set()
    assert found_in_files(places, SECRETS) == set()


def test_kill_9_leaves_nothing_behind(places, waiting_file):
    folder, temp = places
    path, rules = waiting_file
    words = ["import", str(path), "--mapping", str(rules), "--source", "전화", "--today", "2026-11-20"]
    killed, looked_at = 0, {}
    for until in (0.0, 0.15, 0.3, 0.5, 0.8, 1.2):  # seconds after the store appears
        started = command(folder, temp, *words)
        deadline = time.monotonic() + 60
        while not (folder / "inbox").exists() and is_running(started) and time.monotonic() < deadline:
            assert found_in_files(places, SECRETS, looked_at) == set()
        begun = time.monotonic()
        while time.monotonic() - begun < until and is_running(started):
            assert found_in_files(places, SECRETS, looked_at) == set()
        killed += started.poll() is None
        started.kill()
        started.communicate()
        assert found_in_files(places, SECRETS) == set()
    assert killed
    with Store.open(folder) as store:
        assert found_in_tables(store, SECRETS) == set()
        assert not list((folder / "inbox").iterdir())
