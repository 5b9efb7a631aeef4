"""Kinds told with least certainty, one text after another: read, press the number of the right kind, and the next one is there."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from cx import changes
from cx.shortened import shortened
from cx.text.mistags import LIST
from cx.voc import kind_review, tagging
from cx.voc.kind_review import NOTHING, Decision, Doubt
from cx.voc.tag_work import ASKED
from pages import _frame, _local, _review_doubts, _review_parts, _store
from pages._words import member, plain, t

_SIGNS = 60
_KINDS = tagging.CODES["kind"]


def _skipped() -> set[int]:
    return st.session_state.setdefault("review_kinds_skipped", set())  # type: ignore[no-any-return]


def _done() -> int:
    return int(st.session_state.get("review_kinds_done", 0))


@_frame.fragment
def kinds() -> None:
    """One text whose kind is told unsurely after another, beside what was decided."""
    left, right = st.columns([3, 2], border=True)
    with left, st.container(gap="small"):
        _one()
    with right, st.container(gap="small"):
        _decided()


def _one() -> None:
    """The next text, what it was read as, and the keys that decide."""
    _review_parts.message()
    every = kind_review.doubts(_store.current())
    found, done = [one for one in every if one.text_hash not in _skipped()], _done()
    if not found or done >= LIST:
        _end(len(found), len(every) - len(found), done)
        return
    total = min(LIST, done + len(found))
    st.subheader(t("review_page.kinds_title", n=f"{total - done:,}"), anchor=False)
    st.progress(done / total, t("review_page.kinds_progress", total=total, done=done))
    doubt = found[0]
    _review_parts.document(doubt.text, doubt.about, (), "review_kind")
    words = {"kind": member("kind", doubt.told["kind"]), "chance": _review_doubts.chance_words(doubt.probability)}
    said = t("review_page.kinds_told", **words)
    copies = t("review_page.kinds_copies", n=f"{doubt.n:,}")
    st.markdown(f":small[:gray[{plain(f'{said} · {copies}' if doubt.n > 1 else said)}]]")
    _choice(doubt)


def _choice(doubt: Doubt) -> None:
    """Whose fault and how grave, as it was read until somebody says otherwise; then a key for each kind, which decides."""
    with st.container(horizontal=True, gap="medium", key="review_kind_more"):
        for about in NOTHING:
            key = f"review_{about}_{doubt.text_hash}"
            st.session_state.setdefault(key, doubt.told[about])
            st.segmented_control(
                t("review_page.kinds_cause") if about == "cause" else t("filter.severity"),
                tagging.CODES[about],
                key=key,
                format_func=lambda code, about=about: member(about, code),
                required=True,
                wrap=True,
                help=t("filter.severity_help.what") if about == "severity" else None,
            )
    st.text_input(
        t("review_page.reason"),
        key=f"review_kind_reason_{doubt.text_hash}",
        max_chars=tagging.LONGEST,
        placeholder=t("review_page.kinds_reason"),
        width=420,
    )
    with st.container(horizontal=True, gap="small", key="review_kind_keys"):
        for place, kind in enumerate(_KINDS, 1):
            is_told = kind == doubt.told["kind"]
            st.button(
                member("kind", kind),
                key=f"review_kind_{kind}",
                shortcut=str(place),
                on_click=_decide,
                args=(doubt, kind),
                type="primary" if is_told else "secondary",
            )
        st.button(
            t("review_page.skip"),
            key="review_kind_skip",
            shortcut=str(len(_KINDS) + 1),
            on_click=_skip,
            args=(doubt,),
            type="tertiary",
        )


def _decide(doubt: Doubt, kind: str) -> None:
    said = {
        about: str(st.session_state.get(f"review_{about}_{doubt.text_hash}", doubt.told[about])) for about in NOTHING
    }
    found = {"kind": kind}
    if kind == "pain" or said["cause"] != doubt.told["cause"]:
        found["cause"] = said["cause"]
    if said["severity"] != doubt.told["severity"]:
        found["severity"] = said["severity"]
    reason = str(st.session_state.get(f"review_kind_reason_{doubt.text_hash}", ""))
    store = _store.current()
    if _review_parts.act(lambda: kind_review.decide(store, doubt.text_hash, found, changes.actor(), reason)):
        st.session_state["review_kinds_done"] = _done() + 1


def _skip(doubt: Doubt) -> None:
    _skipped().add(doubt.text_hash)


def _again() -> None:
    _skipped().clear()


def _more() -> None:
    st.session_state["review_kinds_done"] = 0


def _end(left: int, skipped: int, done: int) -> None:
    """Nothing more to look at, or fifty done: what next."""
    st.subheader(t("review_page.done_title" if done else "review_page.kinds_none_title"), anchor=False)
    said = t("review_page.kinds_done", n=f"{done:,}") if done else t("review_page.kinds_none", days=ASKED)
    st.markdown(said)
    with st.container(horizontal=True, key="review_kind_next"):
        if left:
            label = t("review_page.more", n=min(left, LIST))
            st.button(label, key="review_kind_more_texts", on_click=_more, type="primary")
        if skipped:
            st.button(t("review_page.skipped", n=skipped), key="review_kind_again", on_click=_again)


def _decided() -> None:
    """The newest decisions with who, when and why; the last one can be taken back with a key."""
    found = [one for one in kind_review.history(_store.current()) if one.is_current]
    _review_parts.newest("review_kind_back", found, _words, t("review_page.kinds_decided_none"), _back)


def _words(one: Decision) -> str:
    parts = [_change(about, one.before, one.after) for about in tagging.CODES if about in one.after]
    who = t("change.local") if one.made_by == changes.NOBODY else one.made_by
    about = [_local.words(one.made_at), who, *([one.reason] if one.reason else [])]
    text = shortened(" ".join(one.text.split()), _SIGNS)
    return (
        f"{plain(' · '.join(parts))}  \n  :small[:gray[{plain(text)}]]  \n  :small[:gray[{plain(' · '.join(about))}]]"
    )


def _change(about: str, before: Mapping[str, str | None], after: Mapping[str, str | None]) -> str:
    first, then = (member(about, one[about]) for one in (before, after))
    if about != "kind":
        first, then = (f"{t(f'filter.{about}')} {one}" for one in (first, then))
    if before[about] == after[about]:
        return t("review_page.decided_kept", tag=then)
    return t("review_page.decided_changed", before=first, after=then)


def _back(one: Decision) -> None:
    if _review_parts.act(lambda: kind_review.undo(_store.current(), one, changes.actor())):
        st.session_state["review_kinds_done"] = max(0, _done() - 1)
