"""The list of all topics with what may be done to the chosen one, and what the last run found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache as cache_of_functions
from typing import Any

import pandas as pd
import streamlit as st

from cx import cache
from cx.arrow import packed
from cx.selection import Selection
from cx.voc import catalogue, topics
from cx.voc.catalogue import Topic
from pages import _local, _store, _topic_edit, _topic_merge, _topic_split, _voc_parts
from pages._words import language, plain, t

_TOLD = 12  # topics a line of the report names
_REPORTS = ("new", "grown", "shrunk", "split", "merged", "gone")


@dataclass(frozen=True)
class _Listed:
    """The rows of the table, and the topics behind them."""

    codes: tuple[str, ...]
    rows: Any


def _state(topic: Topic, known: dict[str, Topic]) -> str:
    parts = []
    if topic.into is not None:
        parts.append(t("voc_page.curate.state_merged", into=known[str(topic.into)].title))
    elif topic.is_gone:
        parts.append(t("voc_page.curate.state_gone"))
    if topic.is_pinned:
        parts.append(t("voc_page.curate.state_pinned"))
    if topic.name:
        parts.append(t("voc_page.curate.state_named"))
    if topic.split_from is not None and str(topic.split_from) in known:
        parts.append(t("voc_page.curate.state_split", of=known[str(topic.split_from)].title))
    return " · ".join(parts)


def _more_words(topic: Topic) -> tuple[str, ...]:
    """The words of a topic that its title does not say."""
    said = set(topic.title.split(" · "))
    return tuple(word for word in topic.terms if word not in said)[:6]


def _made() -> _Listed:
    known = catalogue.topics(_store.current())
    found = _store.numbers(["voc"], Selection(period="all"), by=["topic"])
    counts = dict(zip(found["topic"], found["value"], strict=True))
    whole = float(found["value"].sum()) or 1.0
    listed = [
        one for one in known.values() if not one.is_gone or one.name or one.is_pinned
    ]  # the report tells the rest
    order = sorted(listed, key=lambda one: (one.into is not None, one.is_gone, -counts.get(one.code, 0), one.topic_id))
    cells = {
        "topic": [one.title for one in order],
        "texts": [int(counts.get(one.code, 0)) for one in order],
        "share": [round(counts.get(one.code, 0) / whole * 100, 1) for one in order],
        "state": [_state(one, known) for one in order],
        "words": [", ".join(_more_words(one)) for one in order],
    }
    frame = pd.DataFrame({t(f"voc_page.curate.{name}"): values for name, values in cells.items()})
    return _Listed(tuple(one.code for one in order), packed(frame))


@cache_of_functions
def _columns(_language: str) -> dict[str, Any]:
    column = st.column_config
    return {
        t("voc_page.curate.topic"): column.TextColumn(width="medium"),
        t("voc_page.curate.texts"): column.NumberColumn(format="localized"),
        t("voc_page.curate.share"): column.NumberColumn(format="%.1f"),
        t("voc_page.curate.words"): column.TextColumn(width="medium"),
    }


def chosen() -> tuple[Topic, ...]:
    """The list; the topics of the chosen rows."""
    found = cache.cached(_store.current(), (cache.VOC, "topic list", language()), None, _made)
    standing = [one for one in catalogue.topics(_store.current()).values() if one.into is None and not one.is_gone]
    title = t("voc_page.curate.list_title", n=len(standing))
    st.subheader(title, anchor=False)
    st.caption(t("voc_page.curate.list_hint"))
    rows = st.dataframe(
        found.rows,
        hide_index=True,
        key=f"topics_list_{_topic_edit.turn()}_{language()}",
        on_select="rerun",
        selection_mode="multi-row",
        height=min(40 + 35 * max(len(found.codes), 1), 630),
        column_config=_columns(language()),
        placeholder="",
        alt=title,
    ).selection.rows
    known = catalogue.topics(_store.current())
    codes = [found.codes[row] for row in sorted(rows) if row < len(found.codes)]
    return tuple(known[code] for code in codes if code in known)


def edit(picked: tuple[Topic, ...]) -> None:
    """What may be done to the chosen topic, or to several at once."""
    if len(picked) > 1:
        _topic_merge.form(picked)
        return
    topic = picked[0] if picked else None
    st.subheader(plain(topic.title) if topic else t("voc_page.edit"), anchor=False)
    if topic is None:
        st.caption(t("voc_page.curate.none_chosen"))
        return
    if topic.into is not None:
        _topic_edit.part(topic)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        _voc_parts.to_topic(topic.code, t("voc_page.more"))
        _topic_edit.pin(topic, "list")
    _topic_edit.rename(topic, "list")
    _topic_split.form(topic)


def last_run() -> None:
    """What the run that holds found, what it changed, and the way back."""
    st.subheader(t("voc_page.curate.run_title"), anchor=False)
    run = topics.current(_store.current())
    if run is None:
        st.caption(t("voc_page.curate.run_none"))
        return
    st.caption(t("voc_page.curate.run_when", moment=_local.words(run.made_at), n=f"{run.n_texts:,}"))
    known = catalogue.topics(_store.current())
    lines = []
    for name in _REPORTS:
        titles = [known[str(one)].title for one in run.report.get(name, ()) if str(one) in known]
        if titles:
            told = ", ".join(f"‘{title}’" for title in titles[:_TOLD])  # a title holds signs like those between them
            more = len(titles) - _TOLD
            told = t("filter.and_more", values=told, n=more) if more > 0 else told
            lines.append(f"**{t(f'voc_page.curate.report_{name}')} {len(titles)}** · {plain(told)}")
    st.markdown("\n\n".join(lines) if lines else t("voc_page.curate.report_nothing"))
    values = ", ".join(
        f"{name} {value:.3g}" if isinstance(value, float) else f"{name} {value}"
        for name, value in run.parameters.items()
    )
    if values:
        st.caption(plain(t("voc_page.curate.run_parameters", values=values)))
    if topics.is_earlier(run):
        st.caption(t("voc_page.curate.run_earlier"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _topic_edit.find_anew(topics.detail(run))
        _topic_edit.undo()


def past_runs() -> None:
    """All runs, the undone ones too."""
    found = topics.runs(_store.current())
    if len(found) < 2:  # noqa: PLR2004 - the last one stands above
        return
    title = t("voc_page.curate.runs", n=len(found))
    with st.expander(title, key="topics_runs"):
        for run in found:
            words = t("voc_page.curate.run_when", moment=_local.words(run.made_at), n=f"{run.n_texts:,}")
            st.caption(f"{words} · {t('voc_page.curate.run_undone')}" if run.is_undone else words)
