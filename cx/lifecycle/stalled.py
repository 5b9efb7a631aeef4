"""Who stands still: accounts in progress or lost in their onboarding, since when, why, and what was done about it."""

from __future__ import annotations

import itertools

import pandas as pd

from cx import cache
from cx.lifecycle import onboarding, steps
from cx.lifecycle.rows import about_accounts, known_day
from cx.selection import Selection
from cx.warehouse import Store

_DAY = 86_400
REASONS = ("recheck", "slow", "closing", "lost")
CLOSING_DAYS = 7  # so near the end of its time an account is called whatever it does
_LOST_DAYS = 45  # so long after its time has passed somebody still calls
# One row per entry that has not finished. A cause is the newest one told since the account entered, by an event or after a contact.
_STANDING = """
select e.account_key, a.account_name, a.plan, a.segment, a.partner, coalesce(a.is_vip, false) as is_vip, a.monthly_fee,
    e.state, e.reached, e.entered_at, e.reached_at, coalesce(o.cause, c.cause) as cause,
    t.last_contact, o.made_at as outreach_at, o.outcome, coalesce(o.owner, a.owner) as owner, o.recheck_day
from entries e join account_row a using (account_key)
left join (
    select h.account_key, arg_max(h.cause, h.at_local) as cause from happened h join entries e using (account_key)
    where h.cause is not null and h.at_local >= e.entered_at group by 1
) c using (account_key)
left join (select account_key, max(opened_at) as last_contact from ticket_fact where is_counted group by 1) t using (account_key)
left join (
    select account_key, max(made_at) as made_at, arg_max(outcome, outreach_id) as outcome, arg_max(owner, outreach_id) as owner,
        arg_max_null(recheck_day, outreach_id) as recheck_day, arg_max(cause, outreach_id) as cause
    from outreach where about = 'onboarding' group by 1
) o using (account_key)
where e.state in ('open', 'lost') and (a.ended_day is null or a.ended_day > $known)
"""


def standing(store: Store, selection: Selection) -> pd.DataFrame:
    """Accounts that have not finished and have not left, the longest waiting first.

    `account_key`, `account_name`, `plan`, `segment`, `partner`, `is_vip`, `monthly_fee`, `state`, `reached` (number of the last required step), `waits_for`
    (name of the next one), `entered_at`, `reached_at`, `days` (whole days it has stood there), `usual_days` (within which nine of ten took that step; NaN:
    nobody did), `left_days` (until its time is over; negative: was over), `cause`, `last_contact`, `outreach_at`, `outcome`, `owner`, `recheck_day`.
    """
    selection = about_accounts(selection)

    def find() -> pd.DataFrame:
        known = known_day(store)
        found = onboarding.asked(store, selection, _STANDING)
        whole = onboarding.onboarding(store, selection)
        if found is None or whole is None or known is None:
            return pd.DataFrame()
        made = steps.steps(store)
        required = [number for number, one in enumerate(made, 1) if one.is_required]
        following = dict(itertools.pairwise(required))
        usual = {number: stage.p90 for number, stage in enumerate(whole.stages, 1)}
        now = pd.Timestamp(known) + pd.Timedelta(days=1)
        next_step = found["reached"].map(following)
        found["waits_for"] = next_step.map({number: one.name for number, one in enumerate(made, 1)})
        found["days"] = (now - found["reached_at"]).dt.days
        found["usual_days"] = next_step.map(usual).astype(float) / _DAY
        found["left_days"] = onboarding.window_days(store) - (now - found["entered_at"]).dt.days
        return found.sort_values(["days", "account_key"], ascending=[False, True], ignore_index=True)

    return cache.cached(store, "onboarding standing", selection, find)


def queue(store: Store, selection: Selection) -> pd.DataFrame:
    """Whom to call this week, and why: `standing` with `reason` (one of REASONS), the most urgent first.

    An account is on the list when the day it is to be looked at again has come (`recheck`), when it has stood at a step longer than nine of ten who
    took it (`slow`), when its time is over within a week (`closing`), or was over lately (`lost`). Who was contacted and is
    to be looked at later is not, nor who was given up. VIPs come first, then what they pay, then how long they wait.
    """
    found, known = standing(store, selection), known_day(store)
    if found.empty or known is None:
        return found.assign(reason=[])
    now = pd.Timestamp(known)
    recheck = pd.to_datetime(found["recheck_day"])
    is_due = recheck.notna() & (recheck <= now + pd.Timedelta(days=6))
    rests = found["outreach_at"].notna() & ~is_due
    is_open = found["state"] == "open"
    reason = pd.Series(pd.NA, index=found.index, dtype="object")
    reason[~is_open & (found["left_days"] >= -_LOST_DAYS)] = "lost"
    reason[is_open & (found["left_days"] <= CLOSING_DAYS)] = "closing"
    reason[is_open & (found["days"] > found["usual_days"])] = "slow"
    reason[is_due] = "recheck"
    reason[rests] = pd.NA
    found = found.assign(reason=reason)[reason.notna()]
    order = found["reason"].map({name: place for place, name in enumerate(REASONS)})
    return (
        found.assign(order=order)
        .sort_values(
            ["is_vip", "order", "monthly_fee", "days"], ascending=[False, True, False, False], na_position="last"
        )
        .drop(columns="order")
        .reset_index(drop=True)
    )


def causes(store: Store, selection: Selection) -> pd.DataFrame:
    """Why accounts stand still: `cause` (None: nobody has said), `n`, `waits_for`; the most frequent first."""
    found = standing(store, selection)
    if found.empty:
        return pd.DataFrame(columns=["cause", "n"])
    return found["cause"].value_counts(dropna=False).rename_axis("cause").reset_index(name="n")
