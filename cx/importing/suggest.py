"""A mapping for a file no format claims: from what its headers are called and what its values look like.

Every suggestion carries a reason people can read and a confidence, and is there to be looked at and changed.
"""

from __future__ import annotations

from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cx import schema
from cx.importing.asked import Asked, asked_questions, survey_mappings, ticket_surveys, usual_scale, wave_wanted
from cx.importing.codes import words
from cx.importing.format import without_siblings
from cx.importing.looks import Looks, fit, look
from cx.importing.mapping import OUTSIDE, PERSON_NAME, ColumnRule, Mapping
from cx.importing.repeats import Repeats, repeats
from cx.importing.sheet import Notice, Sheet
from cx.importing.words import KNOWN, OWN, likenesses, unit

SAMPLE = 20_000  # rows looked at
MOST_CELLS = 2_000_000  # and fewer rows where there are more cells in them
LEAST_SAMPLE = 500
LOOKED = 2_000  # rows whose values are looked at closely
TABLES = ("ticket", "survey_answer", "account", "agent", "feedback", "ticket_event")
_LITTLE, _LESS = 0.3, 0.6
_LEAST = 0.4  # a weaker guess is none
_BY_VALUES = 0.4
_FIRST = 1.1  # of two tables that fit alike, tickets are what files mostly hold
_LONG = 20.0  # mean characters of a column that may be what somebody wrote
_GENERATED = ("survey_answer", "feedback")


@dataclass(frozen=True)
class Guess:
    """One column of the sheet, the target it may fill (None: kept as it is, without a home), why, and how sure (0-1)."""

    column: str
    target: str | None
    confidence: float
    reason: Notice


@dataclass(frozen=True)
class Wanted:
    """A target no column fills though it should: a person gives a constant (`proposal` is one) or picks a column.

    `scale` stands for Mapping.scale, as 'low-high'. `mapping` is the place of the mapping among the suggested ones.
    """

    target: str
    proposal: str | None
    reason: Notice
    mapping: int = 0


@dataclass(frozen=True)
class Suggestion:
    """What a sheet may be. `columns` has one guess per header, in order; `mappings` is what the guesses amount to.

    `repeats`: ids repeat, a person says whether the last or the first row of an id counts (the mappings name the likeliest
    column to order by, and leave `rows` to be answered). `wanted`: what the columns leave open.
    """

    table: str
    confidence: float
    reason: Notice
    columns: tuple[Guess, ...]
    mappings: tuple[Mapping, ...]
    repeats: Repeats | None
    wanted: tuple[Wanted, ...]


def suggest(sheet: Sheet, table: str | None = None, known: Sequence[ColumnRule] = ()) -> Suggestion:
    """A suggestion for `sheet`; with `table` for that canonical table (raises UnknownName), else for the likeliest one.

    What the rules `known` of a format say about columns of this table is not guessed anew.
    """
    some = min(SAMPLE, max(MOST_CELLS // max(len(sheet.header), 1), LEAST_SAMPLE))
    rows = [row for row in sheet.preview(some) if row.problem is None]
    looks = {header: look([row.cells[at] for row in rows[:LOOKED]]) for at, header in enumerate(sheet.header)}
    told = {str(rule.column): Guess(str(rule.column), rule.target, 1.0, Notice("mapping.by_format")) for rule in known}
    free = [header for header in sheet.header if header not in told]
    asked = asked_questions(free, looks)
    if table is None:
        fits = {name: _fit_of(name, sheet.header, looks, asked) for name in TABLES}
        table = max(fits, key=lambda name: fits[name])
        total = sum(fits.values())
        confidence = fits[table] / total if total else 0.0
        reason = Notice("mapping.table_likeliest", {"rows": len(rows)})
    else:
        schema.table(table)
        confidence, reason = 1.0, Notice("mapping.table_chosen")
    asked = asked if table in {"survey_answer", "ticket"} else ()
    filled = {rule.target for rule in known} - {PERSON_NAME}
    assigned = {header: guess for header, guess in _assign(table, free, looks).items() if guess.target not in filled}
    guesses = _fill_by_values(table, assigned | told, sheet.header, looks)
    mappings = _mappings(table, sheet, guesses, looks, asked, known)
    if asked:
        guesses |= {one.column: _asked_guess(one, mappings) for one in asked}
    key = next((rule.column for rule in mappings[0].columns if rule.target == schema.table(table).key), None)
    found = repeats(sheet, rows, key) if key else None
    if found and found.orders:
        mappings = tuple(replace(mapping, order=found.orders[0]) for mapping in mappings)
    columns = tuple(guesses.get(header) or _without_home(header, looks[header]) for header in sheet.header)
    return Suggestion(table, confidence, reason, columns, mappings, found, still_wanted(mappings))


def likeliest(sheets: Sequence[Sheet]) -> Sheet | None:
    """The visible sheet of a file that fills most columns of a table, the first of several: a summary often stands before
    the rows. None where no sheet has columns.
    """
    seen = [sheet for sheet in sheets if not sheet.hidden and sheet.header]
    return max(seen, key=_filled) if len(seen) > 1 else next(iter(seen), None)


def alike(sheets: Sequence[Sheet], sheet: Sheet) -> list[Sheet]:
    """The visible sheets with the very columns of `sheet`, itself among them: one a month, mostly."""
    return [one for one in sheets if one.header == sheet.header and not one.hidden]


def _filled(sheet: Sheet) -> int:
    mappings = suggest(sheet).mappings
    return len({(mapping.table, rule.target) for mapping in mappings for rule in mapping.columns if rule.column})


def _assign(table: str, headers: Sequence[str], looks: Named[str, Looks]) -> dict[str, Guess]:
    """Each column to at most one target and each target to one column, the surest pairs first."""
    columns = {column.name: column for column in schema.table(table).columns}
    pairs: list[Guess] = []
    for header in headers:
        for target, alike in likenesses(header, table).items():
            column = columns.get(target, schema.Column(target, "label", ""))
            suits = fit(looks[header], column.kind, words()[column.codes] if column.codes else ())
            confidence = alike.value * (0.3 + 0.7 * suits)
            key = "mapping.by_name" if alike.value >= KNOWN - 0.1 else "mapping.by_part"
            if confidence >= _LEAST:
                pairs.append(Guess(header, target, round(confidence, 2), Notice(key, {"word": alike.word})))
    chosen: dict[str, Guess] = {}
    taken: set[str] = set()
    for pair in sorted(pairs, key=lambda pair: -pair.confidence):
        if pair.column not in chosen and (pair.target not in taken or pair.target == PERSON_NAME):
            chosen[pair.column] = pair
            taken.add(str(pair.target))
    return chosen


def _fit_of(table: str, headers: Sequence[str], looks: Named[str, Looks], asked: Sequence[Asked]) -> float:
    """How much of the sheet a table explains; less where a column it cannot do without is there by its values only, little where
    it is not there or where an id that may be anything's is all there is.
    """
    guesses = _assign(table, headers, looks)
    targets = {guess.target for guess in guesses.values()}
    by_values = {guess.target for guess in _fill_by_values(table, guesses, headers, looks).values()}
    told = sum(guess.confidence for guess in guesses.values() if guess.target not in OUTSIDE)
    key = schema.table(table).key
    needed = set(schema.table(table).required)
    if table in _GENERATED:
        needed -= {key}
    if table == "survey_answer":
        told += 2.0 * len(asked)
        needed = set() if asked or "score" in targets else {"score"}
    if table == "ticket":
        told = (told + len(asked)) * _FIRST
    own = sum(guess.confidence >= OWN for guess in guesses.values() if guess.target == key)
    is_only_id = needed == {key} and not own and targets <= {key, *OUTSIDE}
    if is_only_id or not needed <= by_values:
        return (told + 2 * own) * _LITTLE
    return (told + 2 * own) * (1.0 if needed <= targets else _LESS)


def _fill_by_values(
    table: str, guesses: dict[str, Guess], headers: Sequence[str], looks: Named[str, Looks]
) -> dict[str, Guess]:
    """Fill what no header told: the key, the required time and the text, from what the values look like."""
    found = dict(guesses)
    declared = schema.table(table)
    missing = [declared.column(name) for name in (*declared.required, "body", "comment") if name in declared.names]
    for column in missing:
        if column.name in {guess.target for guess in found.values()}:
            continue
        free = [header for header in headers if header not in found]
        if column.name == declared.key:
            best = next((header for header in free if _is_key(looks[header])), None)
            key = "mapping.values_unique"
        elif column.kind == "time":
            best = next((header for header in free if fit(looks[header], "time") > 1 - _LEAST), None)
            key = "mapping.values_time"
        elif column.kind == "text":
            best = max(free, key=lambda header: looks[header].mean_characters, default=None)
            best = (
                best
                if best and looks[best].mean_characters >= _LONG and fit(looks[best], "text") > _BY_VALUES
                else None
            )
            key = "mapping.values_text"
        else:
            continue
        if best:
            found[best] = Guess(best, column.name, _BY_VALUES, Notice(key))
    return found


def _is_key(looks: Looks) -> bool:
    return looks.is_unique and fit(looks, "id") > 1 - _LEAST


def _asked_guess(asked: Asked, mappings: Sequence[Mapping]) -> Guess:
    if any(rule.column == asked.column and rule.target == "score" for mapping in mappings for rule in mapping.columns):
        return Guess(asked.column, "score", asked.confidence, asked.reason)
    return Guess(asked.column, None, 0.0, Notice("mapping.other_scale", {"survey": asked.survey.upper()}))


def _without_home(header: str, looks: Looks) -> Guess:
    key = "mapping.without_home" if looks.filled else "mapping.blank"
    return Guess(header, None, 0.0, Notice(key, {"header": header}))


def _mappings(  # noqa: PLR0917 - all that is known of the sheet
    table: str,
    sheet: Sheet,
    guesses: Named[str, Guess],
    looks: Named[str, Looks],
    asked: Sequence[Asked],
    known: Sequence[ColumnRule],
) -> tuple[Mapping, ...]:
    told = {rule.column: rule for rule in known}
    rules = [
        told.get(header) or ColumnRule(guess.target, guess.column, form=_form(table, guess))
        for header in sheet.header
        if (guess := guesses.get(header)) and guess.target and header not in {one.column for one in asked}
    ]
    missing = tuple(sorted({word for one in looks.values() for word in one.missing}))
    has_key = any(rule.target == schema.table(table).key for rule in rules)
    generated = not has_key and table in {*_GENERATED, "ticket_event"}
    base = Mapping(table, sheet.name, tuple(rules), missing=missing, generated_key=generated)
    if table not in {"survey_answer", "ticket"}:
        return (base,)
    several = survey_mappings(base, asked, looks) if table == "survey_answer" else (base, *ticket_surveys(base, asked))
    return tuple(without_siblings(mapping, several) for mapping in several)


def _form(table: str, guess: Guess) -> str | None:
    if guess.target in OUTSIDE or schema.table(table).column(str(guess.target)).kind != "seconds":
        return None
    return unit(guess.column)


def still_wanted(mappings: Sequence[Mapping]) -> tuple[Wanted, ...]:
    """What is required and neither filled nor made, and what the kind of survey needs besides."""
    found: list[Wanted] = []
    for number, mapping in enumerate(mappings):
        table = schema.table(mapping.table)
        filled = {rule.target for rule in mapping.columns}
        made = {table.key} if mapping.generated_key or mapping.key_from else set()
        open_ones = [name for name in table.required if name not in filled | made]
        found += [Wanted(name, None, Notice("mapping.wanted_required"), number) for name in open_ones]
        if mapping.table == "survey_answer":
            if mapping.scale is None and "scale_high" not in filled:
                found.append(Wanted("scale", usual_scale(mapping), Notice("mapping.wanted_scale"), number))
            if wave_wanted(mapping):
                found.append(Wanted("wave", None, Notice("mapping.wanted_wave"), number))
    return tuple(found)
