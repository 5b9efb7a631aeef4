"""The documents of a month or week: a button a format, and what a document that was handed out before would say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from cx import number
from cx.reports import documents, frozen, when
from cx.reports.documents import text
from pages import _store
from pages._words import language, plain, t

_FILES = ("pdf", "pptx", "xlsx", "md")


def buttons(asked: frozen.Asked) -> None:
    """One button a format, the text for messengers, and whether the numbers were handed out before."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="month_documents"):
        for name in _FILES:
            kind = documents.formats()[name]
            st.download_button(
                t(f"month.document.{name}"),
                _maker(name, asked),
                file_name=f"cx-{when.code(asked.first, asked.every)}.{kind.ENDING}",
                mime=kind.MIME,
                key=f"month_{name}",
                on_click="ignore",
                icon=":material/download:",
                help=t("month.kept_help") if name == "pdf" else None,
            )
        _text(asked)
    _kept(asked)


def _maker(name: str, asked: frozen.Asked) -> Callable[[], bytes]:
    """Makes the document when somebody clicks, in a thread of its own."""
    store, tongue = _store.current(), language()

    def make() -> bytes:
        found = frozen.printed(store, asked, now=datetime.now(UTC))
        return documents.make(name, found.report, found.sheet(tongue))

    return make


def _text(asked: frozen.Asked) -> None:
    place = st.popover(t("month.document.text"), icon=":material/chat:", key="month_text", on_change="rerun")
    if place.open:
        found = frozen.printed(_store.current(), asked, now=datetime.now(UTC))
        with place:
            st.code(text.words(found.sheet(language())), language=None, wrap_lines=True)


def _kept(asked: frozen.Asked) -> None:
    """Since when the numbers of the documents stand, what today's would be, and the way to take those instead."""
    found = frozen.glance(_store.current(), asked)
    if found is None:
        return
    words = t("month.kept_note", moment=number.moment(found.made_at, language()))
    gaps = frozen.differences(found.report, found.today, language())
    if not gaps:
        st.caption(plain(words))
        return
    st.caption(plain(f"{words} {t('month.changed_since', gaps=gaps)}"))
    st.button(
        t("month.again"),
        key="month_again",
        icon=":material/published_with_changes:",
        type="tertiary",
        on_click=lambda: frozen.printed(_store.current(), asked, now=datetime.now(UTC), again=True),
    )
