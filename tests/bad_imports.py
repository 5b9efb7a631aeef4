"""What a person would answer about a file of `bad_files.csv`, and what its import is expected to say."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cx.importing.files import read_file
from cx.importing.suggest import suggest
from tests import bad_tables, bad_workbooks
from tests.bad_files import MAKERS, ROWS, table

TODAY = date(2026, 11, 21)
PASSWORD = bad_workbooks.PASSWORD
VERDICTS = list(csv.DictReader((Path(__file__).parent / "bad_files.csv").read_text(encoding="utf-8").splitlines()))
MAKERS |= {f"name_0{number}.csv": lambda: table(ROWS).encode() for number in (2, 4, 5, 7)}
IMPORTED = [verdict for verdict in VERDICTS if verdict["kind"] != "refused"]
REFUSED = [verdict for verdict in VERDICTS if verdict["kind"] == "refused"]
COUNTS = ("read", "inserted", "updated", "unchanged", "merged", "duplicate", "rejected")


@dataclass(frozen=True)
class Answers:
    """`table` a row is one of if not the suggested, `constants` for all rows, `choices` per column."""

    table: str | None
    constants: dict[str, str]
    choices: dict[str, str]


def answers_of(verdict):
    """The column `answers`: words 'table=…', 'constant:target=value', 'choice:column=option'."""
    pairs = dict(word.split("=", 1) for word in verdict["answers"].split())
    return Answers(
        pairs.get("table"),
        {key.removeprefix("constant:"): value for key, value in pairs.items() if key.startswith("constant:")},
        {key.removeprefix("choice:"): value for key, value in pairs.items() if key.startswith("choice:")},
    )


def written(folder, verdict):
    """The file under the name it is uploaded as (a folder's sign cannot be in one)."""
    path = folder / verdict["upload_as"].replace("/", "_")
    path.write_bytes(MAKERS[verdict["file"]]())
    return path


def words_of(folder, verdict, path):
    """What a person answers, as words of the command line; what has to be read from files is put into `folder`."""
    said = answers_of(verdict)
    (folder / "password").write_text(PASSWORD + "\n", encoding="utf-8")
    words = ["--yes", "--source", verdict["file"], "--today", TODAY.isoformat()]
    words += ["--password-file", str(folder / "password")]
    words += [word for name, value in said.constants.items() for word in ("--constant", f"{name}={value}")]
    words += [word for name, value in said.choices.items() for word in ("--answer", f"{name}={value}")]
    if said.table:
        mappings = suggest(read_file(path.read_bytes(), path.name).sheets[0], said.table).mappings
        text = json.dumps([json.loads(one.to_json()) for one in mappings])
        (folder / "mapping.json").write_text(text, encoding="utf-8")
        words += ["--mapping", str(folder / "mapping.json")]
    return words


def outcome_of(report):
    """A report (as plain values) in the form of the columns `tables`, `cells` and `told`; its counts must add up."""
    tables = []
    for count in sorted(report["tables"], key=lambda one: one["table"]):
        assert count["read"] == sum(count[name] for name in COUNTS[1:])
        tables.append(" ".join([count["table"], *(f"{name}={count[name]}" for name in COUNTS if count[name])]))
    told = Counter(notice["key"] for notice in report["notices"])
    return {
        "tables": "; ".join(tables),
        "cells": str(report["rejected_cells"]),
        "told": " ".join(sorted(told)),
    }


def expected_of(verdict):
    """The same columns as they are expected."""
    return {name: verdict[name] for name in ("tables", "cells", "told")}


assert bad_tables.PERSONAL
