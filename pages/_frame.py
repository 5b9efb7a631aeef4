"""What stands around every page: navigation, language, the store's badge and switch, and the net under errors."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

import streamlit as st

from cx import cache, number, period
from cx.errors import CxError, unexpected
from cx.language import LANGUAGES, has, say
from cx.lifecycle import terms
from cx.selection import Selection
from pages import _address, _store
from pages._words import begin, language, plain, t

LOG = logging.getLogger("cx.app")
T = TypeVar("T")
_ROOT = "root"
# Browsers break Korean between any two syllables unless told to keep words whole; what is longer than its line still breaks,
# and so do the words of a badge, which would be cut off in a narrow card.
_WORDS_WHOLE = (
    "<style>:is([data-testid=stMarkdownContainer], [data-testid=stCaptionContainer]) :is(p, li, td, th, h1, h2, h3)"
    " { word-break: keep-all; overflow-wrap: anywhere; }"
    "[data-testid=stMarkdownContainer] :is(td, th) { overflow-wrap: break-word; }"
    "[data-testid=stMarkdownContainer] .stMarkdownBadge { white-space: normal !important; }</style>"
)
_SKELETON = 700  # pixels
# Headings of the navigation and the numbers of their pages, in the order of showing.
_SECTIONS = {
    "kpi": range(10, 20),
    "voc": range(21, 30),
    "lifecycle": range(31, 40),
    "data": (20, 30),
    "team": range(40, 100),
}


@functools.cache
def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.glob("[0-9][0-9]_*.py")))


def pages(folder: Path) -> dict[str, list[st.Page]]:
    """One page per file `NN_name.py` in number order, under the heading of its number; its title is the text app.page_name.

    Without icons: Streamlit makes the current page's icon the favicon, and fetches it from another host.
    """
    found: dict[str, list[st.Page]] = {t(f"app.section_{section}"): [] for section in _SECTIONS}
    is_first = True
    for path in _files(folder):
        number, name = int(path.stem[:2]), path.stem[3:]
        section = next(key for key, numbers in _SECTIONS.items() if number in numbers)
        # The first page lies at the root; its own name in an address leads there, so it has another one that nobody sees.
        page = st.Page(path, title=t(f"app.page_{name}"), url_path=_ROOT if is_first else name, default=is_first)
        found[t(f"app.section_{section}")] += [page, _way_to(page, name)] if is_first else [page]
        is_first = False
    return {heading: pages for heading, pages in found.items() if pages}


def _way_to(page: st.Page, name: str) -> st.Page:
    """A page nobody sees, under a name of its own, that leads to `page`."""
    return st.Page(lambda: st.switch_page(page), title=page.title, url_path=name, visibility="hidden")


def _switch_language() -> None:
    chosen = st.session_state["frame_language"]
    if chosen:
        st.session_state["language"] = chosen
        begin()


def _switch_store() -> None:
    st.session_state["store"] = "own" if st.session_state["store"] == "demo" else "demo"
    _store.begin()


def head() -> None:
    """The line above every page: whose data these are (one click switches), and the language."""
    st.session_state["came_through_app"] = True
    is_demo = st.session_state["store"] == "demo"
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="frame_head"
    ):
        with st.container(horizontal=True, vertical_alignment="center", width="content", gap="xsmall"):
            if is_demo:
                st.badge(t("app.demo_badge"), icon=":material/science:", color="orange")
            else:
                st.badge(t("app.own_badge"), icon=":material/database:", color="blue")
            label = t("app.to_own") if is_demo else t("app.to_demo")
            st.button(label, key="frame_store", on_click=_switch_store, type="tertiary", icon=":material/swap_horiz:")
            st.html(
                f"{_WORDS_WHOLE}<script>document.documentElement.lang = '{language()}'</script>",
                width="content",
                unsafe_allow_javascript=True,
            )
        st.session_state["frame_language"] = language()
        st.segmented_control(
            t("app.language"),
            LANGUAGES,
            key="frame_language",
            format_func=lambda code: say("app.language_name", code),
            label_visibility="collapsed",
            required=True,
            on_change=_switch_language,
        )


def title(name: str, *, has_basis: bool = True) -> None:
    """The page's title and the line that says up to when the numbers go. Every page calls it first.

    Streamlit runs the files of a folder called pages/ by itself until somebody calls `st.navigation`: the first visitor of
    a fresh server may come through a link to a page, past app.py. Then the visit begins again, through app.py.
    """
    if not st.session_state.pop("came_through_app", False):
        st.navigation(pages(Path(__file__).parent))
        st.rerun()
    st.session_state["is_first_look"] = st.session_state.get("page") != name
    st.session_state["page"] = name
    st.title(
        t(f"app.page_{name}"), anchor=False, help=t(f"app.question_{name}") if has(f"app.question_{name}") else None
    )
    days = _store.bounds()
    st.session_state["basis"] = ""
    if not days or not has_basis:
        return
    span, updated = period.current(_address.selection(), days[1], days[0]), _store.updated_at()
    words = t(
        "app.basis", last=number.long_day(days[1], language()), span=number.span(span.first, span.last, language())
    )
    if updated:
        words = f"{words} · " + t("app.updated", moment=number.moment(updated, language()))
    st.session_state["basis"] = words
    st.caption(words)


def is_demo() -> bool:
    """Whether this session looks at the demo data."""
    return st.session_state["store"] == "demo"


def own_data_only(key: str) -> None:
    """Say why nothing can be done here in the demo, with the one click that changes that."""
    with st.container(border=True, key="own_only"):
        st.markdown(t(key))
        st.button(
            t("app.to_own"), key="own_only_switch", on_click=_switch_store, type="primary", icon=":material/swap_horiz:"
        )


def nothing_imported() -> None:
    """The empty case of a page that shows data: what to do."""
    with st.container(border=True, key="empty"):
        st.subheader(t("app.empty.title"), anchor=False)
        st.markdown(t(f"app.empty.{st.session_state['store']}"))
        target = Path(__file__).parent / "20_imports.py"
        if target.exists():
            st.page_link(target, label=t("app.empty.go_import"), icon=":material/upload_file:")
        if terms.is_any(_store.current()):
            st.page_link("pages/32_retention.py", label=t("app.empty.go_contracts"), icon=":material/autorenew:")


def nothing_matches() -> None:
    """The case of a selection that lets nothing through: what there is, and a way back."""
    first, last = _store.bounds() or (date.min, date.min)
    with st.container(border=True, key="no_match"):
        st.subheader(t("app.empty.no_match"), anchor=False)
        st.markdown(
            t("app.empty.widen", first=number.long_day(first, language()), last=number.long_day(last, language()))
        )
        st.button(t("filter.reset"), key="no_match_reset", on_click=_address.reset, icon=":material/restart_alt:")


@contextmanager
def guard() -> Iterator[None]:
    """What goes wrong inside is said in words with a number; the log has the number and the trace, people do not."""
    try:
        begin()
        _store.begin()
        yield
    except CxError as error:
        st.error(plain(error.text(language())), icon=":material/error:")
    except Exception as error:  # noqa: BLE001 - the last net: whatever it is, people get a sentence and not a trace
        st.error(plain(unexpected("app.failed", error, LOG).text(language())), icon=":material/error:")


def fragment(function: Callable[..., None]) -> Callable[..., None]:
    """A Streamlit fragment with the same net: it reruns alone, without app.py around it."""

    @st.fragment
    @functools.wraps(function)
    def guarded(*args: object, **kwargs: object) -> None:
        with guard():
            function(*args, **kwargs)

    return guarded


def awaited(question: tuple[object, ...], selection: Selection, ask: Callable[[], T]) -> T:
    """What `ask` answers. Who comes to the page sees its skeleton while that is computed; who changes a filter keeps
    looking at what was there.
    """
    place = st.empty()
    if cache.is_known(_store.current(), question, selection) or not st.session_state["is_first_look"]:
        return ask()
    with place.skeleton(height=_SKELETON):
        return ask()
