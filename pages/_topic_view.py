"""What the page of a topic says about it: its trend, its kinds, where and from whom its texts come; made once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx import number
from cx.arrow import for_chart
from cx.charts import ranking as bars
from cx.selection import Selection
from cx.voc import finding
from cx.voc.catalogue import Topic
from cx.voc.origin import parts, unsure
from cx.voc.praise import SURE
from cx.voc.ranking import Row, ranking
from pages import _filters, _store, _voc_view
from pages._charts import Chart
from pages._words import language, member, t

DIMENSIONS = ("cause", "severity", "channel", "product", "segment", "category")
_NONE = {"kind": "kind_none", "cause": "cause_none", "severity": "severity_none"}  # not yet, or it says nothing


@dataclass(frozen=True)
class View:
    """The page of a topic for a selection; charts are None where no text has a value."""

    row: Row
    told: str
    trend: Chart
    every: str
    kinds: Chart | None
    accounts: Chart | None


def made(chosen: Selection, topic: Topic) -> View | None:
    """The page; None where what is looked at has no text of the topic, also before."""
    everything = chosen.narrowed(topic=())
    found = ranking(_store.current(), everything)
    row = found.row(topic.code)
    if row is None:
        return None
    chart, every = _voc_view.trend(everything, (topic.code,), finding.moved(row, language()))
    return View(
        row, finding.told(row, found.score, language()), chart, every, _kinds(chosen, topic), _accounts(chosen, topic)
    )


def _span(chosen: Selection) -> tuple[date, date]:
    span = _filters.current_span(chosen)
    return span.first, span.last


def _kinds(chosen: Selection, topic: Topic) -> Chart | None:
    found = parts(_store.current(), chosen, topic.code, "kind", _span(chosen))
    if found["kind"].notna().sum() == 0:
        return None
    first = found[found["kind"].notna()].iloc[0]
    words = {
        "name": topic.title,
        "kind": member("kind", first["kind"]),
        "share": number.share(first["share"], language()),
    }
    share = unsure(_store.current(), chosen, topic.code, _span(chosen))
    bounds = {"share": number.share(share, language()), "least": number.share(SURE, language(), 0)}
    legend = f"{t('voc_page.kinds_legend')} {t('voc_page.unsure', **bounds)}"
    return _beside(
        found, "kind", (t("voc_page.kinds_title", **words), t("voc_page.kinds_said"), legend), (str(first["kind"]),)
    )


def where(chosen: Selection, topic: Topic, dimension: str) -> Chart | None:
    """The topic's texts by the members of a dimension, beside the shares among all texts; None where no text has a value."""
    found = parts(_store.current(), chosen, topic.code, dimension, _span(chosen))
    if found[dimension].notna().sum() == 0:
        return None
    known = found[found[dimension].notna()]
    apart = known[known["is_more"]]
    more = (apart["share"] - apart["usual_share"]).sort_values(ascending=False, kind="stable").index
    first = apart.loc[more[0]] if len(apart) else known.iloc[0]
    values = {
        "name": member(dimension, first[dimension]),
        "dimension": t(f"filter.{dimension}"),
        "share": number.share(first["share"], language()),
        "usual": number.share(first["usual_share"], language()),
    }
    title = t("voc_page.where_more" if len(apart) else "voc_page.where_title", **values)
    main = tuple(apart[dimension].astype(str)) if len(apart) else (str(first[dimension]),)
    legend = t("voc_page.where_legend")
    if dimension == "cause":
        legend = f"{legend} {t('voc_page.cause_leads')}"
    if dimension == "severity":
        legend = f"{legend} {t('voc_page.severity_leads')} {t('filter.severity_help.what')}"
    return _beside(found, dimension, (title, t("voc_page.where_said"), legend), main)


def _beside(found: pd.DataFrame, dimension: str, words: tuple[str, str, str], main: tuple[str, ...]) -> Chart:
    """Bars of the topic's shares, each with a tick at the share among all texts."""
    rows = bars.top(found[[dimension, "value"]], dimension)
    drawn = _bars(rows, dimension, main, as_share=True)
    usual = {
        bars.NONE if pd.isna(code) else str(code): share
        for code, share in zip(found[dimension], found["usual_share"], strict=True)
    }
    ticks = [usual.get(code, float("nan")) for code in drawn["code"]]
    drawn["previous"] = ticks
    ends = [
        0.0 if beyond else max(now, then)
        for now, then, beyond in zip(drawn["value"], ticks, drawn["is_rest"], strict=True)
    ]
    drawn["end"], drawn["room"] = ends, max(ends, default=0.0) * 1.3
    drawn["change"] = [
        number.change("share", now, then, language()) for now, then in zip(drawn["value"], ticks, strict=True)
    ]
    return Chart(words[0], words[1], drawn, for_chart(drawn), words[2], rows["rest"].iloc[-1], has_previous=True)


def _bars(rows: pd.DataFrame, dimension: str, main: tuple[str, ...], *, as_share: bool) -> pd.DataFrame:
    names = _store.members(dimension, 2000) if dimension == "account" else {}
    if dimension in _NONE:
        names = {bars.NONE: t(f"voc_page.{_NONE[dimension]}")}
    return bars.data(
        rows,
        language=language(),
        name=lambda code: names.get(code, member(dimension, None if code == bars.NONE else code)),
        emphasised=main,
        as_share=as_share,
    )


def _accounts(chosen: Selection, topic: Topic) -> Chart | None:
    found = parts(_store.current(), chosen, topic.code, "account", _span(chosen))
    found = found[found["account"].notna()]
    if found.empty:
        return None
    rows = bars.top(found[["account", "value"]], "account")
    first = str(found["account"].iloc[0])
    drawn = _bars(rows, "account", (first,), as_share=False)
    title = t("voc_page.accounts_title", name=drawn["label"].iloc[0], n=number.full(found["value"].iloc[0], language()))
    legend = t("voc_page.accounts_legend")
    return Chart(title, t("voc_page.accounts_said"), drawn, for_chart(drawn), legend, rows["rest"].iloc[-1])
