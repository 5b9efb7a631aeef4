"""What was known of a contract before its end, by hand; that nothing later is read; and what the page says with a model and without one."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
import sessions
from put_rows import add
from sessions import healthy, visit, words

from cx import sources
from cx.language import say
from cx.lifecycle import known_then, outlook
from cx.selection import Selection
from cx.warehouse import Store

LAST = date(2026, 11, 18)  # the last day known
END = date(2026, 8, 31)  # A and B end; they are looked at on 2 July
LOOKED = date(2026, 7, 2)


def term(name, account, first, last, **more):
    return {
        "contract_id": name,
        "account_id": account,
        "starts_day": first,
        "ends_day": last,
        "monthly_fee": 100.0,
        **more,
    }


def used(account, day, amount, users=3):
    return {
        "usage_id": f"{account}{day}{amount}",
        "account_id": account,
        "day": day,
        "amount": amount,
        "users": users,
        "feature": "문제",
    }


def asked(number, account, day, **more):
    return {
        "ticket_id": f"T{number}",
        "account_id": account,
        "opened_at": f"{day} 01:00:00",
        "status": "open",
        "channel": "chat",
        **more,
    }


BEFORE = {
    "contract": [
        term("A1", "A", date(2024, 9, 1), date(2025, 8, 31), plan="작은", monthly_fee=50.0),
        term("A2", "A", date(2025, 9, 1), END, plan="작은", seats=6),
        term("B1", "B", date(2026, 3, 1), END, plan="큰"),
        term("B2", "B", date(2026, 9, 1), date(2027, 8, 31), plan="큰"),
        term("C1", "C", date(2025, 9, 1), END, plan="작은"),
        term("C2", "C", date(2026, 6, 20), date(2027, 8, 31), plan="작은"),  # signed before C1 is looked at: nobody has to foresee it
        term("D1", "D", date(2026, 1, 1), date(2026, 11, 1), plan="큰"),  # ended, its grace goes on: not known yet
    ],
    "usage": [used("A", "2025-12-01", 1), used("A", "2026-02-01", 99), used("A", "2026-05-01", 24), used("B", "2026-02-01", 100), used("B", "2026-05-01", 100)],
    "ticket": [asked(1, "A", "2026-01-05"), asked(2, "A", "2026-06-01"), asked(3, "A", "2026-06-20")],
}  # fmt: skip
LATER = {
    "contract": [term("E1", "E", date(2025, 9, 1), date(2026, 9, 30), plan="작은")],  # its own end is later than A is looked at
    "usage": [used("A", "2026-07-03", 5000, 50), used("B", "2026-08-01", 1), used("A", "2026-11-18", 1)],
    "ticket": [asked(4, "A", "2026-07-03"), asked(5, "B", "2026-08-20")],
    "survey_answer": [{"answer_id": "S", "survey": "ces", "score": 1, "scale_low": 1, "scale_high": 7, "answered_at": "2026-07-10 03:00:00", "account_id": "A"}],
    "lifecycle_event": [{"event_id": "L", "account_id": "A", "happened_at": "2026-08-01 00:00:00", "step": "교육"}],
}  # fmt: skip


def of(store, account):
    return known_then.past(store).set_index("account_key").loc[f"1:{account}"]


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as found:
        sources.add(found, "CRM")
        add(
            found,
            **BEFORE,
            lifecycle_event=[{"event_id": "last", "account_id": "Z", "happened_at": f"{LAST} 03:00:00", "step": "끝"}],
        )
        yield found


def test_what_was_known_by_hand_and_nothing_later(store):
    """Of 199 and then 124 all accounts used, A had 99 and then 24: expected 61.7, so log2(25 / 62.7) = -1.326."""
    found = known_then.past(store)
    assert set(found["account_key"]) == {"1:A", "1:B"}
    row = found[found["place"] == 2].iloc[0]
    assert (str(row["looked_at"])[:10], row["has_left"]) == (str(LOOKED), True)
    assert row["usage"] == pytest.approx(np.log2(25 / (99 * 124 / 199 + 1)))
    assert (row["unused"], row["seats_used"], row["features"]) == (0, 0.5, 1)
    assert row["contacts"] == pytest.approx(np.log2(3))
    assert (row["renewals"], row["raise"], row["plan"]) == (1, 1, "작은")
    assert row["tenure"] == pytest.approx(np.log2(1 + (LOOKED - date(2024, 9, 1)).days))
    before = found.set_index(["account_key", "place"])
    add(store, **LATER)
    after = known_then.past(store).set_index(["account_key", "place"]).loc[before.index]
    for name in known_then.NUMBERS:
        assert after[name].to_numpy(dtype=float) == pytest.approx(before[name].to_numpy(dtype=float), nan_ok=True), name
    assert after["plan"].tolist() == before["plan"].tolist()


def test_a_contact_solved_later_was_waiting_then(store):
    """One solved on 10 July waits on 2 July; one solved in June and again in July, after it was opened anew, does not."""
    assert of(store, "B")["waiting"] == 0
    told = [
        asked(6, "B", "2026-06-20", status="solved", resolved_at="2026-07-10 03:00:00"),
        asked(7, "B", "2026-06-20", status="solved", first_resolved_at="2026-06-22 03:00:00", resolved_at="2026-07-09 03:00:00"),
    ]  # fmt: skip
    add(store, ticket=told)
    assert of(store, "B")["waiting"] == pytest.approx(np.log2(2))


def many(folder, n=360, *, decides=True):
    """Contracts over two years; with `decides` those whose use fell by three quarters mostly leave."""
    draw = np.random.default_rng(5)
    contracts, usage, accounts = [], [], []
    for place in range(n):
        name, ends = f"K{place}", LAST + timedelta(days=40) - timedelta(days=int(760 * place / n))
        has_fallen = draw.random() < 0.4
        has_left = draw.random() < ((0.75 if has_fallen else 0.08) if decides else 0.3)
        accounts.append({"account_id": name, "account_name": f"학원 {place}"})
        contracts.append(
            term(name, name, ends - timedelta(days=364), ends, plan="큰", outcome="churned" if has_left else "renewed")
        )
        looked = min(ends - timedelta(days=known_then.BEFORE), LAST)
        usage += [
            used(name, looked - timedelta(days=120), 100),
            used(name, looked - timedelta(days=10), 25 if has_fallen else 100),
        ]
    usage += [
        used("큰손", LAST - timedelta(days=days), 1_000_000) for days in range(0, 1300, 13)
    ]  # what all accounts do is even
    with Store.open(folder) as store:
        sources.add(store, "CRM")
        with store.write("data") as con:
            for table, rows in {"account": accounts, "contract": contracts, "usage": usage}.items():
                names = list(rows[0])
                columns = [[row[name] for row in rows] for name in names]
                con.execute(
                    f"insert into {table} (source_id, {', '.join(names)}) select 1, {', '.join('unnest(?)' for _ in names)}",
                    columns,
                )
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    many(folder / "demo")
    many(folder / "own", decides=False)
    return folder


def test_the_page_says_how_it_knows(home):
    with sessions.at_home(home):
        app = visit("33_renewals", store="demo")
        healthy(app)
        shown = {metric.label: metric.value for metric in app.metric}
        assert float(shown[say("renewal.card_auc")]) > 0.75
        assert say("renewal.weights_title", first=say("renewal.weighs_usage")) in words(app).replace("\\", "")
        table = app.dataframe[0].value
        risky = table[say("renewal.column_reasons")][0]
        assert "사용량 −" in risky
        assert "높음" in table[say("renewal.column_risk")][0]
        by_chance = visit("33_renewals", store="own", lang="en")
        healthy(by_chance)
        assert "No model: on" in words(by_chance).replace("\\", "")
        assert say("renewal.card_auc", "en") not in words(by_chance)


def test_what_was_foreseen_of_accounts_selected_is_that_of_all(home):
    with Store.open(home / "demo") as store:
        whole = outlook.ahead_with(store, Selection(), 90).set_index("account_key")
        key = whole.index[0]
        one = outlook.ahead_with(store, Selection(account=(key,)), 90).set_index("account_key")
        assert one.loc[key, "share"] == whole.loc[key, "share"]
        assert whole["share"].is_monotonic_decreasing
        made = outlook.outlook(store)
        assert (made.state, made.record.low > 0.5) == ("ok", True)
        assert abs(made.record.expected - made.record.happened) < 0.2 * made.record.n
