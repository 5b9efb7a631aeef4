"""What every SLA policy is worth in a time: how many contacts it judged, how many promises were kept and how many broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cx import naming, number, sla
from cx.compute import compute
from cx.facts_sla import SCOPE
from cx.language import say
from cx.selection import Selection
from cx.warehouse import Store

METRICS = {
    "first_response": ("sla_first_response", "reply_policy"),
    "resolution": ("sla_resolution", "resolution_policy"),
}


@dataclass(frozen=True)
class Kept:
    """One policy and what it judged: `share` is NaN and `state` "withheld" or "none" where too few were judged."""

    policy: sla.Policy
    judged: int
    broken: int
    share: float
    state: str

    @property
    def metric(self) -> str:
        """The metric whose rows are those it judged."""
        return METRICS[self.policy.target][0]

    @property
    def dimension(self) -> str:
        """The dimension that says which policy judged a contact."""
        return METRICS[self.policy.target][1]


def by_policy(store: Store, selection: Selection, span: tuple[date, date] | None) -> tuple[Kept, ...]:
    """All policies, also those that judged nothing, in the order of `cx.sla.everything`; without a `span` nothing is judged."""
    found: dict[int, tuple[int, int, float, str]] = {}
    for metric, dimension in METRICS.values() if span else ():
        for row in compute(store, [metric], selection, by=[dimension], span=span).to_dict("records"):
            if row["n"]:
                numbers = (int(row["n"]), int(row["n"] - row["numerator"]), float(row["value"]), str(row["state"]))
                found[int(row[dimension])] = numbers
    nothing = (0, 0, float("nan"), "none")
    return tuple(Kept(one, *found.get(one.policy_id, nothing)) for one in sla.everything(store))


def scope_words(policy: sla.Policy, language: str) -> str:
    """For which contacts it is, in words: "채팅 · 러닝룸", or everything."""
    parts = [
        naming.member(name, value, language)
        for name, value in zip(SCOPE, policy.scope, strict=True)
        if value is not None
    ]
    return " · ".join(parts) or say("sla.everything", language)


def within_words(policy: sla.Policy, language: str) -> str:
    """Within how long: "4시간", or that nothing is promised."""
    if policy.goal_seconds is None:
        return say("sla.nothing", language)
    return number.goal("seconds", float(policy.goal_seconds), language)


def days_words(policy: sla.Policy, language: str) -> str:
    """In which days it is in force."""
    first = f"{policy.from_day:%Y-%m-%d}" if policy.from_day else say("sla.since_ever", language)
    if policy.to_day:
        return say("sla.until", language, first=first, last=f"{policy.to_day:%Y-%m-%d}")
    return say("sla.from_on", language, first=first) if policy.from_day else first


def title(found: Sequence[Kept], span: str, language: str) -> str:
    """Which policy most of the broken promises are of."""
    broken = sum(one.broken for one in found)
    if not sum(one.judged for one in found):
        return say("sla.by_policy_none", language, span=span)
    if not broken:
        return say("sla.by_policy_all", language, span=span)
    most = max(found, key=lambda one: one.broken)
    name = say(
        "sla.rows",
        language,
        name=say(f"sla.target_{most.policy.target}", language),
        scope=scope_words(most.policy, language),
    )
    counts = {"n": number.full(broken, language), "most": number.full(most.broken, language)}
    return say("sla.by_policy_best", language, span=span, name=name, **counts)
