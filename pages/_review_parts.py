"""What the sections of the review share: which one is shown, a document with its tags, what was learnt, and learning now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from cx import changes, number
from cx.errors import CxError
from cx.shortened import shortened
from cx.voc import marking, tag_work, tagging, taxonomy
from cx.voc.aside import Aside
from cx.voc.tagging import Document, Verdict
from pages import _address, _local, _quoted, _store
from pages._words import language, member, plain, t

LONG = 5_000  # signs of a text
_LISTED = 200  # tags to choose from at once
_NEWEST = 6  # decisions listed beside what is decided
_TAG = 60  # signs of a tag where it has to share a line

_D = TypeVar("_D")


def section(names: Sequence[str]) -> str:
    """Which section is looked at."""
    _address.follow("section", "review_section", names[0], names)
    if st.session_state["review_section"] not in names:
        st.session_state["review_section"] = names[0]
    found = str(
        st.segmented_control(
            t("review_page.section"),
            names,
            key="review_section",
            format_func=lambda name: t(f"review_page.section_{name}"),
            label_visibility="collapsed",
            required=True,
            wrap=True,
        )
    )
    _address.tell("section", found, names[0])
    return found


def act(do: Callable[[], object]) -> bool:
    """Do what a click asks for; what goes wrong is said by `message` in the same run. Whether it went well."""
    try:
        do()
    except CxError as error:
        st.session_state["review_message"] = error.text(language())
        return False
    return True


def message() -> None:
    """Why the last click did nothing."""
    said = st.session_state.pop("review_message", None)
    if said:
        st.error(plain(said), icon=":material/error:")


def decide(found: Sequence[Document], tag: str, reason: str = "") -> bool:
    """Keep a decision about the tag of documents, in the name of whoever is at work on this machine."""
    verdict = Verdict("tag", tag, changes.actor(), reason)
    return act(lambda: tagging.decide(_store.current(), found, verdict))


def newest(key: str, found: Sequence[_D], words: Callable[[_D], str], none: str, on_back: Callable[[_D], None]) -> None:
    """The newest decisions, a line each, `none` where there are none; the last one can be taken back with a key."""
    st.subheader(t("review_page.decided"), anchor=False)
    if not found:
        st.caption(none)
        return
    st.markdown("\n".join(f"- {words(one)}" for one in found[:_NEWEST]))
    st.button(
        t("review_page.back"),
        key=key,
        shortcut="0",
        on_click=on_back,
        args=(found[0],),
        type="tertiary",
        icon=":material/undo:",
    )


def short(tag: str) -> str:
    """A tag for a place that has little room; not yet safe for Markdown."""
    return shortened(tag, _TAG)


def tag_choice(key: str, label: str, wanted: str = "choose") -> str | None:
    """One of the tags that are offered; None until somebody chooses. Of very many, those that hold what is written."""
    tags = taxonomy.offered(_store.current())
    if len(tags) > _LISTED:
        words = st.text_input(
            label, key=f"{key}_search", placeholder=t("tag_page.search_example"), icon=":material/search:", max_chars=80
        )
        tags = tuple(tag for tag in tags if words.strip().casefold() in tag.casefold())[:_LISTED]
    return st.selectbox(
        label,
        tags,
        None,
        key=key,
        placeholder=t(f"review_page.{wanted}"),
        label_visibility="collapsed" if len(tags) == _LISTED else "visible",
    )


def document(text: str, about: Mapping[str, str], terms: Sequence[str], key: str) -> None:
    """A text as it was written, with who said it; in a place of one height, so that buttons stay where they are."""
    parts = [about["day"], member("channel", about["channel"]) if about["channel"] else "", about["product"]]
    agent = t("review_page.about_agent", name=about["agent"]) if about["agent"] else ""
    who = _quoted.account({"account_key": about["account_key"], "account_name": about["account"]})
    st.caption(" · ".join([*(plain(part) for part in parts if part), *who, *([plain(agent)] if agent else [])]))
    with st.container(height=170, border=True, key=f"{key}_text"):
        said = text if len(text) <= LONG else text[: LONG - 1] + "…"
        lines = [_quoted.marked(line, marking.pattern(terms)) for line in said.splitlines()]
        st.markdown("  \n".join(line for line in lines if line))


def never_learnt() -> bool:
    """Whether nothing was learnt yet, or nothing could be; then the page says why and what to do."""
    run = tag_work.newest(_store.current())
    if run is not None and run.status == "ok":
        return False
    with st.container(border=True, key="review_never"):
        if run is None:
            st.subheader(t("review_page.model_never_title"), anchor=False)
            st.markdown(t("review_page.model_never"))
        else:
            st.subheader(t("review_page.none_title"), anchor=False)
            st.markdown(t(f"review_page.model_{run.status}"))
        _learn()
    return True


def model() -> None:
    """What was learnt, when, and how far it can be trusted."""
    run = tag_work.newest(_store.current())
    if run is None:
        return
    st.subheader(t("review_page.model"), anchor=False)
    share = number.share(run.accuracy, language())
    lines = [t("review_page.model_ok", tags=f"{run.n_tags:,}", n=f"{run.n:,}", share=share)]
    if run.left_out:
        lines.append(t("review_page.model_left_out", n=f"{len(run.left_out):,}"))
    lines.append(t("review_page.model_at", moment=_local.words(run.made_at)))
    st.caption("  \n".join(lines))
    _learn()


def _learn() -> None:
    """Learn now, with how far it is; another click stops it."""
    place = st.empty()
    if not place.button(t("review_page.learn"), key="review_learn", type="tertiary", icon=":material/school:"):
        return
    with place.container(), Aside() as aside:
        bar = st.progress(0.0, t("review_page.learning", share=number.share(0.0, language(), 0)))
        st.button(t("review_page.learning_stop"), key="review_learn_stop", type="tertiary", icon=":material/stop:")

        def progress(done: int, total: int) -> None:
            at = done / total if total else 0.0
            bar.progress(at, t("review_page.learning", share=number.share(at, language(), 0)))

        tag_work.catch_up(_store.current(), aside, progress)
    st.rerun()
