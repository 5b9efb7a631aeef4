"""Whom to call this week: the list with its reasons, and what came of a call."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from cx import number, settings
from cx.errors import CxError
from cx.lifecycle import outreach, rows, stalled
from pages import _address, _onboarding_view, _store, _survey_parts
from pages._words import language, plain, t

_LISTS = ("week", "open", "lost")
_NOTED = "onboarding_noted"
_ROWS = 10


def show() -> None:
    """The list that was chosen; a row opens the form below it."""
    which = _survey_parts.which(
        "onboarding_list", t("onboarding.queue_which"), _LISTS, {name: t(f"onboarding.which_{name}") for name in _LISTS}
    )
    found = _listed(which)
    st.subheader(_title(which, len(found)), anchor=False)
    said = st.session_state.pop(_NOTED, "")
    if said:
        st.success(plain(said), icon=":material/check:")
    if found.empty:
        return
    event = st.dataframe(
        _written(found),
        hide_index=True,
        key=f"onboarding_queue_{which}_{st.session_state.get('onboarding_round', 0)}_{language()}",
        on_select="rerun",
        selection_mode="single-row",
        height="auto" if len(found) <= _ROWS else 400,
        placeholder="",
        alt=_title(which, len(found)),
    )
    st.caption(t("onboarding.queue_help"))
    chosen = event["selection"]["rows"]
    if chosen and chosen[0] < len(found):
        _form(found.iloc[chosen[0]])


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


def _written(found: pd.DataFrame) -> pd.DataFrame:
    """The list in words."""
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


def _form(row: pd.Series) -> None:
    """What came of a call: saved under the name of who is at work, with the day to look again."""
    store = _store.current()
    known = rows.known_day(store)
    if known is None:
        return
    name = str(row["account_name"])
    day = known + timedelta(days=settings.get(store).recheck_days)
    with st.form(f"onboarding_note_{row['account_key']}", border=True):
        st.markdown(f"**{plain(t('onboarding.note_title', account=name))}**")
        outcome = st.radio(
            t("onboarding.note_outcome"),
            outreach.OUTCOMES,
            horizontal=True,
            format_func=lambda code: t(f"onboarding.outcome_{code}"),
            key="onboarding_outcome",
        )
        left, middle, right = st.columns(3)
        cause = left.text_input(t("onboarding.note_cause"), key="onboarding_cause", max_chars=60)
        owner = middle.text_input(t("onboarding.note_owner"), key="onboarding_owner", max_chars=60)
        again = right.date_input(
            t("onboarding.note_day"), value=day, min_value=known, key="onboarding_day", format="YYYY-MM-DD"
        )
        note = st.text_area(
            t("onboarding.note_text"),
            key="onboarding_note",
            help=t("onboarding.note_text_help"),
            max_chars=1000,
            height=80,
        )
        if st.form_submit_button(t("onboarding.note_save"), type="primary"):
            try:
                outreach.put(
                    store, str(row["account_key"]), outcome, owner=owner, cause=cause, note=note, recheck_day=again
                )
            except CxError as error:
                st.error(plain(error.text(language())))
                return
            st.session_state[_NOTED] = t("onboarding.noted", account=name)
            st.session_state["onboarding_round"] = st.session_state.get("onboarding_round", 0) + 1
            st.rerun()
    _history(str(row["account_key"]))


def _history(account_key: str) -> None:
    for past in outreach.of_account(_store.current(), account_key).head(5).to_dict("records"):
        when = number.long_day(pd.Timestamp(past["made_at"]).date(), language())
        who = past["owner"] or past["made_by"]
        head = t("onboarding.history", when=when, outcome=t(f"onboarding.outcome_{past['outcome']}"), who=who)
        said = " · ".join(filter(None, [past["cause"], past["note"]]))
        st.caption(plain(f"{head} — {said}" if said else head))
