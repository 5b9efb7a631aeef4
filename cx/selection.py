"""What people are looking at: the period, what it is compared with, and the filters; the same on every page and in the URL.

A `Selection` is a value: the pages keep one in the session and write it to the URL, `cx.rows` turns it into bound
predicates. Codes in the URL are language-neutral, so that a link works in every language; what cannot be read falls
back to the default, because a shared link may be old or cut short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

PRESETS = {"3m": 3, "6m": 6, "12m": 12}
COMPARISONS = ("previous", "year")
EARLIEST = date(1900, 1, 1)  # "all" where the first day with data is not known
LATEST = date(2199, 12, 31)

# Parameter in the URL of every filter that holds several values; the attribute's name is also the dimension's name.
LISTS = {
    "product": "product",
    "channel": "ch",
    "category": "cat",
    "segment": "seg",
    "plan": "plan",
    "partner": "partner",
    "account": "acct",
    "source": "src",
    "topic": "topic",
    "kind": "kind",
    "cause": "cause",
    "severity": "sev",
    "stage": "stage",
}
OF_TEXTS = (
    "topic",
    "kind",
    "cause",
    "severity",
    "stage",
)  # what is known of a piece of text, and of a contact or answer only by what was said in it
_FLAGS = {"1": True, "0": False}
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
_TEXT_LIMIT = 200
_VALUES_LIMIT = 200


def _join(values: Iterable[str]) -> str:
    return ",".join(value.replace("\\", "\\\\").replace(",", "\\,") for value in values)


def _split(text: str) -> tuple[str, ...]:
    values, value, escaped = [], "", False
    for sign in text:
        if escaped or sign not in "\\,":
            value, escaped = value + sign, False
        elif sign == "\\":
            escaped = True
        else:
            values.append(value)
            value = ""
    values.append(value)
    return tuple(dict.fromkeys(v for v in values if v))[:_VALUES_LIMIT]


def parse_range(period: str) -> tuple[date, date] | None:
    """First and last day of a period written `2026-01-01..2026-03-31`; None for a preset or anything unreadable."""
    found = _RANGE.fullmatch(period)
    if not found:
        return None
    try:
        first, last = (date.fromisoformat(part) for part in found.groups())
    except ValueError:
        return None
    return (first, last) if EARLIEST <= first <= last <= LATEST else None


def _month_start(day: date, back: int) -> date:
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


@dataclass(frozen=True)
class Selection:
    """Period ("3m", "6m", "12m", "all" or "2026-01-01..2026-03-31"), comparison ("previous" or "year") and filters.

    An empty tuple is no filter. `category` takes a tag at any level ("결제" includes "결제/환불"), `account` is the
    account's key ("3:A17"), `source` the source's number as text, `topic` a topic's, `kind` a kind of voice ("pain"),
    `cause` whose fault ("product"), `severity` how grave ("critical", "long_term", or "both" at once), `stage` where on its way the account was ("renewal"), `text` a piece of what was said.
    """

    period: str = "12m"
    compare: str = "previous"
    product: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    segment: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    cause: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    vip: bool | None = None
    text: str = ""

    def to_query(self) -> dict[str, str]:
        """The parameters for the URL: only what differs from the default."""
        query = {}
        if self.period != "12m":
            query["period"] = self.period
        if self.compare != "previous":
            query["cmp"] = self.compare
        query |= {key: _join(getattr(self, name)) for name, key in LISTS.items() if getattr(self, name)}
        if self.vip is not None:
            query["vip"] = "1" if self.vip else "0"
        if self.text:
            query["q"] = self.text
        return query

    @classmethod
    def from_query(cls, params: Mapping[str, str]) -> Selection:
        """The selection a URL names. Never raises: a value that cannot be read is the default."""
        period = params.get("period", "12m")
        if period not in PRESETS and period != "all" and parse_range(period) is None:
            period = "12m"
        compare = params.get("cmp", "previous")
        return cls(
            period=period,
            compare=compare if compare in COMPARISONS else "previous",
            vip=_FLAGS.get(params.get("vip", "")),
            text=params.get("q", "").strip()[:_TEXT_LIMIT],
            **{name: _split(params.get(key, "")) for name, key in LISTS.items()},
        )

    def is_filtered(self) -> bool:
        """Whether any filter beyond period and comparison is set."""
        return any(getattr(self, field.name) != field.default for field in fields(self)[2:])

    @property
    def is_about_texts(self) -> bool:
        """Whether what is known of texts decides what it lets through."""
        return any(getattr(self, name) for name in OF_TEXTS)

    def narrowed(self, **filters: object) -> Selection:
        """A copy with some attributes changed."""
        return replace(self, **filters)  # type: ignore[arg-type]

    def span(self, last_day: date, first_day: date | None = None) -> tuple[date, date]:
        """First and last day, anchored to `last_day` (the last day with data) and not beyond it.

        A preset is whole months: "3m" is the last three completed months and the running one; where `last_day` ends
        its month, nothing is running. "all" begins at `first_day`. A range wholly after `last_day` stays empty of data
        but is returned as written.
        """
        chosen = parse_range(self.period)
        if chosen:
            first, last = chosen
            return first, (min(last, last_day) if first <= last_day else last)
        if self.period == "all":
            return min(first_day or EARLIEST, last_day), last_day
        months = PRESETS.get(self.period, PRESETS["12m"])
        is_month_end = (last_day + timedelta(days=1)).day == 1
        return _month_start(last_day, months - 1 if is_month_end else months), last_day
