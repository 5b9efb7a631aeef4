"""VIPs by rule and by hand, what follows them, and the page."""

from __future__ import annotations

from datetime import datetime

import pytest
import sessions
from put_rows import add
from sessions import healthy, visit, words

from cx import facts_vip, sources
from cx.errors import CxError, UnknownName
from cx.language import say
from cx.lifecycle import vip, vip_service
from cx.lifecycle.vip import Rule
from cx.selection import Selection
from cx.warehouse import Store

ALL = Selection(period="all")
DAYS = Selection(period="2026-11-01..2026-11-05")
# account: fee, plan, what its source says; E is known from its contract alone.
ACCOUNTS = {
    "A": (900.0, "큰", False),
    "B": (100.0, "큰", True),
    "C": (900.0, "작은", None),
    "D": (100.0, "작은", False),
}


def fill(folder):
    with Store.open(folder) as store:
        sources.add(store, "CRM")
        told = [
            {"account_id": one, "account_name": f"가상 {one}", "monthly_fee": fee, "plan": plan, "is_vip": flag}
            for one, (fee, plan, flag) in ACCOUNTS.items()
        ]
        tickets = [
            {"ticket_id": f"{one}{n}", "account_id": one, "opened_at": datetime(2026, 11, n + 1, 3), "channel": "chat",  # noqa: DTZ001
             "team": "전담" if one == "B" and n < 3 else "일반", "tags": "긴급, 핫" if one == "D" and n == 0 else None,
             "status": "open" if n == 4 else "solved", "resolved_at": None if n == 4 else datetime(2026, 11, n + 1, 4)}  # noqa: DTZ001
            for one in ACCOUNTS
            for n in range(5)
        ]  # fmt: skip
        signed = [
            {
                "contract_id": "K",
                "account_id": "E",
                "starts_day": "2026-01-01",
                "ends_day": "2026-12-31",
                "monthly_fee": 950.0,
                "plan": "큰",
            }
        ]
        add(store, account=told, ticket=tickets, contract=signed)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    fill(folder / "demo")
    Store.open(folder / "own").close()
    with sessions.at_home(folder):
        yield folder


@pytest.fixture
def store(tmp_path):
    with Store.open(fill(tmp_path / "own")) as store:
        yield store


def counted(store):
    """Accounts whose contacts are a VIP's, and those the pages about accounts call VIPs."""
    found = store.query("select distinct account_key from ticket_fact where is_vip order by 1")["account_key"]
    listed = vip_service.listed(store, ALL)["account_key"]
    assert set(found) == set(listed) - {"1:E"}
    return "".join(key[2:] for key in found)


def test_who_is_a_vip_by_rule(store):
    assert counted(store) == "B"  # nobody has decided anything: the source's word
    for rule, expected in (
        (Rule(least_fee=900.0), "ABCE"),
        (Rule(least_fee=900.0, is_told=False), "ACE"),
        (Rule(least_fee=900.0, plans=("큰",), is_told=False), "ABCE"),
        (Rule(least_fee=950.0, plans=("큰",), is_all=True, is_told=False), "E"),
        (Rule(least_fee=900.0, plans=("큰",), tags=("핫",), is_all=True, is_told=False), ""),
        (Rule(tags=("핫",), is_told=False), "D"),
        (Rule(is_told=False), ""),
    ):
        values = [rule.least_fee, list(rule.plans), list(rule.tags), rule.is_all, rule.is_told]
        with store.write() as con:
            con.execute(
                "insert into vip_rule select count(*) + 1, now()::timestamp, 'x', ?, ?, ?, ?, ?, [] from vip_rule",
                values,
            )
            facts_vip.settle(con)
        found = store.query("select account_key from vip_account where is_vip order by 1")["account_key"]
        assert "".join(key[2:] for key in found) == expected, rule


def test_the_list_comes_before_the_rule_and_everything_follows(store):
    vip.put(store, Rule(least_fee=900.0, is_told=False))
    assert (counted(store), vip.rule(store).least_fee, len(vip.history(store))) == ("AC", 900.0, 1)
    vip.mark(store, "1:D", is_vip=True, reason="010-1234-5678로 요청")
    vip.mark(store, "1:A", is_vip=False)
    assert counted(store) == "CD"
    why = vip_service.listed(store, ALL).set_index("account_key")["why"].to_dict()
    assert why == {"1:C": "rule", "1:D": "hand", "1:E": "rule"}
    vip.mark(store, "1:D", is_vip=None)
    assert counted(store) == "C"
    told = vip.marks(store)
    assert (len(told), told["is_vip"].isna().sum()) == (3, 1)
    assert "1234" not in str(told["reason"].tolist())


def test_what_is_no_rule_is_refused_and_changes_nothing(store):
    for fee in (0.0, -1.0, 1e15, float("nan")):
        with pytest.raises(CxError):
            vip.put(store, Rule(least_fee=fee))
    with pytest.raises(UnknownName):
        vip.mark(store, "1:nobody", is_vip=True)
    assert counted(store) == "B"


def test_an_import_follows_the_rule(store):
    vip.put(store, Rule(least_fee=900.0, is_told=False))
    with store.write("data") as con:
        con.execute("update account set monthly_fee = 1000 where account_id = 'D'")
    add(store)
    assert counted(store) == "ACD"


def test_open_contacts_come_oldest_first_and_the_hotline_is_told(store):
    assert vip_service.waiting(store, ALL)["ticket_id"].tolist() == ["B4"]
    vip.put(store, Rule(least_fee=900.0, hotline=("team:전담",)))
    assert vip_service.waiting(store, ALL)["ticket_id"].tolist() == ["A4", "B4", "C4"]
    use = vip_service.hotline_use(store, DAYS)
    assert (use.contacts, use.hot, use.accounts, use.users, use.strangers) == (15, 3, 3, 1, 0)
    own, others = vip_service.beside(store, DAYS)
    # Four of five are resolved.
    assert (own.loc["resolution_lead_time_median", "n"], others.loc["resolution_lead_time_median", "n"]) == (12, 4)


def test_the_hotline_by_month_and_what_is_said_of_it(store, monkeypatch):
    """The VIP wrote 20 times by the line of 40 in September and 38 times of 40 in October; November is not over: three of five."""
    earlier = [
        {"ticket_id": f"{month}-{n}", "account_id": "B", "opened_at": datetime(2026, month, 1 + n % 28, 3), "channel": "chat",  # noqa: DTZ001
         "team": "전담" if n < hot else "일반", "status": "solved"}
        for month, hot in ((9, 20), (10, 38))
        for n in range(40)
    ]  # fmt: skip
    add(store, ticket=earlier)
    vip.put(store, Rule(hotline=("team:전담",)))
    found = vip_service.hotline_trend(store, ALL)
    columns = ["contacts", "hot", "is_running"]
    assert found[columns].to_numpy().tolist() == [[40, 20, False], [40, 38, False]]
    until_now = Selection(period="2026-09-01..2026-11-30")
    assert vip_service.hotline_trend(store, until_now)[columns].to_numpy().tolist()[2:] == [[5, 3, True]]
    from pages import _store, _vip_view

    monkeypatch.setattr(_store, "current", lambda: store)
    shares = {"before": "2026년 9월", "was": "50.0%", "month": "2026년 10월", "share": "95.0%"}
    for chosen, running in ((ALL, []), (until_now, [True])):
        drawn = _vip_view.made(chosen).hotline
        assert drawn.title == say("vip.trend_up", "ko", **shares)
        assert drawn.rows["is_running"].tolist() == [False, False, *running]
    assert _vip_view.made(Selection(period="2026-10-01..2026-10-31")).hotline is None  # one month is no trend


@pytest.mark.usefixtures("home")
def test_the_page_of_vips():
    app = visit("35_vip", store="demo", period="all")
    healthy(app)
    assert app.metric[0].value == say("lifecycle.accounts", "ko", n="1")
    assert app.dataframe[0].value[say("vip.column_account", "ko")].tolist() == ["가상 B"]
    nobody = visit("35_vip", store="demo", period="all", seg="없음", lang="en")
    healthy(nobody)
    assert say("vip.none_title", "en") in words(nobody)
