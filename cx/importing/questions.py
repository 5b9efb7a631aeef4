"""What only a person can decide before an import, found on the whole column: two readings that are both possible.

An answer becomes part of the mapping (`answered`), so that it is asked once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from cx.importing import cells
from cx.importing.block import in_blocks
from cx.importing.codes import code_of
from cx.importing.columns import stated_scale, usual
from cx.importing.context import Context
from cx.importing.mapping import OUTSIDE, REST, ColumnRule, Mapping
from cx.importing.order import Evidence, latest_day
from cx.importing.rules import SCALES
from cx.importing.sheet import Sheet
from cx.importing.steps import are_possible, as_steps
from cx.importing.tally import PLAIN_TIME, Ids, tallied
from cx.schema import CODES
from cx.schema import table as table_of

MANY_ROWS = 1.2  # rows per id from which on a row seems to be an event
STEPS = "steps"
LEAST_ROWS = 20
LEAST_ANSWERS = 10
OFF_SCALE = 0.2  # share of the answers beyond the usual scale that makes the scale doubtful
OTHER_SCALES = ("1-5", "1-7", "0-10", "1-10", "0-100")
WORDS_ASKED = 6
UNKNOWN = "unknown"
_WORD = "check.ask_word"
_DATE_ORDERS = ("check.ask_date_order", "check.ask_date_orders")
_MANY_WORDS = 1_000  # different ones: then it is no list of statuses
_TWO_PARTS = re.compile(r"\d{1,6}:[0-5]\d")
_WITH_SCALE = re.compile(r"\d.*[점/(]|[★⭐]")


@dataclass(frozen=True)
class Question:
    """`key` is a catalogue key filled with `column` and `values`; `options` are what `answered` takes, the text of each
    being `check.option.<option>`. `others`: columns the answer holds for, too.
    """

    key: str
    target: str
    column: str | None
    options: tuple[str, ...]
    values: dict[str, object] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @property
    def word(self) -> str | None:
        """The word it asks about, where it asks what one stands for."""
        return str(self.values["word"]) if self.key == _WORD else None

    @property
    def is_optional(self) -> bool:
        """Whether the file can be imported without an answer: cells with that word are then told as not usable."""
        return self.key == _WORD

    @property
    def is_date_order(self) -> bool:
        """Whether it asks which number is the day."""
        return self.key in _DATE_ORDERS


@dataclass
class _Seen:
    """What is remembered of one column: enough to decide, not its values."""

    evidence: Evidence
    usual: tuple[float, float] | None
    numbers: int = 0
    low: float = float("inf")
    high: float = float("-inf")
    beyond: int = 0
    plain: str = ""
    two_parts: str = ""
    names_scale: str = ""
    words: Counter[str] = field(default_factory=Counter)
    spelled: dict[str, str] = field(default_factory=dict)


def questions(sheet: Sheet, mapping: Mapping, context: Context) -> list[Question]:
    """Everything that has to be asked before `sheet` is imported by `mapping`; one pass over its rows."""
    rules = [rule for rule in mapping.columns if rule.column in sheet.header and rule.target not in OUTSIDE]
    doubtful = [rule for rule in rules if _kind(mapping, rule) in _DOUBTFUL]
    seen = {rule: _seen(mapping, rule, context) for rule in doubtful}
    asked = [(sheet.header.index(str(rule.column)), _LOOKS[_kind(mapping, rule)], seen[rule]) for rule in doubtful]
    key = _key_column(sheet, mapping)
    ids = Ids()
    for part in in_blocks(sheet.read, {*(place for place, _, _ in asked), *([] if key is None else [key])}):
        for place, look, one in asked:
            for cell, times in tallied(part, place, simple=PLAIN_TIME if look is _look_at_date else None):
                look(one, cell.strip(), times)
        if key is not None:
            ids.take(part, key)
    found = list(_duplicate_headers(sheet, rules))
    for rule in doubtful:
        found += _QUESTIONS[_kind(mapping, rule)](mapping, rule, seen[rule])
    once = {(one.key, one.column, one.options, one.word): one for one in reversed(found)}
    found = [one for one in found if one in once.values()]
    return one_date_order(found) + list(_repeats(mapping, ids.rows, ids.different))


def one_date_order(found: Sequence[Question]) -> list[Question]:
    """The questions, those about the order of day and month made one where they offer the same: a sheet is written by one tool."""
    alike: dict[tuple[str, ...], list[Question]] = {}
    for one in found:
        if one.is_date_order:
            alike.setdefault(one.options, []).append(one)
    kept: list[Question] = []
    for one in found:
        same = alike.get(one.options, [one]) if one.is_date_order else [one]
        if same[0] is not one:
            continue
        columns = dict.fromkeys(str(name) for each in same for name in (each.column, *each.others))
        others = tuple(name for name in columns if name != one.column)
        if others and one.is_date_order:
            values = {"example": one.values["example"], "columns": ", ".join(columns), "count": len(columns)}
            one = replace(one, key="check.ask_date_orders", values=values, others=others)  # noqa: PLW2901 - the same question
        kept.append(one)
    return kept


def answered(mapping: Mapping, question: Question, option: str) -> Mapping:
    """`mapping` with the answer in it, for all that the column fills. Raises ValueError for an option that was not offered."""
    if option not in question.options:
        raise ValueError(option)
    if question.key == "check.ask_rows":
        return as_steps(mapping) if option == STEPS else replace(mapping, rows=option)
    if question.key in {"check.ask_scale", "check.ask_scale_unstated"}:
        low, high = option.split("-")
        return replace(mapping, scale=(float(low), float(high)))
    if question.key == "check.ask_header":
        kept = tuple(rule for rule in mapping.columns if rule.column != question.column)
        return mapping if option == "keep" else replace(mapping, columns=kept)
    if question.word is not None:
        return _with_word(mapping, question, "" if option == UNKNOWN else option)
    kinds = {"time", "day"} if question.is_date_order else {_kind(mapping, ColumnRule(question.target))}
    asked = (question.column, *question.others)
    columns = tuple(
        replace(rule, form=option) if rule.column in asked and _kind(mapping, rule) in kinds else rule
        for rule in mapping.columns
    )
    return replace(mapping, columns=columns)


def _with_word(mapping: Mapping, question: Question, meaning: str) -> Mapping:
    own, said = (question.target, question.column), (str(question.word), meaning)
    rules = mapping.columns
    worded = (replace(one, words=(*one.words, said)) if (one.target, one.column) == own else one for one in rules)
    return replace(mapping, columns=tuple(worded))


def _kind(mapping: Mapping, rule: ColumnRule) -> str:
    if rule.target in OUTSIDE:
        return ""
    column = table_of(mapping.table).column(rule.target)
    if column.kind in {"score", "code"}:
        return rule.target if rule.target in {"score", "status"} else ""
    return column.kind


def _seen(mapping: Mapping, rule: ColumnRule, context: Context) -> _Seen:
    past = _kind(mapping, rule) == "time"
    latest = latest_day(context.today, past_only=past, future_days=context.future_days)
    return _Seen(Evidence(context.today, latest), _usual_scale(mapping))


def _look_at_date(seen: _Seen, cell: str, _: int) -> None:
    seen.evidence.take(cell)


def _look_at_length(seen: _Seen, cell: str, _: int) -> None:
    if _TWO_PARTS.fullmatch(cell):
        seen.two_parts = seen.two_parts or cell
    elif not seen.plain and cells.number_of(cell):
        seen.plain = cell


def _look_at_score(seen: _Seen, cell: str, times: int) -> None:
    number = cells.parse_number(cell).value
    if isinstance(number, float | int):
        seen.numbers += times
        seen.low, seen.high = min(seen.low, number), max(seen.high, number)
        seen.beyond += times if seen.usual is not None and not seen.usual[0] <= number <= seen.usual[1] else 0
    elif _WITH_SCALE.search(cell):
        seen.names_scale = seen.names_scale or cell


def _look_at_word(seen: _Seen, cell: str, times: int) -> None:
    if len(seen.words) < _MANY_WORDS and code_of(cell, "status") is None:
        seen.words[cells.fold(cell)] += times
        seen.spelled.setdefault(cells.fold(cell), cells.plain(cell))


def _statuses(mapping: Mapping, rule: ColumnRule, seen: _Seen) -> Iterator[Question]:
    """Words for a status that nobody knows, the most frequent first: other lists have a place for what they do not know."""
    column = table_of(mapping.table).column(rule.target)
    known = {cells.fold(word) for word in (*mapping.missing, *(word for word, _ in rule.words), *usual(column))}
    asked = [(word, rows) for word, rows in seen.words.most_common() if word not in known and REST not in known]
    for word, rows in asked[:WORDS_ASKED]:
        values: dict[str, object] = {"word": seen.spelled[word], "rows": rows}
        yield Question(_WORD, rule.target, rule.column, (*CODES["status"], UNKNOWN), values)


def _dates(_: Mapping, rule: ColumnRule, seen: _Seen) -> Iterator[Question]:
    order = seen.evidence.decide()
    if rule.form is None and order.undecided:
        yield Question("check.ask_date_order", rule.target, rule.column, order.undecided, {"example": order.example})


def _lengths(_: Mapping, rule: ColumnRule, seen: _Seen) -> Iterator[Question]:
    named = cells.fold(str(rule.column)).replace(" ", "_").endswith(("seconds", "_sec", "초"))
    if rule.form is None and seen.plain and not named:
        options = ("seconds", "minutes", "hours", "milliseconds")
        yield Question("check.ask_unit", rule.target, rule.column, options, {"example": seen.plain})
    if rule.form not in {"m:s", "h:m"} and seen.two_parts:
        yield Question("check.ask_two_parts", rule.target, rule.column, ("m:s", "h:m"), {"example": seen.two_parts})


def _scores(mapping: Mapping, rule: ColumnRule, seen: _Seen) -> Iterator[Question]:
    if rule.words or stated_scale(mapping) is not None:
        return
    usual = _usual_scale(mapping)
    values: dict[str, object] = {"low": _short(seen.low), "high": _short(seen.high), "rows": seen.numbers}
    values["survey"] = _survey(mapping).upper()
    if usual and seen.numbers:
        too_low = _survey(mapping) == "nps" and seen.high <= SCALES["csat"][1]
        too_high = seen.beyond > OFF_SCALE * seen.numbers and seen.numbers >= LEAST_ANSWERS
        if too_low or too_high:
            fitting = [one for one in OTHER_SCALES if _fits(one, seen)]
            confirmed = f"{usual[0]:g}-{usual[1]:g}"
            yield Question(
                "check.ask_scale", rule.target, rule.column, tuple(dict.fromkeys([confirmed, *fitting])), values
            )
            return
    if seen.names_scale:
        values["example"] = seen.names_scale
        yield Question("check.ask_scale_unstated", rule.target, rule.column, OTHER_SCALES, values)


def _fits(scale: str, seen: _Seen) -> bool:
    low, high = scale.split("-")
    return float(low) <= seen.low and seen.high <= float(high)


def _short(number: float) -> str:
    return f"{number:g}"


def _survey(mapping: Mapping) -> str:
    rule = mapping.rule("survey")
    return (rule.constant or "") if rule else ""


def _usual_scale(mapping: Mapping) -> tuple[float, float] | None:
    return SCALES.get(_survey(mapping).strip().lower())


def _key_column(sheet: Sheet, mapping: Mapping) -> int | None:
    rule = mapping.rule(table_of(mapping.table).key)
    if mapping.rows != "each" or mapping.key_from or rule is None or rule.column not in sheet.header:
        return None
    return sheet.header.index(str(rule.column))


def _repeats(mapping: Mapping, rows: int, ids: int) -> Iterator[Question]:
    if rows >= LEAST_ROWS and ids and rows >= MANY_ROWS * ids:
        key = table_of(mapping.table).key
        rule = mapping.rule(key)
        column = rule.column if rule else None
        options = ("last", "first", *([STEPS] if are_possible(mapping) else []))
        yield Question("check.ask_rows", key, column, options, {"rows": rows, "ids": ids})


def _duplicate_headers(sheet: Sheet, rules: list[ColumnRule]) -> Iterator[Question]:
    """A header that stood twice was made unique with a number: which of the two is meant is asked."""
    for rule in rules:
        column = str(rule.column)
        twin = f"{column} (2)"
        base = re.sub(r" \(\d+\)$", "", column)
        if twin in sheet.header or (base != column and base in sheet.header):
            yield Question("check.ask_header", rule.target, column, ("keep", "leave"), {"target": rule.target})


_QUESTIONS = {"status": _statuses, "time": _dates, "day": _dates, "seconds": _lengths, "score": _scores}
_LOOKS = {
    "status": _look_at_word,
    "time": _look_at_date,
    "day": _look_at_date,
    "seconds": _look_at_length,
    "score": _look_at_score,
}
_DOUBTFUL = frozenset(_QUESTIONS)
