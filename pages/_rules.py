"""One setting: what it means, what it may be, and saving it with a sentence about what happened."""

from __future__ import annotations

import streamlit as st

from cx import settings
from cx.clocks import zones
from cx.errors import CxError
from pages import _store
from pages._words import language, plain, t

_DEFAULTS = settings.Settings()
_ZONE = "reporting_zone"


def message() -> None:
    """What came of the last click."""
    said = st.session_state.pop("settings_message", None)
    if said:
        is_good, words = said
        (st.success if is_good else st.error)(words, icon=":material/check:" if is_good else ":material/error:")


def _shown(name: str, value: object) -> str:
    if name == _ZONE:
        return str(value)
    return t(f"settings_page.unit.{name}", n=f"{value:,}")


def _range(name: str) -> str:
    if name == _ZONE:
        return t("settings_page.range_zone")
    low, high = settings.LIMITS[name]
    return t("settings_page.range", low=f"{low:,}", high=_shown(name, high))


def _put(name: str, value: object) -> None:
    """Save one setting; the sentence about it is shown at the top."""
    label = t(f"settings_page.name.{name}")
    try:
        with st.spinner(t("settings_page.working")):
            settings.put(_store.current(), name, value)
    except CxError as error:
        if name in settings.LIMITS:
            low, high = settings.LIMITS[name]
            words = t("settings_page.refused", name=label, value=value, low=f"{low:,}", high=f"{high:,}")
        else:
            words = error.text(language())
        st.session_state["settings_message"] = (False, plain(words))
        return
    st.session_state["settings_message"] = (
        True,
        plain(t("settings_page.saved", name=label, value=_shown(name, value))),
    )


def _save(name: str) -> None:
    value = st.session_state[f"settings_{name}"]
    _put(name, value)


def _default(name: str) -> None:
    value = getattr(_DEFAULTS, name)
    st.session_state[f"settings_{name}"] = value
    _put(name, value)


def card(name: str, now: object) -> None:
    """One setting."""
    st.subheader(t(f"settings_page.name.{name}"), anchor=False)
    st.markdown(t(f"settings_page.meaning.{name}"))
    usual = getattr(_DEFAULTS, name)
    st.caption(plain(t("settings_page.facts", default=_shown(name, usual), range=_range(name))))
    key = f"settings_{name}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if name == _ZONE:
            st.selectbox(
                t(f"settings_page.name.{name}"),
                zones(),
                index=zones().index(str(now)),
                key=key,
                label_visibility="collapsed",
                width=240,
            )
        else:
            st.number_input(
                t(f"settings_page.name.{name}"),
                value=int(str(now)),
                step=1,
                key=key,
                label_visibility="collapsed",
                width=200,
            )
        st.button(t("settings_page.save"), key=f"{key}_save", on_click=_save, args=(name,), type="primary")
        if now != usual:
            st.button(
                t("settings_page.default"), key=f"{key}_default", on_click=_default, args=(name,), type="tertiary"
            )
    if now != usual:
        st.badge(t("settings_page.changed"), color="blue")
