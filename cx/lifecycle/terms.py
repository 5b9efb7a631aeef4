"""Contracts as terms: what became of each at its end, and for how long its fee was really recurring.

A term is *renewed* by the account's next contract: the first one that ends later and begins around its end, at most EARLY_DAYS before and
at most the days of grace after it.
Dates decide; where there is no such contract the outcome of the source does. A term whose days of grace have not passed is *pending* (unless its source
says it is over), one that has not ended is *running*. A contract moved to another one counts as renewed.

For revenue a renewal begins the day after the term it renews, whether it was signed early or late; so nothing is counted twice and
no gap within the grace is a loss. A pending term goes on until it is known. A contract without a first day has been there always, one
without a last day goes on, and one of which only the outcome is known to be over ended within the last whole month known.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from cx import cache, settings
from cx.facts_term import ACCOUNTS, TERMS
from cx.lifecycle.rows import ask, chosen, known_day
from cx.selection import Selection
from cx.warehouse import Store

STATES = ("renewed", "churned", "pending", "running")


def asked(store: Store, selection: Selection, sql: str, **more: object) -> pd.DataFrame:
    """The answer of `sql`, which reads `term_row` and may use $known, $grace and `more`; no rows where nothing is known."""
    where, values = chosen(selection.narrowed(plan=()))
    # The contract's plan, not what the account has today; what follows in another plan is no loss, so it is asked of terms that are judged.
    plan = "j.plan in (select unnest($chosen_plan::varchar[]))" if selection.plan else "true"
    values |= {"chosen_plan": list(selection.plan)} if selection.plan else {}
    bound = values | {"known": known_day(store) or date.min, "grace": settings.get(store).renewal_grace_days} | more
    return ask(store, f"with {ACCOUNTS}, {TERMS.format(where=where, plan=plan)} {sql}", bound)


def last_day(store: Store, account_key: str) -> date | None:
    """The last day of an account's contracts; None where it has none, or one without an end."""
    sql = "select max(ends_day) as ends, count(*) filter (ends_day is null) as endless from term_row where account_key = $key"
    row = asked(store, Selection(period="all"), sql, key=account_key).iloc[0]
    return None if pd.isna(row["ends"]) or row["endless"] else pd.Timestamp(row["ends"]).date()


def is_any(store: Store) -> bool:
    """Whether there are contracts at all."""

    def find() -> bool:
        return not store.query("select 1 from contract limit 1").empty

    return cache.cached(store, "contracts at all", None, find)
