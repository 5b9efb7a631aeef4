"""Run by test_crash and the bench in a process of its own: imports file after file, and says each one once it is in."""

from __future__ import annotations

import itertools
import sys
from datetime import date
from pathlib import Path

from cx import sources
from cx.importing.run import import_file, inspect
from cx.warehouse import Store

ROWS = 400


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(folder: str, first: int, rows: int = ROWS) -> None:
    store = Store.open(Path(folder))
    source = sources.find(store, "Desk") or sources.add(store, "Desk", "template_contacts", "UTC")
    for number in itertools.count(first):
        lines = "".join(
            f"{number}-{row},2026-03-02 09:00:00,chat,문의 {number} {row},전화 010-9876-5432 로 주세요\n"
            for row in range(rows)
        )
        data = ("ticket_id,opened_at,channel,subject,body\n" + lines).encode()
        found = inspect(store, data, f"{number}.csv")
        tell(f"begin {number}")
        report = import_file(
            store,
            found,
            source=source,
            mappings=found.mappings,
            today=date(2026, 3, 31),
            progress=lambda stage, *_: tell(f"stage {stage}"),
        )
        tell(f"done {report.batch_id}")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
