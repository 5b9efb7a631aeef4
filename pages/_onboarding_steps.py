"""Setting the team's own onboarding steps, as a table that can be changed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx.errors import CxError
from cx.lifecycle import steps
from cx.lifecycle.steps import OnboardingStep
from pages import _onboarding_view, _store
from pages._words import language, plain, t


def editor() -> None:
    """Name, events and whether it is required, a row a step."""
    place = st.expander(t("onboarding.steps_title"), icon=":material/tune:", key="onboarding_steps", on_change="rerun")
    said = st.session_state.pop("onboarding_steps_said", "")
    if said:
        st.success(said, icon=":material/check:")
    if place.open:
        with place:
            _edit()


def _edit() -> None:
    store = _store.current()
    now, is_own = steps.steps(store), bool(steps.own(store))
    st.caption(t("onboarding.steps_own" if is_own else "onboarding.steps_suggested"))
    codes = {_onboarding_view.event_name(name): name for name in steps.labels(store)}
    rows = pd.DataFrame(
        {
            "name": [_onboarding_view.event_name(one.name) for one in now],
            "events": [[_onboarding_view.event_name(name) for name in one.events] for one in now],
            "is_required": [one.is_required for one in now],
        }
    )
    edited = st.data_editor(
        rows,
        key=f"onboarding_edit_{st.session_state.get('onboarding_edit_round', 0)}_{language()}",
        num_rows="dynamic",
        hide_index=True,
        column_config={
            "name": st.column_config.TextColumn(t("onboarding.steps_name"), max_chars=60, required=True),
            "events": st.column_config.MultiselectColumn(
                t("onboarding.steps_events"), options=list(codes), required=True
            ),
            "is_required": st.column_config.CheckboxColumn(t("onboarding.steps_required"), default=True),
        },
    )
    st.caption(t("onboarding.steps_help"))
    with st.container(horizontal=True, key="onboarding_steps_buttons"):
        if st.button(t("onboarding.steps_save"), key="onboarding_steps_save", type="primary"):
            _save([_step(row, codes) for row in edited.to_dict("records")])
        if is_own and st.button(t("onboarding.steps_reset"), key="onboarding_steps_reset"):
            _save([])


def _step(row: dict[str, object], codes: dict[str, str]) -> OnboardingStep:
    events = row["events"] if isinstance(row["events"], list | tuple) else []
    is_required = row["is_required"]
    return OnboardingStep(
        str(row["name"] or ""), tuple(codes.get(str(name), str(name)) for name in events), bool(is_required)
    )


def _save(wanted: list[OnboardingStep]) -> None:
    try:
        steps.put(_store.current(), wanted)
    except CxError as error:
        st.error(plain(error.text(language())))
        return
    st.session_state["onboarding_steps_said"] = t("onboarding.steps_saved")
    st.session_state["onboarding_edit_round"] = st.session_state.get("onboarding_edit_round", 0) + 1
    st.rerun()
