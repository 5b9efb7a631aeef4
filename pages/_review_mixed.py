"""Tags that are mixed up with each other, and whose tags are doubted more than others'."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from cx import number
from cx.arrow import packed
from cx.cache import VOC
from cx.voc import tag_crew, tag_work
from pages import _review_parts, _store
from pages._words import language, plain, t

_MOST = 200  # rows sent


def _pairs() -> tuple[str, Any]:
    run = tag_work.newest(_store.current())
    found = run.pairs if run else ()
    if not found:
        return "", None
    top = found[0]
    title = t(
        "review_page.mixed_title",
        first=_review_parts.short(top.first),
        second=_review_parts.short(top.second),
        n=f"{round(top.documents):,}",
    )
    rows = {
        "first": [one.first for one in found],
        "second": [one.second for one in found],
        "n": [f"{round(one.documents):,}" for one in found],
        "share": [number.share(one.share, language()) for one in found],
    }
    return title, packed(pd.DataFrame({t(f"review_page.mixed_{name}"): cells for name, cells in rows.items()}))


def pairs() -> None:
    """Pairs of tags, the most mixed-up first."""
    title, table = _store.kept((VOC, "tag pairs", language()), _pairs)
    st.subheader(plain(title) or t("review_page.mixed_none_title"), anchor=False)
    if not title:
        st.markdown(t("review_page.mixed_none"))
        return
    st.dataframe(
        table, hide_index=True, key=f"review_pairs_{language()}", placeholder="", alt=title, height=_height(table)
    )
    st.caption(t("review_page.mixed_legend"))
    st.page_link("pages/48_tags.py", label=t("review_page.to_taxonomy"), icon=":material/arrow_forward:")


def _height(table: Any) -> int | str:
    return 420 if table.num_rows > 10 else "auto"  # noqa: PLR2004 - rows that need no scrolling


def _crew() -> tuple[str, Any]:
    found, run = tag_crew.shares(_store.current()), tag_work.newest(_store.current())
    if not found or run is None:
        return "", None
    top = next((one for one in found if one.is_apart), None)
    found = found[:_MOST]
    rows = {
        "name": [one.name for one in found],
        "share": [number.share(one.value, language()) for one in found],
        "n": [f"{one.n:,}" for one in found],
        "apart": [t(f"review_page.crew_{_standing(one)}") for one in found],
    }
    title = t("review_page.crew_title_none")
    if top:
        whole = number.share(1 - (run.accuracy or 0.0), language())
        title = t("review_page.crew_title", name=top.name, share=number.share(top.value, language()), whole=whole)
    return title, packed(pd.DataFrame({t(f"review_page.crew_{name}"): cells for name, cells in rows.items()}))


def _standing(one: tag_crew.Share) -> str:
    return "few" if one.is_few else "higher" if one.is_apart else "alike"


def crew() -> None:
    """The share of doubted tags by agent."""
    title, table = _store.kept((VOC, "tag crew rows", language()), _crew)
    if not title:
        st.subheader(t("review_page.crew_title_none"), anchor=False)
        return
    st.subheader(plain(title), anchor=False)
    st.dataframe(
        table, hide_index=True, key=f"review_crew_{language()}", placeholder="", alt=title, height=_height(table)
    )
    st.caption(t("review_page.crew_legend"))
