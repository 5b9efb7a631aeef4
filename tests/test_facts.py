"""Facts by hand: who counts, who answered, how long it took, and what is not known."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from cx import facts, settings
from tests.put_rows import add, fact, opened, put

T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored: Monday 10:00 in Seoul
MINUTE = timedelta(minutes=1)


def one(tmp_path, *events, account=(), agent=(), contact=(), **ticket):
    """The fact of ticket 1, beside an answered ticket 0 so that the source tells who answers."""
    tickets = [
        {"ticket_id": "0", "opened_at": T0, "first_response_at": T0 + MINUTE},
        {"ticket_id": "1", "opened_at": T0, **ticket},
    ]
    rows = [
        {
            "event_id": str(i),
            "ticket_id": "1",
            "happened_at": T0 + minutes * MINUTE,
            "event": event,
            "actor": actor,
            **more,
        }
        for i, (minutes, actor, event, more) in enumerate(events)
    ]
    with opened(tmp_path, ticket=tickets, ticket_event=rows, account=account, agent=agent, contact=contact) as store:
        return fact(store, "1")


def test_times_are_those_of_the_reporting_zone(tmp_path):
    row = one(tmp_path, opened_at=datetime(2026, 10, 11, 16, 30), resolved_at=datetime(2026, 10, 12, 15, 0))  # noqa: DTZ001
    assert row["day"].date() == date(2026, 10, 12)
    assert (row["hour"], row["weekday"]) == (1, 0)
    assert row["resolved_day"].date() == date(2026, 10, 13)
    assert row["resolution_seconds"] == 22 * 3600 + 1800
    assert row["resolution_business_seconds"] == 8 * 3600


@pytest.mark.parametrize(
    "mark", [{"is_spam": True}, {"is_test": True}, {"merged_into_id": "0"}, {"account_id": "T"}], ids=str
)
def test_spam_tests_merged_and_test_accounts_do_not_count(tmp_path, mark):
    row = one(tmp_path, account=[{"account_id": "T", "is_test": True}], first_response_at=T0 + MINUTE, **mark)
    assert not row["is_counted"]
    assert not row["is_offered"]
    assert row["first_response_seconds"] is None


def test_answered_by_a_person(tmp_path):
    row = one(tmp_path, first_response_at=T0 + 5 * MINUTE)
    assert row["is_answered"]
    assert row["first_response_seconds"] == 300
    assert row["first_response_business_seconds"] == 300
    assert row["pending_until"] is None


def test_unanswered_is_pending_for_its_grace_and_blank_is_not_zero(tmp_path):
    row = one(tmp_path, channel="board")
    assert row["is_offered"]
    assert row["is_answered"] is False
    assert row["pending_until"] == datetime(2026, 10, 13, 10, 0)  # noqa: DTZ001 - local, a day after opening
    assert row["first_response_seconds"] is None
    assert row["queue_seconds"] is None
    assert row["resolution_seconds"] is None
    assert row["handle_seconds"] is None
    assert row["reopen_count"] is None
    assert row["is_sla_met"] is None


@pytest.mark.parametrize(
    "end",
    [{"status": "solved"}, {"status": "closed"}, {"resolved_at": T0 + MINUTE}, {"closed_at": T0 + MINUTE},
     {"channel": "phone"}, {"is_abandoned": True}],
    ids=str,
)  # fmt: skip
def test_what_is_over_without_an_answer_is_not_pending(tmp_path, end):
    row = one(tmp_path, **{"channel": "chat", **end})
    assert row["is_answered"] is False
    assert row["pending_until"] is None


def test_the_grace_is_a_setting(tmp_path):
    with opened(tmp_path, ticket=[{"ticket_id": "1", "opened_at": T0, "reply_count": 0}]) as store:
        settings.put(store, "response_grace_minutes", 30)
        assert fact(store, "1")["pending_until"] == datetime(2026, 10, 12, 10, 30)  # noqa: DTZ001


def test_a_source_that_never_tells_about_answers_leaves_them_unknown(tmp_path):
    tickets = [{"ticket_id": str(i), "opened_at": T0, "resolved_at": T0 + MINUTE} for i in range(2)]
    with opened(tmp_path, ticket=tickets) as store:
        assert fact(store, "0")["is_answered"] is None
        assert fact(store, "0")["is_offered"]
        with store.write("data") as con:  # a later file of the same source tells: the others were unanswered
            put(con, "ticket", [{"ticket_id": "2", "opened_at": T0, "first_response_at": T0 + MINUTE}])
            con.execute("create temp table touched as select 1 as source_id, '2' as ticket_id")
            facts.refresh(con, settings.read(con), "touched")
        assert fact(store, "0")["is_answered"] is False
        with store.write("data") as con:  # and is taken back
            con.execute("delete from ticket where ticket_id = '2'")
            con.execute("create temp table touched as select 1 as source_id, '2' as ticket_id")
            facts.refresh(con, settings.read(con), "touched")
        assert fact(store, "0")["is_answered"] is None


def test_bot_replies_and_notes_are_no_answer(tmp_path):
    row = one(
        tmp_path,
        (0, "customer", "opened", {}),
        (1, "bot", "replied", {}),
        (2, "agent", "noted", {"is_public": False}),
        (3, "agent", "replied", {"is_public": False}),
        (9, "agent", "replied", {"is_public": True}),
    )
    assert row["first_response_seconds"] == 540
    assert row["is_bot_involved"]
    assert not row["is_bot_only"]


def test_an_agent_that_is_a_bot_is_a_bot(tmp_path):
    row = one(
        tmp_path,
        (1, "agent", "replied", {"actor_id": "B"}),
        (4, "agent", "replied", {"actor_id": "K"}),
        agent=[{"agent_id": "B", "is_bot": True}, {"agent_id": "K"}],
    )
    assert row["first_response_seconds"] == 240
    assert row["is_bot_involved"]


def test_bot_only_was_not_offered_to_people(tmp_path):
    row = one(tmp_path, is_bot_involved=True, is_human_involved=False, channel="chat")
    assert row["is_counted"]
    assert row["is_bot_only"]
    assert not row["is_offered"]
    assert row["pending_until"] is None


@pytest.mark.parametrize("handed", [{"queued_at": T0}, {"agent_id": "K"}, {"is_abandoned": True}], ids=str)
def test_a_bot_that_handed_over_in_vain_leaves_an_unanswered_contact(tmp_path, handed):
    row = one(tmp_path, is_bot_involved=True, channel="chat", agent=[{"agent_id": "K"}], **handed)
    assert not row["is_bot_only"]
    assert row["is_offered"]
    assert row["is_answered"] is False


def test_started_by_the_team_counts_as_inflow_but_waits_for_the_customer(tmp_path):
    silent = one(tmp_path / "silent", is_outbound=True, first_response_at=T0 + MINUTE, first_response_seconds=60)
    assert silent["is_counted"]
    assert not silent["is_offered"]
    assert silent["first_response_seconds"] is None
    wrote = one(
        tmp_path / "wrote",
        (0, "agent", "opened", {}),
        (1, "agent", "replied", {}),
        (30, "customer", "replied", {}),
        (42, "agent", "replied", {}),
        is_outbound=True,
        first_response_at=T0 + MINUTE,
    )
    assert wrote["is_offered"]
    assert wrote["is_answered"]
    assert wrote["first_response_seconds"] == 12 * 60


def test_a_call_is_answered_when_picked_up(tmp_path):
    row = one(
        tmp_path, channel="phone", queued_at=T0 + MINUTE, answered_at=T0 + 3 * MINUTE, ring_seconds=8, talk_seconds=60,
        after_call_seconds=20,
    )  # fmt: skip
    assert row["is_answered"]
    assert row["first_response_seconds"] == 180
    assert row["queue_seconds"] == 120
    assert row["ring_seconds"] == 8
    assert row["handle_seconds"] == 80


def test_an_abandoned_call_was_offered_and_not_answered(tmp_path):
    row = one(tmp_path, channel="phone", queued_at=T0, is_abandoned=True, queue_seconds=40)
    assert (row["is_offered"], row["is_answered"]) == (True, False)
    assert row["queue_seconds"] is None


def test_seconds_of_the_source_stand_where_times_are_missing(tmp_path):
    row = one(
        tmp_path, first_response_seconds=77, first_response_business_seconds=33, resolution_seconds=99,
        resolution_business_seconds=44,
    )  # fmt: skip
    assert row["is_answered"]
    assert (row["first_response_seconds"], row["first_response_business_seconds"]) == (77, 33)
    assert (row["resolution_seconds"], row["resolution_business_seconds"]) == (99, 44)


def test_what_ran_backwards_is_not_known(tmp_path):
    row = one(tmp_path, first_response_at=T0 - MINUTE, resolved_at=T0 - MINUTE, channel="phone", queued_at=T0,
              answered_at=T0 - MINUTE)  # fmt: skip
    assert row["first_response_seconds"] is None
    assert row["first_response_business_seconds"] is None
    assert row["resolution_seconds"] is None
    assert row["queue_seconds"] is None


def test_account_contact_agent_and_partner(tmp_path):
    account = {
        "account_id": "A",
        "account_name": "가상학교",
        "plan": "프로",
        "segment": "학교",
        "is_vip": True,
        "partner_id": "P",
    }
    with opened(
        tmp_path,
        ticket=[
            {"ticket_id": "1", "opened_at": T0, "contact_id": "c", "agent_id": "g", "category": "결제 / 환불"},
            {"ticket_id": "2", "opened_at": T0, "account_id": "unknown"},
            {"ticket_id": "3", "opened_at": T0},
            {"ticket_id": "4", "opened_at": T0, "contact_id": "d"},
        ],
        contact=[{"contact_id": "c", "account_id": "A"}],
        account=[account],
        agent=[{"agent_id": "g", "agent_name": "상담원", "team": "1팀"}],
        partner=[{"partner_id": "P", "partner_name": "총판"}],
    ) as store:
        row = fact(store, "1")
        assert (row["account_key"], row["account_name"], row["is_known_account"]) == ("1:A", "가상학교", True)
        assert (row["plan"], row["segment"], row["is_vip"], row["partner"]) == ("프로", "학교", True, "총판")
        assert (row["agent_key"], row["agent_name"], row["team"]) == ("1:g", "상담원", "1팀")
        assert (row["contact_key"], row["major_category"]) == (None, "결제")  # the account says who it is
        unknown = fact(store, "2")
        assert (unknown["account_key"], unknown["account_name"]) == ("1:unknown", "unknown")
        assert (unknown["is_known_account"], unknown["is_vip"]) == (False, None)
        nobody = fact(store, "3")
        assert (nobody["account_key"], nobody["channel"], nobody["is_online"]) == (None, "other", None)
        assert (fact(store, "4")["account_key"], fact(store, "4")["contact_key"]) == (None, "1:d")


def test_matched_accounts_are_one_and_describe_each_other(tmp_path):
    same = {"kind": "account", "source_id": 2, "id": "x", "into_source_id": 1, "into_id": "A"}
    with opened(
        tmp_path,
        ticket=[
            {"ticket_id": "1", "opened_at": T0, "account_id": "A"},
            {"ticket_id": "2", "opened_at": T0, "account_id": "x", "source_id": 2},
        ],
        account=[
            {"account_id": "A", "account_name": "우리 이름", "plan": "프로"},
            {"account_id": "x", "account_name": "그쪽 이름", "region": "부산", "plan": "베이직", "source_id": 2},
        ],
        same_as=[same],
    ) as store:
        for ticket in ("1", "2"):
            row = fact(store, ticket)
            assert (row["account_key"], row["account_name"], row["plan"], row["region"]) == (
                "1:A", "우리 이름", "프로", "부산",
            )  # fmt: skip


def test_only_touched_tickets_are_made_anew_and_gone_ones_disappear(tmp_path):
    tickets = [{"ticket_id": str(i), "opened_at": T0, "reply_count": 1} for i in range(3)]
    with opened(tmp_path, ticket=tickets) as store:
        with store.write("data") as con:
            con.execute("delete from ticket where ticket_id = '0'")
            con.execute("update ticket set channel = 'chat'")
            con.execute("create temp table touched as select 1 as source_id, unnest(['0', '1']) as ticket_id")
            facts.refresh(con, settings.read(con), "touched")
        found = store.query("select ticket_id, channel from ticket_fact order by ticket_id")
        assert found.to_dict("list") == {"ticket_id": ["1", "2"], "channel": ["chat", "other"]}


def test_as_many_facts_as_tickets_and_questions(tmp_path):
    with opened(tmp_path) as store:
        add(
            store,
            ticket=[{"ticket_id": str(i % 5), "source_id": i // 5, "opened_at": T0} for i in range(10)],
            ticket_event=[
                {"event_id": str(i), "ticket_id": "1", "happened_at": T0, "event": "replied", "actor": "agent"}
                for i in range(4)
            ],
            survey_answer=[{"answer_id": str(i), "survey": "csat", "ticket_id": "1"} for i in range(7)],
        )
        counts = store.query("select (select count(*) from ticket_fact), (select count(*) from answer_fact)")
        assert counts.iloc[0].tolist() == [10, 7]
