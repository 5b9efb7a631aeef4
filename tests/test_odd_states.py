"""Odd states on every KPI page, and those of their rules: each shows a page that can be read, without a number nobody measured."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
import sessions
from sessions import healthy, visit, words

from cx import business_hours, sla, targets
from cx.language import LANGUAGES, say
from tests.put_rows import add, opened

PAGES = [page for page in sessions.PAGES if 10 <= int(page[:2]) < 20 or page[:2] in ("40", "45", "46", "50")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PICTURE = re.compile(r"\(data:image[^)]*\)")
NOISE = re.compile(r"\b(nan|NaT|inf|None|null|undefined|1e[+-]\d+)\b", re.IGNORECASE)


def ticket(number, day, hour=1, **more):
    """A chat opened at ten in Seoul, answered after five minutes and resolved after three hours."""
    start = datetime.combine(day, datetime.min.time()) + hour * HOUR
    return {
        "ticket_id": f"T{number}", "opened_at": start, "channel": "chat", "status": "solved", "product": "러닝룸", "category": "결제/환불",
        "account_id": f"A{number % 7}", "agent_id": "G1", "body": "로그인이 안 돼요", "queued_at": start,
        "first_response_at": start + 5 * HOUR / 60, "resolved_at": start + 3 * HOUR, "is_sla_met": number % 4 > 0, **more,
    }  # fmt: skip


def answer(number, day, survey="csat", score=5, **more):
    at = datetime.combine(day, datetime.min.time()) + 5 * HOUR
    return {"answer_id": f"{survey}{number}", "survey": survey, "sent_at": at, "answered_at": at, "score": score, "ticket_id": f"T{number}", **more}  # fmt: skip


def days(first, last, step=1):
    return [first + timedelta(days=at) for at in range(0, (last - first).days + 1, step)]


def many(found, **more):
    return [ticket(number, day, 1 + number % 8, **more) for number, day in enumerate(found)]


LATELY = days(date(2026, 5, 1), date(2026, 10, 31))
GAP = days(date(2026, 1, 5), date(2026, 5, 31)) + days(date(2026, 9, 1), date(2026, 10, 31))
STATES = {
    "empty store": {},
    "one row": {"ticket": [ticket(1, date(2026, 10, 12))]},
    "one day": {"ticket": [ticket(i, date(2026, 10, 12), i % 9) for i in range(60)]},
    "a gap of three months": {"ticket": many(GAP), "survey_answer": [answer(i, day) for i, day in enumerate(GAP)]},
    "a channel that appears later": {
        "ticket": many(LATELY) + [ticket(1000 + i, day, channel="phone") for i, day in enumerate(LATELY[150:])]
    },
    "scores all equal": {
        "ticket": many(LATELY),
        "survey_answer": [answer(i, day, survey, top, wave="2026" if survey == "nps" else None) for survey, top in (("csat", 5), ("ces", 7), ("nps", 10)) for i, day in enumerate(LATELY)],
    },
    "a target of zero": {"ticket": many(LATELY), "target": [{"target_id": str(n), "metric": name, "goal": 0.0} for n, name in enumerate(("unanswered", "reopen_rate", "response_rate"))]},
    "a year with 53 weeks": {"ticket": many(days(date(2025, 10, 1), date(2027, 1, 5)))},  # 2026 has a week 53
    "29 February": {"ticket": many(days(date(2023, 1, 1), date(2024, 2, 29)))},
    "a calendar without hours": {"ticket": many(LATELY)},
    "an agent with n = 2": {
        "ticket": many(LATELY) + [ticket(2000 + i, date(2026, 10, 5), agent_id="G9") for i in range(2)],
        "agent": [{"agent_id": "G1", "agent_name": "김하늘", "team": "1팀"}, {"agent_id": "G9", "agent_name": "박바다", "team": "1팀"}],
    },
}  # fmt: skip


@pytest.fixture(scope="module", params=STATES)
def home(request, tmp_path_factory):
    """A home whose own store is in one of the states; made once for all pages."""
    folder = tmp_path_factory.mktemp("odd")
    with opened(folder / "own") as store:  # rules before rows: each rule asks for all facts anew
        if request.param == "a calendar without hours":
            business_hours.put_week(store, ())
        if request.param != "empty store":
            sla.put(store, "first_response", 600)
            targets.put(store, "csat", 0.9)
            add(store, **STATES[request.param])
    opened(folder / "demo").close()
    with sessions.at_home(folder):
        yield request.param


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_read(home, page):
    app = visit(page, store="own", period="12m")
    healthy(app)
    said = PICTURE.sub("", words(app))
    assert not NOISE.search(said), (home, NOISE.search(said))
    assert app.title[0].value == say(f"app.page_{page[3:]}", "ko")
    if home == "empty store" and int(page[:2]) < 20 and page != "15_sla":
        assert say("app.empty.own", "ko") in said


def shown(page, **more):
    return words(visit(page, store="own", **more)).replace("\\", "")


def test_each_state_is_said_where_it_shows(home):
    """What is particular about a state stands on the page that is about it."""
    if home == "one row":
        values = {
            metric.label: metric.value
            for metric in visit("15_sla", store="own", period="2026-10-01..2026-10-31").metric
        }
        assert values[say("metric.sla_kept.label", "ko")] == "–"  # one contact says nothing about a team
    if home == "a target of zero":
        assert "✗ 미달성" in shown("45_targets") or "✓ 달성" in shown("45_targets")
        assert say("target_page.met_exactly", "ko") in shown("45_targets")  # nobody is unanswered
    if home == "a calendar without hours":
        values = {metric.label: metric.value for metric in visit("15_sla", store="own").metric}
        assert values[say("metric.sla_kept.label", "ko")] == "–"  # business hours promise nothing where there are none
    if home == "scores all equal":
        values = [metric.value for metric in visit("18_surveys", store="own").metric]
        assert any("100.0%" in value for value in values)
        assert any("7" in value for value in values)
    for language in LANGUAGES:
        healthy(visit("10_overview", store="own", lang=language))


def test_an_agent_with_two_contacts_is_not_judged(home):
    app = visit("19_team", store="own")
    healthy(app)
    if home == "an agent with n = 2":
        table = "".join(str(element.proto.body) for element in app.get("html"))
        rows = [row for row in table.split("</tr>") if "n=2<" in row]
        assert len(rows) == 1
        assert "5분" not in rows[0]  # a median of two is withheld
