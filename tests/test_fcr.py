"""First contact resolution by hand: what counts against it, when it is known, and that earlier days are mended."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from cx import contacts, settings, sources
from cx.compute import compute
from cx.importing import batches
from cx.selection import Selection
from cx.warehouse import Store
from tests import test_properties
from tests.put_rows import add, apart, opened, told
from tests.test_facts_repeat import refreshed

ALL = Selection(period="all")
T0 = datetime(2026, 10, 1, 1, 0)  # noqa: DTZ001 - UTC as stored: Thursday 10:00 in Seoul
HOUR, DAY, WEEK, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(seconds=1)
SOLVED = T0 + HOUR


def ticket(number, after=timedelta(0), solved=HOUR, **more):
    """Of account A about "문의", resolved an hour after its opening unless told otherwise."""
    row = {
        "ticket_id": str(number),
        "opened_at": T0 + after,
        "account_id": "A",
        "category": "문의/로그인",
        "body": "안 돼요",
    }
    return row | ({"resolved_at": T0 + after + solved, "reopen_count": 0} if solved is not None else {}) | more


def flags(store):
    found = store.query("select ticket_id, is_first_contact_resolved as f from ticket_fact order by ticket_id")
    values = found["f"].astype(object)
    return dict(zip(found["ticket_id"], values.where(values.notna(), None), strict=True))


def flags_of(folder, *tickets, **tables):
    with opened(folder, ticket=tickets, **tables) as store:
        return flags(store)


def judged_apart(tmp_path, cases):
    """What becomes of the first contact of each case, by the case."""
    with opened(tmp_path, **apart({"ticket": rows} for rows in cases.values())) as store:
        return dict(zip(cases, told(store, "is_first_contact_resolved", "1"), strict=True))


def test_what_counts_against_the_first(tmp_path):
    seconds = [
        ({"after": HOUR + WEEK}, False),  # the last second still counts
        ({"after": HOUR + WEEK + SECOND}, True),
        ({"after": HOUR + SECOND}, False),
        ({"after": HOUR}, True),  # opened in the very moment of the resolution: not after it
        ({"after": 30 * 60 * SECOND}, True),  # while the first was still open
        ({"after": DAY, "category": "문의/결제"}, False),  # the major tag is the same
        ({"after": DAY, "category": "문의"}, False),
        ({"after": DAY, "category": "장애/로그인"}, True),
        ({"after": DAY, "category": None}, True),
        ({"after": DAY, "account_id": "B"}, True),
        ({"after": DAY, "account_id": None}, True),
        ({"after": DAY, "is_spam": True}, True),
        ({"after": DAY, "merged_into_id": "1"}, True),
        ({"after": DAY, "body": "감사합니다!"}, True),
        ({"after": DAY, "body": "Thank you so much"}, True),
        ({"after": DAY, "body": "감사합니다. 그런데 또 안 돼요"}, False),
        ({"after": DAY, "is_outbound": True}, False),
        ({"after": DAY, "is_bot_involved": True, "is_human_involved": False, "channel": "phone"}, False),
    ]
    cases = {str(second): [ticket(1), ticket(2, solved=None, **second)] for second, _ in seconds}
    assert judged_apart(tmp_path, cases) == {str(second): expected for second, expected in seconds}


def test_reminders_to_vips_and_thanks_are_neither_cases_nor_against_others(tmp_path):
    vip = {"account": [{"account_id": "A", "is_vip": True}]}
    reminder = ticket(2, DAY, is_outbound=True)
    assert flags_of(tmp_path, ticket(1), reminder, **vip) == {"1": True, "2": None}
    assert flags_of(tmp_path / "plain", ticket(1), reminder) == {"1": False, "2": True}
    assert flags_of(tmp_path / "thanks", ticket(1), ticket(2, DAY, body="네 감사합니다~")) == {"1": True, "2": None}


def test_what_can_be_a_first_contact(tmp_path):
    owns = [
        ({"solved": None, "status": "open"}, None),
        ({"solved": -HOUR, "status": "solved"}, None),
        ({"account_id": None}, None),
        ({"category": None}, None),
        ({"is_test": True}, None),
        ({"reopen_count": 1}, False),
        ({"reopen_count": None}, True),  # reopenings are not told, new contacts are
        ({"status": "open"}, None),
    ]
    cases = {str(own): [ticket(1, **own)] for own, _ in owns}
    assert judged_apart(tmp_path, cases) == {str(own): expected for own, expected in owns}


def test_a_reopening_only_to_say_thanks_is_none(tmp_path):
    steps = [
        {"event_id": event, "ticket_id": "1", "happened_at": T0 + after * HOUR, "event": event, **more}
        for after, event, more in [
            (1, "resolved", {}), (2, "replied", {"actor": "customer", "body": "감사합니다"}), (2, "reopened", {}),
        ]
    ]  # fmt: skip
    last = {"event_id": "last", "ticket_id": "1", "happened_at": T0 + 3 * HOUR, "event": "resolved"}
    own = ticket(1, solved=3 * HOUR, reopen_count=1)
    assert flags_of(tmp_path, own, ticket_event=[*steps, last]) == {"1": True}
    assert flags_of(tmp_path / "untold", own) == {"1": False}


def rate(store, as_of, **more):
    found = compute(store, ["fcr", "fcr_pending"], ALL, as_of=as_of, **more)
    return [(row.numerator, row.n) for row in found.itertuples()]


def test_what_is_younger_than_the_window_is_not_yet_known_and_counted_apart(tmp_path):
    """Resolved on 1, 2 and 3 October, the first followed on the 5th: on the 8th one is known, on the 10th all three."""
    rows = [
        ticket(1),
        ticket(2, DAY, account_id="B"),
        ticket(3, 2 * DAY, account_id="C"),
        ticket(4, 4 * DAY, solved=None),
    ]
    with opened(tmp_path, ticket=rows) as store:
        assert rate(store, date(2026, 10, 7)) == [(0, 0), (3, 3)]
        assert rate(store, date(2026, 10, 8)) == [(0, 1), (2, 2)]
        assert rate(store, date(2026, 10, 9)) == [(1, 2), (1, 1)]
        assert rate(store, date(2026, 10, 10)) == [(2, 3), (0, 0)]
        known = contacts.contacts(store, ALL, "fcr", as_of=date(2026, 10, 9))
        assert set(known["ticket_id"]) == {"1", "2"}
        assert contacts.contacts(store, ALL, "fcr_pending", as_of=date(2026, 10, 9))["ticket_id"].tolist() == ["3"]
        days = compute(
            store, ["fcr"], ALL, every="day", as_of=date(2026, 10, 9), span=(date(2026, 10, 1), date(2026, 10, 3))
        )
        assert days["n"].tolist() == [1, 1, 0]
        assert days["is_running"].tolist() == [False, False, True]  # the third may still change


def test_the_window_is_a_setting(tmp_path):
    """A new contact on the third day counts against the first within 7 days, not within 2, and then it is known sooner."""
    with opened(tmp_path, ticket=[ticket(1), ticket(2, 3 * DAY, solved=None)]) as store:
        assert rate(store, date(2026, 10, 8))[0] == (0, 1)
        settings.put(store, "fcr_window_days", 2)
        assert rate(store, date(2026, 10, 3))[0] == (1, 1)
        assert rate(store, date(2026, 10, 2))[0] == (0, 0)


def test_a_contact_that_arrives_late_changes_an_earlier_day_and_undoing_it_changes_it_back(tmp_path):
    columns = ["ticket_id", "opened_at", "account_id", "category", "resolved_at"]
    last = (1, "9", T0 + 20 * DAY, "Z", "기타", None)
    with Store.open(tmp_path) as store:
        sources.add(store, "s")
        test_properties.put(store, [("ticket", columns, [(1, "1", T0, "A", "문의/로그인", SOLVED), last])])
        assert flags(store)["1"] is True
        assert rate(store, None)[0] == (1, 1)
        test_properties.put(store, [("ticket", columns, [(1, "2", T0 + 5 * DAY, "A", "문의/결제", None)])])
        assert flags(store)["1"] is False
        assert rate(store, None)[0] == (0, 1)
        batches.undo(store, 2)
        assert flags(store)["1"] is True
        assert rate(store, None)[0] == (1, 1)


def test_changing_the_later_contact_mends_the_earlier(tmp_path):
    with opened(tmp_path, ticket=[ticket(1), ticket(2, DAY)]) as store:
        assert flags(store) == {"1": False, "2": True}
        for change, expected in (("category = '장애'", True), ("category = '문의'", False), ("is_spam = true", True)):
            with store.write("data") as con:
                con.execute(f"update ticket set {change} where ticket_id = '2'")
            refreshed(store, "2")
            assert flags(store)["1"] is expected


def test_matching_two_accounts_makes_their_contacts_one_story(tmp_path):
    accounts = [{"account_id": name, "account_name": name} for name in "AB"]
    with opened(tmp_path, account=accounts, ticket=[ticket(1), ticket(2, DAY, account_id="B")]) as store:
        assert flags(store)["1"] is True
        add(store, same_as=[{"kind": "account", "id": "B", "into_source_id": 1, "into_id": "A"}])
        assert flags(store)["1"] is False


def major(row):
    return row["category"] and row["category"].split("/")[0]


def by_hand(rows):
    """Contact by contact, compared with every other one."""
    found = {}
    for one in rows:
        is_case = bool(one["account_id"] and one["category"]) and not one["is_spam"]
        after = [
            other for other in rows if (other["account_id"], major(other)) == (one["account_id"], major(one))
            and not other["is_spam"] and one.get("resolved_at") and timedelta(0) < other["opened_at"] - one["resolved_at"] <= WEEK
        ]  # fmt: skip
        judged = is_case and one.get("resolved_at") is not None
        found[one["ticket_id"]] = (not after and not one["reopen_count"]) if judged else None
    return dict(sorted(found.items()))


def test_whatever_comes_and_goes_the_flags_are_those_of_a_plain_loop(tmp_path):
    """Thirty rounds, each takes some tickets away, and puts some, new or changed, in their place; every other in two threads."""
    rng = random.Random(11)  # noqa: S311 - the same every time, no secret
    kept, seen = {}, set()
    with opened(tmp_path) as store:
        for turn in range(30):
            store.cursor().execute(f"set global threads = {1 + turn % 2}")
            numbers = [f"{n:02}" for n in rng.sample(range(40), 6)]
            rows = [
                ticket(n, timedelta(hours=12 * rng.randrange(60)), rng.choice([None, HOUR, 3 * DAY]),
                       account_id=rng.choice(["A", "B", None]), category=rng.choice(["x", "x/y", "z", None]),
                       is_spam=rng.random() < 0.2, reopen_count=rng.choice([0, 0, 0, 1]))
                for n in numbers[:4]
            ]  # fmt: skip
            with store.write("data") as con:
                con.execute("delete from ticket where list_contains(?, ticket_id)", [numbers])
            refreshed(store, *numbers, rows=rows)
            kept = {n: row for n, row in kept.items() if n not in numbers} | {row["ticket_id"]: row for row in rows}
            assert flags(store) == by_hand(list(kept.values()))
            seen |= set(flags(store).values())
    assert seen == {True, False, None}
