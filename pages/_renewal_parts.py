"""The parts of the page of renewals ahead: what is asked, the contracts with their reasons, and how far the model can be trusted."""

from __future__ import annotations

import streamlit as st

from cx import cache, number
from cx.charts import calibration, ranking
from cx.lifecycle import ahead, rows
from pages import _address, _charts, _frame, _lifecycle, _outreach, _renewal_view, _store, _survey_parts
from pages._renewal_view import View
from pages._words import language, plain, t

_ROWS = 12


def within() -> int:
    """How many days ahead are looked at."""
    options = tuple(str(days) for days in ahead.WITHIN)
    if "renewal_within" not in st.session_state:
        st.session_state["renewal_within"] = options[-1]
    names = {code: t("renewal.within_days", n=code) for code in options}
    return int(_survey_parts.which("renewal_within", t("renewal.within"), options, names))


def found(days: int) -> View | None:
    """The page for this session's selection."""
    chosen = rows.about_accounts(_address.selection())
    question = ("renewals page", days, language())

    def ask() -> View | None:
        return cache.cached(_store.current(), question, chosen, lambda: _renewal_view.made(chosen, days))

    return _frame.awaited(question, chosen, ask)


def basis(days: int) -> None:
    """As of when, and how far ahead."""
    known = rows.known_day(_store.current())
    if known:
        st.caption(plain(t("renewal.basis", known=number.long_day(known, language()), days=days)))


def nothing() -> None:
    """No contract ends soon."""
    with st.container(border=True, key="renewal_nothing"):
        st.subheader(t("renewal.none_title"), anchor=False)
        st.markdown(t("renewal.none_text"))


def cards(view: View) -> None:
    """How many end, how many are at risk, and how good that was in the past; why there is no model where there is none."""
    _lifecycle.cards(view.cards, "renewal_cards")
    if view.why_none:
        st.info(plain(view.why_none), icon=":material/info:")


def listed(view: View) -> None:
    """Every contract in words; a row opens the form below it."""
    st.subheader(view.title, anchor=False)
    _outreach.message("renewal")
    _outreach.listed(
        "renewal",
        "renewal_table",
        view.written,
        view.due,
        rows=_ROWS,
        alt=view.title,
        help_text=view.how,
        wide=t("renewal.column_check"),
    )


def trust(view: View) -> None:
    """How the model did on contracts it had not seen, and what it goes by."""
    if view.curve is None or view.weights is None:
        return
    left, right = st.columns([3, 2], border=True)
    with left, st.container(gap="xsmall"):
        table = {"detail": t("chart.what"), "n_text": t("chart.value")}
        _charts.show("renewal_curve", view.curve, spec=calibration.spec(language()), table=table)
    with right, st.container(gap="xsmall"):
        table = {"label": t("renewal.column_sign"), "text": t("renewal.column_weight")}
        _charts.show("renewal_weights", view.weights, spec=ranking.spec(language()), table=table)
