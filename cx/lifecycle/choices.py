"""What the pages about accounts can be filtered by: everything accounts and contracts say, also where nobody has written yet."""

from __future__ import annotations

from cx import cache
from cx.lifecycle import terms
from cx.lifecycle.rows import known_day
from cx.selection import Selection
from cx.warehouse import Store

NAMES = ("segment", "plan", "partner", "account")
_VALUES = """
, valued as (
    select account_key, {value} as value, {label} as label from account_row a
    union all select account_key, {term}, {term} from term_row
)
select value, any_value(label) as label from valued where value is not null group by value order by count(distinct account_key) desc, 2, 1 limit $most
"""


def members(store: Store, name: str, most: int) -> dict[str, str]:
    """Values of one of NAMES with what people call them, those of most accounts first; accounts in the order of their names."""

    def find() -> dict[str, str]:
        if known_day(store) is None:
            return {}
        value, label = (
            ("a.account_key", "coalesce(a.account_name, a.account_key)") if name == "account" else (f"a.{name}",) * 2
        )
        sql = _VALUES.format(value=value, label=label, term="plan" if name == "plan" else "null")
        found = terms.asked(store, Selection(period="all"), sql, most=most)
        return {str(code): str(words) for code, words in zip(found["value"], found["label"], strict=True)}

    return cache.cached(store, ("account choices", name, most), None, find)
