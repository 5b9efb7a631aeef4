"""Public event logs through our own import: what we count of them beside what is published, and nothing may differ.

`CX_BENCH_LOGS` is a folder with them under the names below (two gzipped CSV files of cases, activities and times, a ZIP of an
incident log); without one, a few rows of the same shape stand in for each, with figures reckoned by hand. No figure of the
incident log's times is published: pandas counts them beside us, on the last row of each incident.
"""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from cx import sources
from cx.compute import compute
from cx.importing.draft import COLUMNS, Draft
from cx.importing.run import context_of, import_file, inspect
from cx.selection import Selection
from cx.warehouse import Store
from tests.bench import Line, Size

DAY = 86_400  # seconds
Figures = Mapping[str, tuple[float, int]]  # what is published, and to how many decimals

_UNITS = {"inflow": (1, "cases"), "sla_attainment": (0.01, "%"), "resolution_lead_time_mean": (DAY, "d"), "resolution_lead_time_median": (DAY, "d")}  # fmt: skip
_CASES = "CaseID,ActivityID,CompleteTimestamp\n"
_INCIDENTS = "number,sys_mod_count,made_sla,opened_at,sys_updated_at,category,resolved_at,closed_at\n"


@dataclass(frozen=True)
class _Log:
    """`answers` are what is said where the import asks, by the key of the question; `sample` stands in for the file."""

    name: str
    file: str
    answers: Mapping[str, str]
    published: Figures
    sample: str
    by_hand: Figures
    referee: Callable[[bytes], Figures] | None = None


def lines(size: Size) -> Iterator[Line]:
    """One line a figure: how far ours is from the one it is held against."""
    folder = os.environ.get("CX_BENCH_LOGS") if size is Size.FULL else None
    for log in _LOGS:
        path = Path(folder) / log.file if folder else None
        data = _unpacked(path) if path else log.sample.encode()
        wanted = dict(log.published if path else log.by_hand)
        if log.referee:
            wanted |= log.referee(data)
        counted = _counted(data, log, tuple(wanted))
        for name, (figure, decimals) in wanted.items():
            scale, unit = _UNITS[name]
            ours = counted[name] / scale
            off = abs(round(ours, decimals) - figure)
            note = f"{ours:,.{decimals}f} {unit}, {'published' if name in log.published else 'by pandas'} {figure:,.{decimals}f}"
            yield Line(
                f"{log.name}, {name}", round(off, decimals), unit, 0.0, ours=ours, peer=figure, of=unit, note=note
            )


def _unpacked(path: Path) -> bytes:
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        return packed.read(packed.namelist()[0])


def _counted(data: bytes, log: _Log, names: tuple[str, ...]) -> dict[str, float]:
    """The metrics of the log in a store of its own, as the page and the command line would bring it in."""
    with TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        looked_at = inspect(store, data, "log.csv")
        source = sources.add(store, log.name)
        context = context_of(store, source)
        draft = Draft.of(looked_at)
        draft.choose(COLUMNS, table="ticket")
        for asked in draft.asked(context):
            draft.answer(asked, log.answers.get(asked[1].key))
        import_file(store, looked_at, source=source, mappings=draft.final(context))
        found = compute(store, list(names), Selection(period="all"))
        return dict(zip(found["metric"], found["value"], strict=True))


def _by_pandas(data: bytes) -> Figures:
    rows = pd.read_csv(io.BytesIO(data), dtype=str).drop_duplicates("number", keep="last")
    opened, resolved = (
        pd.to_datetime(rows[name], format="%d/%m/%Y %H:%M", errors="coerce") for name in ("opened_at", "resolved_at")
    )
    lasted = (resolved - opened).dt.total_seconds().dropna() / DAY
    return {
        "resolution_lead_time_mean": (round(float(lasted.mean()), 4), 4),
        "resolution_lead_time_median": (round(float(lasted.median()), 4), 4),
    }


# Twelve cases of three steps, a third each of 2, 1 and 6 days; as many incidents, two thirds in time (their last row counts).
_SOME_CASES = _CASES + "".join(
    f"{case}{number},{step},2026-03-{day:02d} 10:00:00\n"
    for number in range(4)
    for case, days in (("A", (2, 2, 4)), ("B", (3, 4, 4)), ("C", (1, 2, 7)))
    for step, day in enumerate(days, 1)
)
_SOME_INCIDENTS = _INCIDENTS + "".join(
    f"{name}{number},{step},{'false' if step == 2 and is_late else 'true'},1/3/2026 01:00,{1 + step}/3/2026 02:00,Category 7,{1 + lasted}/3/2026 01:00,20/3/2026 01:00\n"
    for number in range(4)
    for name, lasted, is_late in (("I1", 1, False), ("I2", 2, False), ("I3", 6, True))
    for step in range(3)
)
_LOGS = (
    _Log(
        "helpdesk",
        "helpdesk_italian_events.csv.gz",
        {"check.ask_rows": "steps"},
        {"inflow": (3804, 0), "resolution_lead_time_mean": (8.798, 3), "resolution_lead_time_median": (3.928, 3)},
        _SOME_CASES,
        {"inflow": (12, 0), "resolution_lead_time_mean": (3, 3), "resolution_lead_time_median": (2, 3)},
    ),
    _Log(
        "Volvo",
        "bpi13_incidents_events.csv.gz",
        {"check.ask_rows": "steps"},
        {"inflow": (7554, 0), "resolution_lead_time_mean": (12.079, 3)},
        _SOME_CASES,
        {"inflow": (12, 0), "resolution_lead_time_mean": (3, 3)},
    ),
    _Log(
        "incidents",
        "uci_incident_event_log.zip",
        {
            "check.ask_rows": "last",
            "check.ask_date_order": "dmy",
            "check.ask_date_orders": "dmy",
            "check.ask_header": "keep",
        },
        {"inflow": (24_918, 0), "sla_attainment": (63.42, 2)},
        _SOME_INCIDENTS,
        {"inflow": (12, 0), "sla_attainment": (66.67, 2)},
        _by_pandas,
    ),
)
