"""The parts of the page of what pulls a score."""

from __future__ import annotations

import streamlit as st

from cx import cache, number, settings
from cx.arrow import for_chart
from cx.charts import pull
from cx.selection import Selection
from cx.text.drivers import Effect
from cx.voc import catalogue, impact, impact_finding
from pages import _address, _charts, _contacts, _filters, _frame, _store, _survey_parts, _voc_parts
from pages._charts import Chart
from pages._contacts import Opened
from pages._places import Places
from pages._words import language, plain, t

PLACES = Places({"impact": ("impact_pull",)})


def _ask(chosen: Selection, score: str) -> impact.Impact:
    return impact.impact(_store.current(), chosen, score)


def which() -> str:
    """The score that is looked at."""
    return _survey_parts.which(
        "impact_score", t("impact_page.score"), impact.SCORES, {one: t(f"impact_page.{one}") for one in impact.SCORES}
    )


def begin(score: str) -> impact.Impact:
    """The pulls for this session's selection."""
    chosen = _address.selection()
    PLACES.forget(chosen, score)
    return _frame.awaited((cache.VOC, "impact", score), chosen, lambda: _ask(chosen, score))


def _name(code: str) -> str:
    known = catalogue.topics(_store.current()).get(code)
    return known.title if known else code


def _span(effect: Effect) -> pull.Span | None:
    """An effect with both ends of its interval; None where it cannot be told."""
    if effect.value is None or effect.low is None or effect.high is None:
        return None
    return effect.value, effect.low, effect.high


def drawn(found: impact.Impact) -> None:
    """The sentence, the chart, and how it is computed."""
    unit = impact.UNITS[found.score]
    rows: list[pull.Pull] = [
        (one.topic, one.answers, plainly, _span(one.fixed))
        for one in found.shown[: pull.MOST]
        if (plainly := _span(one.plain)) is not None
    ]
    st.subheader(plain(impact_finding.sentence(found, _name, language())), anchor=False)
    mean = number.write(unit, found.mean, language())
    st.caption(plain(t("impact_page.counts", mean=mean, n=f"{found.answers:,}", with_topic=f"{found.with_topic:,}")))
    if rows:
        data = pull.data(rows, unit=unit, language=language(), name=_name)
        _charts.show(
            "impact_pull",
            Chart("", t("impact_page.said"), data, for_chart(data), t("impact_page.legend")),
            spec=pull.spec(language()),
            parameter=pull.PICK,
            field="code",
            table={
                "label": t("impact_page.head_topic"),
                "text": t("impact_page.head_pull"),
                "detail": t("impact_page.head_interval"),
                "fixed_text": t("impact_page.fixed"),
            },
            on_pick=_open,
        )
        st.caption(t("impact_page.beside"))
    least = settings.get(_store.current()).minimum_n
    with st.expander(t("impact_page.how_title"), key="impact_how"):
        st.markdown(t("impact_page.how", least=least, few=len(found.few)))


def _open(code: str) -> None:
    if not code:
        PLACES.close("impact")
        return
    span = _filters.whole_span(_address.selection())
    chosen = _address.selection().narrowed(period=f"{span[0]}..{span[1]}")
    known = catalogue.topics(_store.current()).get(code)
    terms = known.terms if known else ()
    title = f"{_name(code)} · {number.span(*span, language())}"
    PLACES.open(Opened("impact", title, chosen, "voc", (("topic", code),), terms), "impact_pull")


def verbatims() -> None:
    """What customers wrote about the topic that is open."""
    opened = PLACES.at("impact")
    if opened:
        with st.container(border=True, gap="xsmall", key="impact_texts"):
            _contacts.panel(opened, on_close=lambda: PLACES.close("impact"))
            _voc_parts.to_topic(str(dict(opened.where)["topic"]), t("voc_page.more"))
