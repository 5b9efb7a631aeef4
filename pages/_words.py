"""The language of this session, its texts, and user text made harmless for places that read Markdown."""

from __future__ import annotations

import re
import threading

import streamlit as st

from cx import naming
from cx.language import LANGUAGES, say

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+!~|<>$:&@^=-]|(?<=\d)\.(?= |$))")
# Streamlit also looks at words after escapes are resolved: addresses become links, `:tada:` a picture, `->` an arrow.
_MADE_OF = re.compile(r"(?<=:)(?=//|[\w+-]+[:/])|(?<=www)(?=\.)|(?=@)|(?<=[-<>~=])(?=[-<>=])", re.IGNORECASE)
_NOTHING = ":gray[]"  # grey words without a word: they part what stands around them, and nobody sees or copies them

_run = threading.local()  # a run has a thread of its own; asking the session for every word costs more than the words


def begin() -> None:
    """A run of this session begins, or its language changed: what follows speaks the session's language."""
    chosen = st.session_state.get("language", LANGUAGES[0])
    _run.language = chosen if chosen in LANGUAGES else LANGUAGES[0]


def speak(chosen: str) -> None:
    """What follows in this thread speaks a language, whatever the session says; for work without a session."""
    _run.language = chosen


def language() -> str:
    """The session's language, "ko" or "en" (the URL's `lang`)."""
    if not hasattr(_run, "language"):
        begin()
    return str(_run.language)


def t(key: str, **values: object) -> str:
    """The text of `key` in this session's language."""
    return say(key, language(), **values)


def plain(text: object) -> str:
    """User text for a label or a Markdown place: shown as it is, never as a link, an image or a formula."""
    words = " ".join(str(text).split())
    return _NOTHING.join(_SIGNS.sub(r"\\\1", part) for part in _MADE_OF.split(words))


def member(dimension: str, value: object) -> str:
    """The name of one value of a dimension in this session's language."""
    return naming.member(dimension, value, language())
