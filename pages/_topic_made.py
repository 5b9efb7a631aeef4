"""What a topic is made of, on its page: its parts with texts, share and a quote each; a click opens the texts of one."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cx import contacts, number
from cx.text.parts import FEWEST
from cx.voc import topic_parts
from cx.voc.catalogue import Topic
from cx.voc.topic_parts import Made, Part
from pages import _address, _filters, _quoted, _store
from pages._words import language, plain, t

_SIGNS = 90  # of a quote: one or two lines

Open = Callable[[str, tuple[tuple[str, object], ...], tuple[str, ...]], None]


def parts(topic: Topic, n: int, on_open: Open) -> None:
    """The parts, the rest last; or that there are none, or not yet. `n`: texts of the topic in what is looked at."""
    span = _filters.current_span()
    made = topic_parts.made_of(_store.current(), _address.selection(), topic, (span.first, span.last))
    with st.container(key="topic_made", gap="xsmall"):
        if not made.parts:
            st.subheader(t("voc_page.parts_title_none"), anchor=False)
            st.caption(t("voc_page.parts_piece" if made.is_looked_into else "voc_page.parts_not_yet", least=FEWEST))
            return
        st.subheader(plain(_title(made)), anchor=False)
        for part in made.parts:
            _one(topic, part, n, on_open)
        st.caption(t("voc_page.parts_legend"))


def _title(made: Made) -> str:
    firm = [part for part in made.parts if part.number is not None]
    whole = sum(part.n for part in made.parts)
    if not firm:
        return t("voc_page.parts_title_none")
    values = {"name": firm[0].label, "share": number.share(firm[0].n / whole if whole else None, language())}
    return t("voc_page.parts_title", n=len(firm), **values)


def _one(topic: Topic, part: Part, n: int, on_open: Open) -> None:
    name = part.label if part.number is not None else t("voc_page.parts_rest")
    share = number.share(part.n / n if n else None, language())
    told = f"{topic.code}.{'' if part.number is None else part.number}"
    with st.container(gap=None):
        st.button(
            f"**{plain(name)}** :small[:gray[{plain(number.full(part.n, language()))} · {share}]]",
            key=f"topic_part_open_{told}",
            on_click=on_open,
            args=(name, ((contacts.PART, told),), part.terms),
            type="tertiary",
        )
        if part.quotes:
            st.caption(_quoted.short(_telling(part), part.terms, _SIGNS))


def _telling(part: Part) -> str:
    """The typical text that says what the part is called where people read it, else the most typical one."""
    words = part.label.split(" · ")
    return max(part.quotes, key=lambda text: sum(word in text[:_SIGNS] for word in words))
