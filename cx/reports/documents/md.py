"""The report as Markdown, for a wiki or a mail: what customers wrote stands in it as they wrote it, and is never markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from cx.language import say
from cx.reports import behind
from cx.reports.month import Month
from cx.reports.said import Line, Section, Sheet

ENDING, MIME = "md", "text/markdown"
_SIGNS = re.compile(r"([\\`*_\[\]<>|~$&@^]|:(?=/)|(?<=www)\.)", re.IGNORECASE)
_AT_THE_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=#])(?=[-+=#\s]|$)")


def literal(text: object) -> str:
    """Words on one line that no reader of Markdown takes for anything else."""
    line = " ".join(str(text).split())
    line = _SIGNS.sub(r"\\\1", line)
    return _AT_THE_START.sub(lambda found: rf"{found[1]}\{found[2]}" if found[1] else rf"\{found[3]}", line)


def make(month: Month, sheet: Sheet, folder: Path) -> bytes:  # noqa: ARG001 - every format has the same shape
    """The Markdown, utf-8."""
    language = sheet.language
    blocks = [f"# {literal(sheet.title)}", literal(sheet.basis)]
    blocks += [f"> {literal(words)}" for words in sheet.warnings]
    blocks += [f"**{literal(sheet.headline)}**", "\n".join(f"- {literal(words)}" for words in sheet.sentences)]
    for section in sheet.sections:
        blocks += [f"## {literal(section.title)}", _kpis(section, language)]
    if month.why:
        found = behind.effects(month.why, language)
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
            f"- **{literal(one['label'])}** {literal(one['words'])}" for one in behind.definitions(month, language)
        )
    )
    blocks.append(literal(sheet.notes))
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def _kpis(section: Section, language: str) -> str:
    header = [say(f"month.{name}", language) for name in ("kpi", "value", "previous", "year", "target")]
    return _table(header, [_row(line) for line in section.lines])


def _row(line: Line) -> tuple[str, ...]:
    value = f"{line.value.text} ({line.n})" if line.n else line.value.text
    return line.label, value, line.previous.text, line.year.text, line.target.text


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        f"| {' | '.join(words if place == 1 else literal(words) for words in row)} |" for place, row in enumerate(lines)
    )
