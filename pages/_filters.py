"""The filter bar every data page shares. Widgets are mirrors: the Selection of the session is the truth.

Each widget's state is set from the Selection before it is drawn, and its callback writes the Selection back; so a
shared link, the back button, "reset" and a page switch all show the same thing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from cx import number, period
from cx.lifecycle import choices
from cx.selection import COMPARISONS, PRESETS, Selection, parse_range
from pages import _address, _store
from pages._words import language, member, plain, t

_PERIODS = (*PRESETS, "all", "range")
_ALWAYS = ("product", "channel")
_DEEPER = ("topic", "kind", "cause", "severity", "stage", "category", "segment", "plan", "partner", "account", "source")
_PILLS_LIMIT = 8
_LIST_LIMIT = 2000  # a list nobody scrolls through, but its search finds any of them
_NAMES_SHOWN = 3
_VIP = {"all": None, "only": True, "none": False}


def _set(**changes: object) -> None:
    _address.choose(_address.selection().narrowed(**changes))


def _take_period() -> None:
    chosen = st.session_state["filter_period"]
    if chosen == "range":
        first, last = whole_span()
        chosen = f"{first}..{last}"
    _set(period=chosen)


def _take_range() -> None:
    days = st.session_state["filter_range"]
    if isinstance(days, tuple) and len(days) == len(("first", "last")):
        _set(period=f"{days[0]}..{days[1]}")


def _take_list(name: str) -> None:
    _set(**{name: tuple(st.session_state[f"filter_{name}"])})


def _take_rest() -> None:
    _set(
        compare=st.session_state["filter_compare"],
        vip=_VIP[st.session_state["filter_vip"]],
        text=st.session_state["filter_text"].strip(),
    )


def _options(name: str) -> dict[str, str]:
    """Values to choose from with their names, most frequent first; what is chosen already is always among them."""
    names = {code: label for code, label in _store.members(name, _LIST_LIMIT).items() if code}
    if st.session_state.get("filter_of_accounts") and name in choices.NAMES:
        names |= choices.members(_store.current(), name, _LIST_LIMIT)
    return names | {code: names.get(code, code) for code in getattr(_address.selection(), name)}


def _list(name: str, *, as_pills: bool) -> None:
    names = _options(name)
    if not names:
        return
    key = f"filter_{name}"
    st.session_state[key] = list(getattr(_address.selection(), name))
    common = {"key": key, "on_change": _take_list, "args": (name,)}
    if as_pills and len(names) <= _PILLS_LIMIT:
        shown = {code: plain(member(name, label)) for code, label in names.items()}
        st.pills(
            t(f"filter.{name}"),
            list(names),
            selection_mode="multi",
            wrap=True,
            format_func=lambda code: shown[code],
            **common,
        )
    else:
        shown = {code: member(name, label) for code, label in names.items()}
        st.multiselect(
            t(f"filter.{name}"),
            list(names),
            format_func=lambda code: shown[code],
            placeholder=t("filter.choose"),
            select_all=False,
            **common,
        )


def _period() -> None:
    chosen = _address.selection().period
    st.session_state["filter_period"] = chosen if chosen in _PERIODS else "range"
    st.segmented_control(
        t("filter.period"),
        _PERIODS,
        key="filter_period",
        format_func=lambda code: t(f"period.preset.{code}"),
        required=True,
        wrap=True,
        on_change=_take_period,
    )
    days = parse_range(chosen)
    if days:
        st.session_state["filter_range"] = days
        st.date_input(t("filter.range"), key="filter_range", format="YYYY-MM-DD", on_change=_take_range, width=240)


def _deeper(names: tuple[str, ...]) -> None:
    chosen = _address.selection()
    has_text = names == _DEEPER
    texts = ("text",) if has_text else ()
    count = sum(bool(getattr(chosen, name)) for name in (*names, *texts)) + (chosen.vip is not None)
    label = t("filter.more_count", n=count) if count else t("filter.more")
    place = st.popover(label, icon=":material/filter_alt:", key="filter_more", on_change="rerun")
    if not place.open:
        return
    with place:
        st.session_state["filter_text"] = chosen.text
        st.session_state["filter_compare"] = chosen.compare
        st.session_state["filter_vip"] = next(code for code, flag in _VIP.items() if flag is chosen.vip)
        if has_text:
            st.text_input(
                t("filter.text"),
                key="filter_text",
                placeholder=t("filter.text_example"),
                max_chars=200,
                on_change=_take_rest,
            )
        st.segmented_control(
            t("filter.compare"),
            COMPARISONS,
            key="filter_compare",
            format_func=lambda code: t(f"period.compare.{code}"),
            required=True,
            on_change=_take_rest,
        )
        st.segmented_control(
            t("filter.vip"),
            list(_VIP),
            key="filter_vip",
            format_func=lambda code: t(f"filter.vip_{code}"),
            required=True,
            on_change=_take_rest,
        )
        for name in names:
            _list(name, as_pills=False)


def summary(*, has_period: bool = True) -> str:
    """One line that says everything that is chosen, safe to show as Markdown; `has_period` also the period."""
    chosen, parts = _address.selection(), _period_words() if has_period else []
    for name in (*_ALWAYS, *_DEEPER):
        values = getattr(chosen, name)
        if values:
            names = _options(name)
            words = ", ".join(member(name, names[code]) for code in values[:_NAMES_SHOWN])
            if len(values) > _NAMES_SHOWN:
                words = t("filter.and_more", values=words, n=len(values) - _NAMES_SHOWN)
            parts.append(plain(t("filter.several", name=t(f"filter.{name}"), values=words)))
    if chosen.vip is not None:
        parts.append(t("filter.vip_only") if chosen.vip else t("filter.vip_none"))
    if chosen.text:
        parts.append(plain(t("filter.text_contains", text=chosen.text)))
    return " · ".join(parts if chosen.is_filtered() else [*parts, t("filter.no_filter")])


def _period_words() -> list[str]:
    words = [t(f"period.compare.{_address.selection().compare}")]
    if _store.bounds():
        first, last = (number.long_day(day, language()) for day in whole_span())
        words.insert(0, t("number.date.range", first=first, last=last))
    return words


def current_span(chosen: Selection | None = None) -> period.Span:
    """The completed part of what is looked at, which tiles and rankings count. Ask only where there are data."""
    first, last = _store.bounds() or (date.min, date.min)
    return period.current(chosen or _address.selection(), last, first)


def whole_span(chosen: Selection | None = None) -> tuple[date, date]:
    """First and last day of all that is looked at, the running part too. Ask only where there are data."""
    first, last = _store.bounds() or (date.min, date.min)
    return (chosen or _address.selection()).span(last, first)


def get_ready() -> None:
    """Ask for the values of the lists that are always open."""
    for name in _ALWAYS:
        _store.members(name, _LIST_LIMIT)


def bar(
    head: Callable[[], None] = _period,
    always: tuple[str, ...] = _ALWAYS,
    deeper: tuple[str, ...] = _DEEPER,
    *,
    has_span: bool = True,
    of_accounts: bool = False,
) -> None:
    """Period (or another `head` of the bar), product, channel (or others `always` open), everything else behind one button; below it
    one line that says what is chosen, with the days of contacts looked at where it `has_span`. A page `of_accounts` offers also what no contact has yet.
    """
    st.session_state["filter_of_accounts"] = of_accounts
    with st.container(horizontal=True, vertical_alignment="bottom", key="filter_bar"):
        head()
        for name in always:
            _list(name, as_pills=True)
        _deeper(deeper)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="filter_summary"):
        st.caption(summary(has_period=has_span and head is _period), width="content")
        if _address.selection() != Selection():
            st.button(
                t("filter.reset"),
                key="filter_reset",
                on_click=_address.reset,
                type="tertiary",
                icon=":material/restart_alt:",
            )
        _link()


def _link() -> None:
    """The address of this view, written when somebody asks for it."""
    place = st.popover(t("filter.link"), type="tertiary", icon=":material/link:", key="filter_link", on_change="rerun")
    if place.open:
        with place:
            st.caption(t("filter.link_help"))
            st.code(_address.link(), language=None, wrap_lines=True)
