"""Setting targets: the ones that count with what was reached, a form for a new one, and all of them as history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from cx import finding, goal, metric, number, period, sample, targets
from cx.arrow import packed
from cx.errors import CxError
from cx.reports.report import SECTIONS
from cx.schema import CODES
from cx.selection import Selection
from pages import _goal_words, _store
from pages._words import language, member, plain, t

_EVERYTHING = ""
_PRODUCTS = 200
_FEW = 10  # rows that need no scrolling
_OF_A_BOT = dict(SECTIONS)["automation"]


@dataclass(frozen=True)
class _Listed:
    """The rows of a table, and the targets behind them."""

    targets: tuple[targets.Target, ...]
    title: str
    rows: Any


def message() -> None:
    """What came of the last click."""
    said = st.session_state.pop("targets_message", None)
    if said:
        st.success(plain(said), icon=":material/check:")


def done(words: str) -> None:
    """Begin anew, with a sentence about what was done."""
    st.session_state["targets_round"] = st.session_state.get("targets_round", 0) + 1
    st.session_state["targets_message"] = words
    st.rerun()


def _origin(one: targets.Target) -> str:
    return t(f"target_page.origin_{'usual' if not one.target_id else 'own' if one.is_own else 'file'}")


def _month() -> period.Span:
    """The last completed month with data, or what there is where none is completed."""
    first, last = _store.bounds() or (_store.today(), _store.today())
    done = period.current(Selection(period="3m"), last, first)
    return period.Span(max(period.start_of(done.last, "month"), done.first), done.last)


def _counting(day: date) -> tuple[targets.Target, ...]:
    """Those that count on `day`, and the usual ones of metrics nobody decided anything about."""
    decided = targets.everything(_store.current())
    states = targets.states(decided, day)
    found = [one for one in decided if states[one] == "now"]
    general = {one.scope[0] for one in found if one.scope[1:] == (None, None)}
    usual = [
        targets.Target(targets.OWN, "", name, one.target_default)
        for name, one in metric.metrics().items()
        if one.target_default is not None and name not in general
    ]
    return tuple(one for one in [*found, *usual] if one.goal is not None)


def _reached(found: Sequence[targets.Target], span: period.Span) -> list[Mapping[str, Any]]:
    """What each target's metric was in `span`, as `compare` has it; asked once per product and channel."""
    scopes: dict[tuple[str | None, str | None], list[str]] = {}
    for one in found:
        scopes.setdefault((one.product, one.channel), []).append(one.scope[0])
    rows: dict[tuple[str, str | None, str | None], Mapping[str, Any]] = {}
    for (product, channel), names in scopes.items():
        chosen = Selection(
            period=f"{span.first}..{span.last}",
            product=(product,) if product else (),
            channel=(channel,) if channel else (),
        )
        for row in _store.compared(names, chosen).to_dict("records"):
            rows[row["metric"], product, channel] = row
    return [rows[one.scope] for one in found]


def _now() -> tuple[str, str]:
    """The title and, as one Markdown table, the targets that counted: what each is, what was reached, met or missed."""
    span = _month()
    counting = _counting(span.last)
    found = [pair for pair in zip(counting, _reached(counting, span), strict=True) if _is_of_here(*pair)]
    verdicts, lines = [], [[t(f"target_page.{name}") for name in ("metric", "goal", "value", "verdict")], ["---"] * 4]
    for one, row in found:
        unit = metric.find(one.scope[0]).unit
        verdicts.append(finding.verdict(row))
        about = f"{plain(_goal_words.scope(one))} · {_origin(one)}"
        value = finding.value_words(row, unit, language())
        lines.append(
            [
                f"{plain(_goal_words.name(one.metric))} :small[:gray[{about}]]",
                _goal_words.goal(one),
                value,
                _verdict(row, unit),
            ]
        )
    words = number.span(span.first, span.last, language())
    met, judged = verdicts.count("met"), len(verdicts) - verdicts.count("open")
    title = t("target_page.title" if judged else "target_page.title_open", span=words, met=met, n=judged)
    return title, "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _is_of_here(one: targets.Target, row: Mapping[str, Any]) -> bool:
    """Whether a target says anything: who has no bot is not held to the usual ones for bots."""
    return bool(one.target_id) or one.metric not in _OF_A_BOT or row["value"] > 0


def _verdict(row: Mapping[str, Any], unit: str) -> str:
    """Met or missed, and by how much."""
    found = finding.verdict(row)
    if found == "open":
        words = sample.few(row, language()) if row["state"] in ("few", "withheld") else t("target_page.open")
        return f":gray[{plain(words)}]"
    gap = number.unsigned(number.change(unit, row["value"], row["target"], language(), more=_more(row, unit)))
    if unit == "count" and not row["target"]:
        gap = number.write(unit, row["value"], language())
    colour, sign = ("green", "✓") if found == "met" else ("red", "✗")
    if row["value"] == row["target"]:
        return f":{colour}[{sign} {t(f'target_page.{found}_exactly')}]"
    side = t("overview.over" if row["value"] > row["target"] else "overview.under", gap=gap)
    return f":{colour}[{sign} {t(f'target_page.{found}', gap=side)}]"


def _more(row: Mapping[str, Any], unit: str) -> int:
    return number.decimals_apart(unit, row["value"], row["target"])


def now() -> None:
    """The targets that counted in the last completed month, met or missed."""
    title, table = _store.kept(("targets now", language()), _now)
    st.subheader(title, anchor=False)
    st.markdown(table)
    st.caption(t("target_page.now_hint"))


def add() -> None:
    """Set one: metric, goal as people write it, from when, for what."""
    st.subheader(t("target_page.add"), anchor=False)
    names = [name for name, one in metric.metrics().items() if one.good != "none"]
    labels = {name: metric.find(name).label(language()) for name in names}
    usual = names.index("response_rate")
    chosen = st.selectbox(t("target_page.metric"), names, usual, key="targets_metric", format_func=labels.get)
    unit = metric.find(chosen).unit
    turn = st.session_state.get("targets_round", 0)
    with st.form(f"targets_form_{turn}", border=False):
        written = st.text_input(
            t("target_page.goal"),
            key=f"targets_goal_{turn}",
            max_chars=40,
            placeholder=t(f"target_page.example_{unit}"),
        )
        is_none = st.checkbox(
            t("target_page.set_none"), key=f"targets_none_{turn}", help=t("target_page.set_none_help")
        )
        with st.container(horizontal=True):
            first = st.date_input(
                t("target_page.from_day"),
                _store.today().replace(day=1),
                key="targets_from",
                format="YYYY-MM-DD",
                width=170,
            )
            last = st.date_input(
                t("target_page.to_day"), None, key=f"targets_to_{turn}", format="YYYY-MM-DD", width=190
            )
        with st.container(horizontal=True):
            product = _choice("product", _store.members("product", _PRODUCTS))
            channel = _choice("channel", {code: member("channel", code) for code in CODES["channel"]})
        if st.form_submit_button(t("target_page.save"), key="targets_save", type="primary"):
            _put(chosen, None if is_none else written, (first, last), (product, channel))


def _choice(name: str, labels: Mapping[str, str]) -> str | None:
    known = {_EVERYTHING: t("target_page.all"), **labels}
    return (
        st.selectbox(t(f"filter.{name}"), list(known), key=f"targets_{name}", format_func=known.get, width=180) or None
    )


def _put(name: str, written: str | None, days: tuple[date, date | None], scope: tuple[str | None, str | None]) -> None:
    found = metric.find(name)
    try:
        value = None if written is None else goal.parse(found, written)
        one = targets.put(
            _store.current(), name, value, from_day=days[0], to_day=days[1], product=scope[0], channel=scope[1]
        )
    except CxError as error:
        st.error(plain(_refusal(error, found, written or "")), icon=":material/error:")
        return
    done(
        t(
            "target_page.saved",
            name=_goal_words.name(name),
            scope=_goal_words.scope(one),
            goal=_goal_words.goal(one),
            day=f"{days[0]:%Y-%m-%d}",
        )
    )


def _refusal(error: CxError, found: metric.Metric, written: str) -> str:
    """The error as people wrote the goal, not as it is kept."""
    if error.key != "target.impossible":
        return error.text(language())
    low, high = (number.goal(found.unit, value, language()) for value in targets.limits(found))
    key = "impossible" if found.unit in ("share", "nps", "score") else "negative"
    return t(f"target_page.{key}", name=found.label(language()), value=written, low=low, high=high)


def _history() -> _Listed:
    found = targets.everything(_store.current())
    states = targets.states(found, _store.today())
    shown = {
        "metric": [_goal_words.name(one.metric) for one in found],
        "scope": [_goal_words.scope(one) for one in found],
        "goal": [_goal_words.goal(one) for one in found],
        "from_day": [f"{one.from_day:%Y-%m-%d}" if one.from_day else t("target_page.ever") for one in found],
        "until": [f"{one.to_day:%Y-%m-%d}" if one.to_day else "" for one in found],
        "state": [t(f"target_page.state_{states[one]}") for one in found],
        "origin": [_origin(one) for one in found],
    }
    rows = pd.DataFrame({t(f"target_page.{name}"): cells for name, cells in shown.items()})
    return _Listed(found, t("target_page.history", n=len(found)), packed(rows))


def history() -> None:
    """All targets there ever were; those set here can be ended or taken back."""
    found = _store.kept(("targets", language(), _store.today()), _history)
    st.subheader(found.title, anchor=False)
    if not found.targets:
        st.caption(t("target_page.history_empty"))
        return
    turn = st.session_state.get("targets_round", 0)
    event = st.dataframe(
        found.rows,
        hide_index=True,
        key=f"targets_list_{turn}_{language()}",
        on_select="rerun",
        selection_mode="multi-row",
        height=420 if len(found.targets) > _FEW else "auto",
        placeholder="",
        alt=found.title,
    )
    picked = [found.targets[row] for row in event.selection.rows if row < len(found.targets)]
    own = [one.target_id for one in picked if one.is_own]
    if len(own) < len(picked):
        st.caption(t("target_page.from_files"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        last = st.date_input(
            t("target_page.last_day"), _store.today(), key="targets_last_day", format="YYYY-MM-DD", width=190
        )
        if st.button(t("target_page.end"), key="targets_end", disabled=not own, icon=":material/event_busy:"):
            _end(own, last)
        label = t("target_page.remove", n=len(own)) if own else t("target_page.remove_none")
        if st.button(label, key="targets_remove", disabled=not own, icon=":material/delete:"):
            done(t("target_page.removed", n=targets.remove(_store.current(), own)))


def _end(own: Sequence[str], last: date) -> None:
    try:
        for target_id in own:
            targets.end(_store.current(), target_id, last)
    except CxError as error:
        st.error(plain(error.text(language())), icon=":material/error:")
        return
    done(t("target_page.ended", n=len(own), day=f"{last:%Y-%m-%d}"))
