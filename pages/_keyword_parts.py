"""The parts of the page of keywords: what is asked, the switch, cloud and bars, and the word that is open with its trend and texts."""

from __future__ import annotations

import streamlit as st

from cx import cache, contacts, number, period
from cx.charts import cloud, ranking, word_bars
from cx.voc import term_index, words
from pages import (
    _address,
    _charts,
    _contacts,
    _files,
    _filters,
    _frame,
    _keyword_view,
    _reading,
    _store,
    _survey_parts,
    _voc_view,
)
from pages._contacts import Opened
from pages._keyword_view import MODES, Versus, View
from pages._places import Places
from pages._words import language, member, plain, t

PLACES = Places({"keyword_texts": ("keyword_cloud", "keyword_bars"), "keyword_month": ("keyword_trend",)})
_BYS = ("period", *words.GROUPS)
_MEMBERS = 50


def _mode() -> str:
    return str(st.session_state.get("keyword_mode", MODES[0]))


def _versus() -> Versus:
    by = str(st.session_state.get("keyword_by", _BYS[0]))
    return Versus(by, str(st.session_state.get(f"keyword_value_{by}") or "")) if by != "period" else Versus()


def _question() -> tuple[object, ...]:
    return (cache.VOC, "keywords", _mode(), _versus() if _mode() == "contrast" else None, language())


def ask() -> View:
    """The page for this session's selection."""
    chosen, mode, versus = _address.selection(), _mode(), _versus()
    return cache.cached(_store.current(), _question(), chosen, lambda: _keyword_view.made(chosen, mode, versus))


def get_ready() -> None:
    """Make the specs, those of what is rising too, and the list of all terms."""
    cloud.spec(language())
    word_bars.spec(language())
    ranking.spec(language(), ranking.WIDE, has_previous=True, versus="words_page.head_ratio")
    term_index.index(_store.current())


def begin() -> bool:
    """Whether the selection lets any text through; makes the page's first answer."""
    chosen = _address.selection()
    PLACES.forget(chosen)
    found = _frame.awaited((cache.VOC, "words"), chosen, lambda: words.said(_store.current(), chosen))
    _reading.line()
    return bool(found.documents)


def which() -> None:
    """Frequency or contrast; of a contrast, what is held against what. A link says it too."""
    _wish()
    _ask_which()
    by = _versus()
    told = ("contrast", "" if by.by == "period" else by.by, by.value)
    _address.keep("words", ".".join(part for part in told if part) if _mode() == "contrast" else "")


def _wish() -> None:
    """Begin with what the link says, where it says something this page has."""
    mode, _, rest = str(st.session_state.get("words", "")).partition(".")
    by, _, value = rest.partition(".")
    if mode in MODES and "keyword_mode" not in st.session_state:
        st.session_state["keyword_mode"] = mode
        if by in _BYS:
            st.session_state["keyword_by"] = by
            st.session_state[f"keyword_value_{by}"] = value


def _ask_which() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="keyword_which"):
        names = {mode: t(f"words_page.mode_{mode}") for mode in MODES}
        mode = _survey_parts.which("keyword_mode", t("words_page.mode"), MODES, names)
        if mode != "contrast":
            return
        bys = [by for by in _BYS if by == "period" or len(_members(by)) > 1]
        if st.session_state.get("keyword_by") not in bys:
            st.session_state["keyword_by"] = bys[0]
        st.selectbox(
            t("words_page.versus"), bys, key="keyword_by", format_func=lambda by: t(f"words_page.by_{by}"), width=240
        )
        by = st.session_state["keyword_by"]
        if by != "period":
            _which_value(by)


def _members(by: str) -> dict[str, str]:
    return {code: label for code, label in _store.members(by, _MEMBERS).items() if code}


def _which_value(by: str) -> None:
    names, key = _members(by), f"keyword_value_{by}"
    if st.session_state.get(key) not in names:
        wanted = getattr(_address.selection(), by)
        st.session_state[key] = wanted[0] if wanted and wanted[0] in names else next(iter(names))
    st.selectbox(t(f"filter.{by}"), list(names), key=key, format_func=lambda code: member(by, names[code]), width=240)


def cloud_of(view: View) -> None:
    """The words as a cloud."""
    if view.cloud is not None:
        _charts.show(
            "keyword_cloud",
            view.cloud,
            spec=cloud.spec(language()),
            parameter=cloud.PICK,
            field="code",
            table={"code": t("words_page.head_word"), "detail": t("chart.value")},
            on_pick=lambda code: _open(code, "keyword_cloud"),
        )


def bars_of(view: View) -> None:
    """The same words as bars, and the whole ranking as a file."""
    if view.bars is not None:
        _charts.show(
            "keyword_bars",
            view.bars,
            spec=word_bars.spec(language()),
            parameter=ranking.PICK,
            field="code",
            table={"label": t("words_page.head_word"), "text": t("chart.value")},
            on_pick=lambda code: _open(code, "keyword_bars"),
        )
    st.caption(t("words_page.whole_ranking", n=f"{len(view.listed):,}"))
    listed = view.listed
    _files.buttons("keywords", lambda: listed)


def _open(term: str, chart: str) -> None:
    PLACES.close("keyword_month")
    _address.keep("word", term)
    st.session_state["keyword_opened"] = term
    if not term:
        PLACES.close("keyword_texts")
        return
    PLACES.open(_opened("keyword_texts", term, _filters.current_span()), chart)


def _opened(place: str, term: str, span: period.Span) -> Opened:
    title = f"‘{term}’ · {number.span(span.first, span.last, language())}"
    chosen = _address.selection().narrowed(period=f"{span.first}..{span.last}")
    return Opened(place, title, chosen, "voc", ((contacts.TERM, term),), tuple(term.split()))


def open_word() -> None:
    """The word that is open: since when, and the texts that say it."""
    _wish_word()
    opened = PLACES.at("keyword_texts")
    if opened is None:
        return
    left, right = st.columns([2, 3], border=True)
    with left, st.container(gap="xsmall"):
        _trend(str(dict(opened.where)[contacts.TERM]))
    with right, st.container(gap="xsmall"):
        shown = PLACES.at("keyword_month") or opened
        _contacts.panel(shown, on_close=lambda: PLACES.close(shown.place))


def _wish_word() -> None:
    """Open the word a link says; once it was closed, links say it no more."""
    word = str(st.session_state.get("word", ""))
    if not word or PLACES.at("keyword_texts"):
        return
    if st.session_state.get("keyword_opened") == word:
        _address.keep("word", "")
    else:
        st.session_state["keyword_opened"] = word
        PLACES.open(_opened("keyword_texts", word, _filters.current_span()))


def _trend(term: str) -> None:
    chosen = _address.selection()
    question = (cache.VOC, "keyword trend", term, language())
    chart, every = cache.cached(_store.current(), question, chosen, lambda: _keyword_view.trend(chosen, term))

    def pick(at: str) -> None:
        if at:
            PLACES.open(_opened("keyword_month", term, _voc_view.span_of(chosen, every, at)), "keyword_trend")
        else:
            PLACES.close("keyword_month")

    _voc_view.draw_trend("keyword_trend", chart, every, pick)


def title_of(view: View) -> None:
    """What the words say, or why there is nothing to draw, and how far the reading is where that is why."""
    far = _reading.far() if view.cloud is None and _mode() == "contrast" and _versus().by == "period" else ""
    st.subheader(t("words_page.unknown_unread") if far else plain(view.title), anchor=False)
    if far:
        st.markdown(f"{t('words_page.unread_mixed')} {far}")
