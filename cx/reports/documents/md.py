"""The report as Markdown, for a wiki or a mail: what customers wrote stands in it as they wrote it, and is never markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cx.language import say
from cx.reports import behind
from cx.reports.report import Report
from cx.reports.said import Line, Section, Sheet

ENDING, MIME = "md", "text/markdown"
_SIGNS = re.compile(r"([\\`*_\[\]<>|~$&@^]|:(?=/)|(?<=www)\.)", re.IGNORECASE)
_AT_THE_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=#])(?=[-+=#\s]|$)")


def literal(text: object) -> str:
    """Words on one line that no reader of Markdown takes for anything else."""
    line = " ".join(str(text).split())
    line = _SIGNS.sub(r"\\\1", line)
    return _AT_THE_START.sub(lambda found: rf"{found[1]}\{found[2]}" if found[1] else rf"\{found[3]}", line)


def make(report: Report, sheet: Sheet) -> bytes:
    """The Markdown, utf-8."""
    language = sheet.language
    blocks = [f"# {literal(sheet.title)}", literal(sheet.basis)]
    blocks += [f"> {literal(words)}" for words in sheet.warnings]
    blocks += [f"**{literal(sheet.headline)}**", "\n".join(f"- {literal(words)}" for words in sheet.sentences)]
    for section in sheet.sections:
        blocks += [f"## {literal(section.title)}", _kpis(section, sheet)]
    if report.why:
        found = behind.effects(report.why, language)
        rows = [(step["label"], step["text"]) for step in found["steps"]]
        header = (say("chart.what", language), say("chart.effect", language))
        blocks += [f"## {say('month.why', language)}", literal(found["sentence"]), _table(header, rows)]
    for table in sheet.tables:
        blocks += [f"## {literal(table.header[0])}", _table(table.header, table.rows)]
    if sheet.quotes:
        blocks.append(f"## {say('month.quotes', language)}")
        blocks += [f"> {literal(quote.text)}  \n> {literal(quote.about)}" for quote in sheet.quotes]
    blocks.append(f"## {say('month.definitions', language)}")
    blocks.append(
        "\n".join(
            f"- **{literal(one['label'])}** {literal(one['words'])}" for one in behind.definitions(report, language)
        )
    )
    blocks.append(literal(sheet.notes))
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def _kpis(section: Section, sheet: Sheet) -> str:
    columns = {name: title for name, title in sheet.columns.items() if name != "trend"}
    return _table(list(columns.values()), [[_cell(line, name) for name in columns] for line in section.lines])


def _cell(line: Line, name: str) -> str:
    if name == "kpi":
        return line.label
    words: str = getattr(line, name).text
    return f"{words} · {line.n}" if name == "value" and line.n else words


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        f"| {' | '.join(words if place == 1 else literal(words) for words in row)} |" for place, row in enumerate(lines)
    )
