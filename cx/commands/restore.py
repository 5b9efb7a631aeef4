"""`python -m cx restore PATH`: go back to a backup. The store must not be in use."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cx.backup import restore
from cx.language import say

HELP = "command.help_restore"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup."""
    parser.add_argument("path")


def alone(folder: Path, args: argparse.Namespace) -> dict[str, Any]:
    """Put the backup in place of the store in `folder`."""
    aside = restore(folder, Path(args.path).expanduser().resolve())
    return {"code": 0, "folder": str(folder), "aside": None if aside is None else str(aside)}


def lines(said: dict[str, Any], language: str) -> Iterator[str]:
    """What lies where now."""
    yield say("command.restored", language, **said)
    if said["aside"]:
        yield say("command.restored_aside", language, **said)
