"""Each story of the demo is found in the imported store by asking for metrics, and is not found where it is left out.

The store is a sixth of the demo (about 46,000 contacts). Thresholds are reasoned beside each test.
"""

from datetime import timedelta
from types import SimpleNamespace

import demo_store
import pandas as pd
import pytest
from demo_store import LAST_DAY, SCALE

from cx.compute import compute
from cx.demo.build import build
from cx.demo.stories import months_before, plot
from cx.selection import Selection
from cx.warehouse import Store

PLOT = plot(LAST_DAY)
ALL = Selection(period="all")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    with Store.open(demo_store.copied(tmp_path_factory, tmp_path_factory.mktemp("told"))) as store:
        yield store


@pytest.fixture(scope="module")
def untold(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("untold")) as store:
        build(store, last_day=LAST_DAY, scale=SCALE, stories=())
        yield store


def surges(store):
    """Days with at least 25 contacts about the log-in.

    An ordinary day has 5, the busiest Mondays of March 12: Poisson(12) reaches 25 once in 2,000 such days. The outage adds
    640 x 0.15 = 96 contacts, about 60 on its first day and 35 on its second, less the tenth that is tagged otherwise.
    """
    login = Selection(period="all", category=("문의/로그인",))
    days = compute(store, ["inflow"], login, every="day")
    return set(pd.to_datetime(days[days["value"] >= 25]["period"]).dt.date)


def test_the_login_outage_is_a_surge_of_two_days(told):
    assert surges(told) == {PLOT.outage_day, PLOT.outage_day + timedelta(days=1)}


def test_without_the_story_no_day_stands_out(untold):
    assert surges(untold) == set()


def after_launch(store):
    """Contacts about worksheets in the week from the launch of the editor on, against the mean week of the four before.

    An ordinary week has about 30. The launch adds 1,100 x 0.15 = 165, two thirds of them in the first week (a third of the
    surge is left after six days, a fifth of it comes at weekends), less the tenth that is tagged otherwise: about 130.
    Without it Poisson(30) is twice its mean once in a million weeks.
    """
    worksheets = {"category": ("문의/문제지 제작",)}
    day = PLOT.launch_day
    week = share(store, "inflow", day, day + timedelta(days=6), **worksheets)
    return week / (share(store, "inflow", day - timedelta(days=28), day - timedelta(days=1), **worksheets) / 4)


def test_the_new_editor_brings_a_surge_of_weeks(told, untold):
    assert after_launch(told) > 3
    assert after_launch(untold) < 2


def share(store, metric, first, last, **chosen):
    return compute(store, [metric], Selection(period="all", **chosen), span=(first, last))["value"].item()


def moved(store):
    """Share of the phone and of the online channels in the three months before and after contacts moved online."""
    begin, end = PLOT.shift_days
    spans = ((months_before(begin, 3), begin - timedelta(days=1)), (end, LAST_DAY))
    found = []
    for first, last in spans:
        calls = share(store, "inflow", first, last, channel=("phone",))
        found.append((calls / share(store, "inflow", first, last), share(store, "online_share", first, last)))
    return found


def test_the_phone_gives_way_to_online_channels(told):
    """The mix goes from 36 % phone and 50 % online (on working days) to 8 % and 83 %."""
    (phone_before, online_before), (phone_after, online_after) = moved(told)
    assert phone_after < phone_before / 2
    assert online_before < 0.65
    assert online_after > 0.8


def test_without_the_story_the_channels_keep_their_shares(untold):
    """About 4,000 contacts a span: two standard errors of a share are 2 points, its wandering by month another 2."""
    (phone_before, online_before), (phone_after, online_after) = moved(untold)
    assert phone_after == pytest.approx(phone_before, abs=0.05)
    assert online_after == pytest.approx(online_before, abs=0.05)
    assert online_after < 0.7


def around_the_bot(store):
    """From 45 days after the bot's start until the outage, and the same days a year earlier: the share the bot ends alone,
    and how many of the contacts people had to deal with are repeats.
    """
    after = (PLOT.bot_day + timedelta(days=45), PLOT.outage_day - timedelta(days=1))
    found = []
    for span in (tuple(months_before(day, 12) for day in after), after):
        asked = compute(store, ["inflow", "repeat_contact_rate"], ALL, by=["is_bot_only"], span=span)
        value = asked.set_index(["metric", "is_bot_only"])["value"]
        contained = value["inflow", True] / value["inflow"].sum()
        found.append(SimpleNamespace(contained=contained, repeats=value["repeat_contact_rate", False]))
    return found


# Repeats by chance grow with the contacts: 16 % a year earlier and a quarter more contacts are up to 20 %, 4 points more. The
# bot ends 22 of 100 contacts alone and 30 % of those come back, to people: 6.6 more beside the other 78. Five of them carry
# the same tag: (0.2 x 78 + 5) / 84.6 = 24 %, 8 points more. The standard error of the difference of two such shares of
# 10,000 contacts is half a point, a little more as repeats come in clusters.
MORE_REPEATS = 0.055


def test_the_bot_ends_more_contacts_alone_but_more_accounts_come_back(told):
    """Before, a menu of buttons ends one chat in thirty; after, the bot ends about every second of the chats it joins."""
    before, after = around_the_bot(told)
    assert before.contained < 0.04
    assert after.contained > 0.12
    assert after.repeats > before.repeats + MORE_REPEATS


def test_without_the_story_the_bot_changes_nothing(untold):
    before, after = around_the_bot(untold)
    assert before.contained < 0.04
    assert after.contained < 0.04
    assert after.repeats < before.repeats + MORE_REPEATS


def calls_by_hour(store):
    answered = compute(store, ["response_rate"], Selection(period="all", channel=("phone",)), by=["hour"])
    return answered.set_index("hour")["value"]


def on_duty_at(store, clock):
    """Agents of the hotline on duty at that clock time, over all working days."""
    sql = """select count(*) as n from said_shift where channel = 'phone'
        and (starts_at + interval 9 hour)::time <= $clock::time and (ends_at + interval 9 hour)::time > $clock::time"""
    return int(store.query(sql, {"clock": clock})["n"].item())


def test_nobody_answers_the_phone_at_lunch(told):
    """Some 700 calls come in between 12 and 13; only those at its very edges are answered, against 94 % at other hours."""
    rate = calls_by_hour(told)
    assert rate[12] < 0.2
    assert rate.drop(12).min() > 0.85
    assert on_duty_at(told, "12:30") == 0
    assert on_duty_at(told, "11:30") > 1_000


def test_without_the_story_lunch_is_like_any_other_hour(untold):
    """700 calls at 94 %: the standard error is 1 point."""
    rate = calls_by_hour(untold)
    assert rate[12] == pytest.approx(rate.drop(12).mean(), abs=0.04)
    assert on_duty_at(untold, "12:30") > 1_000


def test_other_channels_have_no_gap_at_lunch(told):
    rate = compute(told, ["response_rate"], Selection(period="all", channel=("chat",)), by=["hour"]).set_index("hour")[
        "value"
    ]
    assert rate[12] > 0.8


@pytest.mark.parametrize("column", ["channel", "team", "status", "product", "category", "segment"])
def test_no_column_gives_a_story_away(told, untold, column):
    words = [
        set(store.query(f"select distinct {column} from ticket_fact")[column].dropna()) for store in (told, untold)
    ]
    assert words[0] == words[1]


def test_the_numbers_of_contacts_follow_time_alone(told):
    """Nobody can tell contacts of a story by their number: it grows with the time of opening, whatever the reason."""
    opened = told.query("select opened_at from ticket_fact order by ticket_id::bigint")["opened_at"]
    assert opened.is_monotonic_increasing
