"""`python -m cx COMMAND`: one module a command; the folder is the list.

A command module has `HELP` (the catalogue key of its one line), `arguments(parser)`, `request(args)` (what the owner of the
store needs to know, files already read) and `answer(store, request, progress)` (plain values with at least `code`).
Where the app holds the store the request is handed to it and answered there, so a command does not care who owns it.
A command that needs the store for itself has `alone(folder, args)` instead of the last two.

Exit codes: 0 done (also where nothing was to do), 1 not done, nothing changed, 2 wrong call, 3 a person has to decide
something first, 4 imported with rejected rows or cells, 130 stopped.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import logging
import os
import pkgutil
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from cx.errors import CxError, UnknownName
from cx.importing.inbox import Request, hand_over
from cx.importing.progress import Progress, silent
from cx.language import LANGUAGES, has, say
from cx.warehouse import Store, store_folder

LOG = logging.getLogger("cx.command")
DONE, NOT_DONE, WRONG_CALL, DECIDE, REJECTED, STOPPED = 0, 1, 2, 3, 4, 130
WAIT = 3_600.0  # seconds a command waits for a store that another process holds
Answer = dict[str, Any]


def commands() -> dict[str, ModuleType]:
    """Every command by its name, in alphabetical order."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    return {name.rstrip("_"): importlib.import_module(f"{__name__}.{name}") for name in names}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    for stream in (sys.stdout, sys.stderr):  # a name of other bytes than the terminal's is shown, not stumbled over
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    parser = _parser()
    args = parser.parse_args(argv)
    logging.getLogger("cx").addHandler(logging.NullHandler())  # a trace is for the app's log, not for who typed this
    module = commands()[args.command]
    folder = Path(args.folder) if args.folder else store_folder(args.store)
    try:
        said = _run(module, folder.expanduser().resolve(), args)
    except CxError as error:
        said = failed(error)
    except OSError as error:  # the folder is a file, may not be written to, lies on a disk that is gone
        cause = error.strerror or type(error).__name__
        said = failed(CxError("command.no_folder", path=error.filename or folder, cause=cause))
    except KeyboardInterrupt:
        said = {"code": STOPPED, "error": {"key": "command.stopped", "values": {}}}
    _print(said, args)
    return int(said["code"])


def answer(store: Store, request: Request, progress: Progress = silent) -> Answer:
    """Do what `request` asks, in the process that owns the store. Never raises for what a person can mend."""
    if request.command not in commands():
        return failed(UnknownName("command", request.command, commands()))
    try:
        return cast("Answer", commands()[request.command].answer(store, request, progress))
    except CxError as error:
        return failed(error)
    except Exception as error:  # noqa: BLE001 - whoever asked must be told, and the owner of the store must go on
        # Where it happened, never what it says: a message may quote a customer.
        LOG.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))  # noqa: TRY400
        return failed(CxError("command.failed", cause=type(error).__name__))


def failed(error: CxError) -> Answer:
    """The answer that carries an error."""
    values = {name: value if isinstance(value, (int, float)) else str(value) for name, value in error.values.items()}
    return {"code": NOT_DONE, "error": {"key": str(error.key), "values": values}}


def _run(module: ModuleType, folder: Path, args: argparse.Namespace) -> Answer:
    if hasattr(module, "alone"):
        return cast("Answer", module.alone(folder, args))
    request: Request = module.request(args)
    until = time.monotonic() + args.wait
    progress = silent if args.json or not sys.stderr.isatty() else _show
    while True:
        try:
            store = Store.open(folder, name="own" if args.folder else args.store)
        except CxError as error:
            if error.key != "store.locked":
                raise
            said = hand_over(folder, request, progress, until=until)
            if said is not None:
                return said
        else:
            with store:
                return answer(store, request, progress)


class _Parser(argparse.ArgumentParser):
    """A parser whose help texts may be catalogue keys."""

    language = "ko"

    def add_argument(self, *names: Any, **options: Any) -> argparse.Action:
        if has(str(options.get("help"))):
            options["help"] = say(options["help"], self.language)
        return super().add_argument(*names, **options)


def _parser() -> argparse.ArgumentParser:
    language = os.environ.get("CX_LANGUAGE", "ko")
    _Parser.language = language if language in LANGUAGES else "ko"
    about, codes = (say(key, _Parser.language) for key in ("command.about", "command.exit_codes"))
    parser = _Parser(prog="python -m cx", description=about, epilog=codes)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in commands().items():
        text = say(module.HELP, _Parser.language)
        # Options of its own each: what one command sets as a default must not change the others'.
        module.arguments(subparsers.add_parser(name, parents=[_common()], help=text, description=text))
    return parser


def _common() -> _Parser:
    common = _Parser(add_help=False)
    common.add_argument("--store", choices=("own", "demo"), default="own", help="command.help_store")
    common.add_argument("--folder", help="command.help_folder")
    common.add_argument("--json", action="store_true", help="command.help_json")
    common.add_argument("--language", choices=LANGUAGES, default=_Parser.language)
    common.add_argument("--wait", type=float, default=WAIT, help="command.help_wait")
    return common


def _show(stage: str, done: int, total: int | None) -> None:
    counted = f"{done:,}" if total is None else f"{done:,}/{total:,}"
    print(f"\r{stage} {counted}   ", end="", file=sys.stderr, flush=True)


def _print(said: Answer, args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps(said, ensure_ascii=False, default=str))
    elif "error" in said:
        print(say(said["error"]["key"], args.language, **said["error"]["values"]), file=sys.stderr)
    else:
        for line in commands()[args.command].lines(said, args.language):
            print(line)
