"""By hand: what counts as unclassified and as a system error, resolved once and not handed on, and NPS per account."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from scipy import stats

from cx import number, settings
from cx.compute import compare, compute
from cx.selection import Selection
from tests.put_rows import opened

T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored: Monday 10:00 in Seoul
HOUR = timedelta(hours=1)
ALL = Selection(period="all")


def row(store, name, **more):
    return compute(store, [name], more.pop("selection", ALL), **more).iloc[0]


def ticket(number, category="문의/로그인", hours=None, **more):
    resolved = {} if hours is None else {"resolved_at": T0 + hours * HOUR, "status": "solved"}
    return {"ticket_id": str(number), "opened_at": T0, "channel": "chat", "category": category} | resolved | more


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        (None, 1),
        ("미분류", 1),
        ("미분류/기타", 1),
        ("Unclassified", 1),
        (" 분류 없음 /x", 1),
        ("기타", 0),
        ("문의/미분류", 0),
    ],
)
def test_what_is_unclassified(tmp_path, category, expected):
    with opened(tmp_path, ticket=[ticket(1, category), ticket(2), ticket(3, None, is_spam=True)]) as store:
        found = row(store, "unclassified_rate")
        assert (found["numerator"], found["denominator"]) == (expected, 2)


def test_system_errors_have_a_lead_time_of_their_own(tmp_path):
    """Errors take 1, 2 and 30 hours: the median is 2 h, nine of ten 2 + 0.8 * 28 = 24.4 h; questions and open ones do not count."""
    tags = ["오류/엑셀", "BUG", "시스템 장애"]
    rows = [ticket(n, tag, hours) for n, (tag, hours) in enumerate(zip(tags, (1, 2, 30), strict=True))]
    rows += [ticket(5, "문의/오류", 100), ticket(6, "오류/엑셀"), ticket(7, None, 50), ticket(8, "오답노트/오류", 60)]
    with opened(tmp_path, ticket=rows) as store:
        at = Selection(period="2026-10-12..2026-10-31")
        assert row(store, "system_error_lead_time_median", selection=at)["n"] == 3
        settings.put(store, "withhold_n", 0)
        assert row(store, "system_error_lead_time_median", selection=at)["value"] == 2 * 3600
        assert row(store, "system_error_lead_time_p90", selection=at)["value"] == pytest.approx(24.4 * 3600)


def test_resolved_once_and_not_handed_on(tmp_path):
    rows = [
        ticket(1, hours=1, transfer_count=0),
        ticket(2, hours=1, transfer_count=0, reopen_count=1),
        ticket(3, hours=1, transfer_count=2),
        ticket(4, hours=1),  # nobody knows
        ticket(5, transfer_count=0),  # not resolved
        ticket(6, hours=1, transfer_count=0, is_bot_involved=True, is_human_involved=False),
    ]
    with opened(tmp_path, ticket=rows) as store:
        found = row(store, "closed_once")
        assert (found["numerator"], found["denominator"]) == (1, 3)


def vote(number, account, score, wave="2026", **more):
    at = T0 + number * HOUR
    return {"answer_id": str(number), "survey": "nps", "wave": wave, "account_id": account, "contact_id": f"P{number}", "score": score,
            "answered_at": at, "sent_at": at} | more  # fmt: skip


def test_every_account_counts_once_by_its_mean(tmp_path):
    """A: 10 and 8, mean 9, promotes. B: 10 and 2, mean 6, detracts. C: 9 and 8, mean 8.5, neither. D: 6 detracts. E: 10 promotes.

    Per account (2 - 2) / 5 = 0; per answer 4 promote (10, 10, 9, 10) and 2 detract of 8: +25. A dismissed answer, one of nobody known and
    a former answer of the same person count for no account.
    """
    votes = [
        vote(1, "A", 10), vote(2, "A", 8), vote(3, "B", 10), vote(4, "B", 2), vote(5, "C", 9), vote(6, "C", 8), vote(7, "D", 6),
        vote(8, "E", 0, contact_id="P9"), vote(9, "E", 10), vote(10, "F", None, answer_state="dismissed"),
    ]  # fmt: skip
    with opened(tmp_path, survey_answer=votes) as store:
        found = row(store, "nps_accounts")
        assert (found["value"], found["n"]) == (0, 5)
        assert (row(store, "nps")["value"], row(store, "nps")["n"]) == (25, 8)
        assert store.query("select count(*) as n from answer_fact where account_score is not null")["n"][0] == 5


def test_accounts_are_compared_by_waves_and_nobody_known_is_no_account(tmp_path):
    votes = [vote(n, f"A{n}", 9, "2025") for n in range(10)] + [vote(n, f"A{n}", 0, "2026") for n in range(20, 30)]
    votes += [vote(40, None, 10, "2026", contact_id="Q")]
    with opened(tmp_path, survey_answer=votes) as store:
        found = compare(store, ["nps_accounts"], ALL).iloc[0]
        assert (found["value"], found["n"], found["previous"], found["change"]) == (-100, 10, 100, -200)
        assert found["is_separable"]
        assert row(store, "nps")["n"] == 11
    with opened(tmp_path / "none", survey_answer=votes[-1:]) as store:
        assert np.isnan(row(store, "nps_accounts")["value"])


def test_repeat_contacts_of_every_account(tmp_path):
    """A comes three times about the same thing (2 repeats), B once, C twice about two things: 2 repeats, 3 accounts.

    Spam and contacts of nobody known belong to no account.
    """
    rows = [
        ticket(1, account_id="A"),
        ticket(2, account_id="A", opened_at=T0 + HOUR),
        ticket(3, account_id="A", opened_at=T0 + 2 * HOUR),
        ticket(4, account_id="B"),
        ticket(5, account_id="C"),
        ticket(6, "문의/결제", account_id="C", opened_at=T0 + HOUR),
        ticket(7, account_id="D", is_spam=True),
        ticket(8),
    ]
    with opened(tmp_path, ticket=rows) as store:
        found = row(store, "repeat_contacts_per_account")
        assert (found["value"], found["n"]) == (pytest.approx(2 / 3), 6)
        assert number.write("per_account", found["value"], "ko") == "고객사당 0.67건"
        assert number.write("per_account", found["value"], "en") == "0.67/account"
        assert (
            row(store, "repeat_contacts_per_account", selection=Selection(period="all", account=("1:B",)))["state"]
            == "withheld"
        )


def test_repeats_per_account_have_the_interval_of_a_mean_over_accounts(tmp_path):
    """Accounts with 0, 0, 1, 3 and 7 repeats; scipy's t interval of these five is the referee. A contact of nobody is in none."""
    repeats = [0, 0, 1, 3, 7]
    rows = [
        ticket(f"{account}-{i}", account_id=f"A{account}", opened_at=T0 + i * HOUR)
        for account, more in enumerate(repeats)
        for i in range(more + 1)
    ]
    with opened(tmp_path, ticket=[*rows, ticket("nobody")]) as store:
        found = row(store, "repeat_contacts_per_account")
        low, high = stats.t.interval(0.95, 4, np.mean(repeats), stats.sem(repeats))
        assert (found["value"], found["n"]) == (pytest.approx(11 / 5), 16)
        assert low < 0  # nobody has fewer than none
        assert (found["low"], found["high"]) == (0, pytest.approx(high))
        by_tag = compute(store, ["repeat_contacts_per_account"], ALL, by=["category"]).iloc[0]
        assert by_tag["high"] == pytest.approx(high)
        one = row(store, "repeat_contacts_per_account", selection=Selection(period="all", account=("1:A4",)))
        assert one["value"] == 7
        assert np.isnan(one["low"])


def test_resolved_on_first_reply_leaves_out_what_nobody_replied_to(tmp_path):
    """Four with one reply, four with two, two closed without: one-touch 6 of 10, first reply 4 of 8."""
    replies = [1] * 4 + [2] * 4 + [0] * 2
    rows = [ticket(n, hours=1, reply_count=count) for n, count in enumerate(replies)]
    with opened(tmp_path, ticket=[*rows, ticket(10, hours=1), ticket(11, reply_count=1)]) as store:
        for name, parts in (("one_touch", (6, 10)), ("first_reply_resolved", (4, 8))):
            found = row(store, name)
            assert (found["numerator"], found["denominator"]) == parts
