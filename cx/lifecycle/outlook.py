"""How likely contracts that end soon are not to be renewed, with the reasons of each: a model of past contracts, or why there is none.

Learnt from all contracts whatever is selected; judged on the last year, each quarter by what was known before it (`held_out`). Where fewer than `held_out.FEWEST`
outcomes are known, or it does no better on cases held out than chance, there is no model and the rules of `ahead` stand alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cx import cache, settings
from cx.lifecycle import ahead, held_out, known_then
from cx.lifecycle.held_out import Record
from cx.lifecycle.known_then import NAMES, NUMBERS
from cx.lifecycle.likelihood import Likelihood, learn
from cx.selection import Selection
from cx.warehouse import Store

STATES = ("ok", "few", "chance")
REASONS = 3  # of an account, at most
_SMALL = 0.1  # log-odds: what adds less is no reason
_TWICE, _HALF = 2.0, 0.5  # so many times the usual share is a high risk, and more likely than not always is
_ABSENT = ("unused", "waiting", "repeats", "stalled", "returns", "raise")  # that it is not so is no reason


@dataclass(frozen=True)
class Outlook:
    """What was learnt from `n` past contracts of which `left` were not renewed; `model` is None unless `state` is "ok".

    `weights`: `sign` and `weight`, the mean of what it adds to or takes from the log-odds of past contracts, the weightiest first.
    """

    state: str
    n: int
    left: int
    record: Record | None
    model: Likelihood | None
    weights: pd.DataFrame

    @property
    def usual(self) -> float:
        """The share of past contracts that were not renewed."""
        return self.left / self.n if self.n else 0.0

    @property
    def high(self) -> float:
        """From which share on a risk is high."""
        return min(_TWICE * self.usual, _HALF)


def outlook(store: Store) -> Outlook:
    """The model of this store, or why there is none."""

    def find() -> Outlook:
        cases = known_then.past(store)
        n, left = len(cases), int(cases["has_left"].sum())
        nothing = pd.DataFrame(columns=["sign", "weight"])
        if not held_out.is_enough(cases["has_left"]):
            return Outlook("few", n, left, None, None, nothing)
        grace = pd.Timedelta(days=settings.get(store).renewal_grace_days)
        seen = held_out.foreseen(cases, pd.to_datetime(cases["ends_day"]) + grace, NUMBERS, NAMES)
        record = held_out.record(seen)
        if record is None:
            return Outlook("few", n, left, None, None, nothing)
        if record.low <= 0.5:  # noqa: PLR2004 - the AUC of a coin
            return Outlook("chance", n, left, record, None, nothing)
        model = learn(cases, cases["has_left"], NUMBERS, NAMES)
        weights = model.parts(cases).abs().mean().sort_values(ascending=False, kind="stable")
        return Outlook("ok", n, left, record, model, weights.rename_axis("sign").reset_index(name="weight"))

    return cache.cached(store, "renewal outlook", None, find)


def ahead_with(store: Store, selection: Selection, within: int) -> pd.DataFrame:
    """`ahead.ahead` with `share` (how likely it is not renewed) and `reasons` (names of signs, the weightiest first), the likeliest first.

    `risk` is "high" from `Outlook.high` on, "low" below the usual share. Without a model `share` is NaN, `reasons` are empty and the rules stand. The columns of
    `known_then` are there under their own names with `known_` before them.
    """
    found = ahead.ahead(store, selection, within)
    made = outlook(store)
    if made.model is None or found.empty:
        return found.assign(share=float("nan"), reasons=[()] * len(found))
    model = made.model

    def find() -> pd.DataFrame:
        today = known_then.due(store, within)
        parts = model.parts(today)
        told = today.assign(share=model.share(today))
        told["reasons"] = pd.Series(
            [_reasons(parts.loc[place], row) for place, row in zip(today.index, today.to_dict("records"), strict=True)],
            index=today.index,
            dtype="object",
        )
        kept = ["account_key", "place", "share", "reasons"]
        return told.rename(columns={name: f"known_{name}" for name in told.columns if name not in kept})

    known = cache.cached(store, ("renewals foreseen", within), None, find)
    both = found.merge(known, on=["account_key", "place"], how="left")
    bounds = [-1.0, min(made.usual, made.high), made.high, 2.0]
    both["risk"] = pd.cut(
        both["share"], bounds, labels=["low", "middle", "high"], right=False, duplicates="drop"
    ).astype("object")
    return both.sort_values(["share", "ends_day"], ascending=[False, True], kind="stable", ignore_index=True)


def _reasons(parts: pd.Series, row: dict[str, object]) -> tuple[str, ...]:
    """The signs that add most to this contract's risk; that something is not so, or not known, is no reason."""
    found = parts[parts >= _SMALL].sort_values(ascending=False, kind="stable")
    named = [str(name) for name in found.index if not pd.isna(row[str(name)])]
    told = [name for name in named if name not in _ABSENT or float(str(row[name])) > 0]
    is_twice = "plan" in told and "recent" in told  # both speak of the plan
    return tuple(name for name in told if not (is_twice and name == "plan"))[:REASONS]
