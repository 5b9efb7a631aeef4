"""Contracts that end soon, with what speaks for and against their renewal, by rules anybody can check.

No model: each sign is a fact about the account up to the day of looking, and `risk` counts them. Use is compared with the same account's use before, less what
all accounts did meanwhile, because schools use everything less in the holidays.
"""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from cx import cache
from cx.facts_people import key
from cx.lifecycle import onboarding, terms
from cx.lifecycle.rows import about_accounts, known_day
from cx.selection import Selection
from cx.warehouse import Store

WITHIN = (30, 60, 90)  # days
SIGNS = ("unused", "usage_fell", "not_onboarded", "waiting", "repeats", "effort")
POINTS = ("usage_rose", "seats_full", "favourite", "easy")
RISKS = ("high", "middle", "low")
WEIGHTS = {"unused": 3, "usage_fell": 2, "not_onboarded": 2, "waiting": 1, "repeats": 1, "effort": 1}
HIGH = 3  # from this sum on
FALL, RISE = 0.7, 1.2  # of what is expected
WINDOW = 91  # days of use compared with as many before
EFFORT, EASE = 5.0, 6.5  # of 7
_FEWEST_ANSWERS = 2
_REPEATS, _REPEAT_SHARE = 3, 1 / 3  # at least so many, and of all contacts
_WAITING_DAYS = 3

_KEY, _JOIN = key("account", "u.source_id", "u.account_id", "us")
# Use and contacts up to $day; of accounts that used nothing in both windows nothing is known.
_SIGNALS = f"""
, used as (
    select {_KEY} as account_key, coalesce(sum(amount::double) filter (day > $day::date - {WINDOW}), 0.0) as now,
        coalesce(sum(amount::double) filter (day <= $day::date - {WINDOW}), 0.0) as before, max(users) filter (day > $day::date - {WINDOW}) as users
    from usage u {_JOIN} where day > $day::date - {2 * WINDOW} and day <= $day::date group by 1
), favourite as (
    select account_key, arg_max(feature, amount) as feature, max(amount) as feature_amount from (
        select {_KEY} as account_key, u.feature, sum(u.amount)::double as amount from usage u {_JOIN}
        where u.day > $day::date - {WINDOW} and u.day <= $day::date and u.feature is not null group by all
    ) where amount > 0 group by 1
), whole as (select sum(now) / nullif(sum(before), 0) as ratio from used where before > 0
), asked_for_help as (
    select account_key, count(*) as contacts, count(*) filter (is_repeat) as repeats,
        count(*) filter (over_day is null and is_tracked and day <= $day::date - {_WAITING_DAYS}) as waiting, max(day) as last_contact
    from ticket_fact where is_counted and day > $day::date - {WINDOW} and day <= $day::date group by 1
), effort as (
    select account_key, avg(score) as ces, count(*) as answers from answer_fact
    where is_counted and survey = 'ces' and scale_high = 7 and day > $day::date - 182 and day <= $day::date group by 1
), called as (
    select account_key, max(made_at) as outreach_at, arg_max(outcome, outreach_id) as outcome, arg_max(owner, outreach_id) as owner
    from outreach where about = 'renewal' group by 1
)
"""
_DUE = f"""
{_SIGNALS}
select t.account_key, t.place, t.account_name, t.plan, t.segment, t.partner, t.is_vip, t.ends_day, t.fee, t.state, a.seats,
    date_diff('day', $day::date, t.ends_day) as days_left, u.now as used_now, u.before as used_before, u.users,
    case when u.before > 0 then u.now / u.before / nullif(w.ratio, 0) end as usage_ratio,
    h.contacts, h.repeats, h.waiting, h.last_contact, e.ces, e.answers, c.outreach_at, c.outcome, coalesce(c.owner, a.owner) as owner, v.feature, v.feature_amount
from term_row t join account_row a using (account_key) cross join whole w
left join used u using (account_key) left join favourite v using (account_key) left join asked_for_help h using (account_key) left join effort e using (account_key)
left join called c using (account_key)
where t.next_place is null and (t.state = 'pending' or (t.state = 'running' and t.ends_day <= $day::date + $within))
order by t.ends_day, t.fee desc nulls last, t.account_key
"""


def ahead(store: Store, selection: Selection, within: int = WITHIN[-1]) -> pd.DataFrame:
    """Contracts that end within so many days, or ended and have grace left, as known on the last day: the riskiest first.

    `account_key`, `place` (of its contracts), `account_name`, `plan`, `segment`, `partner`, `is_vip`, `ends_day`, `days_left` (negative: over), `fee`, `usage_ratio` (use of the last 91 days over the 91 before,
    over that of all accounts; NaN: not known), `ces`, `answers`, `contacts`, `repeats`, `waiting`, `users`, `seats`, `feature` (used most, `feature_amount` times), `last_contact`, `outreach_at`, `outcome`, `owner`,
    `signs` and `points` (tuples of SIGNS and POINTS), `risk` (one of RISKS).
    """
    selection = about_accounts(selection)

    def find() -> pd.DataFrame:
        known = known_day(store)
        if known is None:
            return pd.DataFrame()
        found = terms.asked(store, selection, _DUE, day=known, within=within)
        lost = _not_onboarded(store, selection)
        has_usage = bool(found["used_now"].notna().any() | found["used_before"].notna().any())
        signs = [_signs(row, lost, has_usage=has_usage) for row in found.to_dict("records")]
        sums = [sum(WEIGHTS[one] for one in own) for own in signs]
        found["signs"] = pd.Series(signs, index=found.index, dtype="object")
        found["points"] = pd.Series(
            [_points(row) for row in found.to_dict("records")], index=found.index, dtype="object"
        )
        found["risk"] = ["high" if one >= HIGH else "middle" if one else "low" for one in sums]
        found["order"] = [-one for one in sums]
        found = found.sort_values(
            ["order", "ends_day", "fee"], ascending=[True, True, False], kind="stable", ignore_index=True
        )
        return found.drop(columns="order")

    return cache.cached(store, ("renewals ahead", within), selection, find)


def _not_onboarded(store: Store, selection: Selection) -> frozenset[str]:
    """Accounts that began within the last year and were not onboarded in time."""
    known = known_day(store) or date.min
    lately = selection.narrowed(period=f"{known - timedelta(days=400)}..{known}")
    found = onboarding.asked(store, lately, "select account_key from entries where state = 'lost'")
    return frozenset() if found is None else frozenset(map(str, found["account_key"]))


def _signs(row: dict[str, object], lost: frozenset[str], *, has_usage: bool) -> tuple[str, ...]:
    """What speaks against a renewal, the weightiest first."""
    number = {
        name: _number(row[name])
        for name in ("used_now", "usage_ratio", "waiting", "repeats", "contacts", "ces", "answers")
    }
    found = []
    if has_usage and not number["used_now"]:
        found.append("unused")
    elif 0 < number["usage_ratio"] < FALL:
        found.append("usage_fell")
    if str(row["account_key"]) in lost:
        found.append("not_onboarded")
    if number["waiting"]:
        found.append("waiting")
    if number["repeats"] >= max(_REPEATS, number["contacts"] * _REPEAT_SHARE):
        found.append("repeats")
    if number["answers"] >= _FEWEST_ANSWERS and number["ces"] < EFFORT:
        found.append("effort")
    return tuple(found)


def _points(row: dict[str, object]) -> tuple[str, ...]:
    """What can be said for it when talking to the account."""
    number = {
        name: _number(row[name]) for name in ("usage_ratio", "users", "seats", "feature_amount", "ces", "answers")
    }
    found = []
    if number["usage_ratio"] > RISE:
        found.append("usage_rose")
    if number["seats"] and number["users"] >= number["seats"]:
        found.append("seats_full")
    if number["feature_amount"]:
        found.append("favourite")
    if number["answers"] >= _FEWEST_ANSWERS and number["ces"] >= EASE:
        found.append("easy")
    return tuple(found)


def _number(value: object) -> float:
    """A count or share; 0 where there is none."""
    return 0.0 if value is None or pd.isna(value) else float(str(value))


_BEFORE = 60  # days before its end a past contract is looked at
_PAST = """
, past as (
    select t.account_key, t.ends_day, t.state = 'renewed' as is_renewed, t.ends_day - $before as looked_at from term_row t
    where t.ends_day between $first and $last and t.state in ('renewed', 'churned')
), used as (
    select p.account_key, p.ends_day, sum(u.amount) filter (u.day > p.looked_at - $window) as now,
        sum(u.amount) filter (u.day <= p.looked_at - $window) as before
    from past p join usage_row u on u.account_key = p.account_key and u.day > p.looked_at - 2 * $window and u.day <= p.looked_at group by all
), whole as (
    select p.ends_day, sum(u.amount) filter (u.day > p.looked_at - $window) / nullif(sum(u.amount) filter (u.day <= p.looked_at - $window), 0) as ratio
    from (select distinct ends_day, looked_at from past) p
    join (select day, sum(amount) as amount from usage_row group by 1) u on u.day > p.looked_at - 2 * $window and u.day <= p.looked_at group by 1
)
select coalesce(u.now, 0) / u.before / w.ratio < $fall as has_fallen, count(*) as n, count(*) filter (p.is_renewed) as renewed
from past p join used u using (account_key, ends_day) join whole w using (ends_day) where u.before > 0 and w.ratio > 0 group by 1
"""


def track_record(store: Store, selection: Selection) -> dict[bool, tuple[int, int]]:
    """How the rule about use did on the past: of contracts that ended in the last year, (renewed, all) of those whose use had fallen sixty days before (True)
    and of the others (False), each seen only with what was known then.
    """
    selection = about_accounts(selection)

    def find() -> dict[bool, tuple[int, int]]:
        known = known_day(store)
        if known is None:
            return {}
        from cx import settings

        last = known - timedelta(days=settings.get(store).renewal_grace_days)
        sql = f", usage_row as (select {_KEY} as account_key, u.day, u.amount from usage u {_JOIN}){_PAST}"
        more = {"first": last - timedelta(days=365), "last": last, "before": _BEFORE, "window": WINDOW, "fall": FALL}
        found = terms.asked(store, selection, sql, **more)
        return {
            bool(row.has_fallen): (int(row.renewed), int(row.n))
            for row in found.itertuples()
            if not pd.isna(row.has_fallen)
        }

    return cache.cached(store, "renewals track record", selection, find)
