"""Products, channels, categories and survey dimensions of a report as tables of words."""

from __future__ import annotations

from dataclasses import dataclass

from cx import number, sample
from cx.language import say
from cx.reports import headline
from cx.reports.report import Cell, Group, Report

# The part of a report and the dimension its groups are members of, in the order they are shown.
DIMENSIONS = {"products": "product", "channels": "channel", "categories": "category", "efforts": "dimension"}
_IN_PERCENT = 30  # contacts before, from which on a change is told in percent: below it one contact is more than 3 %


@dataclass(frozen=True)
class Table:
    """Groups of one dimension; the first column is the name, `shares` of 0-1 are for bars (all others together have none)."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


def tables(report: Report, language: str) -> tuple[Table, ...]:
    """The tables of a report, in order; one without rows where there are no groups."""
    return tuple(_table(report, name, dimension, language) for name, dimension in DIMENSIONS.items())


def groups_of(report: Report, name: str) -> tuple[Group, ...]:
    """The groups of one of DIMENSIONS; none where there is only one product, which would say the whole again."""
    groups: tuple[Group, ...] = getattr(report, name)
    return () if name == "products" and len(groups) < 2 else groups  # noqa: PLR2004 - one is the whole


def _table(report: Report, name: str, dimension: str, language: str) -> Table:
    """Names, the first metric with its share and change, then the other metrics."""
    groups = groups_of(report, name)
    if not groups or all(group.code is None for group in groups):
        return Table(name, (), (), ())
    cells = groups[0].cells
    is_count = cells[0].unit == "count"
    whole = sum(group.cells[0].n for group in groups) or 1
    shares = tuple(0.0 if group.rest else group.cells[0].n / whole for group in groups) if is_count else ()
    header = [
        say(f"month.{name}", language),
        *[_name(cell, language) for cell in cells[:1]],
        *([say("month.share", language)] if is_count else []),
        *([] if _is_new(groups) else [headline.word(report, "previous", language)]),
        *[_name(cell, language) for cell in cells[1:]],
    ]
    return Table(name, tuple(header), tuple(_row(group, dimension, groups, language) for group in groups), shares)


def _is_new(groups: tuple[Group, ...]) -> bool:
    """Whether there is nothing to compare any of the groups with."""
    return all(group.previous is None for group in groups)


def _name(cell: Cell, language: str) -> str:
    return say(f"metric.{cell.metric}.label", language).split(" (")[0]


def _row(group: Group, dimension: str, groups: tuple[Group, ...], language: str) -> tuple[str, ...]:
    first, *others = group.cells
    name = say("month.rest", language, n=group.rest) if group.rest else headline.member(dimension, group.code, language)
    whole = sum(one.cells[0].n for one in groups) or 1
    filled = [*others, *([None] * (len(groups[0].cells) - len(group.cells)))]
    return (
        name,
        _cell(first, language),
        *([number.share(first.n / whole, language)] if first.unit == "count" else []),
        *([] if _is_new(groups) else [_moved(first, group.previous, language)]),
        *[_cell(cell, language) for cell in filled],
    )


def _moved(cell: Cell, previous: float | None, language: str) -> str:
    """The change; of few contacts in contacts: 1 that became 8 are 7 more, not 700 %. Groups without any before had none."""
    if cell.unit != "count" or cell.value is None or (previous or 0) >= _IN_PERCENT:
        return number.change(cell.unit, cell.value, previous, language)
    gap = cell.value - (previous or 0)
    return ("+" if gap > 0 else "") + number.write("count", gap, language)


def _cell(cell: Cell | None, language: str) -> str:
    """The value; with its n where that is too small to rely on."""
    if cell is None:
        return ""
    text = number.write(cell.unit, cell.value, language, top=headline.TOPS.get(cell.metric))
    return f"{text} ({sample.size(vars(cell), language)})" if cell.state in ("few", "withheld") else text
