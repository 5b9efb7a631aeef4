"""`python -m cx undo BATCH`: take any batch back."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from cx.importing import batches
from cx.importing.inbox import Request
from cx.importing.progress import Progress
from cx.language import say
from cx.warehouse import Store

HELP = "command.help_undo"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The number of the batch, as `batches` shows it."""
    parser.add_argument("batch", type=int)


def request(args: argparse.Namespace) -> Request:
    """Which batch."""
    return Request("undo", {"batch": args.batch})


def answer(store: Store, asked: Request, progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every command has the same shape
    """Take it back."""
    report = batches.undo(store, int(str(asked.options["batch"])))
    return {"code": 0, "report": report.to_dict()}


def lines(said: dict[str, Any], language: str) -> Iterator[str]:
    """What came of it, table by table."""
    report = said["report"]
    yield say("command.undone", language, batch_id=report["batch_id"], file_name=report["file_name"])
    for table in report["tables"]:
        yield say(
            "command.undone_table", language, **table | {"table": say(f"format.table.{table['table']}", language)}
        )
