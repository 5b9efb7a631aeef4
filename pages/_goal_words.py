"""Targets in words: the metric, for what, and the goal."""

from __future__ import annotations

from cx import metric, number, targets
from pages._words import language, member, t


def name(written: str) -> str:
    """The metric's name for people; what a file called a metric we do not know stays as it is."""
    found = targets.name_of(written)
    return metric.find(found).label(language()) if found else written


def scope(one: targets.Target) -> str:
    """For which product and channel."""
    parts = [one.product or "", member("channel", one.channel) if one.channel else ""]
    return " · ".join(part for part in parts if part) or t("target_page.all")


def goal(one: targets.Target) -> str:
    """The goal as people say it."""
    if one.goal is None:
        return t("target_page.none")
    found = targets.name_of(one.metric)
    return number.goal(metric.find(found).unit, one.goal, language()) if found else f"{one.goal:g}"
