"""What came of a call with an account: the form below the row that was chosen, and the calls before."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from cx import number, settings
from cx.errors import CxError
from cx.lifecycle import outreach
from cx.lifecycle.rows import known_day
from pages import _account_parts, _local, _row_choice, _store
from pages._words import language, plain, t

_CAUSE = {"onboarding": "onboarding.note_cause", "renewal": "renewal.note_cause"}


def turn(about: str) -> int:
    """How many calls were noted on this page: a new one lets the chosen row go."""
    return int(st.session_state.get(f"{about}_round", 0))


def message(about: str) -> None:
    """That a call was noted, once."""
    said = st.session_state.pop(f"{about}_noted", "")
    if said:
        st.success(plain(said), icon=":material/check:")


def listed(
    about: str,
    key: str,
    written: pd.DataFrame,
    accounts: pd.DataFrame,
    *,
    alt: str,
    help_text: str,
    rows: int = _row_choice.ROWS,
    wide: str = "",
) -> None:
    """A table of accounts in words; a row opens the form below it. `accounts` has the same rows with
    `account_key`, `account_name`; the column `wide` is mostly empty, and takes room for words nevertheless.
    """
    place = _row_choice.chosen(f"{key}_{turn(about)}", written, alt=alt, help_text=help_text, rows=rows, wide=wide)
    if place is not None:
        row = accounts.iloc[place]
        form(str(row["account_key"]), str(row["account_name"]), about)


def form(account_key: str, name: str, about: str) -> None:
    """Outcome, cause, owner, day to look again and note; saved under the name of who is at work."""
    store = _store.current()
    known = known_day(store)
    if known is None:
        return
    day = known + timedelta(days=settings.get(store).recheck_days)
    with st.form(f"{about}_note_{account_key}", border=True):
        st.markdown(f"**{plain(t('onboarding.note_title', account=name))}**")
        outcome = st.radio(
            t("onboarding.note_outcome"),
            outreach.OUTCOMES,
            horizontal=True,
            format_func=lambda code: t(f"onboarding.outcome_{code}"),
            key=f"{about}_outcome",
        )
        left, middle, right = st.columns(3)
        cause = left.text_input(t(_CAUSE[about]), key=f"{about}_cause", max_chars=60)
        owner = middle.text_input(t("onboarding.note_owner"), key=f"{about}_owner", max_chars=60)
        again = right.date_input(
            t("onboarding.note_day"), value=day, min_value=known, key=f"{about}_day", format="YYYY-MM-DD"
        )
        note = st.text_area(
            t("onboarding.note_text"),
            key=f"{about}_note",
            help=t("onboarding.note_text_help"),
            max_chars=1000,
            height=80,
        )
        if st.form_submit_button(t("onboarding.note_save"), type="primary"):
            told = {"owner": owner, "cause": cause, "note": note, "recheck_day": again}
            try:
                outreach.put(store, account_key, outcome, about=about, **told)
            except CxError as error:
                st.error(plain(error.text(language())))
                return
            st.session_state[f"{about}_noted"] = t("onboarding.noted", account=name)
            st.session_state[f"{about}_round"] = turn(about) + 1
            st.rerun()
    _account_parts.link(account_key)
    history(account_key)


def history(account_key: str) -> None:
    """The last calls with an account."""
    for past in outreach.of_account(_store.current(), account_key).head(5).to_dict("records"):
        when = number.long_day(_local.moment(past["made_at"]).date(), language())
        who = past["owner"] or past["made_by"]
        head = t("onboarding.history", when=when, outcome=t(f"onboarding.outcome_{past['outcome']}"), who=who)
        said = " · ".join(filter(None, [past["cause"], past["note"]]))
        st.caption(plain(f"{head} — {said}" if said else head))
