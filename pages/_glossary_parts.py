"""The parts of the team's glossary: the words there are, entering one with what it would touch, and who changed what."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from cx import cache, changes
from cx.arrow import packed
from cx.errors import CxError
from cx.voc import glossary
from cx.voc.asked import Asked
from pages import _changes, _local, _reading, _searcher, _store, _watched
from pages._words import language, plain, t

_FEW = 12  # rows that need no scrolling
_CHANGES = 8  # ways of reading that are shown
_TRIED = "glossary_tried"  # the name tried last in this session, and what comes of it


def message() -> None:
    """What came of the last click; how far the texts are read with the words there are."""
    said = st.session_state.pop("glossary_message", None)
    if said:
        st.success(plain(said), icon=":material/check:")
    st.caption(t("words_page.glossary_again"))
    _reading.line()


def _done(words: str) -> None:
    st.session_state["glossary_round"] = st.session_state.get("glossary_round", 0) + 1
    st.session_state["glossary_message"] = words
    _give_up()
    st.rerun()


def _listed() -> object:
    found = glossary.entries(_store.current())
    cells = {
        "word": [one.word for one in found],
        "use": [t(f"words_page.use_{one.use}") for one in found],
        "stands_for": [one.stands_for or "–" for one in found],
        "who": [t("change.local") if one.made_by == changes.NOBODY else one.made_by for one in found],
        "when": [_local.words(one.made_at) for one in found],
    }
    return packed(pd.DataFrame({t(f"words_page.glossary_{name}"): values for name, values in cells.items()}))


def listing() -> None:
    """All words; chosen ones can be removed."""
    found = glossary.entries(_store.current())
    title = t("words_page.glossary_title", n=len(found), most=glossary.MOST)
    st.subheader(title, anchor=False)
    if not found:
        st.markdown(t("words_page.glossary_empty"))
        return
    rows = cache.cached(_store.current(), (cache.VOC, "glossary list", language()), None, _listed)
    turn = st.session_state.get("glossary_round", 0)
    picked = st.dataframe(
        rows,
        hide_index=True,
        key=f"glossary_list_{turn}_{language()}",
        on_select="rerun",
        selection_mode="multi-row",
        height=480 if len(found) > _FEW else "auto",
        placeholder="",
        alt=title,
    ).selection.rows
    chosen = [found[row].word for row in picked if row < len(found)]
    label = t("words_page.glossary_remove", n=len(chosen)) if chosen else t("words_page.glossary_remove_none")
    if st.button(label, key="glossary_remove", disabled=not chosen, icon=":material/delete:"):
        _done(t("words_page.glossary_removed", n=glossary.remove(_store.current(), chosen)))


def add() -> None:
    """Enter one word; what it would touch stands below it before it is kept."""
    st.subheader(t("words_page.glossary_add"), anchor=False)
    turn = st.session_state.get("glossary_round", 0)
    names = {use: t(f"words_page.use_{use}") for use in glossary.USES}
    use = st.segmented_control(
        t("words_page.glossary_use"),
        glossary.USES,
        default="name",
        key="glossary_use",
        format_func=names.get,
        required=True,
    )
    st.caption(t(f"words_page.use_help_{use}"))
    word = st.text_input(
        t("words_page.glossary_word"),
        key=f"glossary_word_{turn}",
        max_chars=glossary.LONGEST,
        placeholder=t(f"words_page.use_example_{use}"),
    )
    meant = ""
    if use == "same":
        meant = st.text_input(
            t("words_page.glossary_stands_for"),
            key=f"glossary_meant_{turn}",
            max_chars=glossary.LONGEST,
            placeholder=t("words_page.use_example_meant"),
        )
    is_ready = _preview(use, word, meant)
    if st.button(t("words_page.glossary_save"), key="glossary_save", type="primary", disabled=not is_ready):
        try:
            entry = glossary.add(_store.current(), use, word, meant)
        except CxError as error:  # somebody was faster
            st.error(plain(error.text(language())), icon=":material/error:")
            return
        _done(t("words_page.glossary_saved", word=entry.word))


def _preview(use: str, word: str, meant: str) -> bool:
    """What it would touch, or why it cannot be kept; whether it can."""
    if not word.strip() or (use == "same" and not meant.strip()):
        return False
    try:
        written, stands_for = glossary.checked(_store.current(), use, word, meant)
    except CxError as error:
        st.warning(plain(error.text(language())), icon=":material/error:")
        return False
    found = glossary.effect(_store.current(), use, written)
    lines = [t(f"words_page.effect_{use}" if found.texts else f"words_page.effect_none_{use}", n=f"{found.texts:,}")]
    lines += [t("words_page.effect_now", text=plain(text), terms=plain(terms)) for text, terms in found.examples]
    st.markdown("  \n".join(lines))
    if found.inside:
        longer = ", ".join(t("words_page.effect_word", word=plain(one), n=n) for one, n in found.inside)
        st.warning(t("words_page.effect_inside", words=longer), icon=":material/warning:")
    if use == "name" and found.texts:
        _trial(written)
    if stands_for:
        st.caption(plain(t("words_page.effect_meant", word=stands_for)))
    return True


def _trial(word: str) -> None:
    """How real texts are read without and with a name, for who wants to know."""
    if st.button(
        t("words_page.trial"), key="glossary_trial", icon=":material/experiment:", help=t("words_page.trial_help")
    ):
        store, search = _store.current(), _searcher.of(_store.current())
        st.session_state[_TRIED] = word, Asked(lambda _: glossary.trial(store, search, word))
    tried, asked = st.session_state.get(_TRIED, ("", None))
    if asked is None or tried != word:
        return
    if asked.is_running:
        _watched.watch(lambda: asked, _trying)
    elif asked.error is not None:
        st.error(plain(asked.error.text(language())), icon=":material/error:")
    else:
        _changed(asked.found or ())


def _trying(asked: Asked[tuple[glossary.Changed, ...]]) -> None:
    is_there = _searcher.of(_store.current()).is_there
    words = t("words_page.trial_running" if is_there else "words_page.trial_loading", seconds=asked.seconds)
    with st.container(horizontal=True, vertical_alignment="center", key="glossary_trying"):
        st.caption(f":material/hourglass_top: {words}", width="content")
        st.button(t("words_page.trial_stop"), key="glossary_trial_stop", on_click=_give_up, type="tertiary")


def _give_up() -> None:
    st.session_state.pop(_TRIED, None)


def _changed(found: tuple[glossary.Changed, ...]) -> None:
    if not found:
        st.caption(t("words_page.trial_same"))
        return
    lines = [
        t(
            "words_page.trial_broken" if one.is_broken else "words_page.trial_line",
            before=plain(" · ".join(one.before) or "–"),
            after=plain(" · ".join(one.after) or "–"),
            n=f"{one.n:,}",
        )
        for one in found[:_CHANGES]
    ]
    st.markdown("\n".join(lines))


def log() -> None:
    """Who entered or took back what, and when."""
    _changes.log("word", _what, _value)


def _what(told: Mapping[str, object]) -> str:
    return str(told["word"])


def _value(told: Mapping[str, object]) -> str:
    use = t(f"words_page.use_{told['use']}")
    return f"{use} → {told['stands_for']}" if told["stands_for"] else use
