"""Words proposed for the glossary, each with who says it and how it is read now: a click takes it in, or sets it aside for good."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx import cache, changes
from cx.arrow import packed
from cx.errors import CxError
from cx.voc import glossary, proposals
from cx.voc.proposals import Offer
from pages import _local, _quoted, _store
from pages._words import language, plain, t

_FEW = 6
_BEFORE, _SIGNS = 30, 110  # of a quote: before the word, and in all


def offers() -> None:
    """The words proposed, some at a time, and those set aside."""
    found = proposals.offers(_store.current())
    st.subheader(t("words_page.offers_title", n=len(found.found)), anchor=False)
    if found.texts is None or found.made_at is None:
        st.caption(t("words_page.offers_not_yet"))
        return
    st.caption(t("words_page.offers_help", texts=f"{found.texts:,}", when=_local.words(found.made_at)))
    _said()
    if not found.found:
        st.markdown(t("words_page.offers_none"))
    most = int(st.session_state.get("glossary_offers_shown", _FEW))
    for place, one in enumerate(found.found[:most]):
        _offer(one, place)
    if len(found.found) > most:
        label = t("words_page.offers_more", n=min(_FEW, len(found.found) - most))
        st.button(label, key="glossary_offers_more", on_click=_more, args=(most,), type="tertiary")
    _aside()


def _offer(one: Offer, place: int) -> None:
    """A word, why, how often, two quotes; the first can be decided by keys."""
    told = one.proposal
    about = t("words_page.offers_counts", texts=f"{told.texts:,}", accounts=f"{told.accounts:,}")
    parts = [t(f"words_page.why_{told.why}"), about]
    if len(told.parts) > 1:
        parts.append(t("words_page.offers_now", terms=" · ".join(told.parts)))
    with st.container(border=True, gap="xsmall", key=f"glossary_offer_{place}"):
        lines = [f"**{plain(told.word)}** :small[:gray[{plain(' · '.join(parts))}]]"]
        lines += [f":small[“{_quoted.short(_from(told.word, text), (told.word,), _SIGNS)}”]" for text in one.quotes]
        st.markdown("  \n".join(lines))
        with st.container(horizontal=True, gap="small"):
            st.button(
                t("words_page.offers_take"),
                key=f"glossary_take_{place}",
                shortcut=None if place else "1",
                on_click=_take,
                args=(told.word,),
                icon=":material/add:",
            )
            st.button(
                t("words_page.offers_refuse"),
                key=f"glossary_refuse_{place}",
                shortcut=None if place else "2",
                on_click=_refuse,
                args=(told.word,),
                type="tertiary",
            )


def _from(word: str, text: str) -> str:
    """The text from a little before the word on."""
    line = " ".join(text.split())
    at = max(line.casefold().find(word.casefold()) - _BEFORE, 0)
    return ("…" if at else "") + line[at:]


def _said() -> None:
    """What came of the last click, and the way back."""
    error = st.session_state.pop("glossary_offer_error", None)
    if error:
        st.error(plain(error), icon=":material/error:")
    last = st.session_state.get("glossary_offer_last")
    if last:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(plain(t(f"words_page.offers_{last[0]}", word=last[1])), width="content")
            st.button(
                t("words_page.offers_back"),
                key="glossary_offer_back",
                shortcut="0",
                on_click=_back,
                type="tertiary",
                icon=":material/undo:",
            )


def _take(word: str) -> None:
    try:
        entry = proposals.take_in(_store.current(), word)
    except CxError as error:
        st.session_state["glossary_offer_error"] = error.text(language())
        return
    st.session_state["glossary_offer_last"] = ("taken", entry.word)


def _refuse(word: str) -> None:
    proposals.refuse(_store.current(), word)
    st.session_state["glossary_offer_last"] = ("refused", word)


def _back() -> None:
    did, word = st.session_state.pop("glossary_offer_last")
    if did == "taken":
        glossary.remove(_store.current(), [word])
    else:
        proposals.propose_again(_store.current(), [word])


def _more(most: int) -> None:
    st.session_state["glossary_offers_shown"] = most + _FEW


def _aside() -> None:
    """The words set aside, by whom and when; chosen ones are proposed again."""
    found = proposals.refused(_store.current())
    if not found:
        return
    with st.expander(t("words_page.offers_aside", n=len(found)), key="glossary_aside"):
        cells = {
            "word": [one.word for one in found],
            "who": [t("change.local") if one.made_by == changes.NOBODY else one.made_by for one in found],
            "when": [_local.words(one.made_at) for one in found],
        }
        frame = pd.DataFrame({t(f"words_page.glossary_{name}"): values for name, values in cells.items()})
        rows = cache.cached(_store.current(), (cache.VOC, "aside", language()), None, lambda: packed(frame))
        picked = st.dataframe(
            rows,
            hide_index=True,
            key=f"glossary_aside_{len(found)}_{language()}",
            on_select="rerun",
            selection_mode="multi-row",
            placeholder="",
            alt=t("words_page.offers_aside", n=len(found)),
        ).selection.rows
        chosen = [found[row].word for row in picked if row < len(found)]
        label = t("words_page.offers_again", n=len(chosen)) if chosen else t("words_page.offers_again_none")
        st.button(label, key="glossary_again", disabled=not chosen, on_click=_again, args=(chosen,))


def _again(words: list[str]) -> None:
    proposals.propose_again(_store.current(), words)
    st.session_state.pop("glossary_offer_last", None)
