"""Texts of customers as quotes: who said it, when and where, and every word as it was written, with the words of the topic marked.

A page of quotes is one text on the page: every element more costs each rerun and each browser. Long ones end early, and have
their whole below them when somebody asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from cx import number
from cx.selection import Selection
from cx.shortened import shortened
from cx.voc import catalogue, marking
from pages import _address, _store
from pages._words import language, member, plain, t

TOLD = ("kind", "kind_share", "cause", "cause_share", "severity", "severity_share")  # what was read in a text
ASKED = ("text_hash", "day", "text", "channel", *TOLD, "topic", "product", "account_name", "account_key")
_SHORT = 420  # signs of a text
_SUREST = 0.99  # as rounded: a model is never certain, a person is
_COLOURS = {"pain": "red", "request": "blue", "question": "gray", "praise": "green"}


@dataclass(frozen=True)
class Page:
    """Quotes as Markdown that holds nothing but what was written, and those texts in whole that end early there."""

    words: str
    whole: tuple[tuple[str, str], ...]


def made(frame: pd.DataFrame, terms: Sequence[str] = ()) -> Page:
    """The page of a frame with the columns `ASKED`."""
    topics = catalogue.topics(_store.current())
    shown, whole = [], []
    pattern, is_mixed = marking.pattern(terms), len(set(frame["topic"].dropna())) > 1
    for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        text = " ".join(str(row["text"] or "").split())
        head = _head(row, topics if is_mixed else {})
        if len(text) > _SHORT:
            whole.append((f"{row['day']:%Y-%m-%d} · {t('voc_page.whole', n=f'{len(text):,}')}", str(row["text"])))
            text = text[: _SHORT - 1].rstrip() + "…"
        shown.append(f":small[:gray[{head}]]  \n{marked(text, pattern)}")
    if "kind_share" in frame and frame["kind_share"].notna().any():
        shown.insert(0, f":small[:gray[{plain(t('voc_page.sure_help'))}]]")
    return Page("\n\n".join(shown), tuple(whole))


def short(text: str, terms: Sequence[str], most: int = _SHORT) -> str:
    """One text in one line, the terms marked; one of more than `most` signs ends early."""
    line = " ".join(text.split())
    return marked(shortened(line, most), marking.pattern(terms))


def sought(asked: str) -> tuple[str, ...]:
    """The words of a question worth marking: a single sign stands in too many others."""
    return tuple(word for word in asked.split() if len(word) > 1)


def _head(row: dict[str, object], topics: dict[str, catalogue.Topic]) -> str:
    """When and where it was said, and by whom: the account's name leads to what it says, and a word beside it to its own page."""
    parts = [number.long_day(row["day"], language())]  # type: ignore[arg-type]
    parts += [plain(member("channel", row["channel"]))] if row["channel"] else []
    parts += [plain(row["product"])] if row["product"] else []
    parts += account(row)
    parts += told(row)
    topic = topics.get(str(row["topic"]))
    if topic:
        parts.append(plain(topic.title))
    address = urlencode(_address.bare() | {"like": f"#{row['text_hash']}"}, safe=":")
    parts.append(f"[{t('voc_page.similar_texts')}](similar?{address})")
    return " · ".join(parts)


def told(row: Mapping[str, object]) -> list[str]:
    """What it is, whose fault it tells of, each with how sure that is, and how grave it is."""
    parts = []
    if row.get("kind"):
        parts.append(f":{_COLOURS.get(str(row['kind']), 'gray')}[{_surely('kind', row)}]")
    if row.get("cause"):
        parts.append(_surely("cause", row))
    if row.get("severity"):
        parts.append(f":orange[{_surely('severity', row)}]")
    return parts


def _surely(name: str, row: Mapping[str, object]) -> str:
    words, chance = member(name, row[name]), row.get(f"{name}_share")
    if not isinstance(chance, float):
        return plain(words)
    if chance == 1:
        return plain(t("voc_page.by_person", name=words))
    return plain(f"{words} {number.share(min(chance, _SUREST), language(), 0)}")


def account(row: dict[str, object]) -> list[str]:
    """Links of the account that said it: to what it says, to its own page, to what it came back for; none where it is not known."""
    if not row["account_key"]:
        return []
    address = urlencode(_address.bare(Selection(account=(str(row["account_key"]),))), safe=":")
    name = plain(row["account_name"] or row["account_key"])
    ways = ((name, "voc"), (t("account.open_short"), "account"), (t("account.stories_short"), "similar"))
    return [f"[{words}]({page}?{address})" for words, page in ways]


def marked(text: str, sought: re.Pattern[str] | None) -> str:
    """A text for a place that reads Markdown, as it is written, with what is sought in bold."""
    return "".join(
        f":blue[**{plain(part)}**]" if is_hit else _between(part) for part, is_hit in marking.parts(text, sought)
    )


def _between(text: str) -> str:
    """As `plain`, with the spaces at its ends."""
    words = plain(text)
    if not words:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{words}{' ' if text[-1].isspace() else ''}"


def show(page: Page, key: str) -> None:
    """The quotes, in a place of their own height; whole texts on demand."""
    with st.container(height=600, border=False, key=f"{key}_quotes"):
        st.markdown(page.words)
        for place, (title, text) in enumerate(page.whole):
            behind = st.expander(title, key=f"{key}_whole_{place}", on_change="rerun", type="compact")
            if behind.open:
                behind.text(text)
