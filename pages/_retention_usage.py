"""Usage retention in words and as a chart."""

from __future__ import annotations

from cx import number
from cx.arrow import for_chart
from cx.charts import cohorts
from cx.lifecycle import usage_retention
from cx.retention_usage import EVERY
from cx.selection import Selection
from cx.warehouse import Store
from pages._charts import Chart
from pages._words import language, t

_TITLE_AGES = {
    "day": (7, 1),
    "week": (4, 1),
    "month": (6, 3, 1),
}  # the title speaks of the first that anybody is old enough for


def readings() -> dict[str, str]:
    """What the two readings are called."""
    return {name: t(f"retention.usage_{name}") for name in usage_retention.READINGS}


def periods() -> dict[str, str]:
    """What the periods are called."""
    return {name: t(f"period.every.{name}") for name in EVERY}


def made(store: Store, chosen: Selection, reading: str, every: str) -> Chart | None:
    """The heat map of a reading; None where nobody used anything long enough ago."""
    found = usage_retention.cohorts(store, chosen, every)
    if found.empty:
        return None
    rows = cohorts.data(
        found.rename(columns={reading: "stayed"}), language=language(), every=every, detail=f"cohorts.detail_{every}"
    )
    title = t("retention.usage_said")
    for age in _TITLE_AGES[every]:
        own = found[(found["age"] == age) & found["is_whole"]]
        if own["accounts"].sum() >= cohorts.FEW:
            share = number.share(float(own[reading].sum() / own["accounts"].sum()), language(), 0)
            said = t(f"retention.usage_still_{reading}")
            title = t(
                "retention.usage_title", n=age, unit=t(f"retention.usage_unit_{every}"), share=share, reading=said
            )
            break
    return Chart(title, t("retention.usage_said"), rows, for_chart(cohorts.drawn(rows)), t("retention.usage_legend"))
