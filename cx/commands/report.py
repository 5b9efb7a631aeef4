"""`python -m cx report month 2026-10 --format pdf` (or `week 2026-W46`, or `partner 2025`): a report as a document, for people and for schedules."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cx.commands import _partner_report, _whole_file
from cx.importing.inbox import Request
from cx.importing.progress import Progress
from cx.language import say
from cx.selection import Selection
from cx.warehouse import Store

HELP = "month.help"
EVERY = ("month", "week")
PARTNER = "partner"  # of a year; a document each
# By name alone: what makes them is imported when a report is asked for.
FORMATS = sorted(path.stem for path in (Path(__file__).parents[1] / "reports" / "documents").glob("[a-z]*.py"))
_PRINTED = ("md", "text")  # formats that go to the screen where no file is named


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which report, of which month or week, in which format, where to."""
    parser.add_argument("kind", choices=(*EVERY, PARTNER), help=say("month.help_kind"))
    parser.add_argument("period", nargs="?", default="", help=say("month.help_period"))
    parser.add_argument("--format", choices=FORMATS, default="pdf", help=say("month.help_format"))
    parser.add_argument("-o", "--output", help=say("month.help_output"))
    parser.add_argument("--product", action="append", default=[], help=say("month.help_product"))
    parser.add_argument("--channel", action="append", default=[], help=say("month.help_channel"))
    parser.add_argument("--partner", action="append", default=[], help=say("month.help_partner"))
    parser.add_argument("--again", action="store_true", help=say("month.help_again"))


def request(args: argparse.Namespace) -> Request:
    """The options, the path whole: the owner of the store may work in another folder."""
    where = str(Path(args.output).expanduser().resolve()) if args.output else ""
    names = ("kind", "period", "format", "language", "product", "channel", "partner", "again")
    options = {name: getattr(args, name) for name in names}
    return Request("report", options | {"output": where, "folder": str(Path.cwd())})


def answer(store: Store, asked: Request, progress: Progress) -> dict[str, Any]:
    """Make the document, and write it unless it is to be printed."""
    from cx.reports import documents, frozen
    from cx.reports.when import code, newest, parse

    options = asked.options
    if options["kind"] == PARTNER:
        return _partner_report.write(store, options, progress)
    every = options["kind"]
    first = parse(options["period"], every) if options["period"] else newest(store, every)
    chosen = Selection(product=tuple(options["product"]), channel=tuple(options["channel"]))
    wanted = frozen.Asked(every, first, chosen)
    found = frozen.printed(store, wanted, now=datetime.now(UTC), again=bool(options["again"]))
    sheet = found.sheet(options["language"])
    data = documents.make(options["format"], found.report, sheet)
    said = {"code": 0, "warnings": list(sheet.warnings), "period": code(first, every), "bytes": len(data)}
    if options["format"] in _PRINTED and not options["output"]:
        return said | {"text": data.decode()}
    ending = documents.formats()[options["format"]].ENDING
    path = Path(options["output"] or Path(options["folder"]) / f"cx-{code(first, every)}.{ending}")
    _whole_file.put(path, data)
    return said | {"path": str(path)}


def lines(said: dict[str, Any], language: str) -> Iterator[str]:
    """The report itself where it is text, else where it lies and what has to be known about it."""
    if "text" in said:
        yield said["text"].rstrip("\n")
        return
    yield say("partner_report.written" if "files" in said else "month.written", language, **said)
    for warning in said["warnings"]:
        yield f"  {warning}"
