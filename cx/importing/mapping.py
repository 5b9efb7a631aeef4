"""What a mapping says: which columns of one sheet fill which columns of one canonical table, and by which rules.

A mapping is pure data: it is written by an importer, suggested from the headers or edited by a person, saved as JSON,
and its `version` (a hash of all it says) belongs to what makes an import the same import.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from cx import schema
from cx.errors import BadRows, UnknownFormat, UnknownName

SOURCE = "source"  # a target that is no column: the name of another source, in our own templates only
PERSON_NAME = "person_name"  # a target that is no column: names of customers, known to the masking and never stored
IGNORED = "ignored"  # a target that is no column: read past, not even kept in `extra`
OUTSIDE = (SOURCE, PERSON_NAME, IGNORED)
REST = "*"  # among the words of a rule: every word it does not name
FORMS = {
    "seconds": ("seconds", "minutes", "hours", "milliseconds", "hms", "m:s", "h:m"),
    "time": ("ymd", "dmy", "mdy", "epoch_s", "epoch_ms", "excel"),
    "day": ("ymd", "dmy", "mdy", "epoch_s", "epoch_ms", "excel"),
    "score": ("percent", "share"),
}
TOGETHER = "together"  # all rows of an id make one row, each rule saying how
ROWS = ("each", "last", "first", TOGETHER)
TAKES = ("first", "last", "min", "max", "sum", "count", "others")


@dataclass(frozen=True)
class Given:
    """Rows whose `column` holds one of `words`, in any case ("a*": begins with "a"); without words, holds anything.

    With `is_not` the other rows, those with a blank cell among them.
    """

    column: str
    words: tuple[str, ...] = ()
    is_not: bool = False


@dataclass(frozen=True)
class ColumnRule:
    """How one canonical column is filled: from a column of the sheet, or with a constant.

    `form` None means: decided from the values of the whole column. `words` are (source word, canonical word or score),
    compared without regard to case; ("*", …) stands for all words not named. `zone` is an IANA name where this column
    differs from its source. `separator`: the cell is a list, its first element counts.

    Only where several rows make one (`rows` 'together'): `given` (all of them) says in which rows a cell counts, blank ones
    never do; `take` which of these cells it is: the first (if not said) or last, the smallest or largest of numbers and times, the sum of numbers, how
    many there are ('count'), how many different ones besides one ('others', blank where there is none). A constant holds
    where one row is as `given`. `since`: cell and result are numbers, the result counts from the first row that is so.
    """

    target: str
    column: str | None = None
    constant: str | None = None
    form: str | None = None
    words: tuple[tuple[str, str], ...] = ()
    zone: str | None = None
    separator: str | None = None
    take: str | None = None
    given: tuple[Given, ...] = ()
    since: tuple[Given, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        """The headers of the sheet it needs: the column it is filled from and those that say in which rows it counts."""
        return (*([self.column] if self.column else []), *(one.column for one in (*self.given, *self.since)))


@dataclass(frozen=True)
class Mapping:
    """How the rows of one sheet become rows of one canonical table.

    `rows` says which of several rows of one id counts ('each' row is a row of its own, else the 'last' or 'first' by the
    source column `order`, or by the order of the file; 'together': all make one row). `when` names a target column that must
    be filled for a row to give a row of this table; the others are counted as not applicable. Without an id in the file the key is a hash of the
    content and its occurrence number (`generated_key`), or the source columns `key_from` joined.
    """

    table: str
    sheet: str
    columns: tuple[ColumnRule, ...]
    rows: str = "each"
    order: str | None = None
    when: str | None = None
    missing: tuple[str, ...] = ()
    generated_key: bool = False
    key_from: tuple[str, ...] = ()
    keep_extra: bool = True
    scale: tuple[float, float] | None = None

    def rule(self, target: str) -> ColumnRule | None:
        """The rule that fills `target`, or None."""
        return next((rule for rule in self.columns if rule.target == target), None)

    def check_names(self) -> Mapping:
        """Itself, once every table, target, form and row rule is known; raises UnknownName with what is allowed, BadRows for a
        rule that says which of several rows counts where each row stands for itself.
        """
        table = schema.table(self.table)
        for rule in self.columns:
            if rule.target in OUTSIDE:
                continue
            kind = table.column(rule.target).kind
            if rule.form is not None and rule.form not in FORMS.get(kind, ()):
                raise UnknownName("form", rule.form, FORMS.get(kind, ()))
            if rule.take is not None and rule.take not in TAKES:
                raise UnknownName("take", rule.take, TAKES)
            if self.rows != TOGETHER and (rule.take or rule.given or rule.since):
                raise BadRows("check.only_together", target=rule.target)
        if self.rows not in ROWS:
            raise UnknownName("rows", self.rows, ROWS)
        if self.when is not None and self.when not in table.names:
            raise UnknownName("column", self.when, table.names)
        return self

    def to_json(self) -> str:
        """All it says as JSON text, keys in order; `from_json` gives the same mapping back."""
        said = asdict(self)
        for rule in said["columns"]:  # a mapping without these has the version it had before there were any
            for name in ("take", "given", "since"):
                if not rule[name]:
                    del rule[name]
        return json.dumps(said, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Mapping:
        """The mapping written as JSON; raises UnknownFormat if the text is none, UnknownName if it names nothing known."""
        try:
            said = json.loads(text)
            json.dumps(said, ensure_ascii=False).encode()  # half characters, which no store can hold
            rules = tuple(_rule(rule) for rule in said.pop("columns"))
            listed: dict[str, Any] = {name: _words(said.pop(name)) for name in ("missing", "key_from") if name in said}
            scale = said.pop("scale", None)
            low_high = None if scale is None else (float(scale[0]), float(scale[1]))
            if not all(isinstance(value, str | bool | None) for value in said.values()):
                raise TypeError  # noqa: TRY301 - one exit for everything that is no mapping
            mapping = cls(columns=rules, scale=low_high, **listed, **said)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            raise UnknownFormat("check.mapping_damaged", detail=type(error).__name__) from error
        return mapping.check_names()

    @property
    def version(self) -> str:
        """A hash of all it says: the same mapping has the same version on every machine."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]


def _words(said: list[str]) -> tuple[str, ...]:
    if not isinstance(said, list) or not all(isinstance(word, str) for word in said):
        raise TypeError
    return tuple(said)


def _rule(said: dict[str, Any]) -> ColumnRule:
    known = {field.name for field in fields(ColumnRule)}
    words = tuple((str(word), str(meaning)) for word, meaning in said.get("words", ()))
    rest = {name: value for name, value in said.items() if name not in {"words", "given", "since"}}
    if not set(rest) <= known or not all(value is None or isinstance(value, str) for value in rest.values()):
        raise TypeError
    return ColumnRule(words=words, given=_given(said.get("given", ())), since=_given(said.get("since", ())), **rest)


def _given(said: Sequence[dict[str, Any]]) -> tuple[Given, ...]:
    return tuple(Given(str(one["column"]), _words(one.get("words", [])), bool(one.get("is_not"))) for one in said)
