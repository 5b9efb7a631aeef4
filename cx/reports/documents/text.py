"""The report as a few lines of plain text, for a messenger or a mail."""

from __future__ import annotations

from cx.reports.report import Report
from cx.reports.said import GOOD, Sheet

ENDING, MIME = "txt", "text/plain"


def make(report: Report, sheet: Sheet) -> bytes:  # noqa: ARG001 - every format has the same shape
    """The lines, utf-8."""
    return words(sheet).encode()


def words(sheet: Sheet) -> str:
    """Title, finding, sentences, the targets that are met; names as customers wrote them, each on one line."""
    met = [line for section in sheet.sections for line in section.lines if line.target.tone == GOOD]
    lines = [f"[{sheet.title}]", *sheet.warnings, sheet.headline, "", *[f"• {one}" for one in sheet.sentences]]
    lines += [f"✓ {line.label} {line.value.text} · {line.target.text}" for line in met]
    return "\n".join(" ".join(line.split()) for line in [*lines, "", sheet.basis]) + "\n"
