"""The parts of the page of similar texts: what is asked, what was found, and the stories of one account."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from cx import number
from cx.cache import VOC
from cx.voc import alike, copied, copies
from cx.voc.search import LONGEST
from pages import _address, _frame, _quoted, _searcher, _store
from pages._words import language, member, plain, t

# From which similarity on what is said of it.
_DEGREES = ((1.0, "similar_page.very"), (0.6, "similar_page.rather"), (0.0, "similar_page.somewhat"))
_HEIGHT, _FEW = 720, 6  # pixels of the list, and texts that need none: thirty made a phone's page of seven screens

_BRIEF = 200  # signs of a text that comes again


def question() -> str:
    """What is looked for; a link says it too, with its words or with the number of a text."""
    wished = str(st.session_state.get("like", ""))
    if wished and "similar_question" not in st.session_state:
        st.session_state["similar_question"] = alike.said(_store.current(), wished)[:LONGEST]
    asked = st.text_input(
        t("similar_page.ask"),
        key="similar_question",
        placeholder=t("similar_page.example"),
        icon=":material/search:",
        max_chars=LONGEST,
    ).strip()
    st.caption(t("similar_page.hint"))
    if alike.said(_store.current(), wished)[:LONGEST].strip() != asked:
        _address.keep("like", asked)
    return asked


def found(asked: str) -> None:
    """The texts found, those that say the same as one."""
    store = _store.current()
    with st.spinner(t("similar_page.busy")):
        kin = alike.kin(store, _address.selection(), _searcher.of(store).find(asked))
    if not kin:
        st.info(t("similar_page.nothing"), icon=":material/search_off:")
        return
    documents = sum(one.documents for one in kin)
    with st.container(border=True, gap="xsmall"):
        st.subheader(plain(t("similar_page.found", documents=f"{documents:,}", n=f"{len(kin):,}")), anchor=False)
        with st.container(height=_HEIGHT if len(kin) > _FEW else "content", border=False, key="similar_quotes"):
            st.markdown("\n\n".join(_quote(one, asked) for one in kin))


def _quote(one: alike.Kin, asked: str) -> str:
    degree = next(key for least, key in _DEGREES if one.similarity >= least)
    first, last = (number.long_day(day, language()) for day in (one.first, one.last))
    key = "similar_page.times" if one.documents > 1 else "similar_page.once"
    when = t(key, documents=f"{one.documents:,}", accounts=f"{one.accounts:,}", first=first, last=last)
    links = _quoted.account(one.newest)
    if links and one.accounts > 1:
        links[0] = t("similar_page.among", name=links[0])
    head = " · ".join((t(degree), plain(when), *links))
    return f":small[:gray[{head}]]  \n{_quoted.short(one.text, _quoted.sought(asked))}"


def repeated() -> None:
    """What comes again in the same letters, each with the way to all that is like it."""
    store, chosen = _store.current(), _address.selection()
    found = _frame.awaited((VOC, "copied"), chosen, lambda: copied.copied(store, chosen))
    state = copies.state(store)
    with st.container(border=True, gap="xsmall", key="similar_repeated"):
        st.subheader(t("similar_page.again_title"), anchor=False)
        if not state.is_whole:
            making = t("similar_page.again_making", placed=f"{state.placed:,}", texts=f"{state.texts:,}")
            st.info(making, icon=":material/hourglass_top:")
        if not found:
            st.caption(t("similar_page.again_none"))
            return
        st.caption(t("similar_page.again_hint"))
        with st.container(height=_HEIGHT if len(found) > _FEW else "content", border=False, key="similar_again"):
            st.markdown("\n\n".join(_again(one) for one in found))


def _again(one: copied.Copied) -> str:
    first, last = (number.long_day(day, language()) for day in (one.first, one.last))
    when = t("similar_page.times", documents=f"{one.documents:,}", accounts=f"{one.accounts:,}", first=first, last=last)
    parts = [plain(when)]
    if one.variants > 1:
        parts.append(plain(t("similar_page.variants", n=one.variants)))
    address = urlencode(_address.bare() | {"like": f"#{one.text_hash}"}, safe=":")
    parts.append(f"[{t('similar_page.again_open')}](similar?{address})")
    return f":small[:gray[{' · '.join(parts)}]]  \n{_quoted.short(one.text, (), _BRIEF)}"


def stories() -> None:
    """What one account came back for."""
    st.subheader(t("similar_page.story_title"), anchor=False)
    chosen = _address.selection()
    if len(chosen.account) != 1:
        st.caption(t("similar_page.story_which"))
        return
    told = _frame.awaited((VOC, "stories"), chosen, lambda: alike.stories(_store.current(), chosen))
    if not told:
        st.caption(t("similar_page.story_none", days=int(alike.WITHIN)))
    for place, story in enumerate(told[:10]):
        first, last = (number.long_day(story.contacts[at][0], language()) for at in (0, -1))
        title = t("similar_page.story", n=len(story.contacts), days=story.days, first=first, last=last)
        with st.expander(plain(title), expanded=place == 0, key=f"similar_story_{place}"):
            st.markdown("\n\n".join(_contact(*contact) for contact in story.contacts))


def _contact(day: object, channel: str, text: str) -> str:
    head = f"{number.long_day(day, language())} · {plain(member('channel', channel))}"  # type: ignore[arg-type]
    return f":small[:gray[{head}]]  \n{_quoted.short(text, ())}"
