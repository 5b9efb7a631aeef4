"""Every metric once more, by pandas, from nothing but the exported rows: a second way to the same number.

`frame` is what `cx.contacts.export` gives for the metric; `days` are the first and last day looked at and the last with data. No function here may use `cx.metrics`.
Only what came before or after a contact, and its steps, are not in the exported rows: those are of `tests.many_rows`, by the
same arithmetic.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache

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


@cache
def open_between(start, end):
    return business_seconds(CALENDAR, start.to_pydatetime(), end.to_pydatetime())


def is_error(frame):
    return frame["category"].str.startswith("오류").fillna(value=False)


@cache
def account_scores():
    """Of every wave and account (which tells the product too) the mean of its answers, of a respondent the latest."""
    latest = {(i < 300, i % 250): i for i in range(590) if i % 5 < 3}
    found = {}
    for (wave, _), i in latest.items():
        found.setdefault((wave, i % 60), []).append(i * 7 % 11)
    return {group: np.mean(scores) for group, scores in found.items()}


def of_accounts(frame):
    numbers = frame["answer_id"].str.extract(r"(\d+)$")[0].astype(int)
    scores = np.array([account_scores()[i < 300, i % 60] for i in numbers])
    return 100 * ((scores >= 9).mean() - (scores <= 6).mean())


def business(frame, end="first_response_at"):
    return [open_between(*times) for times in zip(local(frame, "opened_at"), local(frame, end), strict=True)]


def resolved(frame):
    return seconds(frame, "opened_at", "resolved_at")


def first_resolved(frame):
    """Where the first resolution is not told it is the only one."""
    return seconds(frame, "opened_at", "first_resolved_at").fillna(resolved(frame))


def parts(frame, *names):
    return sum(frame[name].fillna(0).astype(float) for name in names)


def given_up(frame):
    return ~answered(frame) & (frame["is_abandoned"].eq(other=True).fillna(value=False) | (frame["channel"] == "phone"))


def standing(frame, days):
    """Ages at the end of the last day looked at."""
    return (pd.Timestamp(days[1] + timedelta(days=1)) - local(frame, "opened_at")).dt.total_seconds()


def in_hand(frame):
    """From a minute after the opening to the resolution, without the ten minutes every second was put aside."""
    aside = [600 if int(number[1:]) % 10 == 1 else 0 for number in frame["ticket_id"]]
    return (resolved(frame) - 60 - aside).mean()


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


def topic(i):
    """Account and category of contact `i` of `many_rows`, None where one of them is missing or it does not count."""
    is_known = i % 10 != 7 and i % 9 != 4 and i % 50 not in (9, 19, 29)
    return (i % 12, (i // 12) ** 2 % 9) if is_known else None


def is_repeat(i):
    """Contact `i` has another of its account and category at most 7 days = 75 steps of 8,000 s before it."""
    return topic(i) is not None and any(topic(j) == topic(i) for j in range(max(0, i - 75), i))


def is_case(i):
    """Neither a message of thanks nor started by the team for one of the VIPs, accounts 0 and 6."""
    return i % 29 != 8 and not (i % 41 == 2 and i % 6 == 0)


def is_settled(i):
    """Not opened again, and no other case of its account and category within 7 days of its resolution."""
    end = i * 8000 + 3600 + i * 3701 % 900000
    after = range(end // 8000 + 1, min(2640, (end + 7 * 86400) // 8000 + 1))
    return i % 19 != 4 and not any(topic(j) == topic(i) and is_case(j) for j in after)


def number(frame):
    return frame["ticket_id"].str.slice(1).astype(int)


def contained(frame):
    return number(frame) % 35 == 3


def whose(i):
    return ("account", i % 12) if i % 9 != 4 else ("person", i % 200)


def is_confirmed(i):
    """Ended by the bot, and the account (without one the person) did not come back within 7 days = 75 steps of 8,000 s."""
    came = (j for j in range(i + 1, min(2640, i + 76)) if j % 50 not in (9, 19, 29) and j % 29 != 8 and j % 41 != 2)
    return i % 35 == 3 and not any(whose(j) == whose(i) for j in came)


def came_back(frame):
    """Of what the bot ended; None where it ended nothing."""
    ended = [is_confirmed(i) for i in number(frame) if i % 35 == 3]
    return 1 - np.mean(ended) if ended else np.nan


def confirmed(frame):
    return np.mean([is_confirmed(i) for i in number(frame)])


def reply_kept(row, _, midnight):
    """Four hours on the calendar clock for everybody; None where nobody can say yet, or it ended in time unanswered."""
    opened = pd.Timestamp(row["opened_at"][:19])
    done = row["first_response_at"]
    if pd.notna(done):
        return (pd.Timestamp(done[:19]) - opened).total_seconds() <= 14_400
    if row["status"] == "open":
        return False if (midnight - opened).total_seconds() >= 14_400 else None
    if pd.notna(row["resolved_at"]):
        return False if (pd.Timestamp(row["resolved_at"][:19]) - opened).total_seconds() > 14_400 else None
    return None


def resolution_kept(row, number, midnight):
    """Forty business hours, but for calls; ten minutes in which every tenth was put aside do not count."""
    if row["channel"] == "phone":
        return None
    opened = pd.Timestamp(row["opened_at"][:19])
    aside = (opened + pd.Timedelta(600, "s"), opened + pd.Timedelta(1200, "s"))
    still = open_between(*aside) if number % 10 == 1 and pd.notna(row["first_response_at"]) else 0
    if pd.notna(row["resolved_at"]):
        return open_between(opened, pd.Timestamp(row["resolved_at"][:19])) - still <= 144_000
    if row["status"] == "open":
        return False if open_between(opened, midnight) - still >= 144_000 else None
    return None


def promises(*judges):
    def referee(frame, days):
        midnight = pd.Timestamp(days[2] + timedelta(days=1))
        rows = list(zip(frame.to_dict("records"), number(frame), strict=True))
        found = [judge(*row, midnight) for row in rows for judge in judges]
        return np.mean([one for one in found if one is not None])

    return referee


REFEREES = {
    "renewal_rate": lambda frame, _: frame["is_renewed"].mean(),
    "grr": lambda frame, _: frame[["fee_before", "fee_after"]].min(axis=1).sum() / frame["fee_before"].sum(),
    "nrr": lambda frame, _: frame["fee_after"].sum() / frame["fee_before"].sum(),
    "inflow": lambda frame, _: len(frame),
    "contacts_per_day": lambda frame, days: len(frame) / open_time(days)[0],
    "cpd": lambda frame, days: (frame["channel"] == "phone").sum() / open_time(days)[0],
    "tpd": lambda frame, days: (frame["channel"] == "chat").sum() / open_time(days)[0],
    "cph": lambda frame, days: len(frame) / open_time(days)[1],
    "online_share": lambda frame, _: frame["channel"].isin(ONLINE).mean(),
    "repeat_contact_rate": lambda frame, _: np.mean([is_repeat(int(number[1:])) for number in frame["ticket_id"]]),
    "repeat_contacts_per_account": lambda frame, _: (
        sum(is_repeat(i) for i in number(frame)) / len(frame[["source", "account_id"]].drop_duplicates())
    ),
    "response_rate": lambda frame, _: answered(frame).mean(),
    "unanswered": lambda frame, _: (~answered(frame)).sum(),
    "unanswered_age_median": age,
    "automation_rate": lambda frame, _: contained(frame).mean(),
    "bot_involved_rate": lambda frame, _: (contained(frame) | (number(frame) % 11 == 3)).mean(),
    "roar": lambda frame, _: confirmed(frame),
    "roar_of_involved": lambda frame, _: confirmed(frame),
    "bot_return_rate": lambda frame, _: came_back(frame),
    "roar_pending": lambda frame, _: contained(frame).sum(),
    "after_hours_bot_share": lambda frame, _: contained(frame).mean(),
    "frt_median": lambda frame, _: seconds(frame, "opened_at", "first_response_at").median(),
    "frt_p90": lambda frame, _: seconds(frame, "opened_at", "first_response_at").quantile(0.9),
    "frt_business_median": lambda frame, _: np.median(business(frame)),
    "asa": lambda frame, _: picked_up(frame),
    "asa_ring": lambda frame, _: frame["ring_seconds"].astype(float).mean(),
    "service_level": lambda frame, _: (seconds(frame, "queued_at", "answered_at") <= 20).mean(),
    "abandonment_rate": lambda frame, _: given_up(frame).mean(),
    "short_abandonment_rate": lambda frame, _: (given_up(frame) & (frame["queue_seconds"] < 5)).mean(),
    "aht": lambda frame, _: parts(frame, "talk_seconds", "hold_seconds", "after_call_seconds").mean(),
    "aht_talk": lambda frame, _: frame["talk_seconds"].astype(float).mean(),
    "aht_hold": lambda frame, _: frame["hold_seconds"].astype(float).mean(),
    "aht_after_call": lambda frame, _: frame["after_call_seconds"].astype(float).mean(),
    "aht_text": lambda frame, _: in_hand(frame),
    "resolution_lead_time_mean": lambda frame, _: resolved(frame).mean(),
    "resolution_lead_time_median": lambda frame, _: resolved(frame).median(),
    "resolution_lead_time_p90": lambda frame, _: resolved(frame).quantile(0.9),
    "resolution_lead_time_business_median": lambda frame, _: np.median(business(frame, "resolved_at")),
    "resolution_lead_time_business_p90": lambda frame, _: np.quantile(business(frame, "resolved_at"), 0.9),
    "first_resolution_lead_time_median": lambda frame, _: first_resolved(frame).median(),
    "first_resolution_lead_time_p90": lambda frame, _: first_resolved(frame).quantile(0.9),
    "fcr": lambda frame, _: np.mean([is_settled(int(number[1:])) for number in frame["ticket_id"]]),
    "fcr_pending": lambda frame, _: len(frame),
    "one_touch": lambda frame, _: ((frame["reply_count"] < 2) & (frame["reopen_count"] == 0)).mean(),
    "first_reply_resolved": lambda frame, _: ((frame["reply_count"] == 1) & (frame["reopen_count"] == 0)).mean(),
    "closed_once": lambda frame, _: ((frame["reopen_count"] == 0) & (frame["transfer_count"] == 0)).mean(),
    "unclassified_rate": lambda frame, _: frame["category"].isna().mean(),
    "system_error_lead_time_median": lambda frame, _: resolved(frame[is_error(frame)]).median(),
    "system_error_lead_time_p90": lambda frame, _: resolved(frame[is_error(frame)]).quantile(0.9),
    "reopen_rate": lambda frame, _: (frame["reopen_count"] > 0).mean(),
    "resolutions": lambda frame, _: (1 + frame["reopen_count"]).sum(),
    "resolved_contacts": lambda frame, _: len(frame),
    "resolved_accounts": lambda frame, _: len(frame[["source", "account_id"]].drop_duplicates()),
    "backlog": lambda frame, _: len(frame),
    "backlog_age_median": lambda frame, days: standing(frame, days).median(),
    "backlog_age_p90": lambda frame, days: standing(frame, days).quantile(0.9),
    "sla_attainment": lambda frame, _: frame["is_sla_met"].astype(float).mean(),
    "qa_score": lambda frame, _: (frame["score"] / frame["scale_high"].fillna(100)).mean(),
    "tag_accuracy": lambda frame, _: frame["is_right"].astype(float).mean(),
    "difficult_share": lambda frame, _: frame["is_difficult"].astype(float).mean(),
    "sla_kept": promises(reply_kept, resolution_kept),
    "sla_first_response": promises(reply_kept),
    "sla_resolution": promises(resolution_kept),
    "csat": lambda frame, _: frame["score"].isin([4, 5]).mean(),
    "ces": lambda frame, _: frame["score"].mean(),
    "ces_share": lambda frame, _: (frame["score"] >= 5).mean(),
    "nps_accounts": lambda frame, _: of_accounts(frame),
    "nps": lambda frame, _: net(frame),
    "voc": lambda frame, _: frame["text"].str.strip().ne("").sum(),
    "voc_accounts": lambda frame, _: frame["account_key"].dropna().nunique(),
    "survey_response_rate": lambda frame, _: (frame["answer_state"] == "answered").mean(),
}
