"""The parts of the page of retention: what is asked, the charts, and what those who left said."""

from __future__ import annotations

import streamlit as st

from cx import cache, number
from cx.charts import band, cohorts, ranking, survival, waterfall
from cx.lifecycle import interviews, rows, usage_retention
from cx.retention_usage import EVERY
from pages import (
    _address,
    _charts,
    _frame,
    _groups,
    _lifecycle,
    _retention_usage,
    _retention_view,
    _store,
    _survey_parts,
)
from pages._retention_view import View
from pages._words import language, plain, t

_PLACE = "retention_cause"
_COHORTS = ("contracts", "usage")


def _question() -> tuple[str, str]:
    return ("retention page", language())


def ask() -> View | None:
    """The page for this session's selection; None where it lets no contract through."""
    chosen = rows.about_accounts(_address.selection())
    return cache.cached(_store.current(), _question(), chosen, lambda: _retention_view.made(chosen))


def begin() -> View | None:
    """The page; says which contracts are counted."""
    chosen = rows.about_accounts(_address.selection())
    if st.session_state.get("retention_seen", chosen) != chosen:
        st.session_state.pop(_PLACE, None)
    st.session_state["retention_seen"] = chosen
    view = _frame.awaited(_question(), chosen, ask)
    if view:
        st.caption(plain(view.basis))
    return view


def nothing() -> None:
    """There are no contracts."""
    with st.container(border=True, key="retention_nothing"):
        st.subheader(t("retention.no_contracts_title"), anchor=False)
        st.markdown(t("retention.no_contracts_text"))
        st.page_link("pages/20_imports.py", label=t("app.empty.go_import"), icon=":material/upload_file:")


def cards(view: View) -> None:
    """The five numbers."""
    _lifecycle.cards(view.cards, "retention_cards")


def money(view: View) -> None:
    """From the revenue at the start to that at the end."""
    table = {"label": t("chart.what"), "text": t("retention.head_effect"), "detail": t("onboarding.head_accounts")}
    _charts.show("retention_waterfall", view.waterfall, spec=waterfall.spec(language()), table=table)


def causes(view: View) -> None:
    """Why accounts leave; a click shows what was said."""

    def pick(code: str) -> None:
        if code and code != ranking.REST:
            st.session_state[_PLACE] = code
        else:
            st.session_state.pop(_PLACE, None)

    table = {"label": t("onboarding.column_cause"), "detail": t("retention.head_contracts")}
    _charts.show(
        "retention_causes",
        view.causes,
        spec=ranking.spec(language(), ranking.WIDE),
        table=table,
        parameter=ranking.PICK,
        field="code",
        on_pick=pick,
    )


def quotes() -> None:
    """The interviews with those who left, of the reason that was clicked."""
    cause = st.session_state.get(_PLACE, "")
    found = interviews.interviews(_store.current(), _address.selection(), cause)
    if found.empty:
        return
    title = t("retention.interviews")
    st.subheader(plain(f"{title} · {cause}" if cause else title), anchor=False)
    said = []
    for row in found.to_dict("records"):
        about = [
            number.long_day(row["day"].date(), language()),
            row["account_name"],
            row["plan"],
            *([] if cause else [row["cause"]]),
        ]
        head = plain(" · ".join(str(one) for one in about if isinstance(one, str)))
        said.append(f"“{plain(row['body'])}”  \n:small[:gray[{head}]]")
    st.markdown("\n\n".join(said))


def trend(view: View) -> None:
    """The renewal rate by due date."""
    table = {"title": t("chart.period"), "text": t("retention.card_renewal"), "detail": t("chart.interval")}
    _charts.show("retention_trend", view.trend, spec=band.spec(language(), "share"), table=table)


def groups(view: View) -> None:
    """The renewal rate by one dimension."""
    _groups.show("retention_by", view.by, t("retention.card_renewal"))


def cohorts_of(view: View) -> None:
    """Who is left of each cohort: by contract, or, where use is known, by use. One of the two is drawn: each is a chart of a hundred cells."""
    if usage_retention.is_any(_store.current()):
        names = {name: t(f"retention.cohorts_{name}") for name in _COHORTS}
        if _survey_parts.which("retention_cohorts_of", t("retention.cohorts_which"), _COHORTS, names) == "usage":
            _usage()
            return
    _contracts(view)


def _contracts(view: View) -> None:
    table = {"label": t("cohorts.cohort"), "detail": t("chart.value")}
    _charts.show("retention_cohorts", view.cohorts, spec=cohorts.spec(language()), table=table)


def lives(view: View) -> None:
    """How long accounts stay."""
    if not view.lives:
        return
    chosen, label = _groups.chosen("retention_lives", view.lives)
    table = {"group": label, "detail": t("chart.value")}
    _charts.show(f"retention_lives_{chosen}", view.lives[chosen], spec=survival.spec(language(), "months"), table=table)


def _usage() -> None:
    """Who still uses it, by first use: the reading and the period are chosen above the chart."""
    with st.container(horizontal=True, key="retention_usage_choice"):
        reading = _survey_parts.which(
            "retention_usage_reading", t("retention.usage_which"), usage_retention.READINGS, _retention_usage.readings()
        )
        every = _survey_parts.which(
            "retention_usage_every", t("retention.usage_every"), tuple(EVERY)[::-1], _retention_usage.periods()
        )
    chosen = rows.about_accounts(_address.selection())
    question = ("usage retention", reading, every, language())
    chart = cache.cached(
        _store.current(), question, chosen, lambda: _retention_usage.made(_store.current(), chosen, reading, every)
    )
    if chart:
        table = {"label": t("cohorts.cohort"), "detail": t("chart.value")}
        _charts.show("retention_usage", chart, spec=cohorts.spec(language(), f"cohorts.axis_{every}"), table=table)
    else:
        st.caption(t("retention.usage_none"))
