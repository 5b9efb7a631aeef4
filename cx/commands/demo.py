"""`python -m cx demo`: make the demo data and import them into the demo store."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from typing import Any

from cx.demo.stories import STORIES
from cx.importing.inbox import Request
from cx.importing.progress import Progress
from cx.language import say
from cx.warehouse import Store

HELP = "demo.help"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The last day, the seed, stories to leave out; the demo store unless another is named."""
    parser.set_defaults(store="demo")
    parser.add_argument("--last-day", type=date.fromisoformat, help=say("demo.help_last_day"))
    parser.add_argument("--seed", type=int, default=1, help=say("demo.help_seed"))
    parser.add_argument("--without", action="append", default=[], choices=STORIES, help=say("demo.help_without"))
    parser.add_argument("--if-missing", action="store_true", help=say("demo.help_if_missing"))
    parser.add_argument("--scale", type=float, default=1.0, help=say("demo.help_scale"))


def request(args: argparse.Namespace) -> Request:
    """The options as plain values."""
    last_day = args.last_day.isoformat() if args.last_day else None
    stories = [story for story in STORIES if story not in args.without]
    options = {"last_day": last_day, "seed": args.seed, "stories": stories, "scale": args.scale}
    return Request("demo", options | {"if_missing": args.if_missing})


def answer(store: Store, asked: Request, progress: Progress) -> dict[str, Any]:
    """Build the demo in `store`; the rows of every file."""
    from cx.demo.build import build, is_built

    options = asked.options
    if options["if_missing"] and is_built(store):
        return {"code": 0, "folder": str(store.folder), "files": []}
    last_day = date.fromisoformat(options["last_day"]) if options["last_day"] else None
    stories, scale = tuple(options["stories"]), options["scale"]
    reports = build(store, seed=options["seed"], last_day=last_day, stories=stories, scale=scale, progress=progress)
    files = [
        {"file": report.file_name, "state": report.state, "rows": sum(table.read for table in report.tables)}
        for report in reports
    ]
    return {"code": 0, "folder": str(store.folder), "files": files}


def lines(said: dict[str, Any], language: str) -> Iterator[str]:
    """One line per file, then where the store is."""
    for one in said["files"]:
        yield say(f"demo.{one['state']}", language, **one)
    yield say("demo.done", language, **said)
