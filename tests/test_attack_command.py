"""Wrong calls of `python -m cx`: a sentence and a code for each, never a traceback, never a guess."""

import json
import os
import threading
from pathlib import Path

import pytest

from cx import commands

CSV = "ticket_id,created_at,csat\nT1,2026-11-01 09:00,5\n"


@pytest.fixture
def cx(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CX_HOME", str(tmp_path / "home"))
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(*words):
        code = commands.main([*words, "--json"])
        said = json.loads(capsys.readouterr().out)
        one = said.get("files", [said])[0]
        return code, one.get("error", {}).get("key")

    return run


@pytest.mark.parametrize("content", [b"no json", b"\xff\xfe\x00", b"[]", b"[" * 100_000, b'{"table": "ticket"}', b"7"])
def test_a_mapping_file_that_is_none_is_named_as_such(cx, tmp_path, content):
    (tmp_path / "m.json").write_bytes(content)
    code, key = cx("import", "a.csv", "--source", "A", "--mapping", "m.json")
    assert (code, key) in {(1, "check.mapping_damaged"), (1, "command.no_file")}
    assert cx("undo", "1") == (1, "error.unknown_name")


def test_a_password_file_of_other_bytes_is_a_file_that_cannot_be_read(cx, tmp_path):
    (tmp_path / "password").write_bytes(b"\xff\xfe\xfd")
    assert cx("import", "a.csv", "--source", "A", "--password-file", "password") == (1, "command.no_file")


def test_a_folder_that_cannot_hold_a_store_is_said(cx):
    assert cx("batches", "--folder", "a.csv") == (1, "command.no_folder")
    assert cx("import", "a.csv", "--folder", "/proc/nowhere") == (1, "command.no_folder")


def test_another_zone_than_that_of_the_source_is_no_silent_matter(cx):
    assert cx("import", "a.csv", "--yes", "--source", "A", "--zone", "UTC") == (0, None)
    assert cx("import", "a.csv", "--yes", "--source", "A") == (0, None)
    assert cx("import", "a.csv", "--yes", "--source", "A", "--zone", "Asia/Seoul") == (1, "command.other_zone")


def test_a_constant_may_be_of_one_of_several_tables_and_must_be_of_one(cx):
    assert cx("import", "a.csv", "--yes", "--source", "A", "--constant", "wave=2026") == (0, None)
    assert cx("import", "a.csv", "--yes", "--source", "A", "--constant", "nothing=1") == (1, "error.unknown_name")


@pytest.mark.parametrize(
    "name", [b"b\xff.csv", b"c\x1b[31mred\x1b]0;title\x07.csv", b"d\nnew\n# h.csv", "가".encode() * 80 + b".csv"]
)
def test_a_file_of_any_name_is_imported_and_shown_without_what_a_terminal_would_obey(cx, tmp_path, name, capsys):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/" + name)
    Path(path).write_text(CSV, encoding="utf-8")
    assert cx("import", path, "--yes", "--source", "A") == (0, None)
    commands.main(["import", path, "--source", "B", "--yes"])
    commands.main(["batches"])
    said = capsys.readouterr().out
    assert "1" in said
    assert not set(said) & {"\x1b", "\x07"}
    assert all(line.isprintable() for line in said.splitlines())


def test_a_source_or_a_constant_of_broken_characters_is_cleaned_and_one_of_nothing_refused(cx):
    assert cx("import", "a.csv", "--yes", "--source", "A\ud83d\x00\x1b[31m") == (0, None)
    assert cx("import", "a.csv", "--yes", "--source", "A", "--constant", "product=\udcff알파") == (0, None)
    assert cx("import", "a.csv", "--yes", "--source", "\udcff") == (1, "store.source_name")


def test_a_mapping_with_half_characters_is_no_mapping(cx, tmp_path):
    rules = '[{"target": "ticket_id", "column": "ticket_id"}, {"target": "product", "constant": "\\ud83d"}]'
    (tmp_path / "m.json").write_text(f'{{"table": "ticket", "sheet": "", "columns": {rules}}}', encoding="utf-8")
    assert cx("import", "a.csv", "--source", "A", "--mapping", "m.json") == (1, "check.mapping_damaged")


def test_a_pipe_or_a_device_is_not_waited_for(cx, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in ("pipe.csv", "/dev/zero", "/dev/null"):
        assert cx("import", path, "--yes", "--source", "A") == (1, "command.not_a_file")


def test_a_password_may_come_through_a_pipe(cx, tmp_path):
    os.mkfifo(tmp_path / "password")
    writer = threading.Thread(target=lambda: (tmp_path / "password").write_text("secret\n", encoding="utf-8"))
    writer.start()
    assert cx("import", "a.csv", "--yes", "--source", "A", "--password-file", "password") == (0, None)
    writer.join()


def test_links_are_followed_and_those_that_lead_nowhere_are_named(cx, tmp_path):
    (tmp_path / "link.csv").symlink_to("a.csv")
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    (tmp_path / "gone.csv").symlink_to("nothing.csv")
    (tmp_path / "folder.csv").mkdir()
    assert cx("import", "link.csv", "--yes", "--source", "A") == (0, None)
    for path in ("loop.csv", "gone.csv", "folder.csv", ".", ""):
        assert cx("import", path, "--yes", "--source", "A") == (1, "command.no_file")


def test_a_file_that_grows_while_it_is_read_is_not_half_imported(cx, tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    fstat, seen = os.fstat, []

    def growing(handle):
        status = fstat(handle)
        if Path(f"/proc/self/fd/{handle}").readlink() == path:
            seen.append(status)
            with path.open("a", encoding="utf-8") as file:
                file.write("T2,2026-11-01 09:00,5\n")
        return status

    monkeypatch.setattr(os, "fstat", growing)
    assert cx("import", str(path), "--yes", "--source", "A") == (1, "command.file_changed")
    assert seen


def test_a_file_nobody_may_read_is_named(cx, tmp_path, monkeypatch):
    def denied(path, *_):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("cx.commands.import_._without_waiting", denied)
    assert cx("import", str(tmp_path / "a.csv"), "--yes", "--source", "A") == (1, "command.no_file")
