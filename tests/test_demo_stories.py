"""Each story of the demo is found in the imported store by asking for metrics, and is not found where it is left out.
Only repeat contacts, which have no metric yet, are counted from the facts themselves.

The store is a sixth of the demo (about 46,000 contacts). Thresholds are reasoned beside each test.
"""

from datetime import date, timedelta
from types import SimpleNamespace

import pandas as pd
import pytest

from cx.compute import compute
from cx.demo.build import build
from cx.demo.stories import months_before, plot
from cx.selection import Selection
from cx.warehouse import Store

LAST_DAY = date(2026, 11, 22)
SCALE = 0.15
PLOT = plot(LAST_DAY)
ALL = Selection(period="all")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("told")) as store:
        build(store, last_day=LAST_DAY, scale=SCALE)
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


REPEATS = """
    with followed as (
        select is_bot_only, account_key is not null and category is not null as is_known, exists (
            select 1 from ticket_fact as later where later.account_key = f.account_key and later.category = f.category
            and later.opened_at > f.opened_at and later.opened_at <= f.opened_at + interval 7 day and later.is_counted
        ) as is_followed
        from ticket_fact as f where is_counted and day between $first and $last
    )
    select avg(is_followed::int) filter (is_known and is_bot_only) as repeats_of_bot,
        avg(is_followed::int) filter (is_known and not is_bot_only) as repeats_of_people
    from followed"""


def around_the_bot(store):
    """Before and after the bot: share the bot ends alone, and how often the same account is back within a week."""
    start = PLOT.bot_day + timedelta(days=45)
    spans = ((months_before(PLOT.bot_day, 6), PLOT.bot_day - timedelta(days=1)), (start, LAST_DAY - timedelta(days=7)))
    found = []
    for first, last in spans:
        by_bot = compute(store, ["inflow"], ALL, by=["is_bot_only"], span=(first, last)).set_index("is_bot_only")[
            "value"
        ]
        repeats = store.query(REPEATS, {"first": first, "last": last}).iloc[0].to_dict()
        found.append(SimpleNamespace(contained=by_bot[True] / by_bot.sum(), **repeats))
    return found


def test_the_bot_ends_more_contacts_alone_but_more_accounts_come_back(told):
    """Before, a menu of buttons ends one chat in thirty; after, the bot ends about every second of the chats it joins. Three
    of ten whom it sent off write again about the same, over and above those who do so anyway.
    """
    before, after = around_the_bot(told)
    assert before.contained < 0.04
    assert after.contained > 0.12
    assert after.repeats_of_bot > after.repeats_of_people + 0.12
    assert after.repeats_of_bot > before.repeats_of_people + 0.12


def test_without_the_story_the_bot_changes_nothing(untold):
    before, after = around_the_bot(untold)
    assert before.contained < 0.04
    assert after.contained < 0.04
    assert after.repeats_of_people == pytest.approx(before.repeats_of_people, abs=0.06)


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
