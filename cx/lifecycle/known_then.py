"""What was known of a contract on one day before its end: the signs a model of renewals learns from, and those of today.

A past contract is looked at BEFORE days before its end (not before it began) and nothing that happened later is read: use, contacts and
answers up to that day, steps of the onboarding by their own times, what other contracts had become by then. Of an account's sheet nothing
is read, because it says what holds today and not what held then; plan, fee and seats are the contract's own. A contract whose following one had begun
by that day is left out: nobody has to foresee it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cx import cache
from cx.facts_people import key
from cx.lifecycle import onboarding, terms
from cx.lifecycle.rows import known_day
from cx.selection import Selection
from cx.warehouse import Store

BEFORE = 60  # days
WINDOW, EFFORT_WINDOW = 91, 182
MEMORY = 3 * 365  # contracts that ended longer ago teach nothing about today
_RECENT = 182  # days in which others' renewals count as recent
_PRIOR = 20  # so many contracts a plan's recent renewals are drawn towards those of all
_WAITING_DAYS = 3
_EVERYBODY = Selection(period="all")
NUMBERS = (
    "usage", "unused", "seats_used", "features", "contacts", "repeats", "waiting", "effort", "stalled", "tenure", "renewals", "returns",
    "length", "fee", "raise", "recent",
)  # fmt: skip
NAMES = ("plan",)
SIGNS = NUMBERS + NAMES

_USAGE_KEY, _USAGE_JOIN = key("account", "u.source_id", "u.account_id", "us")
_PAST = """
    t.state in ('renewed', 'churned') and t.ends_day + $grace <= $known and t.ends_day > $known - $memory
    and (n.starts_day is null or n.starts_day > greatest(t.ends_day - $before, coalesce(t.starts_day, t.ends_day - $before)))"""
_PAST_DAY = "greatest(t.ends_day - $before, coalesce(t.starts_day, t.ends_day - $before))"
_DUE = "t.next_place is null and (t.state = 'pending' or (t.state = 'running' and t.ends_day <= $known + $within))"
_DUE_DAY = "$known::date"
_KNOWN = f"""
, looked as (
    select t.account_key, t.place, t.starts_day, t.ends_day, t.state, t.own_plan, t.own_fee, t.own_seats, {{day}} as looked_at
    from term_row t left join judged n on n.account_key = t.account_key and n.place = t.next_place where {{which}}
), usage_row as (
    select {_USAGE_KEY} as account_key, u.day, u.feature, u.amount::double as amount, u.users from usage u {_USAGE_JOIN}
), used as (
    select l.account_key, l.place, coalesce(sum(u.amount) filter (u.day > l.looked_at - {WINDOW}), 0.0) as now,
        coalesce(sum(u.amount) filter (u.day <= l.looked_at - {WINDOW}), 0.0) as before, max(u.users) filter (u.day > l.looked_at - {WINDOW}) as users,
        count(distinct u.feature) filter (u.day > l.looked_at - {WINDOW} and u.amount > 0) as features
    from looked l join usage_row u on u.account_key = l.account_key and u.day > l.looked_at - {2 * WINDOW} and u.day <= l.looked_at group by all
), usage_day as (
    select day, sum(amount) as amount from usage_row group by 1
), usage_to as (
    select day, sum(amount) over (order by day) as total, min(day) over () as first_use from usage_day
), whole as (
    select d.looked_at, a.first_use, a.total - coalesce(b.total, 0) as now, coalesce(b.total, 0) - coalesce(c.total, 0) as before
    from (select distinct looked_at, looked_at - {WINDOW} as earlier, looked_at - {2 * WINDOW} as earliest from looked) d
    asof left join usage_to a on d.looked_at >= a.day asof left join usage_to b on d.earlier >= b.day asof left join usage_to c on d.earliest >= c.day
), asked_for_help as (
    select l.account_key, l.place, count(*) as contacts, count(*) filter (f.is_repeat) as repeats, count(*) filter (
        f.is_tracked and f.day <= l.looked_at - {_WAITING_DAYS} and coalesce(f.over_day, date '9999-12-31') > l.looked_at
        and coalesce(f.first_resolved_day, date '9999-12-31') > l.looked_at) as waiting
    from looked l join ticket_fact f on f.account_key = l.account_key and f.day > l.looked_at - {WINDOW} and f.day <= l.looked_at
    where f.is_counted group by all
), effort as (
    select l.account_key, l.place, avg(f.score) as ces, count(*) as answers
    from looked l join answer_fact f on f.account_key = l.account_key and f.day > l.looked_at - {EFFORT_WINDOW} and f.day <= l.looked_at
    where f.is_counted and f.survey = 'ces' and f.scale_high = 7 group by all
), earlier as (
    select l.account_key, l.place, min(p.starts_day) filter (p.starts_day <= l.looked_at) as began,
        count(*) filter (p.place < l.place and n.starts_day <= l.looked_at) as renewals,
        count(*) filter (p.place < l.place and p.state = 'churned' and p.ends_day + $grace <= l.looked_at) as returns,
        max(p.own_fee) filter (p.next_place = l.place) as fee_before
    from looked l join judged p using (account_key) left join judged n on n.account_key = p.account_key and n.place = p.next_place group by all
), ended as (
    select coalesce(own_plan, '') as plan, ends_day + $grace as day, count(*) as n, count(*) filter (state = 'renewed') as kept
    from judged where state in ('renewed', 'churned') and ends_day + $grace <= $known group by all
), ended_to as (
    select plan, day, sum(n) over w as n, sum(kept) over w as kept from ended window w as (partition by plan order by day)
), all_ended as (
    select day, sum(n) as n, sum(kept) as kept from ended group by 1
), all_ended_to as (
    select day, sum(n) over w as n, sum(kept) over w as kept from all_ended window w as (order by day)
), moment as (
    select distinct looked_at, looked_at - {_RECENT} as earlier, coalesce(own_plan, '') as plan from looked
), recently as (
    select m.looked_at, m.plan, coalesce(a.n, 0) - coalesce(b.n, 0) as n, coalesce(a.kept, 0) - coalesce(b.kept, 0) as kept,
        coalesce(c.n, 0) - coalesce(d.n, 0) as all_n, coalesce(c.kept, 0) - coalesce(d.kept, 0) as all_kept
    from moment m asof left join ended_to a on m.plan = a.plan and m.looked_at >= a.day
    asof left join ended_to b on m.plan = b.plan and m.earlier >= b.day
    asof left join all_ended_to c on m.looked_at >= c.day asof left join all_ended_to d on m.earlier >= d.day
)
select l.*, u.now as used_now, u.before as used_before, u.users, u.features, w.now as all_now, w.before as all_before, w.first_use,
    h.contacts, h.repeats, h.waiting, e.ces, e.answers, p.began, p.renewals, p.returns, p.fee_before, r.n as recent_n, r.kept as recent_kept,
    r.all_n as recent_all_n, r.all_kept as recent_all_kept, (select min(day) from ticket_fact) as first_contact
from looked l left join whole w using (looked_at) left join used u using (account_key, place) left join asked_for_help h using (account_key, place)
left join effort e using (account_key, place) left join earlier p using (account_key, place)
left join recently r on r.looked_at = l.looked_at and r.plan = coalesce(l.own_plan, '')
order by l.ends_day, l.account_key, l.place
"""


def past(store: Store) -> pd.DataFrame:
    """Every contract whose outcome is known, by its end: `account_key`, `place`, `ends_day`, `looked_at`, `has_left` and SIGNS as they were then."""

    def find() -> pd.DataFrame:
        sql = _KNOWN.format(day=_PAST_DAY, which=_PAST)
        found = terms.asked(store, _EVERYBODY, sql, before=BEFORE, memory=MEMORY)
        return _signed(store, found).assign(has_left=found["state"] == "churned")

    return cache.cached(store, "known of past contracts", None, find)


def due(store: Store, within: int) -> pd.DataFrame:
    """The same of today, of contracts that end within so many days or have grace left; without `has_left`."""

    def find() -> pd.DataFrame:
        return _signed(store, terms.asked(store, _EVERYBODY, _KNOWN.format(day=_DUE_DAY, which=_DUE), within=within))

    return cache.cached(store, ("known of contracts due", within), None, find)


def _signed(store: Store, found: pd.DataFrame) -> pd.DataFrame:
    """The signs of each contract; NaN is "not known". Lengths, amounts and ratios are logarithms, so that twice is as far as half."""
    number = found.drop(columns=["account_key", "own_plan", "state"]).copy()
    days = {
        name: pd.to_datetime(found[name])
        for name in ("starts_day", "ends_day", "looked_at", "began", "first_use", "first_contact")
    }
    has_usage = days["first_use"] <= days["looked_at"] - pd.Timedelta(days=WINDOW)
    has_earlier = days["first_use"] <= days["looked_at"] - pd.Timedelta(days=2 * WINDOW)
    has_contacts = days["first_contact"] <= days["looked_at"] - pd.Timedelta(days=WINDOW)
    now, before = number["used_now"].fillna(0.0), number["used_before"].fillna(0.0)
    expected = before * number["all_now"] / number["all_before"]
    lost = _recent(number).clip(0.02, 0.9)
    signs = {
        "usage": np.log2(((now + 1) / (expected + 1)).clip(1 / 8, 8)).where(has_earlier & (before > 0)),
        "unused": (now <= 0).astype(float).where(has_usage),
        "seats_used": (number["users"] / number["own_seats"].astype(float)).clip(upper=1.5).where(has_usage),
        "features": number["features"].fillna(0.0).where(has_usage),
        **{
            name: np.log2(1 + number[name].fillna(0.0)).where(has_contacts)
            for name in ("contacts", "repeats", "waiting")
        },
        "effort": number["ces"],
        "stalled": _stalled(store, found, days["looked_at"]),
        "tenure": np.log2(1 + (days["looked_at"] - days["began"]).dt.days.clip(lower=0)),
        "renewals": number["renewals"].fillna(0.0).clip(upper=5),
        "returns": number["returns"].fillna(0.0).clip(upper=2),
        "length": np.log2(1 + (days["ends_day"] - days["starts_day"]).dt.days.clip(lower=0) / 30),
        "fee": np.log2(1 + number["own_fee"].astype(float).clip(lower=0)),
        "raise": np.log2((number["own_fee"].astype(float) / number["fee_before"].astype(float)).clip(1 / 4, 4)).fillna(
            0.0
        ),
        "recent": np.log(lost / (1 - lost)),
    }
    told = found[
        [
            "account_key",
            "place",
            "ends_day",
            "looked_at",
            "own_fee",
            "fee_before",
            "repeats",
            "waiting",
            "contacts",
            "ces",
            "answers",
        ]
    ]
    return told.assign(**signs, plan=found["own_plan"].astype("object"), plan_rate=1 - lost)


def _recent(number: pd.DataFrame) -> pd.Series:
    """The share of the plan's contracts that lately were not renewed, drawn towards that of all where there were few."""
    lost_of_all = (number["recent_all_n"] - number["recent_all_kept"] + 1) / (number["recent_all_n"] + 2)
    lost = number["recent_n"] - number["recent_kept"]
    share: pd.Series = (lost + _PRIOR * lost_of_all) / (number["recent_n"] + _PRIOR)
    return share.where(number["recent_all_n"] > 0)


def _stalled(store: Store, found: pd.DataFrame, looked_at: pd.Series) -> pd.Series:
    """1 where the account's time for its onboarding had passed and its last required step was not reached, else 0; NaN: nothing was begun."""
    ways = onboarding.asked(store, _EVERYBODY, "select account_key, entered_at, reached_at, state from entries")
    if ways is None or ways.empty or known_day(store) is None:
        return pd.Series(np.nan, index=found.index)
    ways = ways.drop_duplicates("account_key").set_index("account_key")
    entered = pd.to_datetime(found["account_key"].map(ways["entered_at"]))
    done = pd.to_datetime(found["account_key"].map(ways["reached_at"].where(ways["state"] == "done")))
    end = looked_at + pd.Timedelta(days=1)
    is_over = entered + pd.Timedelta(days=onboarding.window_days(store)) <= end
    stalled = (is_over & ~(done < end)).astype(float)
    return stalled.where(entered < end)
