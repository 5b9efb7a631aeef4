"""What a selection lets through: SQL that supplies `rows` to a compiled question, every value bound, none formatted in."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cx.errors import UnknownName
from cx.facts_tables import ANSWER_FACT, TICKET_FACT
from cx.selection import LISTS, Selection

COLUMNS = {"ticket_fact": TICKET_FACT, "answer_fact": ANSWER_FACT}
# Dimension by which people group and filter -> column of the facts. What a fact lacks cannot be asked of it.
DIMENSIONS = {
    name: name
    for name in (
        "channel", "is_online", "product", "category", "major_category", "segment", "plan", "partner", "region",
        "is_vip", "account_name", "agent_name", "team", "status", "weekday", "hour", "is_open_hours", "is_bot_only",
        "is_answered", "survey", "dimension", "wave", "score",
    )
} | {"account": "account_key", "agent": "agent_key", "source": "source_id", "account_key": "account_key",
     "agent_key": "agent_key", "source_id": "source_id"}  # fmt: skip
_TEXT = {"ticket_fact": ("subject", "body"), "answer_fact": ("comment",)}
_LEVELS = {"category"}


@dataclass
class Rows:
    """A growing `where` over one fact: predicates and, in the same order, their bound values."""

    fact: str
    day: str
    predicates: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, predicate: str, *values: object) -> None:
        """One more condition."""
        self.predicates.append(predicate)
        self.values.extend(values)

    def sql(self, as_of: date, *, latest_wave: bool = False) -> tuple[str, list[object]]:
        """`rows as (…)` for a `with`, and its values. `latest_wave`: only the newest survey wave that has answers."""
        midnight = datetime.combine(as_of + timedelta(days=1), datetime.min.time())
        values: list[object] = []
        own = ""
        if self.fact == "ticket_fact":
            own = (
                ", coalesce(pending_until > ?, false) as is_pending"
                ", case when pending_until is not null and opened_at < ?"
                " then date_sub('second', opened_at, ?) end as waiting_seconds"
            )
            values = [midnight, midnight, midnight]
        where = " and ".join(self.predicates) or "true"
        selected = f'select *, "{self.day}" as period_day{own} from {self.fact} where {where}'
        values += self.values
        if not latest_wave:
            return f"rows as ({selected})", values
        newest = "select arg_max(wave, coalesce(answered_at, day)) from in_waves where is_counted and wave is not null"
        return f"in_waves as ({selected}), rows as (select * from in_waves where wave = ({newest}))", values


def column(fact: str, dimension: str) -> str:
    """The column of `fact` that holds `dimension`; raises UnknownName."""
    allowed = [name for name, held in DIMENSIONS.items() if held in COLUMNS[fact]]
    if dimension not in allowed:
        raise UnknownName("dimension", dimension, allowed)
    return DIMENSIONS[dimension]


def _among(rows: Rows, dimension: str, values: tuple[str, ...]) -> None:
    name = column(rows.fact, dimension)
    if dimension in _LEVELS:
        parts = [f'("{name}" = ? or starts_with("{name}", ?))'] * len(values)
        rows.add(f"({' or '.join(parts)})", *(bound for value in values for bound in (value, f"{value}/")))
    else:
        rows.add(f'"{name}"::varchar in (select unnest(?::varchar[]))', list(values))


def _words(rows: Rows, text: str) -> None:
    """Every word has to stand somewhere in the texts. Hangul has no case, and finding it as it is is five times as fast."""
    for word in unicodedata.normalize("NFC", text).split():
        has_case = word.lower() != word.upper()
        found = "contains(lower({}), lower(?))" if has_case else "contains({}, ?)"
        places = [f"coalesce({found.format(name)}, false)" for name in _TEXT[rows.fact]]
        rows.add(f"({' or '.join(places)})", *([word] * len(places)))


def select(
    fact: str, day: str, selection: Selection, span: tuple[date, date], where: Mapping[str, object] | None = None
) -> Rows:
    """The rows of `fact` the selection lets through, by `day` within `span`.

    `where` narrows further to values of dimensions (None: rows without one; a tuple: any of them). A filter on something the fact does
    not have raises UnknownName.
    """
    rows = Rows(fact, day)
    rows.add(f'"{day}" between ? and ?', *span)
    for name in LISTS:
        values: tuple[str, ...] = getattr(selection, name)
        if values:
            _among(rows, name, values)
    if selection.vip is not None:
        rows.add("coalesce(is_vip, false) = ?", selection.vip)
    if selection.text.strip():
        _words(rows, selection.text)
    for dimension, value in (where or {}).items():
        name = column(fact, dimension)
        if value is None:
            rows.add(f'"{name}" is null')
        elif isinstance(value, tuple):
            listed = [str(one) for one in value if one is not None]
            missing = f' or "{name}" is null' if None in value else ""
            rows.add(f'("{name}"::varchar in (select unnest(?::varchar[])){missing})', listed)
        else:
            rows.add(f'"{name}" = ?', value)
    return rows
