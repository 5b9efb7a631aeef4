"""`python -m cx status`: what the store holds."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from cx import sources
from cx.importing.inbox import Request
from cx.importing.progress import Progress
from cx.language import say
from cx.schema import TABLES
from cx.warehouse import Store

HELP = "command.help_status"


def arguments(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""
    parser.set_defaults()


def request(args: argparse.Namespace) -> Request:  # noqa: ARG001 - every command has the same shape
    """Nothing to say but the name."""
    return Request("status", {})


def answer(store: Store, asked: Request, progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - see above
    """Sources and the number of rows per table."""
    counts = store.query(
        " union all ".join(f"select '{name}' as name, count(*) as n from \"{name}\"" for name in TABLES)
    )
    rows = {str(row.name): int(row.n) for row in counts.itertuples(index=False) if row.n}
    known = [{"name": one.name, "format": one.format, "zone": one.zone} for one in sources.all(store)]
    return {"code": 0, "folder": str(store.folder), "data_version": store.data_version, "sources": known, "rows": rows}


def lines(said: dict[str, Any], language: str) -> Iterator[str]:
    """The folder, then sources, then tables."""
    yield say("command.status_folder", language, **said)
    for source in said["sources"]:
        yield say("command.status_source", language, **source)
    for name, n in said["rows"].items():
        yield say("command.status_rows", language, name=name, n=n)
