"""The queue of contacts nobody has said what they are about: how long they wait, and which tag a model suggests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import pandas as pd

from cx import metric
from cx.cache import VOC, cached
from cx.measure import looked_from
from cx.voc.tagged import TAGGED
from cx.warehouse import Store

TAG = "미분류"  # the one tag for "not known yet"
DAYS = 365  # how far back the queue and the models look
AGES = ((0, 1), (2, 3), (4, 7), (8, None))  # days since it was said


@dataclass(frozen=True)
class Waiting:
    """How many contacts wait, by age: as many numbers as `AGES`. `first` is the first day looked at, `last` the one ages count from."""

    by_age: tuple[int, ...]
    first: date
    last: date

    @property
    def n(self) -> int:
        """All of them."""
        return sum(self.by_age)


@cache
def names() -> tuple[str, ...]:
    """Tags that say nothing, lower-case, as the metric `unclassified_rate` has them."""
    metric.metrics()  # which keeps the order of its files if nobody reads one before
    from cx.metrics.tags import UNCLASSIFIED

    return UNCLASSIFIED


def says(tag: str | None) -> bool:
    """Whether a tag (levels parted by '/') says what a contact is about."""
    major = (tag or "").split("/")[0].strip().lower()
    return bool(major) and major not in names()


def sql() -> str:
    """The condition of an unclassified row."""
    listed = ", ".join(f"'{name}'" for name in names())
    return f"(category is null or coalesce(lower(major_category), '') in ({listed}, ''))"


def waiting(store: Store) -> Waiting:
    """How many contacts of the last year are unclassified, by age on the last day with data."""

    def ask() -> Waiting:
        last = looked_from(store, None)
        first = last - timedelta(days=DAYS - 1)
        found = store.query(
            "select date_diff('day', day, ?::date) as age, count(*) as n"
            f" from {TAGGED} where origin = 'ticket' and day between ? and ? and {sql()} group by 1",
            [last, first, last],
        )
        by_age = tuple(
            int(found.loc[(found["age"] >= low) & ((found["age"] <= high) if high is not None else True), "n"].sum())
            for low, high in AGES
        )
        return Waiting(by_age, first, last)

    return cached(store, (VOC, "unclassified"), None, ask)


def queue(store: Store, age: int, *, limit: int, offset: int = 0) -> pd.DataFrame:
    """The contacts of one place of `AGES`, the surest suggestion first, then the oldest day, with the suggested
    tag and how probable it is (null: none).

    Columns `origin`, `source_id`, `document_id`, `day`, `text`, `channel`, `product`, `account_name`, `tag`, `probability`.
    """
    last = looked_from(store, None)
    low, high = AGES[age]
    first = last - timedelta(days=high if high is not None else DAYS - 1)
    return store.query(
        "select v.origin, v.source_id, v.document_id, v.day, t.text, v.channel, v.product, v.account_name, s.tag,"
        f" s.probability from {TAGGED} v join voc_text t using (text_hash)"
        " left join tag_suggestion s on s.origin = v.origin and s.source_id = v.source_id and s.document_id = v.document_id"
        f" where v.origin = 'ticket' and v.day between ? and ? and {sql()}"
        " order by s.probability desc nulls last, v.day, v.document_id limit ? offset ?",
        [first, last - timedelta(days=low), limit, offset],
    )
