"""Doubted tags, one after another: read, press one key, and the next one is there. Fifty take ten minutes."""

from __future__ import annotations

from math import ceil

import streamlit as st

from cx import changes, number
from cx.shortened import shortened
from cx.text.mistags import LIST
from cx.voc import tag_work, tagging
from cx.voc.tagging import Decision, Doubt
from pages import _review_parts, _store
from pages._words import language, plain, t

_SECONDS = 12  # a contact takes
_SURE = 0.01
_SIGNS = 60  # of the text of a decision


def _skipped() -> set[object]:
    return st.session_state.setdefault("review_skipped", set())  # type: ignore[no-any-return]


def _done() -> int:
    return int(st.session_state.get("review_done", 0))


def _waiting() -> tuple[Doubt, ...]:
    return tuple(one for one in tagging.doubts(_store.current()) if one.document not in _skipped())


def one() -> None:
    """The next doubted tag, with what speaks for another, and the keys that decide."""
    _review_parts.message()
    found, done = _waiting(), _done()
    total = min(LIST, done + len(found))
    if not found or done >= LIST:
        _end(len(found), done)
        return
    left = total - done
    st.subheader(t("review_page.doubts_title", n=f"{left:,}"), anchor=False)
    words = {"total": total, "done": done, "minutes": max(1, ceil(left * _SECONDS / 60))}
    st.progress(done / total, t("review_page.progress", **words))
    doubt = found[0]
    _review_parts.document(doubt.text, doubt.about, doubt.terms, "review_doubt")
    _tags(doubt)
    _keys(doubt)
    _other(doubt)


def _tags(doubt: Doubt) -> None:
    """Both tags with their probability, and why."""
    lines = []
    for name, tag, chance in (
        ("given", doubt.given, doubt.probability),
        ("suggested", doubt.other, doubt.other_probability),
    ):
        share = chance_words(chance)
        shown = f"**{plain(_review_parts.short(tag))}**"
        lines.append(
            f":gray[{t(f'review_page.{name}')}] {shown if name == 'given' else f':blue[{shown}]'} :small[:gray[{share}]]"
        )
    terms = ", ".join(f"‘{term}’" for term in doubt.terms)
    why = t("review_page.why", terms=terms) if terms else t("review_page.why_none")
    st.markdown("  \n".join([*lines, f":small[:gray[{plain(why)}]]"]))


def chance_words(chance: float) -> str:
    """A probability in words that claim no certainty."""
    if chance < _SURE:
        return t("review_page.chance_low")
    if chance >= 1 - _SURE:
        return t("review_page.chance_high")
    return t("review_page.chance", share=number.share(chance, language(), 0))


def _keys(doubt: Doubt) -> None:
    with st.container(horizontal=True, gap="small", key="review_keys"):
        st.button(t("review_page.keep"), key="review_keep", shortcut="1", on_click=_decide, args=(doubt, doubt.given))
        st.button(
            t("review_page.change"),
            key="review_change",
            shortcut="2",
            on_click=_decide,
            args=(doubt, doubt.other),
            type="primary",
        )
        st.button(
            t("review_page.skip"), key="review_skip", shortcut="3", on_click=_skip, args=(doubt,), type="tertiary"
        )


def _other(doubt: Doubt) -> None:
    """A third tag, and a reason for whatever is decided."""
    turn = st.session_state.get("review_turn", 0)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="review_other"):
        with st.container(width=260):
            chosen = _review_parts.tag_choice(f"review_tag_{turn}", t("review_page.other"), "other_choose")
        with st.container(width=260):
            st.text_input(
                t("review_page.reason"),
                key=f"review_reason_{turn}",
                max_chars=tagging.LONGEST,
                placeholder=t("review_page.reason_example"),
            )
    if chosen:
        label = t(
            "review_page.decided_changed", before=_review_parts.short(doubt.given), after=_review_parts.short(chosen)
        )
        st.button(plain(label), key="review_use", on_click=_decide, args=(doubt, chosen), icon=":material/check:")


def _decide(doubt: Doubt, tag: str) -> None:
    turn = st.session_state.get("review_turn", 0)
    reason = str(st.session_state.get(f"review_reason_{turn}", ""))
    if _review_parts.decide([doubt.document], tag, reason):
        st.session_state["review_done"] = _done() + 1
        st.session_state["review_turn"] = turn + 1


def _skip(doubt: Doubt) -> None:
    _skipped().add(doubt.document)


def _again() -> None:
    _skipped().clear()


def _more() -> None:
    st.session_state["review_done"] = 0


def _end(left: int, done: int) -> None:
    """Nothing more to look at, or fifty done: what next."""
    st.subheader(t("review_page.done_title" if done else "review_page.none_title"), anchor=False)
    st.markdown(t("review_page.done_text", n=f"{done:,}") if done else t("review_page.none_text", days=tag_work.ASKED))
    skipped = len([one for one in tagging.doubts(_store.current()) if one.document in _skipped()])
    with st.container(horizontal=True, key="review_next"):
        if left:
            st.button(t("review_page.more", n=min(left, LIST)), key="review_more", on_click=_more, type="primary")
        if skipped:
            st.button(t("review_page.skipped", n=skipped), key="review_again", on_click=_again)


def decided() -> None:
    """The newest decisions; the last one can be taken back with a key."""
    found = [one for one in tagging.history(_store.current()) if one.is_current]
    _review_parts.newest("review_back", found, _words, t("review_page.decided_none"), _back)


def _words(one: Decision) -> str:
    before, after = (_review_parts.short(tag or t("review_page.untagged")) for tag in (one.before, one.after))
    words = (
        t("review_page.decided_kept", tag=after)
        if one.is_kept
        else t("review_page.decided_changed", before=before, after=after)
    )
    text = shortened(" ".join(one.text.split()), _SIGNS)
    return f"{plain(words)}  \n  :small[:gray[{plain(text)}]]"


def _back(one: Decision) -> None:
    if _review_parts.act(lambda: tagging.undo(_store.current(), one.correction_id, changes.actor())):
        st.session_state["review_done"] = max(0, _done() - 1)
