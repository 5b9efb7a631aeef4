"""What an importer declares: which headers an export has, and which columns of which canonical tables they fill.

A module of `cx/importers` is such a declaration and nothing else, so one new file adds a format. Headers are compared
without regard to case, spaces, punctuation and order (`fold`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from cx import schema
from cx.importing.mapping import IGNORED, OUTSIDE, ColumnRule, Given, Mapping
from cx.importing.sheet import FileContent, Sheet
from cx.language import say


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """`name` as it is compared: NFKC, letters and digits only, without case. A name of signs only stays as it is."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum()) or plain.strip()


def header_of(headers: Sequence[str], names: Iterable[str]) -> str | None:
    """The header of the sheet that is spelled like one of `names`, the first name first; None if there is none.

    Of two headers that differ only in signs (requester_id, requester.id) the one that is spelled exactly so.
    """
    known: dict[str, str] = {}
    for header in headers:
        known.setdefault(fold(header), header)
    return next((name if name in headers else known[fold(name)] for name in names if fold(name) in known), None)


@dataclass(frozen=True)
class Field:
    """One target and the spellings of its header, the preferred first; or a constant. The rest is as in ColumnRule.

    Several fields with one target: the first that is filled in a row counts.
    """

    target: str
    headers: tuple[str, ...] = ()
    constant: str | None = None
    form: str | None = None
    words: tuple[tuple[str, str], ...] = ()
    zone: str | None = None
    separator: str | None = None
    take: str | None = None
    given: tuple[Given, ...] = ()
    since: tuple[Given, ...] = ()

    def rule(self, headers: Sequence[str]) -> ColumnRule | None:
        """The rule for a sheet with these headers; None if the column is not there, or one that rows are told apart by."""
        column = header_of(headers, self.headers)
        asked = [one for one in (*self.given, *self.since) if not one.is_not]
        if (column is None and self.constant is None) or any(header_of(headers, [one.column]) is None for one in asked):
            return None
        given, since = (
            tuple(replace(one, column=header) for one in listed if (header := header_of(headers, [one.column])))
            for listed in (self.given, self.since)
        )
        constant = self.constant if column is None else None
        told = (self.form, self.words, self.zone, self.separator, self.take)
        return ColumnRule(self.target, column, constant, *told, given, since)


@dataclass(frozen=True)
class Inner:
    """A list of objects inside the objects of a JSON export, at the dotted `column`.

    With `take` the column becomes that key's values, joined by ","; without it the objects are a sheet of their own, called
    like the column, and each has what `keep` names of the object it stands in, as "parent.id".
    """

    column: str
    take: str | None = None
    keep: tuple[str, ...] = ("id",)


@dataclass(frozen=True)
class Made:
    """A column `header` made of the column `of`, in its place where both are one.

    `form`: None takes the cell as it is, 'plain' the text of HTML, 'end' what stands behind the last "/" of an address,
    'name' what stands before the brackets of "name (e-mail)". `where`: only rows that have one of these words in that
    column; the others are blank.
    """

    header: str
    of: str
    form: str | None = None
    where: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Layout:
    """What the columns of an export without a header are called, in order; later ones may be missing.

    It is known by its values: nearly every row matches each of `shapes` (column, pattern of the whole cell, in any case, a
    blank cell being "").
    """

    columns: tuple[str, ...]
    shapes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Extract:
    """The rows of one canonical table in an export.

    `sheets` are the names a sheet may have (none: any sheet). `claims` are the headers that must be there; by them the
    format is known, each may be spelled as its field allows. An extract without claims is taken where the format was
    known by another one. A file of one nameless table fits a named sheet only by its claims.
    `optional_key`: without the key's column the key is `key_from` joined, or a hash of the content. The rest is as in
    Mapping.
    """

    table: str
    fields: tuple[Field, ...]
    claims: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    rows: str = "each"
    order: str | None = None
    when: str | None = None
    missing: tuple[str, ...] = ()
    optional_key: bool = False
    key_from: tuple[str, ...] = ()
    keep_extra: bool = True
    scale: tuple[float, float] | None = None

    def fits(self, sheet: Sheet) -> bool:
        """Whether the extract may be read from the sheet: by its name and by the headers that must be there."""
        named = fold(sheet.name) in map(fold, self.sheets) if sheet.name else bool(self.claims)
        by_name = not self.sheets or named
        return not sheet.hidden and by_name and all(self._found(sheet, claim) for claim in self.claims)

    def _found(self, sheet: Sheet, claim: str) -> str | None:
        spellings = [claim]
        for field in self.fields:
            if fold(claim) in map(fold, field.headers):
                spellings += field.headers
        return header_of(sheet.header, spellings)

    def rules(self, sheet: Sheet) -> tuple[ColumnRule, ...]:
        """The rules of its fields that this sheet has the columns for."""
        return tuple(rule for field in self.fields if (rule := field.rule(sheet.header)))

    def mapping(self, sheet: Sheet, zone: str | None = None) -> Mapping | None:
        """The mapping for this sheet, or None if a column the table cannot do without is not there."""
        table = schema.table(self.table)
        rules = zoned(self.rules(sheet), self.table, zone)
        key_from = tuple(header for name in self.key_from if (header := self._found(sheet, name)))
        targets = {rule.target for rule in rules}
        has_key = table.key in targets
        joined = not has_key and bool(self.key_from) and len(key_from) == len(self.key_from)
        if not self.fits(sheet) or not (has_key or joined or self.optional_key):
            return None
        needed = {*table.required, self.when or table.key} - {table.key}
        if not needed <= targets:
            return None
        return Mapping(
            self.table,
            sheet.name,
            rules,
            rows=self.rows,
            order=header_of(sheet.header, [self.order]) if self.order else None,
            when=self.when,
            missing=self.missing,
            generated_key=not has_key and not joined,
            key_from=key_from if joined else (),
            keep_extra=self.keep_extra,
            scale=self.scale,
        )


@dataclass(frozen=True)
class Format:
    """One export format. Its label is the text `format.label.<name>`.

    `zone`: the zone of its time stamps where they name none; None is the zone of the source. `free_questions`:
    the columns are questions somebody wrote, the mapping is suggested from their words and confirmed by a person.
    `kinds`: what the file may be (FileContent.kind); none means anything. `least`: the share of the headers it must explain
    to claim a file, for formats whose claims alone say little. `inner` and `made`: what its cells hold besides one value,
    made into sheets and columns by `cx.importing.unfold` before the file is recognised. `refused`: why a file of this
    format is of no use (a catalogue key); it is known in order to be refused. `layouts`: how a file of it without a header is
    known, and what its columns are called.
    """

    name: str
    extracts: tuple[Extract, ...]
    zone: str | None = None
    free_questions: bool = False
    kinds: tuple[str, ...] = ()
    least: float = 0.0
    inner: tuple[Inner, ...] = ()
    made: tuple[Made, ...] = ()
    refused: str | None = None
    layouts: tuple[Layout, ...] = ()

    def label(self, language: str = "ko") -> str:
        """What people call the format."""
        return say(f"format.label.{self.name}", language)

    def claims(self, content: FileContent) -> frozenset[tuple[str, str]]:
        """The (sheet, header) pairs this format explains in a file it claims; empty if it does not claim the file."""
        of_kind = not self.kinds or content.kind in self.kinds
        if not of_kind or not any(one.claims and one.fits(sheet) for one in self.extracts for sheet in content.sheets):
            return frozenset()
        pairs: set[tuple[str, str]] = set()
        headers = 0
        for sheet in content.sheets:
            fitting = [extract for extract in self.extracts if extract.fits(sheet)]
            rules = (field.rule(sheet.header) for extract in fitting for field in extract.fields)
            pairs |= {(sheet.name, column) for rule in rules if rule for column in rule.reads}
            headers += len(sheet.header) if fitting else 0
        return frozenset(pairs) if len(pairs) >= self.least * headers else frozenset()

    def mappings(self, content: FileContent) -> tuple[Mapping, ...]:
        """One mapping for every extract that can be read from a visible sheet of the file."""
        found = []
        for sheet in content.sheets:
            of_sheet = [mapping for extract in self.extracts if (mapping := extract.mapping(sheet, self.zone))]
            found += [without_siblings(mapping, of_sheet) for mapping in of_sheet]
        return tuple(found)


def zoned(rules: Iterable[ColumnRule], table: str, zone: str | None) -> tuple[ColumnRule, ...]:
    """The rules of `table`, times that name no zone of their own being of `zone`."""
    timed = {column.name for column in schema.table(table).columns if zone and column.kind in {"time", "day"}}
    return tuple(replace(rule, zone=rule.zone or zone) if rule.target in timed else rule for rule in rules)


def without_siblings(mapping: Mapping, siblings: Sequence[Mapping]) -> Mapping:
    """`mapping`, with the columns its siblings from the same sheet keep left out of its `extra`."""
    if not mapping.keep_extra:
        return mapping
    own = {rule.column for rule in mapping.columns}
    others = {rule.column for sibling in siblings for rule in sibling.columns if rule.column} - own
    ignored = tuple(ColumnRule(IGNORED, column) for column in sorted(others))
    return replace(mapping, columns=mapping.columns + ignored)


def kinds(mappings: Iterable[Mapping], headers: Sequence[str]) -> dict[str, str]:
    """Header -> kind, by which a cell is masked while it is read: the kind of the column it fills, a target outside the
    table under its own name (`person_name`, `ignored`, `source`), 'text' where nothing maps it. Where two mappings read
    one column the first that fills a canonical column decides, and a person's name is a person's name everywhere. Parts of
    a joined key are ids, a column that orders the rows of an id is a time.
    """
    mappings = tuple(mappings)
    found = dict.fromkeys(headers, "text")
    decided: set[str] = set()
    for mapping in mappings:
        table = schema.table(mapping.table)
        for rule in mapping.columns:
            if rule.column is None or rule.column not in found or rule.column in decided:
                continue
            if rule.target not in OUTSIDE:
                found[rule.column] = table.column(rule.target).kind
                decided.add(rule.column)
            else:
                found[rule.column] = rule.target
                if rule.target == "person_name":
                    decided.add(rule.column)
    for mapping in mappings:
        unmapped = dict.fromkeys(mapping.key_from, "id") | ({mapping.order: "time"} if mapping.order else {})
        found |= {header: kind for header, kind in unmapped.items() if found.get(header) == "text"}
    return found
