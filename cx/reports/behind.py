"""What stands behind a report's first page: the steps of the change that is explained, and what every KPI means."""

from __future__ import annotations

import math
from typing import Any

from cx import explained
from cx.metric import find, metrics
from cx.reports import headline
from cx.reports.report import Report, Why


def effects(why: Why, language: str) -> dict[str, Any]:
    """The sentence of a split change, and its `steps` from the value before to the value now."""
    rows = explained.chart(headline.split(why), why.metric, language)
    keys = ("label", "start", "end", "text", "tone")
    steps = [{key: _plain(row[key]) for key in keys} for row in rows.to_dict("records")]
    return {"sentence": headline.why(why, language), "steps": steps}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str) else float(value) if math.isfinite(value) else 0.0


def definitions(report: Report, language: str) -> list[dict[str, str]]:
    """Name and explanation of every KPI the report has a value of."""
    return [
        {
            "metric": figure.metric,
            "label": headline.label(figure, language),
            "words": find(figure.metric).explanation(language),
            "origin": find(figure.metric).origin(language),
        }
        for figure in report.figures
        if figure.metric in metrics() and figure.value is not None
    ]
