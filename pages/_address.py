"""The URL holds everything a shared link must restore: language, store, selection; rewritten on every run.

The session is the truth. The URL is read when a session begins, and again when somebody changes it in a running
session (back and forward); a page switch empties it, which is not a wish of the reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from cx.language import LANGUAGES
from cx.selection import Selection
from pages import _words

STORES = ("demo", "own")
# What a link restores beside the selection, and what that may be; the session keeps it under the same name.
_ALSO = {
    "why": re.compile(r"[a-z0-9_]{1,60}(\.[a-z_]{1,40}){1,2}"),  # a KPI and what its change is split by (`_split`)
    "like": re.compile(r"[^\x00-\x1f]{1,500}"),  # what similar texts are looked for of: words, or #number of a text
    "words": re.compile(r"contrast(\.[a-z_]{1,40}(\.[^\x00-\x1f]{1,200})?)?"),  # words held against what
    "word": re.compile(r"[^\x00-\x1f]{1,100}"),  # the word whose texts are open
    "open": re.compile(r"[0-9]{1,18}|\(rest\)|\(none\)"),  # the topic whose texts are open among all
    "meaning": re.compile(r"[^\x00-\x1f]{1,500}"),  # what is sought by meaning among all texts
    "order": re.compile(r"growth|product|customer|score"),  # what topics are ranked by; where not by texts
    "section": re.compile(r"unclassified|mixed|kinds|audit|history"),  # of the review, where not the first
    "metric": re.compile(r"[a-z0-9_]{1,60}"),  # the metric that is explained
}


def selection() -> Selection:
    """What this session looks at."""
    return st.session_state["selection"]


def choose(new: Selection) -> None:
    """Look at something else from now on."""
    st.session_state["selection"] = new


def reset() -> None:
    """Look at everything again."""
    choose(Selection())


def wish(chosen: Selection | None = None) -> dict[str, str]:
    """The parameters of the URL of this view, or of the same with another selection."""
    return bare(chosen) | {name: st.session_state[name] for name in _ALSO if st.session_state.get(name)}


def bare(chosen: Selection | None = None) -> dict[str, str]:
    """The same without what is open in this session: for links in what sessions share."""
    found = {"store": st.session_state["store"]} | (chosen or selection()).to_query()
    if st.session_state["language"] != LANGUAGES[0]:
        found["lang"] = st.session_state["language"]
    return found


def read(default_store: str) -> None:
    """Take over what the URL says, where it says something new. Values that cannot be read become the default."""
    found = st.query_params.to_dict()
    if "selection" in st.session_state and (not found or found == st.session_state.get("address")):
        return
    language, store = found.get("lang", LANGUAGES[0]), found.get("store", default_store)
    st.session_state["language"] = language if language in LANGUAGES else LANGUAGES[0]
    st.session_state["store"] = store if store in STORES else default_store
    st.session_state["selection"] = Selection.from_query(found)
    for name, pattern in _ALSO.items():
        st.session_state[name] = found[name] if pattern.fullmatch(found.get(name, "")) else ""
    _words.begin()


def write() -> None:
    """Make the URL say what the session looks at."""
    now = wish()
    if st.query_params.to_dict() != now:
        st.query_params.from_dict(now)
    st.session_state["address"] = now


def keep(name: str, value: str) -> None:
    """Have links restore one thing more from now on; "" leaves it out again, as does what no link may say."""
    st.session_state[name] = value if _ALSO[name].fullmatch(value) else ""
    write()


def follow(name: str, key: str, default: str, options: Sequence[str]) -> None:
    """Have the widget `key` begin with what links say of `name`, and take over what another link says later; `default` where that is
    none of `options`.
    """
    said = str(st.session_state.get(name, ""))
    if key not in st.session_state or said != st.session_state.get(f"{name}_followed", said):
        st.session_state[key] = said if said in options else default


def tell(name: str, value: str, default: str = "") -> None:
    """Have links say what the widget that follows `name` says now."""
    keep(name, "" if value == default else value)
    st.session_state[f"{name}_followed"] = st.session_state[name]


def link() -> str:
    """The whole address of this view, for copying."""
    here = urlsplit(st.context.url or "")
    return urlunsplit((here.scheme, here.netloc, here.path, urlencode(wish()), ""))
