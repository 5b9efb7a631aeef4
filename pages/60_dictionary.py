"""What every number means: the metric dictionary, generated from the metrics themselves."""

from __future__ import annotations

import streamlit as st

from cx import metric, settings
from pages import _entries, _frame, _store
from pages._words import t

_frame.title("dictionary", has_basis=False)
st.caption(t("dictionary.question"))
wanted = st.text_input(
    t("dictionary.search"), key="dictionary_search", placeholder=t("dictionary.example"), icon=":material/search:"
)
found = _entries.matching(list(metric.metrics().values()), wanted)
if not found:
    st.info(t("dictionary.nothing"))
for fact in metric.FACTS:
    members = [one for one in found if one.fact == fact]
    if members:
        st.header(t(f"dictionary.{fact}"), anchor=False)
        _entries.show(members)
st.header(t("dictionary.rules"), anchor=False)
rules = settings.get(_store.current())
st.markdown(t("dictionary.rules_text", minimum=rules.minimum_n, withhold=rules.withhold_n))
