"""The parts of the page of surveys: what is asked, the charts, and which score is open."""

from __future__ import annotations

import streamlit as st

from cx import cache, metric, number, period, survey_finding
from cx.charts import band, estimates, scores, waves
from cx.selection import EARLIEST, Selection
from pages import _address, _charts, _contacts, _filters, _frame, _store, _survey_view
from pages._charts import Chart
from pages._contacts import Opened
from pages._places import Places
from pages._survey_view import View
from pages._words import language, member, plain, t

PLACES = Places(
    {
        "survey_cards": (),
        "survey_trend": ("survey_band", "survey_efforts"),
        "survey_spread": ("survey_scores", "survey_waves"),
        "survey_words": ("survey_groups",),
    }
)


def _question() -> tuple[str, str]:
    return ("surveys", language())


def ask(chosen: Selection | None = None) -> View | None:
    """The page for this session's selection, or for another one; None where it lets nothing through."""
    seen = chosen or _address.selection()
    return cache.cached(_store.current(), _question(), seen, lambda: _survey_view.made(seen))


def get_ready() -> None:
    """Make the specs, and compile what the page asks in any period."""
    for has_events in (True, False):
        for unit in ("share", "score"):
            band.spec(language(), unit, has_events=has_events)
    for row in estimates.ROWS:
        estimates.spec(language(), row)
    waves.spec(language())
    scores.spec(language())
    _survey_view.prepare()


def begin() -> View | None:
    """The page; None where the selection lets nothing through."""
    chosen = _address.selection()
    PLACES.forget(chosen)
    return _frame.awaited(_question(), chosen, ask)


def nothing() -> bool:
    """Whether the store holds no survey at all; then the page says what to import."""
    if _store.kept("surveys at all", _survey_view.is_anything):
        return False
    with st.container(border=True, key="surveys_none"):
        st.subheader(t("surveys.none_title"), anchor=False)
        st.markdown(t("surveys.none_text"))
        st.page_link("pages/20_imports.py", label=t("app.empty.go_import"), icon=":material/upload_file:")
    return True


def _opened(place: str, survey: str, words: str, where: tuple[tuple[str, object], ...] = ()) -> Opened:
    """The answers a score was made of: the completed days, of a survey in waves all that is looked at."""
    whole = _filters.whole_span()
    span = period.Span(*whole) if metric.find(survey).by_wave else _filters.current_span()
    return _in_span(place, survey, words, span, where)


def _in_span(
    place: str, survey: str, words: str, span: period.Span, where: tuple[tuple[str, object], ...] = ()
) -> Opened:
    title = f"{words} · {number.span(span.first, span.last, language())}"
    chosen = _address.selection().narrowed(period=f"{span.first}..{span.last}")
    return Opened(place, title, chosen, survey, where)


def open_card(name: str) -> None:
    """A card's button: the answers its metric counted."""
    PLACES.open(_opened("survey_cards", name, metric.find(name).label(language())))


def which(key: str, label: str, options: tuple[str, ...], names: dict[str, str]) -> str:
    """One of several, where there are several; small, above the chart it changes."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    if len(options) > 1:
        st.segmented_control(
            label,
            options,
            key=key,
            format_func=lambda code: names[code],
            label_visibility="collapsed",
            required=True,
            wrap=True,
        )
    return str(st.session_state[key])


def _names(surveys: tuple[str, ...]) -> dict[str, str]:
    return {survey: survey_finding.name(survey, language()) for survey in surveys}


def trend(view: View) -> None:
    """One score over time, with a switch where there are two."""
    surveys = tuple(view.trends)
    survey = which("survey_which_trend", t("surveys.which_trend"), surveys, _names(surveys))
    chart = view.trends[survey]
    if chart.rows.empty:
        st.subheader(plain(chart.title), anchor=False)
        st.caption(plain(chart.legend))
        return

    def pick(code: str) -> None:
        start, (first, last) = band.day_of(code), _filters.whole_span()
        if start is None:
            PLACES.close("survey_trend")
            return
        span = period.Span(max(start, first), min(period.end_of(start, view.every), last))
        PLACES.open(_in_span("survey_trend", survey, _names(surveys)[survey], span), "survey_band")

    _charts.show(
        "survey_band",
        chart,
        spec=band.spec(language(), metric.find(survey).unit, has_events=chart.has_events),
        parameter=band.PICK,
        field="at",
        table={"title": t(f"period.every.{view.every}"), "text": t("surveys.score_of"), "detail": t("chart.interval")},
        on_pick=pick,
    )


def efforts(chart: Chart) -> None:
    """CES by dimension."""

    def pick(code: str) -> None:
        where = () if code == _survey_view.OVERALL else (("dimension", code),)
        words = t("surveys.overall_row") if not where else member("dimension", code)
        _pick(code, _opened("survey_trend", "ces", f"CES · {words}", where), "survey_efforts")

    _estimates("survey_efforts", chart, pick)


def _pick(code: str, opened: Opened, chart: str) -> None:
    if code:
        PLACES.open(opened, chart)
    else:
        PLACES.close(opened.place)


def _estimates(name: str, chart: Chart, pick: _charts.Pick) -> None:
    _charts.show(
        name,
        chart,
        spec=estimates.spec(language(), estimates.row_of(len(chart.rows))),
        parameter=estimates.PICK,
        field="code",
        table={"label": t("chart.what"), "text": t("chart.value"), "detail": t("chart.interval")},
        on_pick=pick,
    )


def waves_of(view: View) -> None:
    """The NPS of every wave, where there is one; a click on a part opens its answers."""
    chart = view.waves
    if chart is None:
        return

    def pick(code: str) -> None:
        part, _, wave = code.partition(":")
        words = f"NPS {wave} · {t(f'surveys.part.{part}')}" if code else ""
        span = period.Span(EARLIEST, _filters.whole_span()[1])
        chosen = _address.selection().narrowed(period=f"{span.first}..{span.last}")
        where = (("wave", wave), ("score", view.parts.get(code, ())))
        _pick(code, Opened("survey_spread", words, chosen, "nps", where), "survey_waves")

    _charts.show(
        "survey_waves",
        chart,
        spec=waves.spec(language()),
        parameter=waves.PICK,
        field="code",
        table={"wave": t("surveys.wave"), "part_name": t("chart.what"), "detail": t("chart.value")},
        on_pick=pick,
    )


def spread(survey: str) -> None:
    """How often each score was given."""
    chosen = _address.selection()
    question = ("survey spread", survey, language())
    chart = cache.cached(_store.current(), question, chosen, lambda: _survey_view.spread(chosen, survey))
    if chart.rows.empty:
        st.subheader(chart.title, anchor=False)
        return

    def pick(code: str) -> None:
        words = t("surveys.scored", name=_names((survey,))[survey], score=code)
        opened = _opened("survey_spread", survey, words, (("score", float(code)),) if code else ())
        _pick(code, opened, "survey_scores")

    _charts.show(
        "survey_scores",
        chart,
        spec=scores.spec(language()),
        parameter=scores.PICK,
        field="label",
        table={"label": t("contacts.score"), "detail": t("chart.value")},
        on_pick=pick,
    )


def groups(survey: str, dimension: str) -> None:
    """One score by group, with its interval."""
    chosen = _address.selection()
    question = ("survey groups", survey, dimension, language())
    found = cache.cached(_store.current(), question, chosen, lambda: _survey_view.groups(chosen, survey, dimension))
    if found is None:
        st.subheader(t("surveys.group_no_values", dimension=t(f"filter.{dimension}")), anchor=False)
        return

    def pick(code: str) -> None:
        value = None if code == estimates.NONE else code
        words = f"{_names((survey,))[survey]} · {member(dimension, value)}"
        _pick(code, _opened("survey_words", survey, words, ((dimension, value),)), "survey_groups")

    _estimates("survey_groups", found.chart, pick)


def verbatims(survey: str) -> None:
    """The list beside the groups: what was clicked there, else all answers of the score."""
    opened = PLACES.at("survey_words")
    if opened and opened.metric == survey:
        _contacts.panel(opened, on_close=lambda: PLACES.close("survey_words"))
        return
    words = t("surveys.verbatims", name=_names((survey,))[survey])
    _contacts.panel(_opened("survey_verbatims", survey, words))


def which_score(view: View, place: str) -> str:
    """The score looked into at a place of the page; each fragment has its own."""
    return which(f"survey_which_{place}", t("surveys.which_score"), view.surveys, _names(view.surveys))


def which_group() -> str:
    """What the score is cut by."""
    names = {one: t(f"filter.{one}") for one in _survey_view.GROUPS}
    return which("survey_which_group", t("surveys.which_group"), _survey_view.GROUPS, names)
