"""The journey map by hand: contacts on both sides of every edge of a stage, and the page."""

from __future__ import annotations

from datetime import UTC, datetime

import life_rows
import pytest
import sessions
from put_rows import add
from sessions import healthy, visit, words

from cx import compute, contacts
from cx.language import say
from cx.lifecycle import journey, stages
from cx.selection import Selection
from cx.voc import documents
from cx.warehouse import Store

YEAR = Selection(period="2026-01-01..2026-11-18")
# A0 signs 2026-01-01 10:00, is opened on the 2nd, set up on the 5th, uses it on the 11th; A3 (signs on the 16th) stops before it is set up, and has
# thirty days. The contract of A0 ends on 2026-10-31. Times are local, nine hours before UTC.
CONTACTS = """
A0 2026-01-01T09:59 before
A0 2026-01-01T10:00 step:개설
A0 2026-01-02T10:00 step:등록
A0 2026-01-05T10:00 step:활용
A0 2026-01-11T10:00 use
A3 2026-02-15T09:59 step:등록
A3 2026-02-15T10:01 use
A0 2026-08-01T10:00 use
A0 2026-08-02T10:00 renewal
A0 2026-11-30T10:00 -
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    life_rows.fill(folder / "demo")
    with Store.open(folder / "demo") as store:
        tickets = []
        for n, line in enumerate(CONTACTS.strip().splitlines()):
            account, at, _ = line.split()
            utc = datetime.fromisoformat(f"{at}+09:00").astimezone(UTC).replace(tzinfo=None)
            tickets.append(
                {
                    "ticket_id": f"T{n}",
                    "account_id": account,
                    "opened_at": utc,
                    "channel": "chat",
                    "category": "문의/로그인",
                    "subject": f"말 {n} 로그인이 되지 않아 수업을 못 했어요",
                }
            )
        tickets.append({"ticket_id": "nobody", "opened_at": datetime(2026, 5, 5), "channel": "chat"})  # noqa: DTZ001
        signed = [
            {
                "contract_id": "K",
                "account_id": "A0",
                "starts_day": "2026-01-01",
                "ends_day": "2026-10-31",
                "monthly_fee": 1.0,
            }
        ]
        answers = [
            {"answer_id": f"{n}", "survey": "ces", "account_id": "A0", "contact_id": person, "score": score, "scale_low": 1, "scale_high": 7}
            | {"answered_at": datetime(2026, 3, 3, n), "answer_state": "answered"}  # noqa: DTZ001 - UTC as stored
            for n, (person, score) in enumerate([("P1", 7), ("P1", 7), ("P1", 7), ("P2", 4), ("P2", 5), ("P3", 6)])
        ]  # fmt: skip
        counted = [one for one in tickets if one["opened_at"].month < 11]
        add(store, ticket=counted, contract=signed, survey_answer=answers)
        documents.refresh(store)
        with store.write("voc") as con:  # as if the texts had been read
            con.execute(
                "insert into voc_reading (text_hash, version, terms, kind) select text_hash, '1', [], 'pain' from voc_text"
            )
    Store.open(folder / "own").close()
    with sessions.at_home(folder):
        yield folder


def test_a_contact_belongs_to_the_stage_of_its_moment(home):
    assert home
    from pages import _store

    found = {one.name: one for one in journey.journey(_store.opened("demo"), YEAR)}
    expected: dict[str, int] = {}
    for line in CONTACTS.strip().splitlines():
        stage = line.split()[2]
        expected[stage] = expected.get(stage, 0) + 1
    expected.pop("-")
    assert {name: one.contacts for name, one in found.items() if one.contacts} == expected
    assert [one.step for one in found.values()] == ["", "개설", "등록", "활용", "", ""]
    # Fourteen of the sixty are never set up; the time of one of them is not over.
    assert (found["step:등록"].lost, found["step:등록"].passed) == (13, 59)
    assert (found["use"].lost, found["use"].accounts) == (None, 2)


def test_what_was_said_knows_its_stage_and_can_be_asked_for_it(home):
    """A0 and A3 each wrote once while they waited to be set up: both are found by the stage, as texts and as contacts."""
    assert home
    from pages import _store

    store = _store.opened("demo")
    waiting = YEAR.narrowed(stage=("step:등록",))
    assert compute.compute(store, ["voc"], waiting)["value"].item() == 2
    assert compute.compute(store, ["inflow"], waiting)["value"].item() == 2
    listed = contacts.contacts(store, waiting, "voc")
    assert sorted(listed["account_name"]) == ["가상학원 0", "가상학원 3"]
    found = {one.name: one for one in journey.journey(store, YEAR)}
    assert (found["step:등록"].texts, found["step:등록"].pains, found["step:등록"].tops) == (
        2,
        2,
        (("문의/로그인", 2),),
    )
    said = journey.quotes(store, YEAR, "renewal")
    assert said["text"].tolist() == ["말 8 로그인이 되지 않아 수업을 못 했어요"]
    told = store.query("select stage, count(*) as n from voc_fact group by 1").set_index("stage")["n"].to_dict()
    assert told == {"before": 1, "step:개설": 1, "step:등록": 2, "step:활용": 1, "use": 3, "renewal": 1}


def test_answers_of_one_person_go_together(home):
    """Three people off by +3, -3 and 0 in all: the variance of the mean is 3 / 2 x 18 / 6², and t with 2 degrees of freedom 4.3027."""
    assert home
    from pages import _store

    (used,) = (one for one in journey.journey(_store.opened("demo"), YEAR) if one.name == stages.USE)
    assert (used.ces, used.answers, used.people) == (6, 6, 3)
    assert 6 - used.low == pytest.approx(4.302653 * 0.75**0.5)


@pytest.mark.usefixtures("home")
def test_the_page_of_the_journey():
    app = visit("37_journey", store="demo", period="2026-01-01..2026-11-18")
    healthy(app)
    assert "가상학원 0" in words(app)
    nobody = visit("37_journey", store="demo", seg="없음", lang="en")
    healthy(nobody)
    assert say("journey.none_title", "en") in words(nobody)


@pytest.mark.usefixtures("home")
def test_a_stage_leads_to_its_verbatims():
    app = visit("37_journey", store="demo", period="2026-01-01..2026-11-18")
    app.segmented_control(key="journey_stage").set_value("step:등록").run()
    app.button(key="journey_voc_pains").click().run()
    healthy(app)
    chosen = app.session_state["selection"]
    assert (chosen.stage, chosen.kind) == (("step:등록",), ("pain",))
    assert chosen.to_query()["stage"] == "step:등록"
    assert Selection.from_query(chosen.to_query()) == chosen
    shown = words(app)
    assert say("journey.short_step", "ko", step="등록") in shown
    assert say("contacts.count_documents", "ko", n="2") in shown
