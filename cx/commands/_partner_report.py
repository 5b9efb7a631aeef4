"""`report partner 2025`: the annual report of every partner, or of some, into a folder or an archive."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cx.commands import _whole_file
from cx.errors import CxError
from cx.importing.progress import Progress
from cx.warehouse import Store

FORMATS = ("pdf", "pptx", "xlsx")


def write(store: Store, options: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Make the documents: a file each in the folder of `output`, or all in one archive where it ends in .zip or is not said.

    Raises CxError `partner_report.…`, `month.cannot_write`, and UnknownName for a partner without accounts.
    """
    from cx.reports.partner import files

    year = files.year_of(store, options["period"])
    kind = options["format"]
    if kind not in FORMATS:
        raise CxError("partner_report.no_format", name=kind, known=", ".join(FORMATS))
    where = options["output"] or str(Path(options["folder"]) / f"cx-partners-{year}-{kind}.zip")
    made = files.every(
        store,
        year,
        kind,
        options["language"],
        names=options["partner"],
        progress=lambda done, total: progress("reports", done, total),
    )
    path = Path(where)
    if path.suffix.lower() == ".zip":
        content, n = files.archive(made)
        _put(path, content)
    else:
        n = _into(path, made)
    return {"code": 0, "warnings": [], "files": n, "path": str(path)}


def _into(folder: Path, made: Iterable[tuple[str, bytes]]) -> int:
    n = 0
    for name, content in made:
        _put(folder / name, content)
        n += 1
    return n


def _put(path: Path, content: bytes) -> None:
    """The whole file, in a folder that is made where it is not there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CxError("month.cannot_write", path=str(path), cause=error.strerror or type(error).__name__) from error
    _whole_file.put(path, content)
