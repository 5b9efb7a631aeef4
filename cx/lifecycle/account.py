"""Everything about one account on one line of time: contracts, steps, calls, contacts, scores, interviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from cx import cache
from cx.facts_people import key
from cx.facts_term import ACCOUNTS
from cx.facts_time import local
from cx.lifecycle import terms
from cx.lifecycle.rows import HAPPENED, ask, known_day
from cx.selection import Selection
from cx.warehouse import Store

KINDS = (
    "starts",
    "ends",
    "renewed",
    "churned",
    "step",
    "call",
    "note",
    "contacts",
    "answer",
    "scores",
    "usage",
    "voice",
)
_MOST = 300
_FEEDBACK_KEY, _FEEDBACK_JOIN = key("account", "b.source_id", "b.account_id", "s")
_USAGE_KEY, _USAGE_JOIN = key("account", "u.source_id", "u.account_id", "s")
# One row per thing that happened; contacts, scores and use are told by month: most accounts have too many to list.
_STORY = f"""
, {HAPPENED}, told as (
    select starts_day::timestamp as at_local, 'starts' as kind, plan as what, fee as amount, null as note from term_row
    where account_key = $account and starts_day is not null
    union all
    select ends_day::timestamp, case state when 'renewed' then 'renewed' when 'churned' then 'churned' else 'ends' end, plan, fee, churn_cause
    from term_row where account_key = $account and ends_day is not null
    union all
    select at_local, 'step', step, null, coalesce(cause, note) from happened where account_key = $account and step not like '@%'
    union all
    select {local("made_at")}, 'call', outcome, null, concat_ws(' · ', owner, cause, note) from outreach where account_key = $account
    union all
    select {local("made_at")}, 'note', made_by, null, note from account_note where account_key = $account and removed_at is null
    union all
    select max(opened_at), 'contacts', mode(category), count(*), null from ticket_fact
    where account_key = $account and is_counted group by date_trunc('month', day)
    union all
    select answered_at, 'answer', upper(survey), score, comment from answer_fact
    where account_key = $account and is_counted and (comment is not null or survey = 'nps')
    union all
    select max(coalesce(answered_at, day::timestamp)), 'scores', upper(survey), avg(score), count(*)::varchar from answer_fact
    where account_key = $account and is_counted and survey <> 'nps' group by survey, date_trunc('month', day)
    union all
    select max(u.day)::timestamp, 'usage', mode(u.feature), sum(u.amount), null from usage u {_USAGE_JOIN}
    where {_USAGE_KEY} = $account group by date_trunc('month', u.day)
    union all
    select {local("b.said_at")}, 'voice', b.feedback, null, b.body from feedback b {_FEEDBACK_JOIN} where {_FEEDBACK_KEY} = $account
)
select at_local, kind, what, amount, note from told where at_local is not null order by at_local desc, kind limit {_MOST}
"""
_ABOUT = f"with {ACCOUNTS} select * from account_row where account_key = $account"
_USED = f"""
select date_trunc('month', u.day)::date as period, sum(u.amount) as value from usage u {_USAGE_JOIN}
where {_USAGE_KEY} = $account group by 1 order by 1
"""
_NAMES = (
    f"with {ACCOUNTS} select account_key, coalesce(account_name, account_key) as name from account_row order by 2, 1"
)


def names(store: Store) -> dict[str, str]:
    """Every account's name by its key."""

    def find() -> dict[str, str]:
        found = ask(store, _NAMES)
        return dict(zip(found["account_key"], found["name"], strict=True))

    return cache.cached(store, "account names", None, find)


def found(names: Mapping[str, str], words: str) -> list[str]:
    """The keys of the accounts whose name has every one of `words` in it, in any case; those that begin with the first word come first."""
    parts = words.casefold().split()
    fit = [key for key, name in names.items() if all(part in name.casefold() for part in parts)]
    return sorted(fit, key=lambda key: not names[key].casefold().startswith(parts[0])) if parts else fit


def about(store: Store, account_key: str) -> dict[str, object] | None:
    """What is known of the account itself, missing values as None; None where there is no such account."""
    found = ask(store, _ABOUT, {"account": account_key}).astype(object)
    if found.empty:
        return None
    return {str(name): None if pd.isna(value) else value for name, value in found.iloc[0].items()}


def story(store: Store, account_key: str) -> pd.DataFrame:
    """What happened, the newest first, at most 300: `at_local`, `kind` (one of KINDS), `what`, `amount`, `note`."""

    def find() -> pd.DataFrame:
        return terms.asked(store, Selection(period="all"), _STORY, account=account_key)

    return cache.cached(store, ("account story", account_key), None, find)


def usage(store: Store, account_key: str) -> list[float]:
    """How much it used in each month up to the last whole one, the last twelve since its first use; 0 in a month without any."""
    known = known_day(store) or date.max
    found = ask(store, _USED, {"account": account_key})
    if found.empty:
        return []
    by_month = found.set_index(pd.to_datetime(found["period"]))["value"]
    months = pd.date_range(by_month.index.min(), known.replace(day=1), freq="MS", inclusive="left")
    return [float(value) for value in by_month.reindex(months, fill_value=0.0).tail(12)]
