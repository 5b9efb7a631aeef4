"""SLA policies from a file, and as one: the same sheet both ways; what cannot be used is told line by line."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx import download, sla, sla_file
from cx.errors import CxError
from pages import _sheet, _store
from pages._promises import done
from pages._words import language, plain, t

_WRONG_SHOWN = 10


def from_file() -> None:
    """The sheet to take away, and what a file says before it is used."""
    with st.expander(t("sla.file"), key="sla_file", icon=":material/upload_file:"):
        st.caption(t("sla.file_hint"))
        words, store, today = language(), _store.current(), _store.today()
        _sheet.offered(
            "sla",
            t("sla.file_template"),
            lambda: sla_file.to_sheet(sla.everything(store), words),
            "sla_policies.xlsx",
        )
        found = _sheet.given("sla", t("sla.file_upload"), lambda data, name: sla_file.read_policies(data, name, today))
        if found is not None:
            _offered(found)


def _offered(found: sla_file.PoliciesFile) -> None:
    st.markdown(t("sla.file_found", n=len(found.policies), wrong=len(found.wrong)))
    for line, reason in found.wrong[:_WRONG_SHOWN]:
        st.warning(plain(t("sla.file_wrong", line=line, reason=reason.text(language()))))
    if found.wrong:
        rows = [(line, reason.text(language())) for line, reason in found.wrong]
        frame = pd.DataFrame(rows, columns=[t("sla.file_line"), t("sla.file_reason")])
        st.download_button(
            t("sla.file_rejected"),
            lambda: download.to_csv(frame),
            file_name="sla_rejected.csv",
            mime="text/csv",
            key="sla_rejected",
            on_click="ignore",
            icon=":material/download:",
        )
    n = len(found.policies)
    if n and st.button(t("sla.file_take", n=n), key="sla_file_take", type="primary"):
        try:
            sla.put_all(_store.current(), found.policies)
        except CxError as error:
            st.error(plain(error.text(language())), icon=":material/error:")
            return
        done(t("sla.file_taken", n=n))
