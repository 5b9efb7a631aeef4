"""What the pulls on a score say, in a sentence."""

from __future__ import annotations

from collections.abc import Callable

from cx.charts import pull
from cx.language import say
from cx.text.drivers import Driver
from cx.voc.impact import UNITS, Impact


def is_clear(driver: Driver) -> bool:
    """Whether chance alone does not explain the pull."""
    low, high = driver.plain.low, driver.plain.high
    return low is not None and high is not None and (low > 0 or high < 0)


def sentence(found: Impact, name: Callable[[str], str], language: str) -> str:
    """The strongest clear pull down, and up; that there is none, or too few answers."""
    clear = [driver for driver in found.shown if is_clear(driver)]
    down = min(clear, key=lambda one: one.plain.value or 0, default=None)
    up = max(clear, key=lambda one: one.plain.value or 0, default=None)

    def told(key: str, one: Driver) -> str:
        gap = pull.told(UNITS[found.score], one.plain.value, language)
        return say(f"impact_page.{key}", language, name=name(one.topic), gap=gap)

    if not found.shown:
        return say("impact_page.too_few", language, n=f"{found.with_topic:,}")
    parts = [told("down", down)] if down is not None and (down.plain.value or 0) < 0 else []
    parts += [told("up", up)] if up is not None and (up.plain.value or 0) > 0 else []
    return " · ".join(parts) or say("impact_page.none", language)
