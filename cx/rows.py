"""What a selection lets through: SQL that supplies `rows` to a compiled question, every value bound, none formatted in."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cx import period
from cx.errors import UnknownName
from cx.facts_audit import AUDIT_FACT, VIEW
from cx.facts_tables import ANSWER_FACT, REVIEW_FACT, TICKET_FACT, VOC_FACT
from cx.facts_term import REVENUE_FACT, TERM_FACT, TERM_VIEW, revenue
from cx.selection import LISTS, OF_TEXTS, Selection

COLUMNS = {
    "ticket_fact": TICKET_FACT,
    "answer_fact": ANSWER_FACT,
    "review_fact": REVIEW_FACT,
    "voc_fact": VOC_FACT,
    "audit_fact": AUDIT_FACT,
    "term_fact": TERM_FACT,
    "revenue_fact": REVENUE_FACT,
}
_VIEWS = {"audit_fact": VIEW, "term_fact": TERM_VIEW}  # what is no table
_CLOCKED = frozenset({"term_fact"})  # views that begin with the last day known
# Dimension by which people group and filter -> column of the facts. What a fact lacks cannot be asked of it.
DIMENSIONS = {
    name: name
    for name in (
        "channel", "is_online", "product", "category", "major_category", "segment", "plan", "partner", "region",
        "is_vip", "account_name", "agent_name", "team", "status", "weekday", "hour", "is_open_hours", "is_bot_only",
        "is_bot_involved", "is_confirmed", "is_answered", "survey", "dimension", "wave", "score", "reply_policy",
        "resolution_policy",
        "topic", "kind", "cause", "severity", "is_critical", "is_long_term", "origin", "stage",
    )
} | {"account": "account_key", "agent": "agent_key", "source": "source_id", "account_key": "account_key",
     "agent_key": "agent_key", "source_id": "source_id"}  # fmt: skip
# What people wrote to open a contact lies in its canonical row only: the facts are narrow.
TEXTS = ("subject", "body")
_LEVELS = {"category"}
# Where the rows of a fact stand among the documents: what was read in texts is known of these.
_SAID = {
    "ticket_fact": ("ticket", "ticket_id"),
    "answer_fact": ("answer", "answer_id"),
    "audit_fact": ("ticket", "document_id"),
}
_FEW = 20
# What is both is also either.
_WITHIN = {"severity": {"critical": ("critical", "both"), "long_term": ("long_term", "both")}}


@dataclass
class Rows:
    """A growing `where` over one fact: predicates and, in the same order, their bound values.

    With `ends` (first day of a period, last day of it that is known) a row stands for a contact open at one of these ends.
    With `parts` the day of its period is the first of the part it lies in.
    """

    fact: str
    day: str
    ends: tuple[tuple[date, date], ...] | None = None
    parts: period.Parts | None = None
    predicates: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, predicate: str, *values: object) -> None:
        """One more condition."""
        self.predicates.append(predicate)
        self.values.extend(values)

    def sql(self, as_of: date, *, latest_wave: bool = False) -> tuple[str, list[object]]:
        """`rows as (…)` for a `with`, and its values. `latest_wave`: only the newest survey wave that has answers."""
        if self.ends is not None:
            where = " and ".join(self.predicates) or "true"
            is_revenue = self.fact == "revenue_fact"
            return revenue(self.ends, as_of, where, self.values) if is_revenue else self._standing()
        midnight = datetime.combine(as_of + timedelta(days=1), datetime.min.time())
        of_period, values = self.parts.sql(f'"{self.day}"') if self.parts else (f'"{self.day}"', [])
        own = ""
        if self.fact == "ticket_fact":
            own = (
                ", coalesce(pending_until > ?, false) as is_pending"
                ", case when pending_until is not null and opened_at < ?"
                " then date_sub('second', opened_at, ?) end as waiting_seconds"
                ", coalesce(wait_until > ?, false) as is_waiting"
                ", coalesce(reply_due_at > ?, false) as is_reply_awaited"
                ", coalesce(resolution_due_at > ?, false) as is_resolution_awaited"
            )
            values += [midnight] * 6
        where = " and ".join(self.predicates) or "true"
        selected = f"select *, {of_period} as period_day{own} from {_VIEWS.get(self.fact, self.fact)} where {where}"
        values += [*([as_of] if self.fact in _CLOCKED else []), *self.values]
        if not latest_wave:
            return f"rows as ({selected})", values
        newest = "select arg_max(wave, coalesce(answered_at, day)) from in_waves where is_counted and wave is not null"
        return f"in_waves as ({selected}), rows as (select * from in_waves where wave = ({newest}))", values

    def _standing(self) -> tuple[str, list[object]]:
        """Contacts open at each end, `is_open` and with their age; and one that was known by then and is not, as a witness
        that nothing being open is 0 and not unknown.

        Most contacts are over on the day they are opened, or before the first end: they stand at no end, and are left out before
        ends are compared.
        """
        starts, lasts = ([end[place] for end in self.ends or ()] for place in (0, 1))
        known = " and ".join(("is_counted", "is_tracked", *self.predicates))
        age = "date_sub('second', f.opened_at, (e.last_day + 1)::timestamp)"
        sql = f"""ends as (select unnest(?::date[]) as period_day, unnest(?::date[]) as last_day),
            known as not materialized (select * from {self.fact} where {known}),
            rows as (
                select f.*, e.period_day, true as is_open, {age} as age_seconds
                from (select * from known where day <= ? and (over_day is null or over_day > ? and over_day > day)) f
                join ends e on f.day <= e.last_day and coalesce(f.over_day, date '9999-12-31') > e.last_day
                union all
                select f.*, e.period_day, false, null
                from (from known order by day limit 1) f
                join ends e on f.day <= e.last_day
            )"""
        return sql, [starts, lasts, *self.values, max(lasts, default=None), min(lasts, default=None)]

    def open_at(self, last: date) -> tuple[str, list[object]]:
        """`rows as (…)` for a `with`: the contacts open at the end of `last` with their age then, without a witness; and its values."""
        where = " and ".join(("is_counted", "is_tracked", *self.predicates))
        age = "date_sub('second', opened_at, (?::date + 1)::timestamp)"
        is_open = "day <= ? and (over_day is null or over_day > ? and over_day > day)"
        sql = f"rows as (select *, {age} as age_seconds from {self.fact} where {where} and {is_open})"
        return sql, [last, *self.values, last, last]

    def over_ends(self, first: date, last: date) -> tuple[str, list[object]]:
        """SQL of the contacts that may stand at ends from `first` to `last`: `day`, `over_day`, `opened_at`, and `known`, the first day of
        any; one row without a contact where none stands. And its values.
        """
        known = " and ".join(("is_counted", "is_tracked", *self.predicates))
        sql = f"""with known as not materialized (select day, over_day, opened_at from {self.fact} where {known})
            select f.day, f.over_day, f.opened_at, w.known from (select min(day) as known from known) w
            left join (select * from known where day <= ? and (over_day is null or over_day > ? and over_day > day)) f on true"""
        return sql, [*self.values, last, first]


def column(fact: str, dimension: str) -> str:
    """The column of `fact` that holds `dimension`; raises UnknownName."""
    allowed = [name for name, held in DIMENSIONS.items() if held in COLUMNS[fact]]
    if dimension not in allowed:
        raise UnknownName("dimension", dimension, allowed)
    return DIMENSIONS[dimension]


def _among(rows: Rows, dimension: str, values: tuple[str, ...]) -> None:
    held = _WITHIN.get(dimension, {})
    values = tuple(dict.fromkeys(one for value in values for one in held.get(value, (value,))))
    if rows.fact in _SAID and dimension in OF_TEXTS:
        origin, key = _SAID[rows.fact]
        said = Rows("voc_fact", "day")
        _one_of(said, dimension, values)
        documents = f"select (source_id, document_id) from voc_fact where origin = '{origin}' and {said.predicates[0]}"
        rows.add(f"(source_id, {key}) in ({documents})", *said.values)
        return
    name = column(rows.fact, dimension)
    if dimension in _LEVELS:
        parts = [f'("{name}" = ? or starts_with("{name}", ?))'] * len(values)
        rows.add(f"({' or '.join(parts)})", *(bound for value in values for bound in (value, f"{value}/")))
    else:
        _one_of(rows, name, values)


def _one_of(rows: Rows, name: str, values: Sequence[str], otherwise: str = "") -> None:
    """Few values are bound one by one: a list in one value is a table that every question has to be joined with."""
    text = f'"{name}"' if COLUMNS[rows.fact][name][0] == "VARCHAR" else f'"{name}"::varchar'
    if 0 < len(values) <= _FEW:
        rows.add(f"({text} in ({', '.join('?' * len(values))}){otherwise})", *values)
    else:
        rows.add(f"({text} in (select unnest(?::varchar[])){otherwise})", list(values))


def _words(rows: Rows, text: str) -> None:
    """Every word has to stand somewhere in the texts. Hangul has no case, and finding it as it is is five times as fast."""
    texts = _texts(rows.fact)
    found, values = [], []
    for word in unicodedata.normalize("NFC", text).split():
        has_case = word.lower() != word.upper()
        contains = "contains(lower({}), lower(?))" if has_case else "contains({}, ?)"
        found.append(f"({' or '.join(f'coalesce({contains.format(name)}, false)' for name in texts)})")
        values += [word] * len(texts)
    said = " and ".join(found)
    if rows.fact == "voc_fact":
        said = f"text_hash in (select text_hash from voc_text where {said})"
    elif rows.fact in ("ticket_fact", "audit_fact"):
        said = f"(source_id, {_SAID[rows.fact][1]}) in (select (source_id, ticket_id) from ticket where {said})"
    rows.add(said, *values)


def _texts(fact: str) -> tuple[str, ...]:
    texts = {"answer_fact": ("comment",), "review_fact": ("comment",), "voc_fact": ("text",)}
    if fact not in texts and fact not in ("ticket_fact", "audit_fact"):
        raise UnknownName("dimension", "text", [name for name, held in DIMENSIONS.items() if held in COLUMNS[fact]])
    return texts.get(fact, TEXTS)


def ends_of(span: tuple[date, date], every: period.Every | None) -> tuple[tuple[date, date], ...]:
    """First and last day of each period in `span` (of the whole where not cut); the last one may end early."""
    first, last = span
    if first > last:
        return ()
    return tuple((one.first, min(one.last, last)) for one in period.buckets(first, last, every)) if every else (span,)


def ripe(span: tuple[date, date], as_of: date, days: int, *, is_young: bool = False) -> tuple[date, date]:
    """The days of `span` that lie at least `days` before the end of `as_of`; with `is_young` the other ones."""
    latest = as_of - timedelta(days=days)
    return (max(span[0], latest + timedelta(days=1)), span[1]) if is_young else (span[0], min(span[1], latest))


def select(
    fact: str,
    day: str,
    selection: Selection,
    span: tuple[date, date],
    where: Mapping[str, object] | None = None,
    *,
    ends: tuple[tuple[date, date], ...] | None = None,
    parts: period.Parts | None = None,
) -> Rows:
    """The rows of `fact` the selection lets through, by `day` within `span`; with `ends`, open at one of these ends; with `parts`, each
    in its part.

    `where` narrows further to values of dimensions (None: rows without one; a tuple: any of them). A filter on something the fact does
    not have raises UnknownName.
    """
    rows = Rows(fact, day, ends, parts)
    if ends is None:
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
            missing = f' or "{name}" is null' if None in value else ""
            _one_of(rows, name, [str(one) for one in value if one is not None], missing)
        else:
            rows.add(f'"{name}" = ?', value)
    return rows
