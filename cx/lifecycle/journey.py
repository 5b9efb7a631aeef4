"""The way of an account as a table: at which stage of it contacts, effort, pain, waiting and loss stand.

A contact, answer or text belongs to the stage its account was at on that moment: before the first step, waiting for one of the team's own required
onboarding steps (until it is reached or the time for onboarding is over), at the end of a contract (its last 90 days and the grace after
it), or in use. Contacts without a known account have no stage and are counted apart.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cx import cache, interval
from cx.clustered import spread
from cx.lifecycle import onboarding, retention, steps, terms
from cx.lifecycle.rows import HAPPENED, about_accounts, chosen
from cx.lifecycle.steps import OnboardingStep
from cx.selection import Selection
from cx.warehouse import Store

BEFORE, USE, RENEWAL = "before", "use", "renewal"
RENEWAL_DAYS = 90
_STAGED = """
, {happened}, began as (
    select account_key, {marks} from happened where list_contains($events::varchar[], step) group by 1
), ending as (
    select account_key, ends_day - {renewal} as from_day, ends_day + $grace as to_day from term_row where ends_day is not null
), moment as ({moments}), staged as (
    select m.*, case
        when b.s1 is not null and m.at < b.s1 then '{before}'
        when b.s1 is not null and m.at < b.s{last} and m.at < b.s1 + to_days($window) then {waits}
        when b.s1 is not null and b.s{last} is null and m.at < b.s1 + to_days($window) then {waits}
        when exists (from ending e where e.account_key = m.account_key and m.at::date between e.from_day and e.to_day) then '{renewal_name}'
        else '{use}' end as stage
    from moment m join account_row a using (account_key) left join began b using (account_key) where {where}
)
"""
_CONTACTS = """select account_key, opened_at as at, resolution_seconds as seconds from ticket_fact
    where is_counted and account_key is not null and day between $first and $last"""
_SCORES = """select account_key, coalesce(answered_at, day::timestamp) as at, score, answered_by as who from answer_fact
    where is_counted and survey = 'ces' and scale_high = 7 and account_key is not null and day between $first and $last"""
_SAID = """select account_key, coalesce(said_at, day::timestamp) as at, day, kind, category, text_hash from voc_fact
    where account_key is not null and kind is not null and day between $first and $last"""
_SIZES = """select stage, count(*) as contacts, count(distinct account_key) as accounts, median(seconds) as lead, count(seconds) as resolved
from staged group by 1"""
_EFFORT = "select stage, score, who from staged order by stage, who"
_KINDS = "select stage, category, count(*) as texts, count(*) filter (kind = 'pain') as pains from staged group by all"
_QUOTES = """select s.day, s.account_key, coalesce(a.account_name, s.account_key) as account_name, s.category, t.text
from staged s join account_row a using (account_key) join voc_text t using (text_hash)
where s.stage = $stage and s.kind = 'pain' and length(t.text) between 15 and 300 order by s.at desc, t.text limit $most"""


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


def stages(store: Store, selection: Selection) -> tuple[Stage, ...]:
    """Every stage something happened at, in the order accounts come to them; none where nothing is known of any account."""
    selection = about_accounts(selection)

    def find() -> tuple[Stage, ...]:
        days = retention.span(store, selection)
        if days is None:
            return ()
        sizes = _asked(store, selection, _CONTACTS, _SIZES, days=days).set_index("stage")
        effort = _asked(store, selection, _SCORES, _EFFORT, days=days)
        kinds = _asked(store, selection, _SAID, _KINDS, days=days)
        lost = _lost(store, selection, days)
        waited = {f"step{place}": one.name for place, one in enumerate(_required(store), 1)}
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
        return _asked(store, selection, _SAID, _QUOTES, days=days, stage=stage, most=most)

    return cache.cached(store, (cache.VOC, "journey quotes", stage, most), selection, find)


def _required(store: Store) -> list[OnboardingStep]:
    return [one for one in steps.steps(store) if one.is_required]


def _asked(
    store: Store, selection: Selection, moments: str, sql: str, *, days: tuple[date, date], **more: object
) -> pd.DataFrame:
    required = _required(store)
    where, values = chosen(selection)
    places = range(1, max(len(required), 1) + 1)
    marks = ", ".join(
        f"min(at_local) filter (list_contains($events{place}::varchar[], step)) as s{place}" for place in places
    )
    # Who is at step k waits for the next one; a step that was left out on the way does not hold anybody back.
    reached = ", ".join(f"case when b.s{place} <= m.at then {place} end" for place in places)
    waits = f"'step' || (greatest({reached}, 1) + 1)"
    staged = _STAGED.format(
        happened=HAPPENED, marks=marks, renewal=RENEWAL_DAYS, moments=moments, before=BEFORE, use=USE, renewal_name=RENEWAL,
        last=places[-1], waits=waits, where=where,
    )  # fmt: skip
    bound: dict[str, object] = {f"events{place}": list(one.events) for place, one in enumerate(required, 1)} or {
        "events1": []
    }
    bound |= {"events": [event for one in required for event in one.events], "window": onboarding.window_days(store)}
    return terms.asked(store, selection, f"{staged} {sql}", first=days[0], last=days[1], **values, **bound, **more)


def _lost(store: Store, selection: Selection, days: tuple[date, date]) -> dict[str, tuple[int, int]]:
    """Accounts lost at a stage, and those that came to it and are decided."""
    whole = onboarding.onboarding(store, selection)
    found: dict[str, tuple[int, int]] = {}
    if whole:
        required = [stage for stage in whole.stages if stage.step.is_required]
        for place, (before, after) in enumerate(itertools.pairwise(required), 2):
            found[f"step{place}"] = before.lost, before.lost + after.reached
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
