"""Rejected rows and cells for people: what is wrong where, and the rows as a file to mend and import again."""

from __future__ import annotations

import json

import pandas as pd

from cx.importing import batches
from cx.importing.editing import target_name
from cx.importing.sheet import Notice
from cx.language import say
from cx.warehouse import Store

SHOWN = 1_000


def wrong(store: Store, batch_id: int, language: str, limit: int = SHOWN) -> pd.DataFrame:
    """One row per rejected row or cell, in file order: sheet, line, level ('row' or 'cell'), column, value, reason in words."""
    frame = batches.rejects(store, batch_id).head(limit)
    reasons = [
        _reason(key, values, language) for key, values in zip(frame["reason"], frame["reason_values"], strict=True)
    ]
    shown = frame[["sheet", "line", "level", "column_name", "value"]].rename(columns={"column_name": "column"})
    return shown.assign(reason=reasons).drop_duplicates(ignore_index=True)


def to_mend(store: Store, batch_id: int, language: str) -> dict[str, pd.DataFrame]:
    """Sheet -> its rejected rows once each, under the file's own headers, with two columns at the end: line and reasons.

    Mended and imported again they are read like the file they come from: columns nobody knows are kept as they are. What
    was masked stays masked.
    """
    found: dict[str, dict[int, dict[str, str | None]]] = {}
    reasons: dict[tuple[str, int], list[str]] = {}
    for row in batches.rejects(store, batch_id).itertuples(index=False):
        line = int(row.line)
        whole = found.setdefault(row.sheet, {}).setdefault(line, {})
        if isinstance(row.row, str) and not whole:
            whole.update(json.loads(row.row))
        where = "" if pd.isna(row.column_name) else f"{row.column_name}: "
        reasons.setdefault((row.sheet, line), []).append(where + _reason(row.reason, row.reason_values, language))
    frames = {}
    for sheet, rows in found.items():
        frame = pd.DataFrame(list(rows.values()), dtype=object)
        line_name, reason_name = (_free(say(f"imports.mend_{name}", language), frame) for name in ("line", "reason"))
        frame[line_name] = list(rows)
        frame[reason_name] = ["; ".join(dict.fromkeys(reasons[sheet, line])) for line in rows]
        frames[sheet] = frame
    return frames


def _free(name: str, frame: pd.DataFrame) -> str:
    while name in frame:
        name += " "
    return name


def _reason(key: str, values: str | None, language: str) -> str:
    said = json.loads(values, parse_float=_shortest) if isinstance(values, str) and values else {}
    if isinstance(said.get("target"), str):
        said["target"] = target_name(said["target"], language)
    try:
        return Notice(key, said).text(language)
    except KeyError:  # a reason of a newer or older version of the program
        return key


def _shortest(number: str) -> float | int:
    """A bound of a scale as people write it: 7, not 7.0."""
    return int(float(number)) if float(number).is_integer() else float(number)
