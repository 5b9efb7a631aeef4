"""What the page of VIPs says about a selection: cards and tables with their words, made once and kept until the data change."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cx import compute, metric, number
from cx.arrow import for_chart
from cx.charts import band
from cx.lifecycle import retention, vip, vip_service
from cx.lifecycle.rows import known_day
from cx.selection import Selection
from cx.shortened import shortened
from pages import _against, _lifecycle, _store
from pages._against import Side
from pages._charts import Chart
from pages._lifecycle import Card
from pages._words import language, member, t

_GOOD = {"frt_median": "down", "resolution_lead_time_median": "down"}
_TOPS = {"ces": 7.0}
_SHORT = 80  # characters of what was said


@dataclass(frozen=True)
class View:
    """Everything the page draws; `waiting_keys` and `listed_keys` are the accounts of the rows of both tables; `hotline` is None without a line, or where only one month is known."""

    basis: str
    title: str
    cards: tuple[Card, ...]
    waiting: pd.DataFrame
    waiting_keys: tuple[str, ...]
    listed: pd.DataFrame
    listed_keys: tuple[str, ...]
    hotline: Chart | None


def made(chosen: Selection) -> View | None:
    """The page for a selection; None where it lets no VIP through."""
    store = _store.current()
    listed, days, known = vip_service.listed(store, chosen), retention.span(store, chosen), known_day(store)
    if listed.empty or days is None or known is None:
        return None
    basis = t("vip.basis", span=number.span(*days, language()), known=number.long_day(known, language()))
    waiting = vip_service.waiting(store, chosen)
    fee = number.write("money", float(listed["monthly_fee"].sum()), language())
    size = Card(
        t("vip.card_count"), t("lifecycle.accounts", n=f"{len(listed):,}"),
        _lifecycle.small(t("vip.card_count_words", fee=fee, n=f"{int(listed['waiting'].sum()):,}")), t("vip.card_count_help"),
    )  # fmt: skip
    title, cards = _measured(chosen)
    cards = [size, *cards] if compute.last_day(store) is None else [size, _hotline(chosen), *cards]
    now = pd.Timestamp(known) + pd.Timedelta(days=1)
    return View(
        basis,
        title,
        tuple(cards),
        _waiting(waiting, now),
        tuple(waiting["account_key"]),
        _listed(listed),
        tuple(listed["account_key"]),
        _trend(chosen),
    )


def _measured(chosen: Selection) -> tuple[str, list[Card]]:
    """A card a measure, and the title that says where VIPs are served worse."""
    if compute.last_day(_store.current()) is None:
        return "", []
    own, others = vip_service.beside(_store.current(), chosen)
    cards, worse = [], []
    for name in vip_service.MEASURES:
        sides = [_side(frame, name) for frame in (own, others)]
        if not sides[0].n and not sides[1].n:
            continue
        found, good = metric.find(name), _GOOD.get(name, "up")
        label = found.label(language()).split(" (")[0]
        cards.append(
            _against.card(label, t(f"vip.help_{name}"), found.unit, *sides, about="vip", good=good, top=_TOPS.get(name))
        )
        way = _against.apart(*sides)
        if way and (way > 0) != (good == "up"):
            worse.append(label)
    title = t("vip.title_worse", what=", ".join(worse)) if worse else t("vip.title_fine")
    return title, cards


def _side(frame: pd.DataFrame, name: str) -> Side:
    return _against.measured(frame.loc[name].to_dict()) if name in frame.index else _against.NOTHING


def _hotline(chosen: Selection) -> Card:
    store = _store.current()
    lines, _ = vip.hotline(store)
    if not lines:
        return Card(
            t("vip.card_hotline"),
            number.share(None, language()),
            _lifecycle.small(t("vip.card_hotline_none")),
            t("vip.card_hotline_help"),
        )
    use = vip_service.hotline_use(store, chosen)
    names = ", ".join(line_name(line) for line in lines[:3])
    words = t(
        "vip.card_hotline_words", users=f"{use.users:,}", accounts=f"{use.accounts:,}", strangers=f"{use.strangers:,}"
    )
    value = _lifecycle.share_words(use.hot, use.contacts)
    below = "  \n".join(
        filter(None, [_lifecycle.small(names), _lifecycle.small(words), _lifecycle.few_words(use.contacts)])
    )
    return Card(t("vip.card_hotline"), value, below, t("vip.card_hotline_help"))


def _trend(chosen: Selection) -> Chart | None:
    """The share of VIPs' contacts that came by their own line, month by month."""
    store = _store.current()
    if compute.last_day(store) is None or not vip.hotline(store)[0]:
        return None
    found = vip_service.hotline_trend(store, chosen)
    whole = found[~found["is_running"]]
    if len(whole) < 2:  # noqa: PLR2004 - one month is no trend
        return None
    rows = band.data(
        _lifecycle.rated(found, "hot", "contacts"), every="month", unit="share", language=language(), target=None
    )
    ends = [(int(row.hot), int(row.contacts)) for row in (whole.iloc[0], whole.iloc[-1])]
    went = _lifecycle.change_of(ends[1], ends[0])
    before, month = (number.long_month(pd.Timestamp(one).date(), language()) for one in whole["period"].iloc[[0, -1]])
    was, share = (number.share(some / n, language()) for some, n in ends)
    way = went[2] if went else "off"
    title = t(f"vip.trend_{way}", month=month, before=before, share=share, was=was)
    return Chart(title, t("vip.trend_said"), rows, for_chart(rows), t("vip.trend_legend"))


def line_name(line: str) -> str:
    """What a team or channel is called as a line."""
    kind, _, name = line.partition(":")
    return t(f"vip.line_{kind}", name=member("channel", name) if kind == "channel" else name)


def _waiting(found: pd.DataFrame, now: pd.Timestamp) -> pd.DataFrame:
    rows = found.to_dict("records")
    columns = {
        "account": [str(row["account_name"]) for row in rows],
        "since": [number.length((now - row["opened_at"]).total_seconds(), language()) for row in rows],
        "state": [t("vip.state_answered" if row["is_answered"] is True else "vip.state_unanswered") for row in rows],
        "said": [_short(row["said"]) for row in rows],
        "category": [member("category", row["category"]) if not pd.isna(row["category"]) else None for row in rows],
        "channel": [member("channel", row["channel"]) for row in rows],
        "team": [None if pd.isna(row["team"]) else str(row["team"]) for row in rows],
        "owner": [None if pd.isna(row["owner"]) else str(row["owner"]) for row in rows],
        "opened": [number.moment(row["opened_at"].to_pydatetime(), language()) for row in rows],
    }
    return _shown(columns)


def _listed(found: pd.DataFrame) -> pd.DataFrame:
    rows = found.to_dict("records")
    columns = {
        "account": [str(row["account_name"]) for row in rows],
        "waiting": [f"{int(row['waiting']):,}" for row in rows],
        "contacts": [f"{int(row['contacts']):,}" for row in rows],
        "fee": [
            None if pd.isna(row["monthly_fee"]) else number.write("money", float(row["monthly_fee"]), language())
            for row in rows
        ],
        "plan": [None if pd.isna(row["plan"]) else str(row["plan"]) for row in rows],
        "why": [t(f"vip.why_{row['why']}") for row in rows],
        "owner": [None if pd.isna(row["owner"]) else str(row["owner"]) for row in rows],
    }
    return _shown(columns)


def _short(said: object) -> str | None:
    text = "" if pd.isna(said) else " ".join(str(said).split())  # type: ignore[call-overload]
    return shortened(text, _SHORT) or None


def _shown(columns: dict[str, list[str | None]]) -> pd.DataFrame:
    kept = {name: values for name, values in columns.items() if any(value is not None for value in values)}
    return pd.DataFrame({t(f"vip.column_{name}"): values for name, values in kept.items()})
