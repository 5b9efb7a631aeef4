"""`python -m cx backup PATH`: the store as one file, also while the app runs."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cx.backup import backup
from cx.importing.inbox import Request
from cx.importing.progress import Progress
from cx.language import say
from cx.warehouse import Store

HELP = "command.help_backup"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to: a new file, or a folder."""
    parser.add_argument("path")


def request(args: argparse.Namespace) -> Request:
    """The path, whole: the owner of the store may work in another folder."""
    return Request("backup", {"path": str(Path(args.path).expanduser().resolve())})


def answer(store: Store, asked: Request, progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every command has the same shape
    """Write the backup."""
    path = backup(store, Path(str(asked.options["path"])))
    return {"code": 0, "path": str(path), "bytes": path.stat().st_size}


def lines(said: dict[str, Any], language: str) -> Iterator[str]:
    """Where it lies."""
    yield say("command.backed_up", language, **said)
