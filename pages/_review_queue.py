"""The queue of unclassified contacts: how long they wait, a suggestion for each, several classified with one click."""

from __future__ import annotations

from math import ceil
from typing import Any

import streamlit as st

from cx import number
from cx.arrow import packed
from cx.cache import VOC
from cx.voc import unclassified
from cx.voc.tagging import Document
from pages import _review_parts, _store
from pages._words import language, member, t

_SHOWN = 30
_SHORT = 120  # signs in the table; the whole text stands below it when its row is chosen
_SUREST = 0.99  # a suggestion claims no certainty
_ROW = 68  # pixels: above 60 the text wraps


def waiting() -> None:
    """How many wait, and those of one age."""
    _review_parts.message()
    found = unclassified.waiting(_store.current())
    if not found.n:
        st.subheader(t("review_page.waiting_none_title"), anchor=False)
        st.markdown(t("review_page.waiting_none"))
        return
    old = found.by_age[-1]
    words = {"n": f"{found.n:,}"} | ({"old": f"{old:,}"} if old else {})
    st.subheader(t("review_page.waiting_title" if old else "review_page.waiting_title_young", **words), anchor=False)
    age = _age(found)
    days = {"first": number.long_day(found.first, language()), "last": number.long_day(found.last, language())}
    st.caption(t("review_page.waiting_help", **days) + " " + t("review_page.pick"))
    _list(age, found.by_age[age])


def _age(found: unclassified.Waiting) -> int:
    """Which age is looked at; the newest first, which people still remember."""
    if "review_age" not in st.session_state:
        st.session_state["review_age"] = min(place for place, n in enumerate(found.by_age) if n)
    names = [
        t("review_page.age_count", age=t(f"review_page.age_{place}"), n=f"{n:,}")
        for place, n in enumerate(found.by_age)
    ]
    return int(
        st.segmented_control(
            t("review_page.age"),
            range(len(names)),
            key="review_age",
            format_func=lambda place: names[place],
            label_visibility="collapsed",
            required=True,
            wrap=True,
        )
    )


def chance(probability: float) -> str:
    """How probable a suggestion is; it claims no certainty. "" where there is none."""
    return "" if number.is_missing(probability) else number.share(min(probability, _SUREST), language(), 0)


def _rows(age: int, page: int) -> tuple[Any, tuple[tuple[Document, str, str], ...]]:
    """The table of a page, from 1, and of every row its document, suggestion ("" for none) and text."""
    frame = unclassified.queue(_store.current(), age, limit=_SHOWN, offset=(page - 1) * _SHOWN)
    texts = [" ".join(str(text).split()) for text in frame["text"]]
    shown = {
        "tag": frame["tag"].fillna(""),
        "text": [text if len(text) <= _SHORT else text[: _SHORT - 1] + "…" for text in texts],
        "chance": [chance(one) for one in frame["probability"]],
        "day": [f"{day:%Y-%m-%d}" for day in frame["day"]],
        "channel": [member("channel", code) if code else "" for code in frame["channel"].fillna("")],
        "product": frame["product"].fillna(""),
        "account": frame["account_name"].fillna(""),
    }
    table = frame.assign(**shown)[list(shown)].rename(columns={name: t(f"review_page.column_{name}") for name in shown})
    documents = zip(frame["origin"], frame["source_id"], frame["document_id"], strict=True)
    made = [Document(str(origin), int(source), str(number)) for origin, source, number in documents]
    return packed(table), tuple(zip(made, map(str, shown["tag"]), map(str, frame["text"]), strict=True))


def _list(age: int, n: int) -> None:
    pages = max(1, ceil(n / _SHOWN))
    page_key = f"review_queue_page_{age}_{pages}"
    page = min(int(st.session_state.get(page_key, 1)), pages)
    table, rows = _store.kept((VOC, "unclassified rows", age, page, language()), lambda: _rows(age, page))
    if not rows:
        st.markdown(t("review_page.age_none"))
        return
    turn = st.session_state.get("review_queue_turn", 0)
    column = st.column_config.TextColumn
    event = st.dataframe(
        table,
        hide_index=True,
        key=f"review_queue_{age}_{turn}" if page == 1 else f"review_queue_{age}_{turn}_{page}",
        on_select="rerun",
        selection_mode="multi-row",
        placeholder="",
        row_height=_ROW,
        height=min(40 + _ROW * len(rows), 460),
        column_config={
            t("review_page.column_text"): column(width="large"),
            t("review_page.column_tag"): column(width=130),
            t("review_page.column_chance"): column(width=70),
        },
        alt=t("review_page.section_unclassified"),
    )
    picked = [rows[row] for row in event.selection.rows if row < len(rows)]
    if pages > 1:
        st.pagination(pages, key=page_key)
    if len(picked) == 1:
        with st.container(border=True, key="review_queue_text"):
            st.text(picked[0][2])
    _decide([(document, tag) for document, tag, _ in picked], turn)
    if any(not tag for _, tag, _ in rows):
        st.caption(t("review_page.not_suggested"))


def _decide(picked: list[tuple[Document, str]], turn: int) -> None:
    """What to do with the chosen ones."""
    suggested = [(one, tag) for one, tag in picked if tag]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="review_classify"):
        n = len(suggested)
        st.button(
            t("review_page.accept", n=n) if n else t("review_page.accept_none"),
            key="review_accept",
            disabled=not n,
            on_click=_accept,
            args=(suggested,),
            type="primary",
        )
        with st.container(width=260):
            chosen = _review_parts.tag_choice(f"review_queue_tag_{turn}", t("review_page.other"))
        st.button(
            t("review_page.use_other", n=len(picked)) if picked else t("review_page.use_other_none"),
            key="review_queue_use",
            disabled=not (picked and chosen),
            on_click=_use,
            args=([one for one, _ in picked], chosen),
        )


def _accept(suggested: list[tuple[Document, str]]) -> None:
    by_tag: dict[str, list[Document]] = {}
    for one, tag in suggested:
        by_tag.setdefault(tag, []).append(one)
    for tag, found in by_tag.items():
        _use(found, tag)


def _use(found: list[Document], tag: str | None) -> None:
    if tag and _review_parts.decide(found, tag):
        st.session_state["review_queue_turn"] = st.session_state.get("review_queue_turn", 0) + 1
        st.toast(t("review_page.classified", n=len(found)), icon=":material/check:")
