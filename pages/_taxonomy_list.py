"""The tags of the taxonomy as a list to choose from, and its versions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd
import streamlit as st

from cx import changes
from cx.arrow import packed
from cx.cache import VOC
from cx.voc import taxonomy, unclassified
from cx.voc.taxonomy import Tag, Version
from pages import _local, _store
from pages._words import language, plain, t

MOST = 200  # rows sent at once; the search finds the others
_SCROLL = 12  # rows that need no scrolling


def height(rows: int) -> int | str:
    """Of a table with so many rows."""
    return 460 if rows > _SCROLL else "auto"


def table(columns: dict[str, Sequence[object]]) -> Any:
    """Columns by the ends of their keys, ready to be sent."""
    return packed(pd.DataFrame({t(f"tag_page.{name}"): list(cells) for name, cells in columns.items()}))


@cache
def counted(_language: str) -> dict[str, Any]:
    """How the column of numbers of texts is shown."""
    return {t("tag_page.count"): st.column_config.NumberColumn(format="localized", width="small")}


def searched(words: str, tags: Sequence[str]) -> list[str]:
    """The tags that hold the words, whatever their case."""
    return [tag for tag in tags if words.casefold() in tag.casefold()]


def search(key: str, n: int) -> str:
    """What to look for, where there are more than can be shown."""
    if n <= MOST:
        return ""
    return st.text_input(
        t("tag_page.search"), key=key, placeholder=t("tag_page.search_example"), icon=":material/search:", max_chars=80
    ).strip()


def now() -> Tag | None:
    """The tags in use; the one that is chosen."""
    known = taxonomy.current(_store.current())
    active = [tag for tag in known.values() if tag.is_active]
    majors = {tag.major for tag in active} - {unclassified.TAG}
    st.subheader(t("tag_page.now_title", majors=f"{len(majors):,}", n=f"{len(active):,}"), anchor=False)
    if len(majors) > taxonomy.FEW_MAJORS:
        st.caption(t("tag_page.many_majors", n=f"{len(majors):,}", few=taxonomy.FEW_MAJORS))
    shown = active
    if len(active) < len(known) and st.toggle(t("tag_page.with_retired"), key="tags_retired"):
        shown = list(known.values())
    words = search("tags_search", len(shown))
    names = searched(words, sorted(tag.tag for tag in shown))
    return _list([known[name] for name in names[:MOST]], len(names))


def _list(shown: list[Tag], n: int) -> Tag | None:
    if not shown:
        st.caption(t("tag_page.none_found"))
        return None
    if n > len(shown):
        st.caption(t("tag_page.shown", all=f"{n:,}", n=f"{len(shown):,}"))
    used = taxonomy.in_use(_store.current())
    rows = table(
        {
            "major": [tag.major for tag in shown],
            "minor": [tag.minor for tag in shown],
            "count": [used.get(tag.tag, 0) for tag in shown],
            "state": [_state(tag) for tag in shown],
            "description": [tag.description for tag in shown],
        }
    )
    turn = st.session_state.get("tags_turn", 0)
    event = st.dataframe(
        rows,
        hide_index=True,
        key=f"tags_list_{turn}_{language()}",
        on_select="rerun",
        selection_mode="single-row",
        placeholder="",
        height=height(len(shown)),
        column_config=counted(language()),
        alt=t("tag_page.list"),
    )
    return next((shown[row] for row in event.selection.rows if row < len(shown)), None)


def _state(tag: Tag) -> str:
    if tag.is_active:
        return t("tag_page.state_active")
    return t("tag_page.state_mapped", tag=tag.maps_to) if tag.maps_to else t("tag_page.state_retired")


def versions() -> None:
    """What was changed when, by whom."""
    found = taxonomy.versions(_store.current())
    title = t("tag_page.versions", n=f"{len(found):,}")

    def make() -> Any:
        return table(
            {
                "version": [f"{one.version}" for one in found[:MOST]],
                "at": [_local.words(one.made_at) for one in found[:MOST]],
                "who": [t("change.local") if one.made_by == changes.NOBODY else one.made_by for one in found[:MOST]],
                "what": [_what(one) for one in found[:MOST]],
            }
        )

    behind = st.expander(title, key="tags_versions", on_change="rerun")
    if behind.open:
        rows = _store.kept((VOC, "taxonomy rows", language()), make)
        behind.dataframe(
            rows, hide_index=True, key=f"tags_versions_{language()}", placeholder="", height=height(len(found)), alt=plain(title)
        )  # fmt: skip


def _what(one: Version) -> str:
    gone = sorted((tag for tag in one.tags if tag.maps_to), key=lambda tag: (tag.tag.count("/"), tag.tag))
    if one.change == "begin":
        return t("tag_page.what_begin", n=sum(tag.is_active for tag in one.tags))
    if gone:
        return t("tag_page.what_rename", tag=gone[0].tag, into=gone[0].maps_to)
    return t(f"tag_page.what_{one.change}", tag=one.tags[0].tag)
