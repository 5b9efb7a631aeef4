"""What accounts said when they left: interviews of the selection's days, the newest first."""

from __future__ import annotations

import pandas as pd

from cx import cache
from cx.facts_people import key
from cx.facts_time import local
from cx.lifecycle import retention, terms
from cx.lifecycle.rows import about_accounts
from cx.selection import Selection
from cx.warehouse import Store

_KEY, _JOIN = key("account", "b.source_id", "b.account_id", "s")
# An interview belongs to the contract of its account that was not renewed and ended nearest to it.
_SAID = f"""
select {local("b.said_at")}::date as day, b.body, t.account_key, t.account_name, t.churn_cause as cause, t.plan
from feedback b {_JOIN}
join term_row t on t.account_key = {_KEY} and t.state = 'churned'
where b.feedback = 'interview' and abs(date_diff('day', {local("b.said_at")}::date, t.counts_to)) <= 90
    and t.counts_to between $first and $last {{cause}}
qualify row_number() over (partition by b.source_id, b.feedback_id order by abs(date_diff('day', {local("b.said_at")}::date, t.counts_to))) = 1
order by day desc, account_key limit $limit
"""


def interviews(store: Store, selection: Selection, cause: str = "", limit: int = 6) -> pd.DataFrame:
    """`day`, `body`, `account_key`, `account_name`, `cause`, `plan`; only those of a `cause` where one is given."""
    selection = about_accounts(selection)

    def find() -> pd.DataFrame:
        days = retention.span(store, selection)
        if days is None:
            return pd.DataFrame(columns=["day", "body", "account_key", "account_name", "cause", "plan"])
        more: dict[str, object] = {"first": days[0], "last": days[1], "limit": limit}
        if cause:
            more["cause"] = cause
        return terms.asked(store, selection, _SAID.format(cause="and t.churn_cause = $cause" if cause else ""), **more)

    return cache.cached(store, ("interviews", cause, limit), selection, find)
