"""A public sheet of customers through our own import: what retention counts of it beside what is published, and nothing may differ.

`CX_BENCH_CHURN` is the path of IBM's sheet of a telephone company as CSV (customerID, Contract, MonthlyCharges, TotalCharges, Churn); without one a
few rows of the same shape stand in for it, with figures reckoned by hand. Customers have no dates there: who left has left by now.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from cx import sources
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.run import import_file, inspect
from cx.lifecycle import retention
from cx.selection import Selection
from cx.warehouse import Store
from tests.bench import Line, Size

_PLANS = ("Month-to-month", "One year", "Two year")
_PUBLISHED = {"customers": 7043, "left": 1869, "left, %": 26.54, "left, month to month, %": 42.71, "left, one year, %": 11.27, "left, two years, %": 2.83,
              "fees a month": 456_116.60, "fees kept": 316_985.75, "blank totals told": 11}  # fmt: skip
# Eight by the month of whom four left, four by the year of whom one did, four for two years; 10 a month each, and one without a total.
_SAMPLE = "customerID,Contract,MonthlyCharges,TotalCharges,Churn\n" + "".join(
    f"K{plan}{number},{plan},10,{' ' if number == 0 and plan == 'Two year' else 100 + number},{'Yes' if number < left else 'No'}\n"
    for plan, many, left in (("Month-to-month", 8, 4), ("One year", 4, 1), ("Two year", 4, 0))
    for number in range(many)
)
_BY_HAND = {"customers": 16, "left": 5, "left, %": 31.25, "left, month to month, %": 50.0, "left, one year, %": 25.0, "left, two years, %": 0.0,
            "fees a month": 160.0, "fees kept": 110.0, "blank totals told": 1}  # fmt: skip
_MAPPING = Mapping(
    "contract",
    "",
    (
        ColumnRule("contract_id", "customerID"),
        ColumnRule("account_id", "customerID"),
        ColumnRule("plan", "Contract"),
        ColumnRule("monthly_fee", "MonthlyCharges"),
        ColumnRule("outcome", "Churn", words=(("Yes", "churned"), ("No", "open"))),
    ),
)


def lines(size: Size) -> Iterator[Line]:
    """One line a figure: how far ours is from the one it is held against."""
    path = os.environ.get("CX_BENCH_CHURN") if size is Size.FULL else None
    counted = _counted(_read(Path(path)) if path else _SAMPLE.encode())
    for name, figure in (_PUBLISHED if path else _BY_HAND).items():
        ours = counted[name]
        note = f"{ours:,.2f}, {'published' if path else 'by hand'} {figure:,.2f}"
        yield Line(
            f"customers, {name}", round(abs(ours - figure), 2), "", 0.0, ours=ours, peer=figure, of="", note=note
        )


def _read(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _counted(data: bytes) -> dict[str, float]:
    """The figures in a store of its own."""
    with TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        source = sources.add(store, "CRM")
        report = import_file(store, inspect(store, data, "customers.csv"), source=source, mappings=(_MAPPING,))
        told = [one.values for one in report.notices if one.key == "check.blank_numbers"]
        whole = retention.revenue(store, Selection())
        assert whole is not None
        shares = {}
        for plan, name in zip(_PLANS, ("month to month", "one year", "two years"), strict=True):
            own = retention.revenue(store, Selection(plan=(plan,)))
            assert own is not None
            shares[f"left, {name}, %"] = round(100 * own.churned_accounts / own.accounts, 2)
        return shares | {
            "customers": whole.accounts,
            "left": whole.churned_accounts,
            "left, %": round(100 * whole.churned_accounts / whole.accounts, 2),
            "fees a month": round(whole.start, 2),
            "fees kept": round(whole.start - whole.churn, 2),
            "blank totals told": sum(int(str(one["rows"])) for one in told),
        }
