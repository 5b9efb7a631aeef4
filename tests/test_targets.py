"""Targets: what can be set, which one counts on a day, and that numbers follow at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from cx import changes, goal, targets
from cx.compute import compare
from cx.errors import CxError, UnknownName
from cx.language import LANGUAGES
from cx.metric import find, metrics
from cx.selection import Selection
from tests.put_rows import add, opened
from tests.test_comparing import tickets

OCTOBER = Selection(period="2026-10-01..2026-10-31")


@pytest.fixture
def store(tmp_path):
    """October: 85 of 100 answered in five minutes; a day outside at both ends."""
    rows = [
        *tickets(date(2026, 8, 31), 1, 0, "a"),
        *tickets(date(2026, 10, 15), 85, 15, "b", product="가"),
        *tickets(date(2026, 11, 2), 1, 0, "c"),
    ]
    with opened(tmp_path, ticket=rows) as found:
        yield found


def seen(store, name="response_rate", selection=OCTOBER):
    row = compare(store, [name], selection).iloc[0]
    return row["target"], row["is_met"]


def test_what_is_set_counts_at_once_and_becomes_history(store):
    assert seen(store) == (0.9, False)  # the usual one
    first = targets.put(store, "response_rate", 0.8, from_day=date(2026, 1, 1))
    assert seen(store) == (0.8, True)
    second = targets.put(store, "response_rate", 0.86, from_day=date(2026, 10, 1))
    assert seen(store) == (0.86, False)
    assert targets.states(targets.everything(store), date(2026, 10, 31)) == {second: "now", first: "replaced"}
    assert targets.states(targets.everything(store), date(2026, 9, 30)) == {second: "later", first: "now"}
    targets.remove(store, [second.target_id])
    assert targets.everything(store) == (first,)
    assert seen(store) == (0.8, True)


def test_a_target_that_ends_gives_way_to_what_held_before(store):
    old = targets.put(store, "response_rate", 0.8, from_day=date(2026, 1, 1))
    new = targets.put(store, "response_rate", 0.95, from_day=date(2026, 9, 1))
    ended = targets.end(store, new.target_id, date(2026, 9, 30))
    assert ended.to_day == date(2026, 9, 30)
    assert seen(store) == (0.8, True)
    assert targets.states(targets.everything(store), date(2026, 10, 31)) == {ended: "past", old: "now"}


def test_the_same_scope_from_the_same_day_is_set_anew(store):
    for value in (0.7, 0.8, 0.85):
        targets.put(store, "response_rate", value, from_day=date(2026, 1, 1))
    targets.put(store, "response_rate", 0.6, from_day=date(2026, 1, 1), channel="phone")
    assert [(one.goal, one.channel) for one in targets.everything(store)] == [(0.85, None), (0.6, "phone")]


def test_a_target_of_zero_is_a_target(store):
    targets.put(store, "unanswered", 0)
    assert seen(store, "unanswered") == (0, False)  # 15 of them
    targets.put(store, "abandonment_rate", 0.0)
    assert seen(store, "abandonment_rate")[0] == 0
    targets.put(store, "response_rate", 0)
    assert seen(store) == (0, True)
    add(store, ticket=tickets(date(2026, 10, 16), 5, 0, "d", channel="chat", product="나"))
    only = OCTOBER.narrowed(product=("나",))
    assert seen(store, "unanswered", only) == (0, True)  # none of five


def test_no_target_can_be_decided(store):
    targets.put(store, "response_rate", None, from_day=date(2026, 10, 1))
    target, is_met = seen(store)
    assert np.isnan(target)
    assert is_met is None


def test_the_more_special_target_counts_where_one_product_or_channel_is_chosen(store):
    targets.put(store, "response_rate", 0.5, from_day=date(2026, 10, 1))
    targets.put(store, "response_rate", 0.99, from_day=date(2026, 2, 1), product="가")
    targets.put(store, "response_rate", 0.98, channel="chat", product="가")
    assert seen(store)[0] == 0.5
    assert seen(store, selection=OCTOBER.narrowed(product=("가",)))[0] == 0.99
    assert seen(store, selection=OCTOBER.narrowed(product=("가",), channel=("chat",)))[0] == 0.98
    assert seen(store, selection=OCTOBER.narrowed(product=("가", "나")))[0] == 0.5
    assert seen(store, selection=OCTOBER.narrowed(channel=("chat",)))[0] == 0.5


def test_what_people_set_counts_before_a_file_of_the_same_day(store):
    add(store, target=[{"target_id": "F1", "metric": "response_rate", "goal": 0.7, "from_day": date(2026, 1, 1)}])
    assert seen(store)[0] == 0.7
    targets.put(store, "response_rate", 0.75, from_day=date(2026, 1, 1))
    assert seen(store)[0] == 0.75
    add(store, target=[{"target_id": "F2", "metric": "response_rate", "goal": 0.72, "from_day": date(2026, 6, 1)}])
    assert seen(store)[0] == 0.72  # newer


def test_a_file_may_name_a_metric_as_people_do_and_its_nonsense_is_left_out(store):
    rows = [
        {"target_id": "F1", "metric": find("response_rate").label("ko"), "goal": 0.7},
        {"target_id": "F2", "metric": "response_rate", "goal": 90, "from_day": date(2026, 1, 1)},  # 90 meant as %
        {"target_id": "F3", "metric": "행복지수", "goal": 1},
    ]
    add(store, target=rows)
    assert seen(store)[0] == 0.7
    states = {
        one.target_id: state for one, state in targets.states(targets.everything(store), date(2026, 10, 31)).items()
    }
    assert states == {"F1": "now", "F2": "unusable", "F3": "unusable"}
    with pytest.raises(UnknownName):
        targets.end(store, "F1", date(2026, 1, 1))  # it would come back with its file
    assert targets.remove(store, ["F1"]) == 0


IMPOSSIBLE = {
    "a share of 120 %": ("response_rate", 1.2),
    "a share below 0": ("response_rate", -0.1),
    "not a number": ("response_rate", float("nan")),
    "for ever": ("frt_median", float("inf")),
    "less than no time": ("frt_median", -1.0),
    "beyond the scale": ("ces", 7.5),
    "below the scale": ("ces", 0.0),
    "beyond -100": ("nps", -101.0),
    "no good direction": ("inflow", 100.0),
}


@pytest.mark.parametrize("case", sorted(IMPOSSIBLE))
def test_what_cannot_be_reached_is_refused_and_nothing_changes(store, case):
    name, value = IMPOSSIBLE[case]
    version = store.data_version
    with pytest.raises(CxError) as refused:
        targets.put(store, name, value)
    assert all(name in refused.value.text(language) for language in LANGUAGES)
    assert (targets.everything(store), store.data_version) == ((), version)


def test_wrong_names_and_days_are_refused(store):
    with pytest.raises(UnknownName):
        targets.put(store, "response_rates", 0.9)
    with pytest.raises(UnknownName):
        targets.put(store, "response_rate", 0.9, channel="fax")
    with pytest.raises(CxError, match="before"):
        targets.put(store, "response_rate", 0.9, from_day=date(2026, 2, 1), to_day=date(2026, 1, 31))
    with pytest.raises(CxError, match="range"):
        targets.put(store, "response_rate", 0.9, from_day=date(1, 1, 1))
    one = targets.put(store, "response_rate", 0.9, from_day=date(2026, 2, 1))
    with pytest.raises(CxError, match="before"):
        targets.end(store, one.target_id, date(2026, 1, 31))
    assert targets.everything(store) == (one,)


def test_the_ends_of_the_range_are_possible_for_every_metric(store):
    names = [name for name, one in metrics().items() if one.good != "none"]
    for ends in zip(*(targets.limits(metrics()[name]) for name in names), strict=True):
        for name, value in zip(names, ends, strict=True):
            targets.put(store, name, value)
        found = compare(store, names, OCTOBER)
        assert dict(zip(found["metric"], found["target"], strict=True)) == dict(zip(names, ends, strict=True))


def test_a_product_of_any_name_is_kept_as_written(store):
    hostile = "'); drop table target; --  <b>x</b>"
    one = targets.put(store, "csat", 0.9, product=hostile)
    assert targets.everything(store) == (one,)
    assert one.product == "'); drop table target; -- <b>x</b>"  # on one line, single spaces


def test_days_are_inclusive():
    one = targets.Target(0, "T1", "csat", 0.9, date(2026, 2, 1), date(2026, 2, 28))
    assert [one.holds(date(2026, 2, 1) + timedelta(days=offset)) for offset in (-1, 0, 27, 28)] == [
        False,
        True,
        True,
        False,
    ]


WRITTEN = {
    "90%": ("response_rate", 0.9), "90 %": ("response_rate", 0.9), "90": ("response_rate", 0.9), "92.5퍼센트": ("response_rate", 0.925),
    "0.9%": ("response_rate", 0.009), "0": ("response_rate", 0), "5분": ("frt_median", 300), "1시간 30분": ("frt_median", 5400),
    "20초": ("asa", 20), "20 s": ("asa", 20), "2h": ("frt_median", 7200), "3.5일": ("resolution_lead_time_median", 302400),
    "5 min": ("frt_median", 300), " 6.5 ": ("ces", 6.5), "6.5점": ("ces", 6.5), "+32": ("nps", 32), "-5": ("nps", -5), "−5": ("nps", -5),
    "1,200건": ("unanswered", 1200),
}  # fmt: skip


@pytest.mark.parametrize("text", sorted(WRITTEN))
def test_a_goal_is_read_as_people_write_it(text):
    name, value = WRITTEN[text]
    assert goal.parse(find(name), text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [("response_rate", "0.9"), ("response_rate", "1"), ("response_rate", "많이"), ("response_rate", ""), ("frt_median", "5"),
     ("frt_median", "5분쯤"), ("frt_median", "다섯 분"), ("frt_median", "5 miles"), ("ces", "6.5/7"), ("ces", ""), ("nps", "32%")],
)  # fmt: skip
def test_what_could_mean_two_things_or_nothing_is_refused(name, text):
    with pytest.raises(CxError) as refused:
        goal.parse(find(name), text)
    assert len(refused.value.text("ko")) > 20


def test_who_set_what_is_kept(store):
    first = targets.put(store, "response_rate", 0.8, from_day=date(2026, 1, 1), product="가")
    again = targets.put(store, "response_rate", 0.85, from_day=date(2026, 1, 1), product="가")
    targets.end(store, again.target_id, date(2026, 6, 30))
    targets.remove(store, [again.target_id])
    last = targets.put(store, "response_rate", None)
    assert len({first.target_id, again.target_id, last.target_id}) == 3
    told = [(one.subject, one.before and one.before["goal"], one.after and one.after["goal"], (one.after or {}).get("to_day"))
            for one in reversed(changes.everything(store, "target"))]  # fmt: skip
    a, b, c = first.target_id, again.target_id, last.target_id
    assert told == [
        (a, None, 0.8, None), (a, 0.8, None, None), (b, None, 0.85, None), (b, 0.85, 0.85, "2026-06-30"),
        (b, 0.85, None, None), (c, None, None, None),
    ]  # fmt: skip
    moments = [one.changed_at for one in changes.everything(store, "target")]
    assert moments == sorted(moments, reverse=True)
    assert abs(datetime.now(UTC).replace(tzinfo=None) - moments[0]) < timedelta(minutes=5)


@pytest.mark.parametrize(("name", "wanted"), [("kim", "kim"), ("", "local"), (None, "local")])
def test_who_is_at_work_is_the_name_on_this_machine(monkeypatch, name, wanted):
    def user():
        if name is None:
            raise OSError
        return name

    monkeypatch.setattr(changes.getpass, "getuser", user)
    assert changes.actor() == wanted


def test_a_goal_without_its_percent_sign_is_asked_about(store):
    """90 for a share can be 90 % or 9000 %; 0.9 is plain, 900 is no share at all, 90 seconds are 90 seconds."""
    rows = [("a", "response_rate", 90.0), ("b", "csat", 0.9), ("c", "online_share", 900.0), ("d", "frt_median", 90.0)]
    rows.append(("e", "FCR (최초 해결률)", 70.0))
    add(store, target=[{"target_id": number, "metric": name, "goal": goal} for number, name, goal in rows])
    asked = targets.doubtful(store)
    assert "a" in [one.target_id for one in asked]
    assert not {"b", "c", "d"} & {one.target_id for one in asked}
    assert seen(store) == (0.9, False)  # the usual one: what is in doubt counts for nothing
    for one in asked:
        targets.answer(store, one, is_percent=one.target_id == "a")
    assert targets.doubtful(store) == ()
    assert targets.holding(store, OCTOBER, date(2026, 10, 31))["response_rate"] == 0.9
