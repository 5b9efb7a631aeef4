"""A mapping as a table a person edits: one row per column of the sheet (and per target, where one column fills two)."""

from __future__ import annotations

from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cx import schema
from cx.importing.mapping import FORMS, IGNORED, OUTSIDE, PERSON_NAME, ColumnRule, Mapping
from cx.importing.sheet import Notice, Sheet
from cx.importing.suggest import Guess
from cx.language import has, say
from cx.privacy import is_private

_WITHOUT_KEY = frozenset({"survey_answer", "feedback", "ticket_event"})


@dataclass(frozen=True)
class Line:
    """One row of the table. `target` '' keeps the column without a home; `confidence` is None where nothing was guessed."""

    column: str
    target: str
    form: str
    reason: Notice
    confidence: float | None


def target_name(target: str, language: str) -> str:
    """What people call a column of ours; the name itself where it has no label."""
    if not target:
        return say("imports.target.none", language)
    if has(f"imports.target.{target}"):
        return say(f"imports.target.{target}", language)
    return say(f"column.label.{target}", language) if has(f"column.label.{target}") else target


def targets(table: str) -> tuple[str, ...]:
    """What a column of the file may fill, '' for "no home" first."""
    names = [name for name in schema.table(table).names if name != "extra"]
    return ("", *names, PERSON_NAME, IGNORED)


def forms(table: str) -> tuple[str, ...]:
    """Every form a column of this table may have, '' for "decided from the values" first."""
    kinds = {"score" if column.name == "score" else column.kind for column in schema.table(table).columns}
    return ("", *dict.fromkeys(form for kind, listed in FORMS.items() if kind in kinds for form in listed))


def lines(sheet: Sheet, mapping: Mapping, guesses: Sequence[Guess] = ()) -> list[Line]:
    """The mapping as lines, in the order of the file's columns."""
    known = {guess.column: guess for guess in guesses}
    found = []
    for header in sheet.header:
        rules = [rule for rule in mapping.columns if rule.column == header]
        found += [_line(header, rule, known) for rule in rules] or [_line(header, None, known)]
    return found


def edited(mapping: Mapping, before: Sequence[Line], after: Sequence[tuple[str, str]]) -> Mapping:
    """`mapping` after the person changed (target, form) of each line of `before`.

    A rule whose line was left alone stays as it was, with its words, zone and separator; a form the new target cannot have
    is dropped. Whether the key is made follows from whether a column fills it. Without a change it is `mapping` itself.
    """
    if [(line.target, line.form) for line in before] == list(after):
        return mapping
    rules: list[ColumnRule] = []
    left = [rule for rule in mapping.columns if rule.column is not None]
    for line, (target, form) in zip(before, after, strict=True):
        old = next((rule for rule in left if (rule.column, rule.target) == (line.column, line.target)), None)
        if old is not None:
            left.remove(old)
        if not target:
            continue
        if old is not None and (target, form) == (line.target, line.form):
            rules.append(old)
        else:
            kept = (
                replace(old, form=None) if old is not None and old.target == target else ColumnRule(target, line.column)
            )
            rules.append(replace(kept, form=form if _may(mapping.table, target, form) else None))
    constants = [rule for rule in mapping.columns if rule.column is None]
    columns = (*rules, *(rule for rule in constants if rule.target not in {one.target for one in rules}))
    key = schema.table(mapping.table).key
    filled = any(rule.target == key for rule in columns)
    made = mapping.table in _WITHOUT_KEY and not filled and not mapping.key_from
    return replace(mapping, columns=columns, generated_key=made or (mapping.generated_key and not filled))


def _line(header: str, rule: ColumnRule | None, known: Named[str, Guess]) -> Line:
    guess = known.get(header)
    target = rule.target if rule else ""
    if guess and (guess.target or "") == target:
        return Line(header, target, (rule.form or "") if rule else "", guess.reason, guess.confidence or None)
    if rule is None:
        key = "imports.because_private" if is_private(header) else "mapping.without_home"
        return Line(header, "", "", Notice(key), None)
    key = "imports.because_elsewhere" if target == IGNORED else "imports.because_known"
    return Line(header, target, rule.form or "", Notice(key), None)


def _may(table: str, target: str, form: str) -> bool:
    if not form or target in OUTSIDE:
        return False
    kind = schema.table(table).column(target).kind
    return form in FORMS.get(kind, ())
