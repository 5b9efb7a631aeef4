"""Which format a file has: every module of `cx/importers` is asked, exactly one may claim it, two or none is a question."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Named
from dataclasses import dataclass, replace
from functools import cache

import cx.importers
from cx.errors import UnknownFormat, UnknownName
from cx.importing.format import Format, fold, header_of, zoned
from cx.importing.mapping import Given, Mapping
from cx.importing.sheet import FileContent, Notice, Sheet
from cx.importing.suggest import suggest
from cx.importing.template import ESCAPED, name_of
from cx.schema import TABLES

_TWICE = 2  # a format that explains this many times as many headers as another is the one meant


@dataclass(frozen=True)
class SavedMapping:
    """What a person confirmed for a file once, under a name, to be used when the headers come again."""

    name: str
    mappings: tuple[Mapping, ...]

    def bound(self, content: FileContent) -> SavedMapping | None:
        """Itself for this file, its columns spelled as here; None unless every column it uses is there again."""
        sheets = [sheet for sheet in content.sheets if not sheet.hidden]
        only = len(sheets) == 1 and len({mapping.sheet for mapping in self.mappings}) == 1
        found = []
        for mapping in self.mappings:
            sheet = next((sheet for sheet in sheets if only or fold(sheet.name) == fold(mapping.sheet)), None)
            if sheet is None or not set(map(fold, columns_of(mapping))) <= set(map(fold, sheet.header)):
                return None
            found.append(_bind(mapping, sheet))
        return replace(self, mappings=tuple(found)) if found else None


@dataclass(frozen=True)
class Recognition:
    """What a file is taken for. `formats`: those that claim it; `mappings`: of the one format, where it is one.

    `saved` is a confirmed mapping that fits and comes before any format. `confirm`: the mapping is a guess to be looked at
    (questions somebody wrote), `by_number`: `saved` is, for columns that are known by their place alone. `unescape`: the cells carry the apostrophe of our own downloads (they say so in a column of their own).
    """

    formats: tuple[str, ...]
    mappings: tuple[Mapping, ...]
    reasons: tuple[Notice, ...]
    saved: SavedMapping | None = None
    confirm: bool = False
    unescape: bool = False
    by_number: bool = False

    @property
    def is_guess(self) -> bool:
        """Whether the mappings that would be used, the saved ones first, are to be looked at."""
        return self.by_number if self.saved else self.confirm


@cache
def formats() -> Named[str, Format]:
    """Every format by its name: `FORMAT` or `FORMATS` of each module in `cx/importers`."""
    found: dict[str, Format] = {}
    for entry in sorted(pkgutil.iter_modules(cx.importers.__path__), key=lambda entry: entry.name):
        module = importlib.import_module(f"cx.importers.{entry.name}")
        declared: Iterable[Format] = getattr(module, "FORMATS", None) or (module.FORMAT,)
        found |= {one.name: one for one in declared}
    return found


def format_of(name: str) -> Format:
    """The format called `name`; raises UnknownName."""
    if name not in formats():
        raise UnknownName("format", name, formats())
    return formats()[name]


def known_exports() -> tuple[Format, ...]:
    """The formats of other tools that can be read as they come, in the order of their names; not our own templates."""
    own = set(map(name_of, TABLES))
    return tuple(one for name, one in sorted(formats().items()) if name not in own and one.refused is None)


def columns_of(mapping: Mapping) -> tuple[str, ...]:
    """Every header of the sheet a mapping uses."""
    rules = [column for rule in mapping.columns for column in rule.reads]
    return tuple(dict.fromkeys([*rules, *mapping.key_from, *([mapping.order] if mapping.order else [])]))


def recognise(content: FileContent, saved: Sequence[SavedMapping] = ()) -> Recognition:
    """What the file is: the formats that claim it, the reasons, and a saved mapping whose headers came again.

    A format gives way to one that explains all it explains and more, or twice as many headers. Of several saved mappings
    the one that uses most columns is taken, of equals the latest. Raises UnknownFormat for a file that is known to be of no
    use, for the reason its format gives.
    """
    pairs = {name: explained for name, one in formats().items() if (explained := one.claims(content))}
    claiming = tuple(name for name in pairs if not any(_gives_way(pairs[name], other) for other in pairs.values()))
    again = _saved(content, saved)
    refused = [format_of(name) for name in claiming if format_of(name).refused]
    if refused and not again:
        raise UnknownFormat(str(refused[0].refused))
    escaped = any(header_of(sheet.header, [ESCAPED]) for sheet in content.sheets)
    reasons: list[Notice] = []
    if again:
        reasons.append(Notice("format.saved_again", {"name": again.name}))
    if len(claiming) != 1:
        if claiming:
            reasons.append(Notice("format.several", {"formats": ", ".join(claiming)}))
        elif not again:
            reasons.append(Notice("format.none"))
        by_number = again is not None and _by_number(content, again)
        return Recognition(claiming, (), tuple(reasons), again, unescape=escaped, by_number=by_number)
    return _recognised(content, format_of(claiming[0]), again, reasons, escaped=escaped)


def _recognised(
    content: FileContent, one: Format, again: SavedMapping | None, reasons: list[Notice], *, escaped: bool
) -> Recognition:
    mappings = _suggested(content, one) if one.free_questions else one.mappings(content)
    explained = one.claims(content)
    headers = list(dict.fromkeys(header for _, header in sorted(explained)))
    reasons.append(Notice("format.claimed", {"headers": ", ".join(headers[:8]), "count": len(headers)}))
    used = {mapping.sheet for mapping in mappings}
    unused = [sheet.name for sheet in content.sheets if sheet.name not in used and not sheet.hidden]
    if unused and used:
        reasons.append(Notice("format.sheets_unused", {"sheets": ", ".join(unused)}))
    return Recognition((one.name,), mappings, tuple(reasons), again, confirm=one.free_questions, unescape=escaped)


def _suggested(content: FileContent, one: Format) -> tuple[Mapping, ...]:
    fitting = {
        extract.table: (extract, sheet) for sheet in content.sheets for extract in one.extracts if extract.fits(sheet)
    }
    return tuple(
        replace(mapping, columns=zoned(mapping.columns, table, one.zone))
        for table, (extract, sheet) in fitting.items()
        for mapping in suggest(sheet, table, extract.rules(sheet)).mappings
    )


def _gives_way(mine: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    return mine < other or len(other) >= _TWICE * len(mine)


def _saved(content: FileContent, saved: Sequence[SavedMapping]) -> SavedMapping | None:
    fitting = [bound for one in reversed(saved) if (bound := one.bound(content))]
    return max(fitting, key=lambda one: sum(len(columns_of(mapping)) for mapping in one.mappings), default=None)


def _by_number(content: FileContent, saved: SavedMapping) -> bool:
    """Whether the columns it uses are known by their place alone: any file without a header has such columns."""
    used = {mapping.sheet for mapping in saved.mappings}
    return any(sheet.name in used and sheet.heads == () and sheet.header[:1] == ("1",) for sheet in content.sheets)


def _bind(mapping: Mapping, sheet: Sheet) -> Mapping:
    def here(name: str | None) -> str | None:
        return header_of(sheet.header, [name]) if name else None

    def there(listed: tuple[Given, ...]) -> tuple[Given, ...]:
        return tuple(replace(one, column=here(one.column) or one.column) for one in listed)

    return replace(
        mapping,
        sheet=sheet.name,
        columns=tuple(
            replace(rule, column=here(rule.column), given=there(rule.given), since=there(rule.since))
            for rule in mapping.columns
        ),
        order=here(mapping.order),
        key_from=tuple(here(name) or name for name in mapping.key_from),
    )
