"""Surveys: how satisfied are customers, can we trust the number, what did they write.

Four fragments, each with the answers behind its scores: a click redraws one of them.
"""

from __future__ import annotations

import streamlit as st

from pages import _cards, _filters, _frame, _store, _survey_parts

_frame.title("surveys")
if not _store.bounds():
    _frame.nothing_imported()
    st.stop()
_filters.bar()


@_frame.fragment
def how_satisfied() -> None:
    """The scores, each with its interval, n and target."""
    view = _survey_parts.ask()
    if view and view.cards:
        _cards.show(view.cards, _survey_parts.open_card, key="survey_grid")
        _survey_parts.PLACES.panel("survey_cards")


@_frame.fragment
def since_when_and_where() -> None:
    """The trend beside CES by dimension."""
    view = _survey_parts.ask()
    if not view or not view.trends:
        return
    sides = st.columns([3, 2] if view.efforts else 1, border=True)
    with sides[0], st.container(gap="xsmall"):
        _survey_parts.trend(view)
    if view.efforts:
        with sides[1], st.container(gap="xsmall"):
            _survey_parts.efforts(view.efforts)
    _survey_parts.PLACES.panel("survey_trend")


@_frame.fragment
def how_often() -> None:
    """How often each score was given, and the waves."""
    view = _survey_parts.ask()
    if not view:
        return
    sides = st.columns(bool(view.surveys) + bool(view.waves), border=True)
    if view.surveys:
        with sides[0], st.container(gap="xsmall"):
            _survey_parts.spread(_survey_parts.which_score(view, "spread"))
    with sides[-1], st.container(gap="xsmall"):
        _survey_parts.waves_of(view)
    _survey_parts.PLACES.panel("survey_spread")


@_frame.fragment
def what_was_written() -> None:
    """The groups beside the answers."""
    view = _survey_parts.ask()
    if not view or not view.surveys:
        return
    left, right = st.columns([2, 3], border=True)
    with left, st.container(gap="xsmall"):
        survey = _survey_parts.which_score(view, "words")
        _survey_parts.groups(survey, _survey_parts.which_group())
    with right, st.container(gap="xsmall"):
        _survey_parts.verbatims(survey)


if _survey_parts.nothing():
    st.stop()
if not _survey_parts.begin():
    _frame.nothing_matches()
    st.stop()
how_satisfied()
since_when_and_where()
how_often()
what_was_written()
