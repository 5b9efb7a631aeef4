"""Whom to call this week: the list with its reasons."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx import number
from cx.lifecycle import rows, stalled
from pages import _address, _onboarding_view, _outreach, _store, _survey_parts
from pages._words import language, t

_LISTS = ("week", "open", "lost")


def show() -> None:
    """The list that was chosen; a row opens the form below it."""
    which = _survey_parts.which(
        "onboarding_list", t("onboarding.queue_which"), _LISTS, {name: t(f"onboarding.which_{name}") for name in _LISTS}
    )
    found = _listed(which)
    st.subheader(_title(which, len(found)), anchor=False)
    _outreach.message("onboarding")
    if found.empty:
        return
    _outreach.listed(
        "onboarding",
        f"onboarding_queue_{which}",
        written(found),
        found,
        alt=_title(which, len(found)),
        help_text=t("onboarding.queue_help"),
    )


def _title(which: str, n: int) -> str:
    if which == "week":
        return t("onboarding.queue_title", n=f"{n:,}") if n else t("onboarding.queue_none")
    return t(f"onboarding.queue_{which}", n=f"{n:,}")


def _listed(which: str) -> pd.DataFrame:
    store, chosen = _store.current(), rows.about_accounts(_address.selection())
    if which == "week":
        return stalled.queue(store, chosen)
    found = stalled.standing(store, chosen)
    return found[found["state"] == which].reset_index(drop=True) if len(found) else found


def written(found: pd.DataFrame) -> pd.DataFrame:
    """A list of accounts that stand still in words; a column of which nothing is known is left out."""
    columns = {
        "account": found["account_name"].tolist(),
        "reason": [_because(row) for row in found.to_dict("records")],
        "waits": [_onboarding_view.event_name(str(name)) for name in found["waits_for"]],
        "cause": [None if pd.isna(cause) else str(cause) for cause in found["cause"]],
        "plan": found["plan"].tolist(),
        "partner": [None if pd.isna(one) else str(one) for one in found["partner"]],
        "fee": [
            number.write("money", None if pd.isna(fee) else float(fee), language()) for fee in found["monthly_fee"]
        ],
        "last": [None if pd.isna(at) else number.long_day(at.date(), language()) for at in found["last_contact"]],
        "owner": found["owner"].tolist(),
        "outcome": [None if pd.isna(one) else t(f"onboarding.outcome_{one}") for one in found["outcome"]],
    }
    if "reason" not in found:
        columns["reason"] = [_since(row) for row in found.to_dict("records")]
    shown = {name: values for name, values in columns.items() if any(not pd.isna(value) for value in values)}
    return pd.DataFrame({t(f"onboarding.column_{name}"): values for name, values in shown.items()})


def _because(row: dict[str, object]) -> str:
    reason = row.get("reason")
    if reason == "recheck":
        return t(
            "onboarding.because_recheck", day=number.long_day(pd.Timestamp(str(row["recheck_day"])).date(), language())
        )
    if reason == "slow":
        return t("onboarding.because_slow", days=row["days"], usual=f"{float(str(row['usual_days'])):.0f}")
    return _since(row)


def _since(row: dict[str, object]) -> str:
    left = int(str(row["left_days"]))
    return t("onboarding.because_closing", left=left) if left >= 0 else t("onboarding.because_lost", over=-left)
