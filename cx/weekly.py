"""A week beside the one before it and the four before it: which groups really changed, what is pressing, whose fault it was.

A week of a group is called changed only where two things agree: so many contacts instead of the mean of four weeks are beyond
chance (exact binomial test), and weeks of this group do not usually differ so much (prediction interval from the eight weeks
before, Student's t). Both at 5 % for all groups of a table together (Holm).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cx import naming, number, settings
from cx.cache import cached
from cx.compute import compute
from cx.language import say
from cx.measure import data_days, looked_from, rows_of
from cx.metric import find
from cx.metrics.tags import SYSTEM_ERRORS
from cx.rows import select
from cx.selection import Selection
from cx.warehouse import Store

WEEK = timedelta(days=7)
USUAL, SPREAD = 4, 8  # weeks before: whose mean is what is usual, and which say how weeks differ
OLD_DAYS = 7  # open for so long is long-standing
_LEVEL = 0.05
_NAMED = 3
_DAY = 86400  # seconds
_URGENT = (
    "urgent", "critical", "highest", "high", "priority", "blocker", "p1", "p0", "1 - critical", "2 - high", "긴급", "매우 높음",
    "높음", "최우선", "심각", "중요",
)  # fmt: skip
_FAULTS = (*SYSTEM_ERRORS, "제품 오류", "제품오류", "프로덕트 오류", "프로덕트오류", "product fault")
_MISTAKES = (
    "고객 과실",
    "고객과실",
    "고객 실수",
    "고객실수",
    "사용자 오류",
    "사용 미숙",
    "customer mistake",
    "user error",
)


_LISTED = ("opened_at", "age_seconds", "priority", "account_name", "channel", "category", "subject", "body")
_URGENT_ONES = (
    "urgent as (select source_id, ticket_id from ticket where list_contains(?::varchar[], lower(trim(priority)))), "
)
_OPEN = """{rows}, {urgent}open as (
    select r.*, {is_urgent} as is_urgent, age_seconds >= {since} as is_old from rows r {join}
)"""
_COUNTED = (
    "with {open} select count(*) as everything, count(*) filter (is_urgent) as urgent, count(*) filter (is_old) as old"
    " from open"
)
_ORDER = ("opened_at", "source_id", "ticket_id")
# What customers wrote is only read of the few that are listed.
_FIRST = """
with {open}, first as (from open where is_urgent or is_old order by {order} limit ?)
select {listed} from first f left join ticket t on t.source_id = f.source_id and t.ticket_id = f.ticket_id
order by {then}"""


@dataclass(frozen=True)
class Pressing:
    """What is open at the end of the week: all, of these marked urgent, and open for a week or longer. `has_priority`: any
    contact of the store says how urgent it is. `rows`: the urgent ones, then the oldest.
    """

    is_known: bool
    has_priority: bool
    everything: int
    urgent: int
    old: int
    rows: pd.DataFrame


@dataclass(frozen=True)
class Causes:
    """Contacts of the week whose tags say that the product failed, or that the customer erred; `everything` of the week."""

    faults: int
    mistakes: int
    everything: int


def groups(store: Store, selection: Selection, first: date, by: str) -> pd.DataFrame:
    """Contacts of the week that begins on `first` by the members of `by`, the largest first.

    Columns: `by`, `value`, `previous` (the week before), `usual` (mean of the four before; NaN where the data do not reach back
    so far), `is_changed`. Members of the four weeks before that have no contact now are rows, too. A running week is
    compared with nothing.
    """
    start, last = first - SPREAD * WEEK, first + WEEK - timedelta(days=1)
    found = compute(store, ["inflow"], selection, by=[by], every="week", span=(start, last))
    days = data_days(store)
    weeks = [start + place * WEEK for place in range(SPREAD + 1)]
    table = _by_week(found, by, weeks)
    reaches = sum(days is not None and days[0] <= week for week in weeks[:-1])
    is_over = days is not None and last <= days[1]
    counts = table.to_numpy(dtype=float).reshape(len(table), len(weeks))
    now, before = counts[:, -1], counts[:, SPREAD - reaches : SPREAD]
    has_usual = is_over and reaches >= USUAL
    missing = np.full(len(table), np.nan)
    frame = pd.DataFrame(
        {
            by: pd.Series(list(table.index), dtype=object),
            "value": now,
            "previous": counts[:, -2] if is_over and reaches else missing,
            "usual": before[:, -USUAL:].mean(axis=1) if has_usual and len(table) else missing,
            "is_changed": changed(now, before) if has_usual else np.zeros(len(table), dtype=bool),
        }
    )
    frame = frame[(frame["value"] > 0) | (frame["usual"].fillna(0) > 0)]
    return frame.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def _by_week(found: pd.DataFrame, by: str, weeks: Sequence[date]) -> pd.DataFrame:
    """A row a member (None: contacts without one), a column a week."""
    members = [None if pd.isna(one) else one for one in found[by]]
    names = list(dict.fromkeys(members))
    table = pd.DataFrame(0.0, index=pd.Index(names, dtype=object), columns=list(weeks))
    places = {name: place for place, name in enumerate(names)}
    columns = {week: place for place, week in enumerate(weeks)}
    values = table.to_numpy(copy=True)
    for name, week, value in zip(members, found["period"], found["value"], strict=True):
        values[places[name], columns[pd.Timestamp(week).date()]] += 0.0 if number.is_missing(value) else float(value)
    return pd.DataFrame(values, index=table.index, columns=table.columns)


def changed(now: npt.NDArray[np.float64], before: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Of each group, whether its count `now` differs from the mean of the last four of the weeks `before` (a row a group)."""
    from scipy.stats import binomtest, t

    if not len(now):
        return np.zeros(0, dtype=bool)
    recent = before[:, -USUAL:]
    chance = np.array(
        [
            binomtest(int(one), int(one + others), 1 / (USUAL + 1)).pvalue if one + others else 1.0
            for one, others in zip(now, recent.sum(axis=1), strict=True)
        ]
    )
    mean = recent.mean(axis=1)
    spread = np.sqrt(np.maximum(before.var(axis=1, ddof=1), mean) * (1 + 1 / USUAL))
    far = np.divide(np.abs(now - mean), spread, out=np.zeros(len(now)), where=spread > 0)
    usual = 2 * t.sf(far, before.shape[1] - 1)
    return np.asarray(_holm(chance) & _holm(np.where(spread > 0, usual, chance)))


def _holm(chances: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which of several tests hold at 5 % together."""
    order, found = np.argsort(chances, kind="stable"), np.zeros(len(chances), dtype=bool)
    for rank, place in enumerate(order):
        if chances[place] > _LEVEL / (len(chances) - rank):
            break
        found[place] = True
    return found


def _quoted(words: Sequence[str]) -> list[str]:
    return [word.lower() for word in words]


def pressing(store: Store, selection: Selection, first: date, *, limit: int = 12) -> Pressing:
    """What is open at the end of the week that begins on `first` (of a running one: now)."""

    def ask() -> Pressing:
        has_priority = _has_priority(store)
        sql, bound = _open(store, selection, first, has_priority=has_priority)
        found = store.query(_COUNTED.format(open=sql), bound).iloc[0]
        everything, marked, old = (int(found[name]) for name in ("everything", "urgent", "old"))
        of = {name: "t" if name in ("priority", "subject", "body") else "f" for name in _LISTED}
        names = ", ".join(f"{table}.{name}" for name, table in of.items())
        keys = (*(("is_urgent desc",) if has_priority else ()), *_ORDER)  # a constant key would read every column first
        order, then = ", ".join(keys), ", ".join(f"f.{key}" for key in keys)
        listed = store.query(_FIRST.format(open=sql, listed=names, order=order, then=then), [*bound, limit])
        listed = listed.astype({"opened_at": "datetime64[us]", "age_seconds": "Int64"})
        is_known = everything > 0 or _is_known(store, selection, first)
        return Pressing(is_known, has_priority, everything, marked, old, listed)

    return cached(store, ("pressing", first, limit), selection, ask)


def _is_known(store: Store, selection: Selection, first: date) -> bool:
    """Whether nothing being open is 0, and not that no source tells what is."""
    found = compute(store, ["backlog"], selection, span=(first, first + WEEK - timedelta(days=1)))
    return bool(found["value"].notna().any())


def _has_priority(store: Store) -> bool:
    """Whether any contact says how urgent it is."""

    def ask() -> bool:
        found = store.query("select exists (from ticket where priority is not null) as found")
        return bool(found["found"].iloc[0])

    return cached(store, "has_priority", None, ask)


def _open(store: Store, selection: Selection, first: date, *, has_priority: bool) -> tuple[str, list[object]]:
    """`rows as (…), …, open as (…)` of what is open at the end of the week, and its values."""
    day = looked_from(store, None)
    rows, values = select("ticket_fact", "day", selection, (first, day), ends=()).open_at(_last(first, day))
    join = "left join urgent u on u.source_id = r.source_id and u.ticket_id = r.ticket_id" if has_priority else ""
    sql = _OPEN.format(
        rows=rows,
        urgent=_URGENT_ONES if has_priority else "",
        is_urgent="u.ticket_id is not null" if has_priority else "false",
        since=OLD_DAYS * _DAY,
        join=join,
    )
    return sql, [*values, *([_quoted(_URGENT)] if has_priority else [])]


def _last(first: date, day: date) -> date:
    """The last day of the week that is known."""
    return min(first + WEEK - timedelta(days=1), day)


def causes(store: Store, selection: Selection, first: date) -> Causes:
    """Whose fault it was, as far as the major tag or one of the further tags says so."""

    def ask() -> Causes:
        rows, values = _rows(store, selection, first, "inflow")
        words = "regexp_split_to_array(lower(concat_ws(',', replace(category, '/', ','), tags)), '\\s*,\\s*')"
        says = f"list_has_any({words}, ?::varchar[])"
        found = store.query(
            f"""with {rows} select count(*) as everything, count(*) filter ({says}) as faults,
            count(*) filter ({says}) as mistakes from rows where is_counted""",
            [*values, _quoted(_FAULTS), _quoted(_MISTAKES)],
        ).iloc[0]
        return Causes(int(found["faults"]), int(found["mistakes"]), int(found["everything"]))

    return cached(store, ("causes", first), selection, ask)


def _rows(store: Store, selection: Selection, first: date, name: str) -> tuple[str, list[object]]:
    day = looked_from(store, None)
    span = (first, _last(first, day))
    return rows_of(find(name), selection, span, day, settings.get(store))


def title(row: Mapping[str, Any], usual: float, least: int, language: str, *, is_running: bool) -> str:
    """What the week was like: contacts against the week before and the usual one; `row` is that of `compare` for inflow."""
    value = number.write("count", row["value"], language)
    n = int(row["n"])
    if is_running:
        return say("week.title_running", language, value=value)
    if n < least:
        return say("week.title_few", language, value=value, n=n)
    if number.is_missing(row["previous"]):
        return say("week.title_alone", language, value=value)
    change = number.change("count", row["value"], row["previous"], language)
    went = "same" if not row["is_separable"] else "up" if row["value"] > row["previous"] else "down"
    words = say(f"week.title_{went}", language, value=value, change=change)
    if number.is_missing(usual):
        return words
    return words + say("week.title_usual", language, usual=number.write("count", usual, language))


def moved(rows: pd.DataFrame, by: str, language: str) -> str:
    """The groups that changed, furthest first: "‘결제’ 12건 → 34건"; "" where none did."""
    found = rows[rows["is_changed"]]
    if found.empty:
        return ""
    found = found.assign(gap=(found["value"] - found["usual"]).abs()).sort_values("gap", ascending=False, kind="stable")
    parts = [
        say(
            "week.moved_one",
            language,
            name=naming.member(by, row[by], language),
            usual=number.write("count", float(round(row["usual"])), language),
            value=number.write("count", row["value"], language),
            word=say(f"week.{'more' if row['value'] > row['usual'] else 'fewer'}", language),
        )
        for row in found.head(_NAMED).to_dict("records")
    ]
    words = ", ".join(parts)
    rest = len(found) - len(parts)
    return say("month.and_more", language, names=words, n=rest) if rest > 0 else words
