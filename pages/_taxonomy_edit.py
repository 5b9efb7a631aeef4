"""Changing the taxonomy: begin it, add, describe, rename, move, merge and retire tags, and put new ones in their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from cx import changes
from cx.errors import CxError
from cx.voc import taxonomy, unclassified
from cx.voc.taxonomy import Tag
from pages import _review_parts, _store, _taxonomy_list
from pages._words import language, plain, t

_NARROW = 640  # pixels: a number far from its tag is hard to read


def message() -> None:
    """What came of the last click, or why nothing did."""
    said = st.session_state.pop("tags_message", None)
    if said:
        st.success(plain(said), icon=":material/check:")
    wrong = st.session_state.pop("tags_wrong", None)
    if wrong:
        st.error(plain(wrong), icon=":material/error:")


def _act(do: Callable[[], object], words: str) -> None:
    """Change something, and begin anew with a sentence about it."""
    try:
        do()
    except CxError as error:
        st.session_state["tags_wrong"] = error.text(language())
        return
    st.session_state["tags_message"] = words
    st.session_state["tags_turn"] = _turn() + 1


def _turn() -> int:
    return int(st.session_state.get("tags_turn", 0))


def begin() -> None:
    """The tags in use, as they would become the first version."""
    used = taxonomy.in_use(_store.current())
    with st.container(border=True, key="tags_begin"):
        if not used:
            st.subheader(t("tag_page.begin_none_title"), anchor=False)
            st.markdown(t("tag_page.begin_none"))
            return
        st.subheader(t("tag_page.begin_title", n=f"{len(used):,}"), anchor=False)
        st.markdown(t("tag_page.begin_text"))
        st.button(t("tag_page.begin"), key="tags_begin_now", on_click=_begin, type="primary", icon=":material/flag:")
        words = _taxonomy_list.search("tags_begin_search", len(used))
        names = _taxonomy_list.searched(words, list(used))[: _taxonomy_list.MOST]
        if len(names) < len(used):
            st.caption(t("tag_page.shown", all=f"{len(used):,}", n=f"{len(names):,}"))
        rows: dict[str, Sequence[object]] = {"tag": names, "count": [used[name] for name in names]}
        is_wide = any(taxonomy.proposed(name) != name for name in used)
        if is_wide:
            rows["begin_becomes"] = [taxonomy.proposed(name) for name in names]
        st.dataframe(
            _taxonomy_list.table(rows),
            hide_index=True,
            key=f"tags_proposed_{language()}",
            placeholder="",
            height=_taxonomy_list.height(len(names)),
            width="stretch" if is_wide else _NARROW,
            column_config=_taxonomy_list.counted(language()),
            alt=t("tag_page.list"),
        )


def _begin() -> None:
    _review_parts.act(lambda: taxonomy.begin(_store.current(), changes.actor()))


def add() -> None:
    """One more tag."""
    st.subheader(t("tag_page.add"), anchor=False)
    turn = _turn()
    with st.form(f"tags_add_{turn}", border=False):
        st.text_input(
            t("tag_page.add_path"), key=f"tags_path_{turn}", placeholder=t("tag_page.add_example"), max_chars=120
        )
        st.text_input(
            t("tag_page.description"),
            key=f"tags_about_{turn}",
            placeholder=t("tag_page.description_example"),
            max_chars=200,
        )
        st.form_submit_button(t("tag_page.add"), key="tags_add", on_click=_add, icon=":material/add:")


def _add() -> None:
    turn = _turn()
    written, about = st.session_state[f"tags_path_{turn}"], st.session_state[f"tags_about_{turn}"]
    _act(
        lambda: taxonomy.add(_store.current(), written, about, changes.actor()), t("tag_page.added", tag=written.strip())
    )  # fmt: skip


def change(tag: Tag) -> None:
    """What can be done to the chosen tag."""
    st.subheader(plain(t("tag_page.change", tag=_review_parts.short(tag.tag))), anchor=False)
    if tag.tag == unclassified.TAG:
        st.caption(t("tag_page.stays"))
        return
    if not tag.is_active:
        st.button(t("tag_page.restore"), key="tags_restore", on_click=_restore, args=(tag,), icon=":material/undo:")
        return
    key = f"{_turn()}_{tag.tag}"
    with st.form(f"tags_describe_{key}", border=False):
        st.text_input(
            t("tag_page.description"),
            tag.description,
            key=f"tags_said_{key}",
            placeholder=t("tag_page.description_example"),
            max_chars=200,
        )
        st.form_submit_button(t("tag_page.describe"), key="tags_describe", on_click=_describe, args=(tag, key))
    with st.form(f"tags_rename_{key}", border=False):
        st.text_input(
            t("tag_page.rename_to"), tag.tag, key=f"tags_new_{key}", max_chars=120, help=t("tag_page.rename_help")
        )
        st.form_submit_button(t("tag_page.rename"), key="tags_rename", on_click=_rename, args=(tag, key))
    _review_parts.tag_choice(f"tags_into_{key}", t("tag_page.retire_into"))
    st.button(t("tag_page.retire"), key="tags_retire", on_click=_retire, args=(tag, key), icon=":material/archive:")


def _describe(tag: Tag, key: str) -> None:
    said = st.session_state[f"tags_said_{key}"]
    words = t("tag_page.described", tag=tag.tag)
    _act(lambda: taxonomy.describe(_store.current(), tag.tag, said, changes.actor()), words)


def _rename(tag: Tag, key: str) -> None:
    new = st.session_state[f"tags_new_{key}"]
    words = t("tag_page.renamed", tag=tag.tag, new=new.strip())
    _act(lambda: taxonomy.rename(_store.current(), tag.tag, new, changes.actor()), words)


def _retire(tag: Tag, key: str) -> None:
    into = st.session_state.get(f"tags_into_{key}")
    words = t("tag_page.renamed", tag=tag.tag, new=into) if into else t("tag_page.retired", tag=tag.tag)
    _act(lambda: taxonomy.retire(_store.current(), tag.tag, into, changes.actor()), words)


def _restore(tag: Tag) -> None:
    words = t("tag_page.restored", tag=tag.tag)
    _act(lambda: taxonomy.restore(_store.current(), tag.tag, changes.actor()), words)


def strangers() -> None:
    """Tags that came with imports and are not in the taxonomy: add them, or count them as one there is."""
    found = taxonomy.strangers(_store.current())
    if not found:
        return
    with st.container(border=True, key="tags_strangers"):
        st.subheader(t("tag_page.strangers_title", n=f"{len(found):,}"), anchor=False)
        st.caption(t("tag_page.strangers_text"))
        names = list(found)[: _taxonomy_list.MOST]
        event = st.dataframe(
            _taxonomy_list.table({"tag": names, "count": [found[name] for name in names]}),
            hide_index=True,
            key=f"tags_strange_{_turn()}_{language()}",
            on_select="rerun",
            selection_mode="multi-row",
            placeholder="",
            height=260 if len(names) > 6 else "auto",  # noqa: PLR2004 - rows that need no scrolling
            column_config=_taxonomy_list.counted(language()),
            alt=t("tag_page.list"),
        )
        picked = [names[row] for row in event.selection.rows if row < len(names)]
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.button(
                t("tag_page.strangers_add"), key="tags_strange_add", disabled=not picked, on_click=_place, args=(picked, None)
            )  # fmt: skip
            with st.container(width=260):
                into = _review_parts.tag_choice(f"tags_strange_into_{_turn()}", t("review_page.other"))
            st.button(
                t("tag_page.strangers_into"),
                key="tags_strange_use",
                disabled=not (picked and into),
                on_click=_place,
                args=(picked, into),
            )


def _place(picked: list[str], into: str | None) -> None:
    def do() -> None:
        for tag in picked:
            if into:
                taxonomy.connect(_store.current(), tag, into, changes.actor())
            else:
                taxonomy.add(_store.current(), tag, "", changes.actor())

    _act(do, t("tag_page.strangers_done", n=len(picked)))
