"""The report as a workbook: every number as a number, with its n, its interval and what it means; text never runs."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cx import download, naming
from cx.download import XLSX
from cx.language import say
from cx.reports import behind, headline, tables
from cx.reports.report import SECTIONS, Figure, Report
from cx.reports.said import Sheet, line

ENDING, MIME = "xlsx", XLSX


def make(report: Report, sheet: Sheet) -> bytes:
    """The workbook: what the report says, KPIs, trend, groups, why, quotes, definitions."""
    language = sheet.language
    frames = {
        say("month.sheet_said", language): pd.DataFrame({sheet.title: [sheet.headline, *sheet.sentences, *sheet.warnings, sheet.basis, sheet.notes]}),
        say("month.sheet_kpi", language): _kpis(report, language),
        say("month.sheet_trend", language): _trend(report, language),
    }  # fmt: skip
    for name, dimension in tables.DIMENSIONS.items():
        groups = tables.groups_of(report, name)
        if groups:
            frames[say(f"month.{name}", language)] = _groups(report, name, dimension, language)
    if report.why:
        frames[say("month.why", language)] = _why(report, language)
    if sheet.quotes:
        rows = [(quote.text, quote.about) for quote in sheet.quotes]
        frames[say("month.quotes", language)] = pd.DataFrame(
            rows, columns=[say("month.quotes", language), say("month.column.from", language)]
        )
    frames[say("month.definitions", language)] = _definitions(report, language)
    return download.to_book(frames)


def _column(report: Report, name: str, language: str) -> str:
    return headline.word(report, f"column.{name}", language)


def _kpis(report: Report, language: str) -> pd.DataFrame:
    sections = {name: section for section, names in SECTIONS for name in names}
    rows = [
        {"section": say(f"month.section.{sections[figure.metric]}", language)} | _kpi(figure, language)
        for figure in report.figures
        if figure.metric in sections
    ]
    frame = pd.DataFrame(rows)
    return frame.rename(columns={name: _column(report, name, language) for name in frame})


def _kpi(figure: Figure, language: str) -> dict[str, Any]:
    said = line(figure, language)
    verdict = None if figure.is_met is None else say(f"month.{'met' if figure.is_met else 'missed'}", language)
    return {
        "kpi": said.label,
        "shown": said.value.text,
        "value": figure.value,
        "unit": say(f"month.unit.{figure.unit}", language),
        "n": figure.n,
        "low": figure.low,
        "high": figure.high,
        "state": say(f"month.state.{figure.state}", language),
        "previous": figure.previous,
        "previous_said": said.previous.text,
        "year": figure.year,
        "year_said": said.year.text,
        "target": figure.target,
        "verdict": verdict,
    }


def _trend(report: Report, language: str) -> pd.DataFrame:
    lines = {headline.label(one, language): list(one.trend) for one in report.figures if any(one.trend)}
    days = [day[: len("2026-10")] if report.every == "month" else day for day in report.starts]
    return pd.DataFrame({_column(report, "month", language): days} | lines)


def _groups(report: Report, name: str, dimension: str, language: str) -> pd.DataFrame:
    rows = []
    for group in tables.groups_of(report, name):
        label = (
            say("month.rest", language, n=group.rest) if group.rest else naming.member(dimension, group.code, language)
        )
        row: dict[str, Any] = {say(f"month.{name}", language): label}
        for place, cell in enumerate(group.cells):
            label = say(f"metric.{cell.metric}.label", language)
            row |= {label: cell.value} if cell.unit == "count" else {label: cell.value, f"n · {label}": cell.n}
            if place == 0:
                row[_column(report, "previous", language)] = group.previous
        rows.append(row)
    return pd.DataFrame(rows)


def _why(report: Report, language: str) -> pd.DataFrame:
    if not report.why:
        return pd.DataFrame()
    dimension = str(report.why.about["by"])
    names = ("mix", "rate", "total", "n", "previous_n", "value", "previous")
    return pd.DataFrame(
        [
            {_column(report, "member", language): naming.member(dimension, row["label"], language)}
            | {_column(report, name, language): row[name] for name in names}
            for row in report.why.rows
        ]
    )


def _definitions(report: Report, language: str) -> pd.DataFrame:
    rows = [(one["label"], one["words"], one["origin"]) for one in behind.definitions(report, language)]
    return pd.DataFrame(rows, columns=[_column(report, name, language) for name in ("kpi", "definition", "origin")])
