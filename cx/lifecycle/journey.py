"""The way of an account as a table: at which stage of it contacts, effort, pain, waiting and loss stand.

A contact, answer or text belongs to the stage its account was at on that moment (`cx.lifecycle.stages`). Contacts without a known account have no stage
and are left out.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cx import cache, interval, settings
from cx.clustered import spread
from cx.facts_term import ACCOUNTS
from cx.lifecycle import onboarding, retention, stages, steps
from cx.lifecycle.rows import about_accounts, ask, chosen
from cx.lifecycle.stages import BEFORE, RENEWAL, USE
from cx.selection import Selection
from cx.warehouse import Store

_CONTACTS = """select account_key, opened_at as at, resolution_seconds as seconds from ticket_fact
    where is_counted and account_key is not null and day between $first and $last"""
_SCORES = """select account_key, coalesce(answered_at, day::timestamp) as at, score, answered_by as who from answer_fact
    where is_counted and survey = 'ces' and scale_high = 7 and account_key is not null and day between $first and $last"""
# What was said has its stage already (`cx.voc.documents`), so that all pages can ask for it.
_SAID = """, staged as (
    select v.* from voc_fact v join account_row a using (account_key)
    where v.stage is not null and v.kind is not null and v.day between $first and $last and {where}
)"""
_SIZES = """select stage, count(*) as contacts, count(distinct account_key) as accounts, median(seconds) as lead, count(seconds) as resolved
from staged group by 1"""
_EFFORT = "select stage, score, who from staged order by stage, who"
_KINDS = "select stage, category, count(*) as texts, count(*) filter (kind = 'pain') as pains from staged group by all"
_QUOTES = """select s.day, s.account_key, coalesce(a.account_name, s.account_key) as account_name, s.category, t.text
from staged s join account_row a using (account_key) join voc_text t using (text_hash)
where s.stage = $stage and s.kind = 'pain' and length(t.text) between 15 and 300
order by coalesce(s.said_at, s.day::timestamp) desc, t.text limit $most"""


@dataclass(frozen=True)
class Stage:
    """One stage. `step` is the onboarding step waited for ("" at the others). `ces` with `low` and `high` of `answers` by `people`; `pains` of `texts`; `lead` in seconds of
    `resolved`; `lost` of `passed` accounts were lost here (None: nobody is lost at such a stage); `tops` are the categories of the pain, the largest first.
    """

    name: str
    step: str
    contacts: int
    accounts: int
    ces: float
    low: float
    high: float
    answers: int
    people: int
    texts: int
    pains: int
    lead: float
    resolved: int
    lost: int | None
    passed: int
    tops: tuple[tuple[str | None, int], ...]


def journey(store: Store, selection: Selection) -> tuple[Stage, ...]:
    """Every stage something happened at, in the order accounts come to them; none where nothing is known of any account."""
    selection = about_accounts(selection)

    def find() -> tuple[Stage, ...]:
        days = retention.span(store, selection)
        if days is None:
            return ()
        sizes = _dated(store, selection, _CONTACTS, _SIZES, days).set_index("stage")
        effort = _dated(store, selection, _SCORES, _EFFORT, days)
        kinds = _told(store, selection, _KINDS, days)
        lost = _lost(store, selection, days)
        waited = {stages.code(one.name): one.name for one in stages.required(steps.steps(store))}
        order = (BEFORE, *waited, USE, RENEWAL)
        found = [_stage(name, waited.get(name, ""), (sizes, effort, kinds), lost.get(name)) for name in order]
        return tuple(one for one in found if one.contacts or one.texts or one.lost)

    return cache.cached(store, (cache.VOC, "journey"), selection, find)


def quotes(store: Store, selection: Selection, stage: str, most: int = 6) -> pd.DataFrame:
    """What hurts at a stage in the customers' words, the newest first: `day`, `account_key`, `account_name`, `category`, `text`."""
    selection = about_accounts(selection)

    def find() -> pd.DataFrame:
        days = retention.span(store, selection)
        if days is None:
            return pd.DataFrame()
        return _told(store, selection, _QUOTES, days, stage=stage, most=most)

    return cache.cached(store, (cache.VOC, "journey quotes", stage, most), selection, find)


def _dated(store: Store, selection: Selection, moments: str, sql: str, days: tuple[date, date]) -> pd.DataFrame:
    """The answer of `sql` about `moments` within `days`, each at its stage."""
    where, values = chosen(selection)
    staged, bound = stages.staged(steps.steps(store), settings.get(store), moments, where)
    return ask(store, f"with {staged} {sql}", values | bound | {"first": days[0], "last": days[1]})


def _told(store: Store, selection: Selection, sql: str, days: tuple[date, date], **more: object) -> pd.DataFrame:
    """The answer of `sql` about what was said within `days`."""
    where, values = chosen(selection)
    bound = values | {"first": days[0], "last": days[1]} | more
    return ask(store, f"with {ACCOUNTS}{_SAID.format(where=where)} {sql}", bound)


def _lost(store: Store, selection: Selection, days: tuple[date, date]) -> dict[str, tuple[int, int]]:
    """Accounts lost at a stage, and those that came to it and are decided."""
    whole = onboarding.onboarding(store, selection)
    found: dict[str, tuple[int, int]] = {}
    if whole:
        required = [stage for stage in whole.stages if stage.step.is_required]
        for before, after in itertools.pairwise(required):
            found[stages.code(after.step.name)] = before.lost, before.lost + after.reached
    renewals = retention.renewals(store, selection, days)
    if renewals.decided:
        found[RENEWAL] = renewals.churned, renewals.decided
    return found


def _stage(
    name: str, step: str, told: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], lost: tuple[int, int] | None
) -> Stage:
    sizes, effort, kinds = told
    size = sizes.loc[name] if name in sizes.index else None
    scores = effort[effort["stage"] == name]
    own = kinds[kinds["stage"] == name]
    ces, answers = float(scores["score"].mean()), len(scores)
    variance, people = spread(scores["score"].to_numpy(dtype=np.float64), scores["who"].to_numpy())
    bounds = interval.mean(np.array([ces]), np.array([variance * people]), np.array([people]))
    pains = own[own["pains"] > 0].sort_values(["pains", "category"], ascending=[False, True])
    tops = tuple(
        (None if pd.isna(row.category) else str(row.category), int(row.pains)) for row in pains.head(5).itertuples()
    )
    some, passed = lost or (None, 0)
    return Stage(
        name, step, 0 if size is None else int(size["contacts"]), 0 if size is None else int(size["accounts"]), ces, float(bounds.low[0]),
        float(bounds.high[0]), answers, int(people), int(own["texts"].sum()), int(own["pains"].sum()), float("nan") if size is None else float(size["lead"]),
        0 if size is None else int(size["resolved"]), some, passed, tops,
    )  # fmt: skip
