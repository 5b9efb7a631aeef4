"""What every number means: the metric dictionary, generated from the metrics themselves."""

from __future__ import annotations

import streamlit as st

from cx import metric, settings
from pages import _entries, _frame, _store
from pages._words import t

_frame.title("dictionary", has_basis=False)
st.caption(t("dictionary.question"))


@_frame.fragment
def what_numbers_mean() -> None:
    """The list beside the metric that is chosen there."""
    wanted = st.text_input(
        t("dictionary.search"), key="dictionary_search", placeholder=t("dictionary.example"), icon=":material/search:"
    )
    known = metric.metrics().values()
    found = _entries.matching([one for fact in metric.FACTS for one in known if one.fact == fact], wanted)
    if not found:
        st.info(t("dictionary.nothing"), icon=":material/search_off:")
        return
    left, right = st.columns([3, 2], border=True)
    with left:
        chosen = _entries.listing(found)
    with right, st.container(gap="xsmall"):
        if chosen:
            _entries.card(chosen)


what_numbers_mean()
st.header(t("dictionary.rules"), anchor=False)
rules = settings.get(_store.current())
st.markdown(t("dictionary.rules_text", minimum=rules.minimum_n, withhold=rules.withhold_n))
