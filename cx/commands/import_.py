"""`python -m cx import FILE…`: files into the store, each whole or not at all."""

from __future__ import annotations

import argparse
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from cx import schema, sources
from cx.background import CANCELLED
from cx.commands import failed
from cx.errors import CxError, UnknownFormat, UnknownName
from cx.importing.check import Context, answered, questions
from cx.importing.cleaning import clean, clean_file_name, clean_name
from cx.importing.inbox import Request
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.progress import Progress
from cx.importing.rehead import ROWS
from cx.importing.report import Report
from cx.importing.run import Inspection, context_of, import_file, inspect, read_anew
from cx.importing.sheet import Notice
from cx.importing.suggest import alike, likeliest, suggest
from cx.language import say
from cx.sources import Source
from cx.warehouse import Store

HELP = "command.help_import"
DONE, NOT_DONE, DECIDE, REJECTED, STOPPED = 0, 1, 3, 4, 130
_LONGEST_TEXT = 1_000_000
ZONE = "Asia/Seoul"  # of a new source where none is said
Said = dict[str, Any]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Files, and what a person would answer on the page."""
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--source", help="command.help_source")
    parser.add_argument("--zone", help="command.help_zone")
    parser.add_argument("--format", help="command.help_format")
    parser.add_argument("--mapping", help="command.help_mapping")
    parser.add_argument("--constant", action="append", default=[], metavar="COLUMN=VALUE", help="command.help_constant")
    parser.add_argument("--answer", action="append", default=[], metavar="COLUMN=OPTION", help="command.help_answer")
    parser.add_argument("--header-rows", type=int, choices=ROWS, help="command.help_header_rows")
    parser.add_argument("--yes", action="store_true", help="command.help_yes")
    parser.add_argument("--password-file", help="command.help_password")
    parser.add_argument("--today", type=date.fromisoformat, help="command.help_today")


def request(args: argparse.Namespace) -> Request:
    """The files' bytes and the options as plain values; raises CxError for a file that cannot be read."""
    options = {
        "source": args.source,
        "zone": args.zone,
        "format": args.format,
        "mapping": _text(args.mapping) if args.mapping else None,
        "constants": dict(_pair(pair) for pair in args.constant),
        "answers": dict(_pair(pair) for pair in args.answer),
        "header_rows": args.header_rows,
        "yes": args.yes,
        "password": _text(args.password_file).rstrip("\r\n") if args.password_file else None,
        "today": args.today.isoformat() if args.today else None,
    }
    return Request("import", options, tuple((Path(name).name, _bytes(name)) for name in args.files))


def answer(store: Store, asked: Request, progress: Progress) -> Said:
    """Import every file in turn; one that fails leaves the others alone. The worst outcome gives the exit code."""
    outcomes = []
    for path, data in asked.files:
        name = clean_file_name(path)
        try:
            outcomes.append(_import_one(store, name, data, asked.options, progress))
        except CxError as error:
            code = STOPPED if error.key == CANCELLED else NOT_DONE
            outcomes.append({"file": name} | failed(error) | {"code": code})
            if code == STOPPED:
                break
    worst = (STOPPED, NOT_DONE, DECIDE, REJECTED, DONE)
    return {"code": next(code for code in worst if any(one["code"] == code for one in outcomes)), "files": outcomes}


def lines(said: Said, language: str) -> Iterator[str]:
    """Per file: what came of it, table by table, and what people should know."""
    for one in said["files"]:
        if "error" in one:
            yield f"{one['file']}: {say(one['error']['key'], language, **one['error']['values'])}"
            continue
        if "report" in one:
            yield from _report_lines(one["report"], language)
        for asked in one.get("decide", ()):
            yield f"{one['file']}: {say(asked['key'], language, **asked['values'])}"
            if "options" in asked:
                yield say("command.options", language, column=asked["column"], options=" | ".join(asked["options"]))
        if one.get("suggestion"):
            yield say("command.suggestion", language, file=one["file"])
            yield json.dumps(one["suggestion"], ensure_ascii=False, indent=1)


def _import_one(store: Store, name: str, data: bytes, options: dict[str, Any], progress: Progress) -> Said:
    inspection = inspect(store, data, name, password=options["password"], format_name=options["format"])
    if options.get("header_rows") is not None:
        for sheet in [sheet.name for sheet in inspection.content.sheets if not sheet.hidden]:
            inspection = read_anew(store, inspection, sheet, options["header_rows"])
    mappings = _mappings(inspection, options)
    if mappings is None:
        reasons = [{"key": reason.key, "values": reason.values} for reason in inspection.recognition.reasons]
        return {"file": name, "code": DECIDE, "decide": reasons, "suggestion": _suggestion(inspection)}
    source = _source(store, inspection, options)
    if source is None:
        known = ", ".join(one.name for one in sources.all(store)) or "-"
        return {"file": name, "code": DECIDE, "decide": [{"key": "command.which_source", "values": {"known": known}}]}
    today = date.fromisoformat(options["today"]) if options["today"] else None
    context = context_of(store, source, today)
    mappings, unanswered = _ask(inspection, mappings, context, options["answers"])
    if unanswered and not (options["mapping"] or options["yes"]):
        return {"file": name, "code": DECIDE, "decide": unanswered, "suggestion": _said(mappings)}
    report = import_file(store, inspection, source=source, mappings=mappings, today=today, progress=progress)
    said: Said = report.to_dict()
    if any(one.table == "target" for one in report.tables):
        said["notices"] = [*said["notices"], *_doubts(store)]
    return {"file": name, "code": _code(report), "report": said}


def _doubts(store: Store) -> list[Said]:
    """Targets that may lack their % sign, which count for nothing until somebody answers."""
    from cx import targets

    return [
        {"key": "target_page.doubt_command", "values": {"name": one.metric, "goal": f"{one.goal:g}"}}
        for one in targets.doubtful(store)
    ]


def _mappings(inspection: Inspection, options: dict[str, Any]) -> tuple[Mapping, ...] | None:
    """The mappings to use, constants put in; None where a person has to look first."""
    if options["mapping"]:
        mappings = _read_mappings(options["mapping"])
    elif inspection.mappings and (options["yes"] or not inspection.recognition.is_guess):
        mappings = inspection.mappings
    elif options["yes"] and (sheet := likeliest(inspection.content.sheets)):
        same = alike(inspection.content.sheets, sheet)
        mappings = tuple(replace(one, sheet=other.name) for other in same for one in suggest(sheet).mappings)
    else:
        return None
    known = {name for mapping in mappings for name in schema.table(mapping.table).names}
    for name in options["constants"]:
        if name not in known:
            raise UnknownName("column", name, known)
    return tuple(_with_constants(mapping, options["constants"]) for mapping in mappings)


def _read_mappings(text: str) -> tuple[Mapping, ...]:
    """One mapping or a list of them. Raises UnknownFormat for what is none."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnknownFormat("check.mapping_damaged", detail=type(error).__name__) from error
    if said == []:
        raise UnknownFormat("check.mapping_damaged", detail="[]")
    return tuple(Mapping.from_json(json.dumps(one)) for one in (said if isinstance(said, list) else [said]))


def _with_constants(mapping: Mapping, constants: dict[str, str]) -> Mapping:
    names = schema.table(mapping.table).names
    own = {name: value for name, value in constants.items() if name in names}
    kept = tuple(rule for rule in mapping.columns if rule.target not in own)
    return replace(mapping, columns=kept + tuple(ColumnRule(name, constant=value) for name, value in own.items()))


def _source(store: Store, inspection: Inspection, options: dict[str, Any]) -> Source | None:
    if not options["source"]:
        return inspection.source
    found = sources.find(store, options["source"])
    if found is not None:
        if options["zone"] not in {None, found.zone}:
            raise CxError("command.other_zone", name=found.name, zone=found.zone, asked=options["zone"])
        return found
    formats = inspection.recognition.formats
    return sources.add(store, options["source"], formats[0] if len(formats) == 1 else "", options["zone"] or ZONE)


def _ask(
    inspection: Inspection, mappings: tuple[Mapping, ...], context: Context, answers: dict[str, str]
) -> tuple[tuple[Mapping, ...], list[Said]]:
    """The mappings with the answers in them, and the questions nobody answered."""
    decided, unanswered = [], []
    for mapping in mappings:
        settled = mapping
        for one in questions(inspection.sheet(mapping.sheet), mapping, context):
            columns = (one.column or one.target, *one.others) if one.word is None else (f"{one.column}:{one.word}",)
            answer = next((answers[name] for name in columns if name in answers), None)
            if answer in one.options:
                settled = answered(settled, one, str(answer))
            elif not one.is_optional:
                values = {"column": one.column, "target": one.target, **one.values}
                unanswered.append(
                    {"key": one.key, "values": values, "column": one.column, "options": list(one.options)}
                )
        decided.append(settled)
    return tuple(decided), unanswered


def _suggestion(inspection: Inspection) -> list[Said]:
    sheet = likeliest(inspection.content.sheets)
    return _said(inspection.mappings or (suggest(sheet).mappings if sheet else ()))


def _said(mappings: tuple[Mapping, ...]) -> list[Said]:
    return [json.loads(mapping.to_json()) for mapping in mappings]


def _code(report: Report) -> int:
    return REJECTED if report.rejected_rows or report.rejected_cells else DONE


def _report_lines(report: Said, language: str) -> Iterator[str]:
    yield say(f"command.{report['state']}", language, **report)
    for table in report["tables"]:
        yield say("command.table", language, **table | {"table": say(f"format.table.{table['table']}", language)})
    if report["rejected_cells"]:
        yield say("command.rejected_cells", language, **report)
    for notice in report["notices"]:
        yield "  " + Notice(**notice).text(language)


def _pair(pair: str) -> tuple[str, str]:
    name, sign, value = pair.partition("=")
    if not sign:
        raise CxError("command.pair", pair=pair)
    return clean_name(name), clean(value)


def _bytes(name: str) -> bytes:
    """The whole file. A pipe would wait for ever and a device might have no end, so only files are read."""
    try:
        with open(name, "rb", opener=_without_waiting) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise CxError("command.not_a_file", path=name)
            data = file.read()
            after = os.fstat(file.fileno())
    except OSError as error:
        raise CxError("command.no_file", path=name, cause=error.strerror or type(error).__name__) from error
    except MemoryError:
        raise CxError("command.no_file", path=name, cause="MemoryError") from None
    if len(data) != before.st_size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise CxError("command.file_changed", path=name)
    return data


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def _text(name: str) -> str:
    """A small file of ours, also from a pipe: a password manager's, for example."""
    try:
        with Path(name).open("rb") as file:
            return file.read(_LONGEST_TEXT).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CxError("command.no_file", path=name, cause="UTF-8?") from None
    except OSError as error:
        raise CxError("command.no_file", path=name, cause=error.strerror or type(error).__name__) from error
