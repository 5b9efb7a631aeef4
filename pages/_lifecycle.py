"""What the pages about accounts share: their beginning, their filters, their cards, and how a table of accounts is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import streamlit as st

from cx import number, settings
from cx.interval import Interval, differ, wilson
from cx.lifecycle import rows
from pages import _address, _filters, _frame, _store
from pages._words import language, plain, t

_ONE_ROW = 6  # cards; more stand in two rows
_ALWAYS, _DEEPER = ("segment", "plan"), ("partner", "account")


@dataclass(frozen=True)
class Card:
    """One number with what it is compared with, and a text of ours in Markdown below it."""

    label: str
    value: str
    words: str
    help: str
    delta: str | None = None
    colour: str = "gray"
    arrow: str = "off"
    versus: str = ""


def begin(name: str, *, has_period: bool = True, has_filters: bool = True) -> date | None:
    """Title and filters of a page about accounts; the last day known, None where there is nothing about accounts.

    Without `has_period` the page looks ahead and not back, without `has_filters` it is about one account.
    """
    _frame.title(name, has_basis=False)
    known = rows.known_day(_store.current())
    if known is None:
        _nothing()
        return None
    if not has_filters:
        return known
    if has_period:
        _filters.bar(always=_ALWAYS, deeper=_DEEPER, has_span=False, of_accounts=True)
    else:
        _filters.bar(_no_period, always=_ALWAYS, deeper=_DEEPER, of_accounts=True)
    chosen = _address.selection()
    if rows.about_accounts(chosen) != chosen:
        st.caption(t("lifecycle.other_filters"))
    return known


def _no_period() -> None:
    """Nothing stands where others choose a period."""


def _nothing() -> None:
    with st.container(border=True, key="lifecycle_empty"):
        st.subheader(t("lifecycle.empty_title"), anchor=False)
        st.markdown(t("lifecycle.empty_text"))
        st.page_link("pages/20_imports.py", label=t("app.empty.go_import"), icon=":material/upload_file:")


def small(words: str) -> str:
    """Words below the number of a card, whatever stands in them."""
    return f":small[:gray[{plain(words)}]]"


def cards(shown: Sequence[Card], key: str) -> None:
    """The cards side by side."""
    columns = len(shown) if len(shown) <= _ONE_ROW else -(-len(shown) // 2)
    grid = st.grid(max(columns, 3), min_column_width=190, border=True, gap="small", key=key)
    for card in shown:
        with grid.container(gap="xsmall"):
            st.metric(
                card.label,
                card.value,
                card.delta,
                delta_color=card.colour,
                delta_arrow=card.arrow,
                delta_description=card.versus if card.delta else None,
                help=card.help,
            )
            st.markdown(card.words)


def change_of(now: tuple[int, int], before: tuple[int, int]) -> tuple[str, str, str] | None:
    """What a share of (some, all) did against another: words, colour and arrow; None where either is of nothing."""
    if not now[1] or not before[1]:
        return None
    shares = now[0] / now[1], before[0] / before[1]
    bounds = [wilson([some], [whole]) for some, whole in (now, before)]
    is_apart = bool(differ(np.array([shares[0]]), bounds[0], np.array([shares[1]]), bounds[1])[0])
    words = number.change("share", *shares, language())
    if not is_apart:
        chance = t("lifecycle.by_chance")
        return f"{words} {chance}", "gray", "off"
    return words, "green" if shares[0] > shares[1] else "red", "up" if shares[0] > shares[1] else "down"


def interval(some: int, whole: int) -> str:
    """The 95 % interval of a share in words; nothing where there is none."""
    if not whole:
        return ""
    bounds: Interval = wilson([some], [whole])
    low, high = (number.share(float(end[0]), language()) for end in (bounds.low, bounds.high))
    return t("overview.interval", low=low, high=high)


def state(n: int) -> str:
    """Whether so many are enough to say something: "ok", "few", "withheld" or "none"."""
    rules = settings.get(_store.current())
    if not n:
        return "none"
    return "withheld" if n < rules.withhold_n else "few" if n < rules.minimum_n else "ok"


def share_words(some: int, whole: int) -> str:
    """A share as a card says it: greyed where few, withheld where too few."""
    how = state(whole)
    if how in ("none", "withheld"):
        return number.share(None, language())
    text = number.share(some / whole, language())
    return f":gray[{text}]" if how == "few" else text


def few_words(n: int) -> str:
    """The badge of a number made of few; nothing where there are enough."""
    how = state(n)
    if how == "few":
        return f":gray-badge[{t('number.small_sample', n=n)}]"
    return f":gray-badge[{t('overview.withheld', n=n)}]" if how == "withheld" else ""


def rated(found: pd.DataFrame, some: str, whole: str) -> pd.DataFrame:
    """`found` with `value`, `low`, `high`, `n` and `state` of the share some / whole, as charts of estimates want them."""
    n = found[whole].astype(int)
    bounds = wilson(found[some], n)
    states = [state(int(one)) for one in n]
    is_shown = np.array([one in ("ok", "few") for one in states])
    value = (found[some] / n.where(n > 0)).where(is_shown)
    low, high = (np.where(is_shown, end, np.nan) for end in (bounds.low, bounds.high))
    return found.assign(value=value, low=low, high=high, n=n, state=states)


def stands_out(rated_rows: pd.DataFrame, some: str, whole: str) -> int | None:
    """The place of the group with the lowest share, if that is lower than all others together beyond chance; else None.

    As many groups are looked at as there are, so each is held to a stricter limit: the interval has to leave out that of the rest.
    """
    known = rated_rows[rated_rows["state"] == "ok"]
    if len(rated_rows) < 2 or known.empty:  # noqa: PLR2004 - one alone is not lower than anything
        return None
    place = int(known["value"].idxmin())
    one = rated_rows.loc[place]
    others = rated_rows.drop(index=place)
    rest = wilson([others[some].sum()], [others[whole].sum()])
    return place if float(one["high"]) < float(rest.low[0]) else None


def span_words(first: date, last: date) -> str:
    """The days looked at, safe for Markdown."""
    return plain(number.span(first, last, language()))
