"""What the page of partners says about a selection: cards, charts and the table with its words, made once and kept until the data change."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from cx import compute, number
from cx.arrow import for_chart
from cx.charts import estimates
from cx.lifecycle import partners, retention
from cx.lifecycle.rows import known_day
from cx.selection import Selection
from pages import _against, _lifecycle, _store
from pages._against import Side
from pages._charts import Chart
from pages._lifecycle import Card
from pages._words import language, t

MEASURES = ("onboarding", "renewal", "ces")
_SHARES = {"onboarding": ("done", "decided"), "renewal": ("renewed", "renewals")}
_MOST = 10
_TOP = 7.0


@dataclass(frozen=True)
class View:
    """Everything the page draws; `names` are the partners of the rows of `table` (None: served by the team itself)."""

    basis: str
    cards: tuple[Card, ...]
    by: dict[str, Chart]
    table: pd.DataFrame
    names: tuple[str | None, ...]
    n: int


def made(chosen: Selection) -> View | None:
    """The page for a selection; None where it lets no account of a partner through."""
    store = _store.current()
    found, days, known = partners.partners(store, chosen), retention.span(store, chosen), known_day(store)
    if days is None or known is None or found.empty or not found.loc[found["partner"].notna(), "accounts"].sum():
        return None
    basis = t("partner.basis", span=number.span(*days, language()), known=number.long_day(known, language()))
    own = found[found["partner"].notna()]
    direct = found[found["partner"].isna()]
    by = {name: chart for name in MEASURES if (chart := _chart(found, name))}
    table = _table(found)
    names = tuple(None if pd.isna(one) else str(one) for one in found["partner"])
    return View(basis, _cards(chosen, own, direct), by, table, names, len(own))


def _cards(chosen: Selection, own: pd.DataFrame, direct: pd.DataFrame) -> tuple[Card, ...]:
    there, whole = int(own["there"].sum()), int(own["there"].sum() + direct["there"].sum())
    share = number.share(there / whole if whole else None, language())
    size = Card(
        t("partner.card_accounts"),
        t("lifecycle.accounts", n=f"{there:,}"),
        _lifecycle.small(t("partner.card_accounts_words", n=int((own["accounts"] > 0).sum()), share=share)),
        t("partner.card_accounts_help"),
    )
    cards = [size]
    for name, (some, of) in _SHARES.items():
        sides = [_against.share(int(part[some].sum()), int(part[of].sum())) for part in (own, direct)]
        cards.append(_card(name, "share", *sides))
    if "ces_n" in own:
        other = _side(direct.iloc[0], "ces") if len(direct) else _against.NOTHING
        cards.append(_card("ces", "score", _ces(chosen, own), other, _TOP))
    return tuple(cards)


def _card(name: str, unit: str, one: Side, other: Side, top: float | None = None) -> Card:
    label, explained = t(f"partner.card_{name}"), t(f"partner.card_{name}_help")
    return _against.card(label, explained, unit, one, other, about="partner", top=top)


def _ces(chosen: Selection, own: pd.DataFrame) -> Side:
    store, names = _store.current(), tuple(map(str, own["partner"]))
    found = compute.compute(store, ("ces",), chosen.narrowed(partner=names), span=retention.span(store, chosen))
    return _against.measured(found.iloc[0].to_dict()) if len(found) else _against.NOTHING


def _side(row: pd.Series, name: str) -> Side:
    """What a partner's row says about one measure."""
    if name in _SHARES:
        some, of = _SHARES[name]
        return _against.share(int(row[some]), int(row[of]))
    return _against.measured(row.to_dict(), name) if f"{name}_n" in row else _against.NOTHING


def _chart(found: pd.DataFrame, name: str) -> Chart | None:
    """A measure of the partners with most rows and of the accounts without one, with intervals; which partner is low beyond chance."""
    unit = "share" if name in _SHARES else "score"
    sides = [("" if pd.isna(row["partner"]) else str(row["partner"]), _side(row, name)) for _, row in found.iterrows()]
    what = t(f"partner.measure_{name}")
    most = sorted([one for one in sides if one[0] and one[1].is_shown], key=lambda one: -one[1].n)[:_MOST]
    if not most:
        return None
    low = _low(sides)
    drawn = sorted([*most, *[one for one in sides if not one[0] and one[1].is_shown]], key=lambda one: one[1].value)
    rows = estimates.data(
        pd.DataFrame([{"code": code} | vars(side) for code, side in drawn]),
        unit=unit,
        language=language(),
        name=lambda code: code or t("partner.direct"),
        main=(low[0],) if low else (),
    )
    title = t("partner.even" if len(drawn) > 1 else "partner.few", what=what)
    if low:
        title = t("partner.low", name=low[0], what=what, value=number.write(unit, low[1].value, language()))
    rest = sum(bool(side.n) for code, side in sides if code) - len(most)
    legend = " ".join(filter(None, [t("partner.legend"), t("partner.rest", n=rest) if rest else ""]))
    return Chart(title, t("partner.chart_said", what=what), rows, for_chart(rows), legend)


def _low(sides: list[tuple[str, Side]]) -> tuple[str, Side] | None:
    """The lowest partner with enough rows, if its interval lies wholly below that of all other accounts together."""
    enough = [one for one in sides if one[0] and one[1].state == "ok"]
    if not enough:
        return None
    first = min(enough, key=lambda one: one[1].value)
    others = [side for code, side in sides if code != first[0] and side.is_shown]
    n = sum(side.n for side in others)
    if not n:
        return None
    mean = sum(side.value * side.n for side in others) / n
    half = math.sqrt(sum((side.n / n * (side.high - side.low) / 2) ** 2 for side in others))
    return first if first[1].high < mean - half else None


def _table(found: pd.DataFrame) -> pd.DataFrame:
    """The partners in words; columns nobody has anything in are left out."""
    rows = [row for _, row in found.iterrows()]
    has = {name: f"{name}_n" in found for name in partners.MEASURES}
    columns: dict[str, list[str | None]] = {
        "partner": [t("partner.direct") if pd.isna(row["partner"]) else str(row["partner"]) for row in rows],
        "there": [f"{int(row['there']):,}" for row in rows],
        "onboarding": [_against.words(_side(row, "onboarding"), "share") for row in rows],
        "renewal": [_against.words(_side(row, "renewal"), "share") for row in rows],
        "fee": [_money(row["fee"]) for row in rows],
    }
    if has["inflow"]:
        columns["contacts"] = [number.full(_or_none(row["inflow_value"]), language()) for row in rows]
        columns["per_account"] = [number.average(_or_none(row["per_account"]), language()) for row in rows]
        columns["response"] = [_against.words(_side(row, "response_rate"), "share") for row in rows]
        columns["ces"] = [_against.words(_side(row, "ces"), "score") for row in rows]
        columns["csat"] = [_against.words(_side(row, "csat"), "share") for row in rows]
    columns["used"] = [times(row["used"]) for row in rows]
    columns["tier"] = [None if pd.isna(row["tier"]) else str(row["tier"]) for row in rows]
    nothing = number.share(None, language())
    shown = {name: values for name, values in columns.items() if any(value not in (None, nothing) for value in values)}
    return pd.DataFrame({t(f"partner.column_{name}"): values for name, values in shown.items()})


def times(used: object) -> str:
    """How often something was used."""
    value = _or_none(used)
    return number.full(None, language()) if value is None else t("account.times", n=f"{value:,.0f}")


def _or_none(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[arg-type]


def _money(value: object) -> str:
    return number.write("money", _or_none(value), language())
