"""How far the texts are read: one line, with progress while it goes on; and what to do where nothing is read yet."""

from __future__ import annotations

import streamlit as st

from cx import number
from cx.cache import VOC
from cx.voc import catalogue, documents, encoder, reading
from cx.voc.ranking import Ranking
from pages import _filters, _frame, _reader, _searcher, _store
from pages._words import language, plain, t

_STAGES = {
    "read": "voc_page.reading_now",
    "kinds": "voc_page.kinds_now",
    "topics": "voc_page.topics_now",
    "parts": "voc_page.parts_now",
    "tags": "voc_page.tags_now",
    "copies": "similar_page.copies_now",
    "words": "words_page.words_now",
}


def _is_at_work() -> bool:
    """Whether texts are read now, or are about to be: whoever begins it sees so at once."""
    service = _reader.of(_store.current())
    if service is None or service.is_paused or not service.is_running:
        return False
    return bool(service.position.stage) or service.is_asked or (service.position.error is None and not _state().is_done)


def _state() -> reading.State:
    """How far the reading is; known anew whenever pages are told that more is read."""
    return _store.kept((VOC, "reading"), lambda: reading.state(_store.current()))


def _is_stale() -> bool:
    """Whether data or settings changed since the documents were made; asked once until one of them changes, or they are made anew."""
    return _store.kept((VOC, "is stale"), lambda: documents.is_stale(_store.current()))


def far() -> str:
    """How far texts are read with the present words and models, where they are not all; "" where they are."""
    state = _state()
    if state.is_done:
        return ""
    share = number.share(state.present / state.texts if state.texts else None, language(), 0)
    return t("voc_page.read_far", present=f"{state.present:,}", texts=f"{state.texts:,}", share=share)


def watch() -> None:
    """Progress, where texts are worked on now."""
    if _is_at_work():
        _watch()


def line(found: Ranking | None = None) -> None:
    """How many texts are read, how many of what is looked at have no topic, or hardly fit; progress, and a way to stop."""
    watch()
    state = _state()
    is_whole = state.read >= state.texts
    key = "voc_page.reading_all" if is_whole else "voc_page.reading"
    parts = [t(key, read=f"{state.read:,}", texts=f"{state.texts:,}")]
    if found is not None and found.n:
        parts.append(t("voc_page.without_share", share=number.share(found.without / found.n, language())))
        parts.append(t("voc_page.weak_share", share=number.share(found.weak / found.n, language())))
    if not is_whole:
        parts.append(t("voc_page.not_compared"))
    elif not state.is_done:
        parts.append(t("voc_page.read_again", n=f"{state.texts - state.present:,}"))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="voc_reading"):
        st.caption(" · ".join(parts), width="content")
        if not _is_at_work() and (not state.is_done or _is_stale()):
            _go_on()
    if why := encoder.why_light():
        st.caption(t(f"voc_page.light_{why}"))
    _error()


def _go_on() -> None:
    service = _reader.of(_store.current())
    is_paused = service is not None and service.is_paused
    st.button(
        t("voc_page.go_on" if is_paused else "voc_page.begin"),
        key="voc_begin",
        on_click=_reader.begin,
        args=(_store.current(),),
        type="tertiary",
        icon=":material/play_arrow:",
    )


def _error() -> None:
    service = _reader.of(_store.current())
    if service is not None and service.position.error is not None:
        st.warning(plain(service.position.error.text(language())), icon=":material/error:")


@st.fragment(run_every=2)
def _watch() -> None:
    """Looks at the reader every two seconds; the rest of the page stands still. Its end makes the page anew."""
    with _frame.guard():
        if not _is_at_work():
            st.rerun()
            return
        service = _reader.of(_store.current())
        if service is None:
            return
        at = service.position
        with st.container(horizontal=True, vertical_alignment="center", key="voc_progress"):
            words = t(_STAGES.get(at.stage, _STAGES["read"]), done=f"{at.done:,}", total=f"{at.total:,}")
            st.progress(min(at.done / at.total, 1.0) if at.total else 0.0, words)
            st.button(
                t("voc_page.pause"), key="voc_pause", on_click=service.pause, type="tertiary", icon=":material/pause:"
            )


def begin(name: str) -> None:
    """What a page about texts begins with: title, filters, and its end where there are no data, or nothing is read yet."""
    _frame.title(name)
    if not _store.bounds():
        _frame.nothing_imported()
        st.stop()
    _filters.bar()
    if nothing():
        st.stop()
    _searcher.get_ready(_store.current())


def nothing() -> bool:
    """Whether no text is read, or there are no texts; then the page says what to do."""
    state = _state()
    if state.read:
        return False
    watch()
    is_without = not state.texts and not _is_stale()
    with st.container(border=True, key="voc_nothing"):
        st.subheader(t("voc_page.no_texts_title" if is_without else "voc_page.begin_title"), anchor=False)
        st.markdown(t("voc_page.no_texts_text" if is_without else "voc_page.begin_text"))
        if is_without:
            st.page_link("pages/20_imports.py", label=t("app.empty.go_import"), icon=":material/upload_file:")
        elif not _is_at_work():
            _go_on()
    _error()
    return True


def no_topics() -> bool:
    """Whether texts are read and no topic is found; then the page says when there will be some."""
    if any(not topic.is_gone for topic in catalogue.topics(_store.current()).values()):
        return False
    with st.container(border=True, key="voc_no_topics"):
        st.subheader(t("voc_page.no_topics_title"), anchor=False)
        st.markdown(t("voc_page.no_topics_text"))
    return True
