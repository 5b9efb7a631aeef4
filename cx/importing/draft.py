"""One file between upload and import: how it is to be read, what a person added and answered, and what is still open.

A draft is changed by one person at one place; what it amounts to (`final`) is plain mappings, as everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from cx import schema
from cx.importing.block import Block, WantedPlaces, in_blocks
from cx.importing.context import Context
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.questions import Question, answered, one_date_order, questions
from cx.importing.recognise import format_of
from cx.importing.run import Inspection
from cx.importing.sheet import Notice, Row, Sheet
from cx.importing.suggest import Suggestion, Wanted, likeliest, still_wanted, suggest

SAVED, COLUMNS, FORMAT = "saved", "columns", "format:"
SCALE = "scale"
Asked = tuple[int, Question]


def ways(inspection: Inspection) -> tuple[str, ...]:
    """The ways this file can be read: a saved mapping, each format that claims it, always by its columns."""
    again = (SAVED,) if inspection.recognition.saved else ()
    return (*again, *(FORMAT + name for name in inspection.recognition.formats), COLUMNS)


def _usual_way(inspection: Inspection) -> str | None:
    found = ways(inspection)
    claims = len(inspection.recognition.formats)
    return None if claims > 1 and found[0] != SAVED else found[0]


@dataclass
class Draft:
    """`way` is one of `ways`, None while several formats claim the file and nobody chose. `round` grows with each new start."""

    inspection: Inspection
    way: str | None = None
    sheet: str = ""
    table: str | None = None
    suggestion: Suggestion | None = None
    mappings: tuple[Mapping, ...] = ()
    constants: dict[tuple[int, str], str] = field(default_factory=dict)
    answers: dict[tuple[object, ...], str] = field(default_factory=dict)
    orders: dict[int, str | None] = field(default_factory=dict)
    round: int = 0
    is_edited: bool = False
    _asked: tuple[str, int, list[Asked]] | None = None

    @classmethod
    def of(cls, inspection: Inspection) -> Draft:
        """A draft read in the usual way."""
        draft = cls(inspection)
        draft.choose(_usual_way(inspection))
        return draft

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets a mapping by columns can be made for: visible ones with columns."""
        return tuple(sheet.name for sheet in self.inspection.content.sheets if not sheet.hidden and sheet.header)

    @property
    def _likeliest(self) -> str:
        found = likeliest(self.inspection.content.sheets)
        return found.name if found else self.sheets[0]

    @property
    def needs_look(self) -> bool:
        """Whether the mapping is a guess that a person should look at."""
        known = self.inspection.recognition
        is_format = (self.way or "").startswith(FORMAT)
        return self.way == COLUMNS or (known.confirm if is_format else self.way == SAVED and known.by_number)

    def choose(self, way: str | None, *, sheet: str | None = None, table: str | None = None) -> None:
        """Start anew: read it this way; by columns of `sheet` as rows of `table`, the likeliest of each if not given."""
        self.way, self.suggestion, self.mappings = way, None, ()
        self.constants, self.answers, self.orders, self._asked, self.is_edited = {}, {}, {}, None, False
        self.round += 1
        if way == SAVED and self.inspection.recognition.saved:
            self.mappings = self.inspection.recognition.saved.mappings
        elif way == COLUMNS and self.sheets:
            self.sheet = sheet if sheet in self.sheets else self._likeliest
            self.suggestion = suggest(self.inspection.sheet(self.sheet), table)
            self.table, self.mappings = self.suggestion.table, self.suggestion.mappings
        elif way is not None and way.startswith(FORMAT):
            name = way.removeprefix(FORMAT)
            only = self.inspection.recognition.formats == (name,)
            content = self.inspection.content
            self.mappings = self.inspection.recognition.mappings if only else format_of(name).mappings(content)
            if self.needs_look and self.mappings:  # a guess: its reasons are told
                first = self.mappings[0]
                self.suggestion = suggest(self.inspection.sheet(first.sheet), first.table)

    def edit(self, number: int, mapping: Mapping) -> None:
        """Put an edited mapping in place of mapping `number`."""
        if mapping != self.mappings[number]:
            self.mappings = (*self.mappings[:number], mapping, *self.mappings[number + 1 :])
            self.is_edited = True

    def wanted(self) -> list[Wanted]:
        """What no column fills though it should, where a person maps the columns."""
        return list(still_wanted(self.mappings)) if self.needs_look or self.is_edited else []

    def asked(self, context: Context) -> list[Asked]:
        """The questions of each mapping, with its number; the file is passed through once per change of the mappings."""
        version = "|".join(mapping.version for mapping in self._with_constants())
        if self._asked is None or self._asked[0] != version:
            rows, found = 0, list[Asked]()
            for number, mapping in enumerate(self._with_constants()):
                count = _Count(self.inspection.sheet(mapping.sheet))
                found += [(number, one) for one in questions(count.sheet, mapping, context)]
                rows += count.rows if mapping.sheet not in {one.sheet for one in self.mappings[:number]} else 0
            self._asked = (version, rows, self._once_a_sheet(found))
        return self._asked[2]

    def _once_a_sheet(self, found: list[Asked]) -> list[Asked]:
        """The order of day and month is asked once for a sheet, whatever its rows become."""
        kept: list[Asked] = []
        for sheet in dict.fromkeys(mapping.sheet for mapping in self.mappings):
            own = [one for one in found if self.mappings[one[0]].sheet == sheet]
            numbers = {id(question): number for number, question in own}
            once = one_date_order([question for _, question in own])
            kept += [(numbers.get(id(one)) or self._first(own, one), one) for one in once]
        return sorted(kept, key=lambda one: one[0])

    @staticmethod
    def _first(own: list[Asked], question: Question) -> int:
        return next(number for number, one in own if (one.target, one.column) == (question.target, question.column))

    @property
    def rows(self) -> int:
        """Rows in the sheets that are read; 0 before the questions were asked."""
        return self._asked[1] if self._asked else 0

    def answer(self, asked: Asked, option: str | None) -> None:
        """Remember an answer, or take it back with None."""
        if option is None:
            self.answers.pop(key_of(asked), None)
        else:
            self.answers[key_of(asked)] = option

    def final(self, context: Context) -> tuple[Mapping, ...]:
        """The mappings with constants, answers and the columns that tell the order of rows in them."""
        mappings = list(self._with_constants())
        for number, question in self.asked(context):
            option = self.answers.get(key_of((number, question)))
            if option not in question.options:
                continue
            sheet = mappings[number].sheet
            for at, mapping in enumerate(mappings):
                if at == number or (question.is_date_order and mapping.sheet == sheet):
                    mappings[at] = answered(mapping, question, str(option))
        for number, order in self.orders.items():
            mappings[number] = replace(mappings[number], order=order)
        return tuple(mappings)

    def open_points(self, context: Context) -> list[Notice]:
        """What has to be decided before the file can be imported."""
        if self.way is None:
            return [Notice("imports.open_way")]
        if not self.mappings:
            return [Notice("imports.open_nothing")]
        points = [
            Notice("imports.open_wanted", {"target": one.target})
            for one in self.wanted()
            if one.reason.key == "mapping.wanted_required" and not self.constants.get((one.mapping, one.target))
        ]
        asked = [one for one in self.asked(context) if not one[1].is_optional]
        waiting = [one for one in asked if self.answers.get(key_of(one)) not in one[1].options]
        return points + ([Notice("imports.open_questions", {"n": len(waiting)})] if waiting else [])

    def _with_constants(self) -> tuple[Mapping, ...]:
        return tuple(
            _with_constants(mapping, {target: text for (at, target), text in self.constants.items() if at == number})
            for number, mapping in enumerate(self.mappings)
        )


def key_of(asked: Asked) -> tuple[object, ...]:
    """What tells one question of a file from another."""
    number, question = asked
    return (number, question.key, question.target, question.column, question.word)


def fillable(mapping: Mapping) -> tuple[str, ...]:
    """The columns that can hold one value for all rows: those no column fills."""
    filled = {rule.target for rule in mapping.columns if rule.column}
    table = schema.table(mapping.table)
    names = [name for name in table.names if name not in filled | {table.key, "extra"}]
    scale = [SCALE] if mapping.table == "survey_answer" and "scale_high" not in filled else []
    return (*names, *scale)


def _with_constants(mapping: Mapping, said: dict[str, str]) -> Mapping:
    said = {target: text.strip() for target, text in said.items() if text.strip()}
    scale = said.pop(SCALE, None)
    kept = tuple(rule for rule in mapping.columns if rule.target not in said)
    columns = kept + tuple(ColumnRule(target, constant=text) for target, text in said.items())
    changed = replace(mapping, columns=columns)
    if scale is None:
        return changed
    low, _, high = scale.partition("-")
    return replace(changed, scale=(float(low), float(high)))


class _Count:
    """A sheet that counts the rows somebody else reads."""

    def __init__(self, sheet: Sheet) -> None:
        self.rows = 0
        self._read: Callable[[], Iterator[Row]] = sheet.read
        self.sheet = replace(sheet, read=self)

    def __call__(self) -> Iterator[Row]:
        for part in self.blocks():
            yield from part if isinstance(part, list) else part.rows()

    def blocks(self, wanted: WantedPlaces = None) -> Iterator[Block | list[Row]]:
        """The rows, each counted."""
        for part in in_blocks(self._read, wanted):
            self.rows += len(part) if isinstance(part, list) else len(part.lines)
            yield part
