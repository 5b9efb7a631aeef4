"""How long accounts need from step to step, and who stops before the step that was clicked."""

from __future__ import annotations

import streamlit as st

from cx import cache, number
from cx.arrow import for_chart
from cx.charts import lengths
from cx.lifecycle import onboarding, rows, stalled, steps
from cx.selection import Selection
from pages import _account_rows, _address, _charts, _onboarding_queue, _onboarding_view, _store, _survey_parts
from pages._charts import Chart
from pages._words import language, plain, t

_CLICKED = "onboarding_clicked"
_WHOLE = "0"


def show() -> None:
    """The days a step took those who reached it; the step is chosen above."""
    store, chosen = _store.current(), rows.about_accounts(_address.selection())
    found = onboarding.histogram(store, chosen)
    known = {str(one) for one in found["step"]}
    names = {_WHOLE: t("onboarding.lengths_whole")}
    names |= {str(place): _onboarding_view.event_name(one.name) for place, one in enumerate(steps.steps(store), 1)}
    options = tuple(code for code in names if code in known)
    if not options:
        return
    which = _survey_parts.which("onboarding_lengths_step", t("onboarding.lengths_which"), options, names)
    question = ("onboarding lengths", which, language())
    chart = cache.cached(store, question, chosen, lambda: _chart(chosen, int(which), names[which]))
    table = {"label": t("chart.what"), "detail": t("onboarding.head_accounts")}
    _charts.show("onboarding_lengths", chart, spec=lengths.spec(language()), table=table)


def _chart(chosen: Selection, step: int, name: str) -> Chart:
    store = _store.current()
    found = onboarding.histogram(store, chosen)
    drawn = lengths.data(found[found["step"] == step], language=language())
    whole = onboarding.onboarding(store, chosen)
    of = whole.stages[step - 1] if whole and step else whole
    median, p90 = (
        number.length(of.median if of else None, language()),
        number.length(of.p90 if of else None, language()),
    )
    title = t("onboarding.lengths_title", median=median, p90=p90)
    said = t("onboarding.lengths_said", step=name)
    return Chart(
        title,
        said,
        drawn,
        for_chart(drawn),
        t("onboarding.lengths_legend") if step else t("onboarding.lengths_legend_whole"),
    )


def pick(code: str) -> None:
    """A bar of the funnel was clicked; none: the list goes."""
    st.session_state[_CLICKED] = code


def stopped() -> None:
    """The accounts that stand before the step that was clicked, or have entered and gone no further."""
    store, code = _store.current(), st.session_state.get(_CLICKED, "")
    made = steps.steps(store)
    if not code.isdigit() or int(code) > len(made):
        return
    step = made[int(code) - 1]
    chosen = rows.about_accounts(_address.selection())
    found = stalled.standing(store, chosen)
    if len(found):
        is_here = found["reached"] == 1 if code == "1" else found["waits_for"] == step.name
        found = found[is_here].reset_index(drop=True)
    name = _onboarding_view.event_name(step.name)
    key = "onboarding.stopped_first" if code == "1" else "onboarding.stopped"
    with st.container(border=True, gap="xsmall", key="onboarding_stopped"):
        st.subheader(plain(t(key, step=name, n=f"{len(found):,}")), anchor=False)
        if found.empty:
            return
        _account_rows.listed(
            f"onboarding_stopped_{code}",
            _onboarding_queue.written(found),
            tuple(found["account_key"]),
            alt=t(key, step=name, n=f"{len(found):,}"),
            help_text=t("onboarding.stopped_help"),
        )
