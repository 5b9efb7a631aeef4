"""The onboarding of sixty accounts (`life_rows`), counted by hand, and the page that shows it."""

from __future__ import annotations

from datetime import date

import life_rows
import pandas as pd
import pytest
import sessions
from put_rows import add
from sessions import healthy, visit, words

from cx import settings
from cx.errors import BadRows, CxError, UnknownName
from cx.language import say
from cx.lifecycle import onboarding, outreach, rows, stalled, steps, time_to
from cx.lifecycle.steps import OnboardingStep
from cx.selection import Selection
from cx.warehouse import Store

ALL = Selection(period="all")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(life_rows.fill(tmp_path_factory.mktemp("life") / "own")) as found:
        yield found


def test_the_steps_are_suggested_from_what_happens(store):
    assert [one.name for one in steps.steps(store)] == ["계약", "개설", "등록", "활용"]
    assert [one.is_required for one in steps.steps(store)] == [
        True,
        True,
        True,
        True,
    ]  # 46 of 60 are more than three quarters
    assert rows.known_day(store) == date(2026, 11, 18)


def test_counts_by_hand(store):
    """60 enter; 46 finish, 13 of the other 14 have had their 30 days, A59 has not."""
    found = onboarding.onboarding(store, ALL)
    assert (found.done, found.lost, found.open, found.rate) == (46, 13, 1, pytest.approx(46 / 59))
    assert [stage.reached for stage in found.stages] == [59, 59, 46, 46]
    assert (found.worst.step.name, found.stages[1].lost, found.stages[1].open) == ("등록", 13, 1)
    assert (found.median, found.stages[2].median) == (10 * 86_400, 3 * 86_400)
    partners = onboarding.by_group(store, ALL, "partner").set_index("grouped", drop=False)
    assert partners.loc["P1", ["done", "lost", "open"]].tolist() == [10, 10, 0]
    months = onboarding.by_cohort(store, ALL)
    assert (len(months), months["done"].sum(), months["decided"].sum(), months["open"].tolist()[-1]) == (10, 46, 59, 1)
    only = onboarding.onboarding(store, Selection(period="all", plan=("프로",)))
    assert only.decided + only.open == 30
    assert onboarding.onboarding(store, Selection(period="2026-01-01..2026-01-05")).decided == 1
    with pytest.raises(UnknownName):
        onboarding.by_group(store, ALL, "channel")


def test_the_product_of_an_account_is_the_one_it_uses_most(tmp_path):
    """A01 and A02 use two products, A03 is only asked about one; the others name none."""
    with Store.open(life_rows.fill(tmp_path / "own")) as store:
        use = [("A1", "시험지", 5), ("A1", "수업", 3), ("A2", "수업", 9)]
        usage = [
            {"usage_id": f"u{n}", "account_id": name, "product": product, "amount": amount, "day": "2026-11-01"}
            for n, (name, product, amount) in enumerate(use)
        ]
        add(
            store,
            usage=usage,
            ticket=[{"ticket_id": "t", "account_id": "A3", "product": "시험지", "opened_at": "2026-11-01 00:00:00"}],
        )
        found = onboarding.by_group(store, ALL, "product").set_index("grouped")
        assert (found.loc["시험지", "decided"], found.loc["수업", "decided"]) == (2, 1)


def test_how_long_it_takes(store):
    curve = time_to.to_onboard(store, ALL)
    assert (curve.n, curve.events, curve.times.tolist()) == (60, 46, [10])
    assert (curve.at(9.9), curve.at(10)) == (1, pytest.approx(14 / 60))


def test_who_is_called_this_week_and_why(store):
    """A59 stands at its second step for 25 days; A57 and A51 were over 6 and 36 days ago, A49 46."""
    found = stalled.queue(store, ALL)
    assert list(zip(found["account_name"], found["reason"], found["left_days"], strict=True)) == [
        ("가상학원 59", "slow", 4), ("가상학원 51", "lost", -36), ("가상학원 57", "lost", -6)]  # fmt: skip
    assert (found["days"].iloc[0], found["usual_days"].iloc[0], found["waits_for"].iloc[0]) == (25, 3, "등록")
    causes = stalled.causes(store, ALL)
    assert causes["n"].sum() == 14
    assert causes[causes["cause"] == "담당자 교체"]["n"].item() == 1


def test_who_was_called_rests_until_the_day_to_look_again(tmp_path):
    with Store.open(life_rows.fill(tmp_path / "own")) as store:
        outreach.put(store, "1:A59", "helped", owner="이하나", cause="명단 지연", note="010-1234-5678로 다시 연락")
        assert "1:A59" not in set(stalled.queue(store, ALL)["account_key"])
        kept = outreach.of_account(store, "1:A59").iloc[0]
        assert kept["recheck_day"].date() == date(2026, 12, 2)
        assert "1234" not in kept["note"]
        outreach.put(store, "1:A59", "no_answer", recheck_day=date(2026, 11, 20))
        found = stalled.queue(store, ALL).iloc[0]
        assert (found["account_key"], found["reason"], found["outcome"], found["cause"]) == (
            "1:A59", "recheck", "no_answer", "명단 지연")  # fmt: skip
        outreach.put(store, "1:A59", "given_up")
        assert "1:A59" not in set(stalled.queue(store, ALL)["account_key"])
        with pytest.raises(CxError):
            outreach.put(store, "1:A1", "helped", recheck_day=date(2026, 1, 1))
        with pytest.raises(UnknownName):
            outreach.put(store, "1:A1", "shouted")


def test_the_owner_of_the_queue_is_who_the_last_call_named_else_who_the_account_says(tmp_path):
    """A51 has another owner of the CRM than A59, whose call named somebody; a later call without a name changes nothing."""
    with Store.open(life_rows.fill(tmp_path / "own")) as store:
        with store.write("data") as con:
            con.execute("update account set owner = '김담당' where account_id in ('A51', 'A59')")
        outreach.put(store, "1:A59", "helped", owner="이하나", recheck_day=date(2026, 11, 18))
        outreach.put(store, "1:A59", "no_answer", recheck_day=date(2026, 11, 18))
        owners = stalled.queue(store, ALL).set_index("account_key")["owner"]
        assert (owners["1:A59"], owners["1:A51"]) == ("이하나", "김담당")
        assert pd.isna(owners["1:A57"])


def test_the_teams_own_steps_and_window(tmp_path):
    with Store.open(life_rows.fill(tmp_path / "own")) as store:
        mine = (
            OnboardingStep("시작", ("계약",)),
            OnboardingStep("설정", ("등록", "개설"), is_required=False),
            OnboardingStep("사용", ("활용",)),
        )
        steps.put(store, mine)
        assert steps.steps(store) == mine
        settings.put(store, "onboarding_days", 9)
        found = onboarding.onboarding(store, ALL)
        assert (found.done, found.lost, found.stages[1].reached) == (0, 60, 60)
        for wrong, error in (
            ((*mine, mine[0]), CxError),
            ((mine[0],), BadRows),
            ((mine[0], OnboardingStep(" ", ("활용",))), CxError),
        ):
            with pytest.raises(error):
                steps.put(store, wrong)
        steps.put(store, ())
        assert [one.name for one in steps.steps(store)] == ["계약", "개설", "등록", "활용"]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    life_rows.fill(folder / "demo")
    Store.open(folder / "own").close()
    with sessions.at_home(folder):
        yield folder


@pytest.mark.usefixtures("home")
def test_the_page_says_it():
    app = visit("31_onboarding", store="demo")
    healthy(app)
    assert [metric.value for metric in app.metric] == ["78.0%", "1곳", "10일", "3곳"]
    shown = words(app)
    assert "‘등록’ 직전에 13곳이 멈췄습니다" in shown
    assert "P1의 온보딩율이 50.0%입니다. ‘등록’ 직전에 10곳이 멈췄습니다" not in shown  # of twenty: too few to say so
    assert say("onboarding.queue_title", "ko", n=3) in shown
    assert say("onboarding.lengths_title", "ko", median="10일", p90="10일") in shown
    app.session_state["onboarding_clicked"] = "3"  # as a click on the bar of 등록 does
    app.run()
    healthy(app)
    assert say("onboarding.stopped", "ko", step="등록", n=14) in words(app)
    english = visit("31_onboarding", store="demo", lang="en", plan="프로")
    healthy(english)
    assert say("onboarding.card_rate", "en") in [metric.label for metric in english.metric]


@pytest.mark.usefixtures("home")
def test_the_page_says_what_is_missing():
    assert say("lifecycle.empty_title", "ko") in words(visit("31_onboarding", store="own"))
    nobody = visit("31_onboarding", store="demo", period="2020-01-01..2020-02-01")
    healthy(nobody)
    assert say("onboarding.nobody_title", "ko") in words(nobody)
