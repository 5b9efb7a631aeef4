"""The rows behind a number: to read on the page, and to take away in the form that can be imported again unchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx import period, schema, settings
from cx.cache import about, cached
from cx.download import ROW_LIMIT
from cx.errors import UnknownName
from cx.measure import data_days, looked_from, rows_of
from cx.metric import find
from cx.question import counted
from cx.rows import COLUMNS, TEXTS, select
from cx.selection import Selection
from cx.voc import term_index, topic_parts
from cx.warehouse import Store

PART = "part"  # in `where`: texts of a part of a topic, as `cx.voc.topic_parts.texts_of` has it
TERM = "term"  # in `where`: texts that say a term of `cx.voc.words`
SHOWN = {
    "ticket_fact": (
        "source_id", "ticket_id", "opened_at", "channel", "product", "category", "account_name", "agent_name", "status",
        "is_answered", "first_response_seconds", "subject", "body",
    ),
    "answer_fact": (
        "source_id", "answer_id", "day", "survey", "dimension", "wave", "score", "scale_high", "account_name",
        "channel", "product", "agent_name", "comment",
    ),
    "review_fact": (
        "source_id", "review_id", "day", "ticket_id", "channel", "category", "agent_name", "share", "is_difficult", "comment",
    ),
    "audit_fact": ("source_id", "document_id", "day", "channel", "product", "category", "agent_name", "is_right"),
    "term_fact": ("source_id", "contract_id", "day", "account_name", "plan", "segment", "partner", "is_renewed"),
    "revenue_fact": ("source_id", "day", "account_name", "plan", "segment", "partner", "fee_before", "fee_after"),
    "voc_fact": (
        "source_id", "origin", "document_id", "day", "kind", "topic", "channel", "product", "category", "account_name", "text",
    ),
}  # fmt: skip
# Fact -> the canonical table it is made from, the key within a source, and the order of showing: newest first.
_FROM = {
    "ticket_fact": ("ticket", "ticket_id", "opened_at"),
    "answer_fact": ("survey_answer", "answer_id", "day"),
    "review_fact": ("qa_review", "review_id", "day"),
    "voc_fact": ("voc_text", "document_id", "day"),
    "audit_fact": ("ticket", "document_id", "day"),
    "term_fact": ("contract", "contract_id", "day"),
    "revenue_fact": ("contract", "account_key", "day"),
}
_AS_KNOWN = frozenset({"audit_fact", "term_fact", "revenue_fact"})  # nobody imports them
# Where what was written is kept, of the facts that do not hold it.
_TEXTS = {"ticket_fact": TEXTS, "voc_fact": ("text",)}


@dataclass(frozen=True)
class Behind:
    """What was clicked: a metric (None: all counted contacts), one member per dimension, and one period.

    `where` maps a dimension to its value (None: rows without one); with `every`, `where["period"]` is the first day of
    the period. The drill-down of a rate shows the rows of its denominator.
    """

    metric: str | None = None
    where: tuple[tuple[str, object], ...] = ()
    every: str | None = None

    @classmethod
    def of(cls, metric: str | None, where: Mapping[str, object] | None, every: str | None) -> Behind:
        """As a value that can be part of a cache key."""
        return cls(metric, tuple(sorted((where or {}).items())), every)

    @property
    def fact(self) -> str:
        """The fact its rows are of."""
        return find(self.metric).fact if self.metric else "ticket_fact"


def contacts(
    store: Store,
    selection: Selection,
    metric: str | None = None,
    where: Mapping[str, object] | None = None,
    *,
    every: str | None = None,
    columns: Sequence[str] | None = None,
    limit: int = 200,
    offset: int = 0,
    as_of: date | None = None,
    span: tuple[date, date] | None = None,
) -> pd.DataFrame:
    """The contacts (or survey answers, those with words first) a number is made of, newest first; local times, columns of the fact and
    what was written (subject, body).

    Spam, tests and merged tickets are not among them. Raises UnknownName for a metric, dimension or column that does not
    exist.
    """
    behind = Behind.of(metric, where, every)
    chosen = tuple(columns or SHOWN[behind.fact])
    texts = _TEXTS.get(behind.fact, ())
    for name in chosen:
        known = (*COLUMNS[behind.fact], *texts)
        if name not in known and not (behind.metric and name == find(behind.metric).measured):
            raise UnknownName("column", name, known)
    listed = ", ".join(f'{"t" if name in texts else "b"}."{name}"' for name in chosen)
    table, key, _ = _FROM[behind.fact]
    same = (
        "t.text_hash = b.text_hash" if behind.fact == "voc_fact" else f"t.source_id = b.source_id and t.{key} = b.{key}"
    )
    join = f"left join {table} t on {same}" if set(chosen) & set(texts) else ""

    def ask() -> pd.DataFrame:
        rows, values = _rows(store, selection, behind, as_of, span)
        return store.query(
            f"with {rows}, page as (select * from behind order by {_order(behind.fact)} limit ? offset ?) "
            f"select {listed} from page b {join} order by {_order(behind.fact, 'b.')}",
            [*values, limit, offset],
        )

    return cached(
        store, (*about([behind.fact]), "contacts", behind, chosen, limit, offset, span), selection, ask, as_of=as_of
    )


def count(
    store: Store,
    selection: Selection,
    metric: str | None = None,
    where: Mapping[str, object] | None = None,
    *,
    every: str | None = None,
    as_of: date | None = None,
    span: tuple[date, date] | None = None,
) -> int:
    """How many rows `contacts` has in all."""
    behind = Behind.of(metric, where, every)

    def ask() -> int:
        rows, values = _rows(store, selection, behind, as_of, span)
        return int(store.query(f"with {rows} select count(*) as n from behind", values)["n"].iloc[0])

    return cached(store, (*about([behind.fact]), "count", behind, span), selection, ask, as_of=as_of)


def export(
    store: Store,
    selection: Selection,
    metric: str | None = None,
    where: Mapping[str, object] | None = None,
    *,
    every: str | None = None,
    limit: int = ROW_LIMIT,
    as_of: date | None = None,
    span: tuple[date, date] | None = None,
) -> pd.DataFrame:
    """The same rows with the columns of our template: canonical names, times ISO with offset, and the `source`'s name.

    Values are the stored ones (masked), so that importing the download again changes nothing. Columns without a home
    (`extra`) stay behind: a narrower file erases nothing.
    """
    behind = Behind.of(metric, where, every)
    if behind.fact in _AS_KNOWN:
        return _as_known(store, behind.fact, _rows(store, selection, behind, as_of, span), limit)
    if behind.fact == "voc_fact":
        return _documents(store, _rows(store, selection, behind, as_of, span), limit)
    table, key, _ = _FROM[behind.fact]
    zone = settings.get(store).reporting_zone
    columns = [column for column in schema.table(table).columns if column.kind != "json"]
    listed = ", ".join(_written(column) for column in columns)
    rows, values = _rows(store, selection, behind, as_of, span)
    numbered = f"select source_id, {key}, row_number() over (order by {_order(behind.fact)}) as place from behind"
    return store.query(
        f"with {rows}, chosen as (select * from ({numbered}) where place <= ?) "
        f"select s.name as source, {listed} from chosen c "
        f"join {table} t on t.source_id = c.source_id and t.{key} = c.{key} "
        "left join source s on s.source_id = c.source_id cross join (select ?::varchar as zone) z order by c.place",
        [*values, limit, zone],
    )


def _documents(store: Store, chosen: tuple[str, list[object]], limit: int) -> pd.DataFrame:
    """Documents are of three canonical tables: they leave with the columns they have in common, and with what was read in them."""
    left_out = ("source_id", "text_hash", "is_counted")
    listed = ", ".join(f'b."{name}"' for name in COLUMNS["voc_fact"] if name not in left_out)
    rows, values = chosen
    return store.query(
        f"with {rows} select s.name as source, {listed}, t.text from behind b left join voc_text t using (text_hash) "
        f"left join source s on s.source_id = b.source_id order by {_order('voc_fact', 'b.')}, b.origin limit ?",
        [*values, limit],
    )


def _as_known(store: Store, fact: str, chosen: tuple[str, list[object]], limit: int) -> pd.DataFrame:
    """Audited tags, and what became of contracts, leave as they are known: nobody imports them."""
    listed = ", ".join(f'b."{name}"' for name in COLUMNS[fact] if name not in ("source_id", "is_counted"))
    rows, values = chosen
    return store.query(
        f"with {rows} select s.name as source, {listed} from behind b left join source s on s.source_id = b.source_id "
        f"order by {_order(fact, 'b.')} limit ?",
        [*values, limit],
    )


def _order(fact: str, of: str = "") -> str:
    _, key, newest = _FROM[fact]
    first = f"({of}comment is null), " if fact == "answer_fact" else ""
    return f"{first}{of}{newest} desc nulls last, {of}source_id, {of}{key}"


def _written(column: schema.Column) -> str:
    """SQL of a canonical cell as our template has it: a time with its offset, `2026-10-01T09:00:00+09:00`."""
    name = f't."{column.name}"'
    if column.kind != "time":
        return name
    local = f"(({name} at time zone 'UTC') at time zone z.zone)"
    minutes = f"date_diff('minute', {name}, {local})"
    offset = (
        f"case when {minutes} < 0 then '-' else '+' end || lpad((abs({minutes}) // 60)::varchar, 2, '0')"
        f" || ':' || lpad((abs({minutes}) % 60)::varchar, 2, '0')"
    )
    fraction = f"case when microsecond({name}) % 1000000 = 0 then '' else strftime({name}, '.%f') end"
    return f"strftime({local}, '%Y-%m-%dT%H:%M:%S') || {fraction} || {offset} as \"{column.name}\""


def _rows(
    store: Store, selection: Selection, behind: Behind, as_of: date | None, span: tuple[date, date] | None
) -> tuple[str, list[object]]:
    """`rows as (…), behind as (…)` for a `with`: what the selection lets through, and of it what the metric counts."""
    known = data_days(store)
    day = looked_from(store, as_of)
    first, last = span or selection.span(day, known[0] if known else None)
    last = min(last, day)
    where = dict(behind.where)
    start, term, part = where.pop("period", None), where.pop(TERM, None), where.pop(PART, None)
    if behind.every and start is not None:
        at = pd.Timestamp(start).date()
        first, last = max(first, at), min(last, period.end_of(at, behind.every))
    if behind.metric:
        sql, values = rows_of(find(behind.metric), selection, (first, last), day, settings.get(store), where=where)
        said, more = counted(behind.metric), list[object]()
        if part is not None:
            of_it, more = topic_parts.texts_of(store, str(part))
            said = f"select * from ({said}) where {of_it}"
        elif term is not None:
            more = [term_index.index(store).texts(str(term))]
            said = f"select * from ({said}) where text_hash in (select unnest(?::ubigint[]))"
        return f"{sql}, behind as ({said})", [*values, *more]
    sql, values = select(behind.fact, "day", selection, (first, last), where).sql(day)
    return f"{sql}, behind as (select * from rows where is_counted)", values
