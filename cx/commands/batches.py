"""`python -m cx batches`: what was imported when."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from cx.importing import batches
from cx.importing.inbox import Request
from cx.importing.progress import Progress
from cx.language import say
from cx.warehouse import Store

HELP = "command.help_batches"


def arguments(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""
    parser.set_defaults()


def request(args: argparse.Namespace) -> Request:  # noqa: ARG001 - every command has the same shape
    """Nothing to say but the name."""
    return Request("batches", {})


def answer(store: Store, asked: Request, progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - see above
    """Every batch, newest first."""
    frame = batches.batches(store)
    return {"code": 0, "batches": json.loads(frame.to_json(orient="records", date_format="iso"))}


def lines(said: dict[str, Any], language: str) -> Iterator[str]:
    """One line a batch."""
    for batch in said["batches"]:
        yield say("command.batch", language, **batch | {"state": say(f"command.state_{batch['state']}", language)})
    if not said["batches"]:
        yield say("command.no_batches", language)
