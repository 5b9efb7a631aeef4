"""The parts of the page of onboarding: what is asked, and the charts."""

from __future__ import annotations

import streamlit as st

from cx import cache
from cx.charts import band, funnel, ranking, survival
from cx.lifecycle import rows
from pages import _address, _charts, _frame, _groups, _lifecycle, _onboarding_lengths, _onboarding_view, _store
from pages._onboarding_view import View
from pages._words import language, plain, t


def _question() -> tuple[str, str]:
    return ("onboarding page", language())


def ask() -> View | None:
    """The page for this session's selection; None where nobody entered."""
    chosen = rows.about_accounts(_address.selection())
    return cache.cached(_store.current(), _question(), chosen, lambda: _onboarding_view.made(chosen))


def begin() -> View | None:
    """The page; says which accounts are counted."""
    view = _frame.awaited(_question(), rows.about_accounts(_address.selection()), ask)
    if view:
        st.caption(plain(view.basis))
    return view


def nothing(key: str) -> None:
    """Why there is nothing to show: "no_steps" or "nobody"."""
    with st.container(border=True, key="onboarding_nothing"):
        st.subheader(t(f"onboarding.{key}_title"), anchor=False)
        st.markdown(t(f"onboarding.{key}_text"))


def cards(view: View) -> None:
    """The four numbers."""
    _lifecycle.cards(view.cards, "onboarding_cards")


def steps(view: View) -> None:
    """How many reach each step; a click shows who stops before it."""
    table = {"label": t("chart.what"), "text": t("chart.value")}
    _charts.show(
        "onboarding_funnel",
        view.funnel,
        spec=funnel.spec(language()),
        table=table,
        parameter=funnel.PICK,
        field="code",
        on_pick=_onboarding_lengths.pick,
    )


def groups(view: View) -> None:
    """The rate by one dimension; the choice is kept."""
    _groups.show("onboarding_by", view.by, t("onboarding.card_rate"))


def trend(view: View) -> None:
    """The rate by when accounts entered."""
    table = {"title": t("chart.period"), "text": t("onboarding.card_rate"), "detail": t("chart.interval")}
    _charts.show("onboarding_trend", view.trend, spec=band.spec(language(), "share"), table=table)


def curve(view: View) -> None:
    """How long it takes."""
    if view.curve:
        table = {"detail": t("chart.value")}
        _charts.show("onboarding_curve", view.curve, spec=survival.spec(language()), table=table)


def causes(view: View) -> None:
    """Why accounts stand still."""
    table = {"label": t("onboarding.column_cause"), "detail": t("onboarding.head_accounts")}
    _charts.show("onboarding_causes", view.causes, spec=ranking.spec(language(), has_previous=False), table=table)
