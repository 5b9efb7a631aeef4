"""Every metric once more, by pandas, from nothing but the exported rows: a second way to the same number.

`frame` is what `cx.contacts.export` gives for the metric; `days` are the first and last day looked at and the last with data. No function here may use `cx.metrics`.
Only repeats need contacts beyond the exported ones: they are those of `tests.many_rows`, by the same arithmetic.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from cx.calendar import Calendar
from cx.open_hours import public_days

CALENDAR = Calendar(days=public_days(2026, 2026))
ONLINE = {"chat", "board", "email", "form"}


def local(frame, name):
    return pd.to_datetime(frame[name].str.slice(0, 19))


def seconds(frame, start, end):
    return (local(frame, end) - local(frame, start)).dt.total_seconds()


def business_seconds(calendar, start, end):
    """Open seconds between two local times, added up block by block; None where that is not known."""
    known = calendar.first_day()
    if end < start or known is None or known > start.date():
        return None
    blocks = calendar.open_blocks(start.date() - timedelta(days=1), end.date())
    return sum(max(0, int((min(end, closes) - max(start, opens)).total_seconds())) for _, opens, closes in blocks)


def business(frame):
    return [
        business_seconds(CALENDAR, start.to_pydatetime(), end.to_pydatetime())
        for start, end in zip(local(frame, "opened_at"), local(frame, "first_response_at"), strict=True)
    ]


def answered(frame):
    return frame["first_response_at"].notna() | frame["answered_at"].notna()


def open_time(days):
    opened = CALENDAR.open_seconds(*days[:2])
    return sum(value > 0 for value in opened.values()), sum(opened.values()) / 3600


def age(frame, days):
    midnight = pd.Timestamp(days[2] + timedelta(days=1))
    return (midnight - local(frame, "opened_at")).dt.total_seconds().median()


def picked_up(frame):
    return seconds(frame, "queued_at", "answered_at").mean()


def net(frame):
    return 100 * ((frame["score"] >= 9).mean() - (frame["score"] <= 6).mean())


def is_repeat(i):
    """Contact `i` of `many_rows` has another of its account and category at most 7 days = 75 steps of 8,000 s before it."""
    tagged = [j for j in range(max(0, i - 75), i + 1) if j % 10 != 7 and j % 9 != 4]
    counted = [j for j in tagged if j % 50 not in (9, 19, 29)]
    return i in counted and any((j % 12, j % 3) == (i % 12, i % 3) for j in counted if j < i)


REFEREES = {
    "inflow": lambda frame, _: len(frame),
    "contacts_per_day": lambda frame, days: len(frame) / open_time(days)[0],
    "cpd": lambda frame, days: (frame["channel"] == "phone").sum() / open_time(days)[0],
    "tpd": lambda frame, days: (frame["channel"] == "chat").sum() / open_time(days)[0],
    "cph": lambda frame, days: len(frame) / open_time(days)[1],
    "online_share": lambda frame, _: frame["channel"].isin(ONLINE).mean(),
    "repeat_contact_rate": lambda frame, _: np.mean([is_repeat(int(number[1:])) for number in frame["ticket_id"]]),
    "response_rate": lambda frame, _: answered(frame).mean(),
    "unanswered": lambda frame, _: (~answered(frame)).sum(),
    "unanswered_age_median": age,
    "frt_median": lambda frame, _: seconds(frame, "opened_at", "first_response_at").median(),
    "frt_p90": lambda frame, _: seconds(frame, "opened_at", "first_response_at").quantile(0.9),
    "frt_business_median": lambda frame, _: np.median(business(frame)),
    "asa": lambda frame, _: picked_up(frame),
    "asa_ring": lambda frame, _: frame["ring_seconds"].astype(float).mean(),
    "csat": lambda frame, _: frame["score"].isin([4, 5]).mean(),
    "ces": lambda frame, _: frame["score"].mean(),
    "ces_share": lambda frame, _: (frame["score"] >= 5).mean(),
    "nps": lambda frame, _: net(frame),
    "survey_response_rate": lambda frame, _: (frame["answer_state"] == "answered").mean(),
}
