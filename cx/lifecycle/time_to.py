"""How long it takes until an account is onboarded, those who are not there yet counted for as long as they were seen."""

from __future__ import annotations

from cx import cache
from cx.lifecycle import onboarding
from cx.lifecycle.rows import about_accounts, end_of, known_day
from cx.retention_survival import Curve, product_limit
from cx.selection import Selection
from cx.warehouse import Store

_DAY = 86_400
_WAITED = "select state, entered_at, reached_at, account_key from entries where state <> 'excluded'"


def to_onboard(store: Store, selection: Selection) -> Curve | None:
    """The curve of days from the first step to the last required one; None where nobody entered.

    An account that did not finish within the window is watched until the window ends (or until today).
    """
    selection = about_accounts(selection)

    def find() -> Curve | None:
        known, whole = known_day(store), onboarding.onboarding(store, selection)
        if known is None or whole is None:
            return None
        window = onboarding.window_days(store) * _DAY
        found = onboarding.asked(store, selection, _WAITED)
        if found is None or found.empty:
            return None
        is_done = (found["state"] == "done").to_numpy()
        taken = (found["reached_at"] - found["entered_at"]).dt.total_seconds()
        seen = (end_of(known) - found["entered_at"]).dt.total_seconds().clip(upper=window)
        return product_limit((taken.where(is_done, seen) / _DAY).to_numpy(), is_done)

    return cache.cached(store, "onboarding curve", selection, find)
