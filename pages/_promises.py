"""The parts of the SLA page: the cards, every policy with what it is worth, the form for a new one, who changed what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from cx import cache, finding, goal, metric, number, period, sla, sla_finding
from cx.arrow import packed
from cx.charts import mixed
from cx.errors import CxError
from cx.facts_sla import SCOPE
from cx.schema import CODES
from cx.selection import Selection
from pages import _address, _cards, _changes, _filters, _frame, _store, _view
from pages._contacts import Opened
from pages._places import Places
from pages._words import language, member, plain, t

PLACES = Places({"cards": (), "policies": ()})
CARDS = ("sla_kept", "sla_first_response", "sla_resolution", "sla_attainment")
_MEMBERS = 200


@dataclass(frozen=True)
class View:
    """The page for one selection in one language."""

    cards: tuple[_cards.Card, ...]
    words: str
    title: str
    kept: tuple[sla_finding.Kept, ...]
    rows: Any


def ask(chosen: Selection | None = None) -> View:
    """The page for this session's selection."""
    seen = chosen or _address.selection()
    return cache.cached(_store.current(), ("sla page", language()), seen, lambda: _made(seen))


def begin() -> None:
    """Make the page before its parts are drawn."""
    chosen = _address.selection()
    PLACES.forget(chosen)
    _frame.awaited(("sla page", language()), chosen, ask)


def _made(chosen: Selection) -> View:
    if not _store.bounds():
        kept = sla_finding.by_policy(_store.current(), chosen, None)
        return View((), "", t("sla.by_policy"), kept, _table(kept))
    span = _filters.current_span(chosen)
    compared = {row["metric"]: row for row in _store.compared(CARDS, chosen).to_dict("records")}
    first, last = _filters.whole_span(chosen)
    trend = _store.numbers(CARDS, chosen, every=mixed.grain(first, last))
    done = trend[~trend["is_running"]]
    versus = _view.versus_words(chosen, span)
    cards = tuple(
        _cards.made(compared[name], done[done["metric"] == name]["value"].tolist(), versus)
        for name in CARDS
        if compared[name]["n"] or name == "sla_kept"
    )
    kept = sla_finding.by_policy(_store.current(), chosen, (span.first, span.last))
    title = sla_finding.title(kept, number.span(span.first, span.last, language()), language())
    return View(cards, _verdicts(compared), title, kept, _table(kept))


def _verdicts(compared: Mapping[str, Mapping[str, Any]]) -> str:
    """The tool's verdict beside ours, where both are known."""
    own, tool = compared["sla_kept"], compared["sla_attainment"]
    if not own["n"] or not tool["n"]:
        return ""
    words = {name: finding.value_words(row, "share", language()) for name, row in (("own", own), ("tool", tool))}
    return plain(t("sla.verdicts", **words))


def _table(kept: tuple[sla_finding.Kept, ...]) -> Any:
    cells = {
        "target": [t(f"sla.target_{one.policy.target}") for one in kept],
        "scope": [sla_finding.scope_words(one.policy, language()) for one in kept],
        "within": [sla_finding.within_words(one.policy, language()) for one in kept],
        "clock": [t(f"sla.clock_{one.policy.clock}") for one in kept],
        "kept": [_share(one) for one in kept],
        "broken": [number.full(one.broken, language()) if one.judged else "" for one in kept],
        "judged": [number.full(one.judged, language()) if one.judged else "" for one in kept],
        "days": [sla_finding.days_words(one.policy, language()) for one in kept],
    }
    return packed(pd.DataFrame({t(f"sla.{name}"): column for name, column in cells.items()}))


def _share(one: sla_finding.Kept) -> str:
    words = number.share(one.share, language())
    return f"{words} ({t('number.small_sample', n=one.judged)})" if one.state in ("few", "withheld") else words


def _completed() -> tuple[Selection, period.Span]:
    span = _filters.current_span()
    return _address.selection().narrowed(period=f"{span.first}..{span.last}"), span


def _open_card(name: str) -> None:
    selection, span = _completed()
    words = f"{metric.find(name).label(language())} · {number.span(span.first, span.last, language())}"
    PLACES.open(Opened("cards", words, selection, name))


def cards(view: View) -> None:
    """What is kept, and in words how the tool itself judged."""
    _cards.show(view.cards, _open_card, key="sla_cards")
    if view.words:
        st.caption(view.words)
    PLACES.panel("cards")


def message() -> None:
    """What came of the last click."""
    said = st.session_state.pop("sla_message", None)
    if said:
        st.success(plain(said), icon=":material/check:")


def done(words: str) -> None:
    """Begin anew, with a sentence about what was done."""
    st.session_state["sla_round"] = st.session_state.get("sla_round", 0) + 1
    st.session_state["sla_message"] = words
    st.rerun()


def table(view: View) -> None:
    """Every policy; choosing one opens the contacts it judged, and ends or removes it."""
    st.subheader(plain(view.title), anchor=False)
    if not view.kept:
        st.caption(t("sla.none"))
        return
    event = st.dataframe(
        view.rows,
        hide_index=True,
        key=f"sla_list_{st.session_state.get('sla_round', 0)}_{language()}",
        on_select="rerun",
        selection_mode="single-row",
        placeholder="",
        alt=view.title,
    )
    st.caption(t("sla.hint"))
    picked = [view.kept[row] for row in event.selection.rows if row < len(view.kept)]
    _open_row(picked)
    _manage([one.policy for one in picked])


def _open_row(picked: list[sla_finding.Kept]) -> None:
    open_now = PLACES.at("policies")
    one = picked[0] if picked else None
    if one is None or not one.judged:
        if open_now:
            PLACES.close("policies")
        return
    selection, span = _completed()
    words = t(
        "sla.rows",
        name=metric.find(one.metric).label(language()),
        scope=sla_finding.scope_words(one.policy, language()),
    )
    title = f"{words} · {number.span(span.first, span.last, language())}"
    where = ((one.dimension, one.policy.policy_id),)
    opened = Opened("policies", title, selection, one.metric, where)
    if opened != open_now:
        PLACES.open(opened)


def _manage(picked: list[sla.Policy]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        last = st.date_input(t("sla.last_day"), _store.today(), key="sla_last_day", format="YYYY-MM-DD", width=190)
        if st.button(t("sla.end"), key="sla_end", disabled=not picked, icon=":material/event_busy:"):
            _end(picked, last)
        if st.button(t("sla.remove"), key="sla_remove", disabled=not picked, icon=":material/delete:"):
            gone = sla.remove(_store.current(), [one.policy_id for one in picked])
            done(t("sla.removed", n=gone))


def _end(picked: list[sla.Policy], last: date) -> None:
    try:
        for one in picked:
            sla.end(_store.current(), one.policy_id, last)
    except CxError as error:
        st.error(plain(error.text(language())), icon=":material/error:")
        return
    done(t("sla.ended", n=len(picked), day=f"{last:%Y-%m-%d}"))


def add() -> None:
    """Promise something: what, for whom, within how long, on which clock, from when."""
    st.subheader(t("sla.add"), anchor=False)
    turn = st.session_state.get("sla_round", 0)
    targets = {name: _target(name) for name in sla.TARGETS}
    clocks = {name: _clock(name) for name in sla.CLOCKS}
    with st.form(f"sla_form_{turn}", border=False):
        with st.container(horizontal=True):
            target = st.selectbox(t("sla.target"), list(targets), key="sla_target", format_func=targets.get, width=150)
            written = st.text_input(
                t("sla.form_within"), key=f"sla_goal_{turn}", max_chars=40, placeholder=t("sla.form_example"), width=220
            )
            clock = st.radio(
                t("sla.clock"),
                list(clocks),
                key="sla_clock",
                format_func=clocks.get,
                horizontal=True,
                help=t("sla.form_business_days"),
                width=260,
            )
        with st.container(horizontal=True):
            scope = _scope()
            first = st.date_input(
                t("target_page.from_day"), None, key=f"sla_from_{turn}", format="YYYY-MM-DD", width=170
            )
            last = st.date_input(t("target_page.to_day"), None, key=f"sla_to_{turn}", format="YYYY-MM-DD", width=190)
        is_none = st.checkbox(t("sla.form_none"), key=f"sla_none_{turn}", help=t("sla.form_none_help"))
        if st.form_submit_button(t("sla.save"), key="sla_save", type="primary"):
            _put(target, None if is_none else written, clock, (first, last), scope)


def _target(name: str) -> str:
    return t(f"sla.target_{name}")


def _clock(name: str) -> str:
    return t(f"sla.clock_{name}")


def _scope() -> dict[str, str | None]:
    known = {
        "channel": {code: member("channel", code) for code in CODES["channel"]},
        "product": _store.members("product", _MEMBERS),
        "segment": _store.members("segment", _MEMBERS),
        "priority": {name: name for name in sla.priorities(_store.current())},
    }
    chosen: dict[str, str | None] = dict.fromkeys(SCOPE)
    for name, labels in known.items():
        if labels:
            options = {"": t("sla.everything"), **labels}
            label = t("sla.priority") if name == "priority" else t(f"filter.{name}")
            key = f"sla_{name}"
            chosen[name] = st.selectbox(label, list(options), key=key, format_func=options.get, width=150) or None
    return chosen


def _put(
    target: str, written: str | None, clock: str, days: tuple[date | None, date | None], scope: dict[str, str | None]
) -> None:
    try:
        seconds = None if written is None else round(goal.length(written))
        one = sla.put(_store.current(), target, seconds, clock=clock, from_day=days[0], to_day=days[1], **scope)
    except CxError as error:
        st.error(plain(error.text(language())), icon=":material/error:")
        return
    name = t("sla.rows", name=_target(target), scope=sla_finding.scope_words(one, language()))
    day = f"{one.from_day:%Y-%m-%d}" if one.from_day else t("sla.since_ever")
    done(t("sla.saved", name=name, day=day, within=sla_finding.within_words(one, language())))


def log() -> None:
    """Who promised what, and when."""
    _changes.log("policy", _what, _value)


def _what(told: Mapping[str, object]) -> str:
    parts = [str(told.get("target", ""))]
    names = [member(name, told[name]) for name in SCOPE if name in told]
    return t("sla.rows", name=_target(parts[0]), scope=" · ".join(names) or t("sla.everything"))


def _value(told: Mapping[str, object]) -> str:
    seconds = told.get("goal_seconds")
    words = t("sla.nothing") if seconds is None else number.goal("seconds", float(str(seconds)), language())
    first, last = told.get("from_day"), told.get("to_day")
    days = [str(first) if first else "", str(last) if last else ""]
    return f"{words} · {_clock(str(told['clock']))}" + (f" ({' ~ '.join(days).strip()})" if any(days) else "")
