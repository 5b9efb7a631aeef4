"""Service level and abandonment by hand: who waited in a queue, how long, and who is not judged."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from cx import settings
from cx.compute import compute
from cx.selection import Selection
from tests.put_rows import fact, opened

ALL = Selection(period="all")
T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored: Monday 10:00 in Seoul
BEFORE_MIDNIGHT = datetime(2026, 10, 12, 14, 59, 50)  # noqa: DTZ001 - ten seconds before Tuesday in Seoul
SECOND = timedelta(seconds=1)


def waited(number, seconds, channel="phone", start=T0, **more):
    answer = {"answered_at": start + seconds * SECOND} if seconds is not None else {}
    return {"ticket_id": str(number), "opened_at": start, "queued_at": start, "channel": channel, **answer, **more}


def gave_up(number, seconds, channel="phone", **more):
    return waited(number, None, channel, is_abandoned=True, queue_seconds=seconds, **more)


def measured(tmp_path, *names, ticket, as_of=None):
    with opened(tmp_path, ticket=ticket) as store:
        settings.put(store, "withhold_n", 0)
        return compute(store, list(names), ALL, as_of=as_of).set_index("metric")


def test_service_level_and_abandonment_of_one_queue(tmp_path):
    """In time: 5, 20, 20 s. Late: 21 s, 300 s, given up after 5 and 90 s, hung up nobody knows when. At once: 4 and 0 s."""
    rows = [waited(1, 5), waited(2, 20), waited(3, 20, "chat"), waited(4, 21), waited(5, 300, "chat")]
    rows += [gave_up(6, 5), gave_up(7, 90, "chat"), gave_up(8, None), gave_up(9, 4), gave_up(10, 0, "chat")]
    left_out = [
        waited(11, 5, "email"),
        waited(12, 5, is_outbound=True),
        waited(13, 5, is_spam=True),
        {"ticket_id": "14", "opened_at": T0, "channel": "phone", "answered_at": T0, "ring_seconds": 3},
        {"ticket_id": "15", "opened_at": T0, "channel": "chat", "is_bot_involved": True, "is_human_involved": False},
    ]
    found = measured(tmp_path, "service_level", "abandonment_rate", "short_abandonment_rate", ticket=rows + left_out)
    assert found.loc["service_level", ["numerator", "denominator"]].tolist() == [3, 8]
    # given up or not is told of all ten, and of the call whose wait is not
    assert found.loc["abandonment_rate", ["numerator", "denominator"]].tolist() == [5, 11]
    assert found.loc["short_abandonment_rate", ["numerator", "denominator"]].tolist() == [2, 11]


def test_seconds_of_the_source_win_over_its_times(tmp_path):
    with opened(tmp_path, ticket=[waited(1, 5, queue_seconds=40), waited(2, 50, queue_seconds=15)]) as store:
        assert [fact(store, number)["is_in_time"] for number in "12"] == [False, True]


def test_the_limits_are_settings(tmp_path):
    with opened(tmp_path, ticket=[waited(1, 25), gave_up(2, 8), waited(3, 5)]) as store:
        names = ["service_level", "short_abandonment_rate"]
        assert compute(store, names, ALL)["numerator"].tolist() == [1, 0]
        assert compute(store, names, ALL)["denominator"].tolist() == [3, 3]
        settings.put(store, "service_level_seconds", 30)
        settings.put(store, "abandoned_seconds", 10)
        assert compute(store, names, ALL)["numerator"].tolist() == [2, 1]
        assert compute(store, names, ALL)["denominator"].tolist() == [2, 3]
        settings.put(store, "abandoned_seconds", 0)
        assert compute(store, names, ALL)["denominator"].tolist() == [3, 3]


def test_who_may_still_be_answered_in_time_is_not_yet_judged(tmp_path):
    """Ten seconds before midnight two wait for an answer within 20: they are judged a day later, and were late."""
    answered = [waited(i, 5) for i in range(4)]
    waiting = [waited(8, None, start=BEFORE_MIDNIGHT), waited(9, None, "chat", start=BEFORE_MIDNIGHT, status="open")]
    earlier = waited(7, None, "chat", start=BEFORE_MIDNIGHT - 60 * SECOND, status="open")  # waits too, but too long
    with opened(tmp_path, ticket=[*answered, *waiting, earlier]) as store:
        today = compute(store, ["service_level"], ALL).iloc[0]
        assert (today["numerator"], today["denominator"]) == (4, 5)
        tomorrow = compute(store, ["service_level"], ALL, as_of=date(2026, 10, 13)).iloc[0]
        assert (tomorrow["numerator"], tomorrow["denominator"]) == (4, 7)


def test_abandonment_of_calls_is_one_minus_the_response_rate(tmp_path):
    """Also where the source only tells who was answered; of chats it then tells nothing."""
    rows = (
        [waited(i, 9) for i in range(6)]
        + [waited(i, None) for i in range(6, 10)]
        + [waited(10, 9, "chat"), waited(11, None, "chat")]
    )
    with opened(tmp_path, ticket=rows) as store:
        calls = compute(store, ["abandonment_rate", "response_rate"], Selection(period="all", channel=("phone",)))
        assert calls["value"].tolist() == [0.4, 0.6]
        assert compute(store, ["abandonment_rate"], ALL)["n"].tolist() == [10]


def test_one_abandoned_chat_shows_that_the_source_tells_the_others(tmp_path):
    rows = [waited(1, 9, "chat"), waited(2, None, "chat", status="closed"), gave_up(3, 60, "chat")]
    with opened(tmp_path, ticket=rows) as store:
        assert [fact(store, number)["is_given_up"] for number in "123"] == [False, False, True]


@pytest.mark.parametrize("rows", [[waited(1, None, "chat", status="closed")], [waited(1, 5, "email")]], ids=str)
def test_without_anything_told_there_is_no_level(tmp_path, rows):
    found = measured(tmp_path, "service_level", "abandonment_rate", ticket=rows)
    assert found["state"].tolist() == ["none", "none"]
    assert np.isnan(found["value"]).all()
