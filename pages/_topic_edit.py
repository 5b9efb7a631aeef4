"""What a person does to a topic: rename it, pin it, take a merge back, undo a run; each kept with who and when."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cx import changes
from cx.errors import CxError
from cx.voc import catalogue, topics
from cx.voc.catalogue import Topic
from pages import _reader, _store
from pages._words import language, plain, t


def message() -> None:
    """What came of the last click."""
    said = st.session_state.pop("topic_said", None)
    if said:
        is_done, words = said
        (st.success if is_done else st.error)(plain(words), icon=":material/check:" if is_done else ":material/error:")


def attempt(change: Callable[[], str]) -> None:
    """Make a change and keep what to say about it: what it did, or why it could not."""
    try:
        st.session_state["topic_said"] = True, change()
    except CxError as error:
        failed(error)


def failed(error: CxError) -> None:
    """Keep why a change could not be made."""
    st.session_state["topic_said"] = False, error.text(language())


def turn() -> int:
    """A number in the key of the list: raised where a change moves its rows, so that no other row seems chosen."""
    return int(st.session_state.get("topics_turn", 0))


def let_go() -> None:
    """Choose nothing in the list any more."""
    st.session_state["topics_turn"] = turn() + 1


def _rename(topic: Topic, key: str) -> None:
    name = st.session_state[key]
    if name == _written(topic):
        return

    def change() -> str:
        catalogue.rename(_store.current(), topic.code, name, changes.actor())
        after = catalogue.topics(_store.current())[topic.code].title
        return t("voc_page.renamed", before=topic.title, after=after)

    attempt(change)


def _pin(topic: Topic) -> None:
    def change() -> str:
        catalogue.pin(_store.current(), topic.code, changes.actor(), is_pinned=not topic.is_pinned)
        return t("voc_page.unpinned" if topic.is_pinned else "voc_page.pinned", name=topic.title)

    attempt(change)


def _written(topic: Topic) -> str:
    """What stands in the field of its name: a name that was found may be longer than a person's can be."""
    return topic.title[: catalogue.LONGEST]


def rename(topic: Topic, place: str) -> None:
    """A form for its name."""
    key = f"topic_name_{place}_{topic.code}"
    with st.form(f"{key}_form", border=False):
        st.text_input(
            t("voc_page.name"), _written(topic), key=key, max_chars=catalogue.LONGEST, help=t("voc_page.name_help")
        )
        st.form_submit_button(t("voc_page.rename"), on_click=_rename, args=(topic, key), type="primary")


def pin(topic: Topic, place: str) -> None:
    """Pin it, or no longer."""
    st.button(
        t("voc_page.unpin" if topic.is_pinned else "voc_page.pin"),
        key=f"topic_pin_{place}",
        on_click=_pin,
        args=(topic,),
        icon=":material/keep_off:" if topic.is_pinned else ":material/keep:",
    )


def in_place(topic: Topic) -> None:
    """What can be done to a topic where it is looked at: its name, and whether it is pinned."""
    with st.container(horizontal=True, width="content", gap="xsmall"):
        place = st.popover(t("voc_page.rename"), icon=":material/edit:", key="topic_rename", on_change="rerun")
        if place.open:
            with place:
                rename(topic, "here")
        pin(topic, "here")


def part(topic: Topic) -> None:
    """Take a merge back."""

    def change() -> str:
        catalogue.part(_store.current(), topic.code, changes.actor())
        return t("voc_page.parted", name=topic.title)

    st.button(t("voc_page.part"), key="topic_part", on_click=attempt, args=(change,), icon=":material/call_split:")


def find_anew(detail: str) -> None:
    """Find the topics of all texts anew, as finely as a person wants; `detail`: of the last run."""

    def find() -> None:
        _reader.begin(_store.current()).find_topics(st.session_state["topics_detail"])

    st.selectbox(
        t("voc_page.curate.detail"),
        topics.DETAILS,
        index=topics.DETAILS.index(detail),
        key="topics_detail",
        format_func=lambda one: t(f"voc_page.curate.detail_{one}"),
        width=160,
    )
    st.button(
        t("voc_page.curate.find"),
        key="topics_find",
        on_click=find,
        help=t("voc_page.curate.find_help"),
        icon=":material/refresh:",
    )


def undo() -> None:
    """Go back to the topics of the run before, where there is one."""
    if topics.before(_store.current()) is None:
        return

    def change() -> str:
        topics.undo(_store.current(), changes.actor())
        return t("voc_page.undone")

    st.button(
        t("voc_page.curate.undo"),
        key="topics_undo",
        on_click=attempt,
        args=(change,),
        help=t("voc_page.curate.undo_help"),
        icon=":material/undo:",
    )
