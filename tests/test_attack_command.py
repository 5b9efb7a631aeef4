"""Wrong calls of `python -m cx`: a sentence and a code for each, never a traceback, never a guess."""

import json

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
