"""What is not solved for one account, by tag: contacts that are open, came again, or whose words tell of pain, of lasting trouble or of something critical.

Issues handed to planning name no account in any source we read, so what an account still waits for is told from its own contacts and words.
"""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from cx import cache
from cx.lifecycle.rows import known_day
from cx.warehouse import Store

DAYS = 365  # back from the last day known: what nobody has mentioned for a year is not a matter any more
_MATTERS = """
with contacts as (
    select category, count(*) filter (over_day is null and is_tracked) as waiting, min(opened_at) filter (over_day is null and is_tracked) as since,
        count(*) filter (is_repeat and day > $first) as again, max(day) filter (day > $first) as latest
    from ticket_fact where account_key = $account and is_counted group by category
), said as (
    select category, count(*) filter (kind = 'pain') as pains, count(*) filter (is_long_term and kind = 'pain') as lasting, count(*) filter (is_critical) as critical,
        max(day) as latest
    from voc_fact where account_key = $account and day > $first and (kind = 'pain' or is_critical) group by category
), told as (
    select coalesce(c.category, s.category) as category, coalesce(waiting, 0) as waiting, since, coalesce(again, 0) as again, coalesce(pains, 0) as pains,
        coalesce(lasting, 0) as lasting, coalesce(critical, 0) as critical, greatest(c.latest, s.latest, since::date) as last_day
    from contacts c full join said s on coalesce(c.category, '') = coalesce(s.category, '')
)
select * from told where waiting > 0 or again > 0 or lasting > 0 or critical > 0
order by waiting > 0 desc, critical > 0 desc, lasting > 0 desc, waiting desc, again desc, pains desc, category
"""


def matters(store: Store, account_key: str) -> pd.DataFrame:
    """By `category` (None: without a tag): contacts `waiting` now with the oldest `since`, and of the last year those that came `again` within the window of
    repeats, texts of `pains`, `lasting` trouble and something `critical`, and the `last_day` of any. What waits comes first, then what is critical.

    Texts count once they have been read. Without an open contact, a repeat, or lasting or critical words a tag is no matter.
    """

    def find() -> pd.DataFrame:
        first = (known_day(store) or date.max) - timedelta(days=DAYS)
        return store.query(_MATTERS, {"account": account_key, "first": first})

    return cache.cached(store, (cache.VOC, "account matters", account_key), None, find)
