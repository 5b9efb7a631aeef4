"""Formats a report is handed out in: one module each, the folder is the list.

A module has `ENDING` (of the file's name), `MIME`, and `make(report, sheet)`, which lays the words of a `Sheet` and
the numbers of a `Report` out as bytes.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import cast

from cx.errors import CxError
from cx.reports.report import Report
from cx.reports.said import Sheet


@cache
def formats() -> dict[str, ModuleType]:
    """Every format by its name."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}


def make(name: str, report: Report, sheet: Sheet) -> bytes:
    """The report in one format. Raises CxError `month.no_format`."""
    if name not in formats():
        raise CxError("month.no_format", name=name, known=", ".join(formats()))
    return cast("bytes", formats()[name].make(report, sheet))
