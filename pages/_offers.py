"""What helps to import: empty templates to fill in, and the mappings that are remembered."""

from __future__ import annotations

import streamlit as st

from cx import templates
from cx.download import XLSX
from cx.importing import saved
from cx.importing.recognise import known_exports
from pages import _store
from pages._words import language, plain, t


def known() -> None:
    """The exports that are recognised as they come."""
    names = [one.label(language()) for one in known_exports()]
    with st.expander(t("imports.known.title", n=len(names)), key="imports_known", icon=":material/fact_check:"):
        st.caption(t("imports.known.hint"))
        st.markdown("\n".join(f"- {name}" for name in names))


def empty_templates() -> None:
    """One XLSX per kind of data; made when clicked."""
    words = language()
    with st.expander(t("imports.templates.title"), key="imports_templates", icon=":material/description:"):
        st.caption(t("imports.templates.hint"))
        with st.container(horizontal=True):
            for name in templates.OFFERED:
                st.download_button(
                    t(f"format.table.{name}"),
                    lambda name=name: templates.template_xlsx(name, words),
                    file_name=templates.template_file_name(name),
                    mime=XLSX,
                    key=f"imports_template_{name}",
                    on_click="ignore",
                    icon=":material/download:",
                )


def _forget(name: str) -> None:
    saved.forget(_store.current(), name)
    st.toast(t("imports.saved.forgotten", name=plain(name)))


def remembered() -> None:
    """The saved mappings, each with a way to let it go."""
    found = saved.all(_store.current())
    if not found:
        return
    with st.expander(t("imports.saved.title", n=len(found)), key="imports_saved", icon=":material/bookmark:"):
        for place, one in enumerate(reversed(found)):
            tables = ", ".join(dict.fromkeys(t(f"format.table.{mapping.table}") for mapping in one.mappings))
            columns = sum(1 for mapping in one.mappings for rule in mapping.columns if rule.column)
            uses = t("imports.saved.uses", tables=tables, columns=columns)
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(
                    f"**{plain(one.name)}** · {uses}",
                    width="content",
                )
                st.button(
                    t("imports.saved.forget"),
                    key=f"imports_forget_{place}",
                    on_click=_forget,
                    args=(one.name,),
                    type="tertiary",
                    icon=":material/delete:",
                )
