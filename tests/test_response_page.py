"""The page of response and backlog: its numbers against pandas, and sensible words where there is little or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx import business_hours, compute
from cx.language import LANGUAGES, say
from cx.selection import Selection
from cx.warehouse import Store
from pages._words import plain
from tests.put_rows import opened

PAGE = "13_response"
T0 = datetime(2026, 9, 7, 1, tzinfo=UTC).replace(tzinfo=None)  # Monday, ten o'clock in Seoul
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Iterator[Path]:
    """The small store; these tests only read, so it is made once."""
    folder = tmp_path_factory.mktemp("home")
    small_store.fill(folder / "demo")
    small_store.empty(folder / "own")
    with sessions.at_home(folder):
        yield folder


@contextmanager
def page_of(folder, rows, *, change=None, parameters=None, **tables):
    """The page over a store with these contacts."""
    with opened(folder / "own", ticket=rows, **tables) as store:
        if change:
            change(store)
    small_store.empty(folder / "demo")
    with sessions.at_home(folder):
        app = visit(PAGE, store="own", **(parameters or {}))
        healthy(app)
        yield app


def ticket(number, opened_at, *, channel="chat", minutes=5, hours=2, **more):
    row = {"ticket_id": str(number), "opened_at": opened_at, "channel": channel, "status": "solved", "agent_id": "A"}
    row |= {"first_response_at": opened_at + minutes * timedelta(minutes=1), "resolved_at": opened_at + hours * HOUR}
    return row | more


def small_team(months=12):
    """60 contacts a month, on working days, an hour after the other from nine to six."""
    rows = []
    for month in range(months):
        for i in range(60):
            at = datetime(2025, 11, 3, tzinfo=UTC).replace(tzinfo=None) + month * 28 * DAY + (i % 5) * DAY
            rows.append(ticket(f"{month}-{i}", at + (i % 9) * HOUR + i * timedelta(seconds=1)))
    return rows


@pytest.fixture(scope="module")
def referee(tmp_path_factory) -> pd.DataFrame:
    """The facts of the small store, for counting in pandas."""
    folder = tmp_path_factory.mktemp("referee")
    small_store.fill(folder / "demo")
    with Store.open(folder / "demo") as store:
        return store.query("select * from ticket_fact where is_counted")


@pytest.mark.usefixtures("home")
def test_cards_are_those_of_the_core():
    app = visit(PAGE, store="demo")
    values = {metric.label: metric.value for metric in app.metric}
    assert values["응대율"] == "90.9%"
    assert values["첫 응답 시간 (중앙값)"] == "8분 00초"
    assert values["미응답"] == "265건"  # 2,920 contacts, of which 2,655 were answered
    assert not any("ASA" in label for label in values)  # nothing says how long anybody stood in a queue
    assert say("response.clocks", "ko").rstrip(".") in words(app)


@pytest.mark.usefixtures("home")
def test_the_week_counts_as_pandas_counts(referee):
    span = referee[(referee["day"] >= "2025-11-01") & (referee["day"] <= "2026-10-31")]
    cells = span.groupby(["weekday", "hour"]).agg(n=("ticket_id", "size"), answered=("is_answered", "sum"))
    weekday, hour = cells["n"].idxmax()
    top, rate = cells.loc[(weekday, hour)], 2655 / 2920
    app = visit(PAGE, store="demo")
    title = say(
        "response.peak_rate",
        "ko",
        where=say("response.cell_long", "ko", weekday=say(f"number.weekday.d{weekday}", "ko"), hour=hour),
        share="",
        rate=f"{top['answered'] / top['n']:.1%}",
        whole=f"{rate:.1%}",
    )
    shown = [element.value.replace("\\", "") for element in app.subheader]
    assert title in shown


@pytest.mark.usefixtures("home")
def test_the_backlog_is_what_pandas_finds_open(referee):
    n = int(referee["over_day"].isna().sum())
    app = visit(PAGE, store="demo")
    assert any(element.value.startswith(f"미해결 {n:,}건") for element in app.subheader), n
    old = int((pd.Timestamp("2026-11-19") - referee[referee["over_day"].isna()]["opened_at"]).dt.days.ge(30).sum())
    assert any(f"{old:,}건" in element.value for element in app.subheader), old


@pytest.mark.usefixtures("home")
def test_all_open_contacts_can_be_opened(referee):
    app = visit(PAGE, store="demo")
    app.button(key="response_all").click().run()
    healthy(app)
    n = int(referee["over_day"].isna().sum())
    assert say("contacts.count_contacts", "ko", n=f"{n:,}") in [caption.value for caption in app.caption]
    app.button(key="contacts_open_close").click().run()
    assert say("response.oldest", "ko") in words(app)


@pytest.mark.parametrize("measure", ["inflow", "response_rate", "frt_median"])
@pytest.mark.usefixtures("home")
def test_a_cell_opens_the_contacts_it_counts(referee, measure):
    from pages._contacts import Opened

    span = referee[(referee["day"] >= "2025-11-01") & (referee["day"] <= "2026-10-31")]
    cell = span[(span["weekday"] == 2) & (span["hour"] == 9)]
    n = {"inflow": len(cell), "response_rate": cell["is_offered"].sum(), "frt_median": cell["is_answered"].sum()}
    app = visit(PAGE, store="demo")
    chosen = Selection(period="2025-11-01..2026-10-31")
    app.session_state["open_week"] = Opened("week", "수 9시", chosen, measure, (("hour", 9), ("weekday", 2)))
    app.run()
    healthy(app)
    assert say("contacts.count_contacts", "ko", n=f"{n[measure]:,}") in [caption.value for caption in app.caption]


@pytest.mark.parametrize("measure", ["response_rate", "frt_median", "inflow"])
@pytest.mark.usefixtures("home")
def test_every_measure_has_a_title(measure):
    app = visit(PAGE, store="demo")
    app.segmented_control(key="response_measure").set_value(measure).run()
    healthy(app)
    legend = plain(say(f"response.legend_{measure}", "ko", least=30))
    assert any(legend in caption.value for caption in app.caption)


@pytest.mark.usefixtures("home")
def test_another_filter_closes_what_was_open():
    app = visit(PAGE, store="demo")
    app.button(key="card_unanswered").click().run()
    assert any(button.key == "contacts_promises_close" for button in app.button)
    app.button_group(key="filter_channel").set_value(["chat"]).run()
    healthy(app)
    assert not any(button.key == "contacts_promises_close" for button in app.button)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", ["phone", "board", "email"])
@pytest.mark.usefixtures("home")
def test_one_channel_alone(channel, language):
    app = visit(PAGE, store="demo", ch=channel, lang=language)
    healthy(app)
    assert not any(button.key == "response_by_channel" for button in app.get("button_group"))


def test_one_row(tmp_path):
    with page_of(tmp_path, [ticket(1, T0)]) as app:
        assert say("response.few_title", "ko") in words(app)
        assert "모두 1건" in words(app)
        assert say("response.backlog_none", "ko") in words(app)
        assert {metric.value for metric in app.metric} <= {"–", "0건"}


def test_one_open_row(tmp_path):
    row = ticket(1, T0, status="open", first_response_at=None, resolved_at=None)
    with page_of(tmp_path, [row, ticket(2, T0 - DAY)]) as app:  # a tool that tells of one end tells of all
        assert "미해결 문의는 1건입니다" in words(app)
        assert "표본 부족 (n=1)" in words(app).replace("\\", "")
        assert say("response.waiting_few", "ko", n="1건") in words(app)


def test_one_day(tmp_path):
    rows = [ticket(i, T0 + i * timedelta(minutes=2)) for i in range(100)]
    with page_of(tmp_path, rows) as app:
        titles = [element.value.replace("\\", "") for element in app.subheader]
        assert "월요일 10시에 가장 몰리고, 그때 응대율은 100.0%입니다(전체 100.0%)" in titles
        assert "10시대가 가장 바쁩니다: 상담원 1명에 30건(평균 25건)" not in titles
        assert any("바쁩니다" in title for title in titles)


def test_a_small_team_is_not_shown_noise(tmp_path):
    """720 contacts in 45 cells are 16 each: no heat map, but the weekdays and staffing. All weekdays are as full."""
    with page_of(tmp_path, small_team()) as app:
        said = words(app).replace("\\", "")
        assert say("response.few_title", "ko") in said
        assert "표본 부족" in said
        assert "가장 많습니다" not in said
        assert len(app.get("vega_lite_chart")) == 2  # the weekdays, the hours with their agents; nothing is open
        assert any("바쁩니다" in element.value for element in app.subheader)
        assert not any("몰리고" in element.value for element in app.subheader)


def test_no_calendar(tmp_path):
    rows = [ticket(i, T0 + i * timedelta(seconds=30)) for i in range(100)]
    with page_of(tmp_path, rows, change=lambda store: business_hours.put_week(store, [])) as app:
        assert say("response.legend_no_calendar", "ko") in words(app)
        assert "CPH" not in words(app)


@pytest.mark.usefixtures("home")
def test_no_shifts_says_who_was_counted():
    assert say("response.staff_answers", "ko") in words(visit(PAGE, store="demo"))


def test_shifts_are_used_where_there_are_some(tmp_path):
    rows = [ticket(i, T0 + i * timedelta(seconds=30)) for i in range(100)]
    shifts = [{"shift_id": "1", "agent_id": "A", "starts_at": T0 - HOUR, "ends_at": T0 + 8 * HOUR}]
    with page_of(tmp_path, rows, shift=shifts) as app:
        titles = [element.value.replace("\\", "") for element in app.subheader]
        assert "10시대가 가장 바쁩니다: 상담원 1명에 100건(평균 11건)" in titles
        assert say("response.staff_shifts", "ko") in words(app)


def test_nobody_is_known_to_answer(tmp_path):
    rows = [ticket(i, T0 + i * timedelta(seconds=30), agent_id=None) for i in range(100)]
    with page_of(tmp_path, rows) as app:
        assert say("response.staff_unknown", "ko") in words(app)


def test_no_phone_channel(tmp_path):
    rows = [ticket(i, T0 + i * timedelta(seconds=30), channel="email") for i in range(100)]
    with page_of(tmp_path, rows) as app:
        labels = {metric.label for metric in app.metric}
        assert "포기율" not in labels
        assert "응대율" in labels


def test_a_gap_of_three_months(tmp_path):
    rows = [ticket(i, T0 + i * timedelta(minutes=7) - (i % 2) * 120 * DAY) for i in range(200)]
    rows.append(ticket("open", T0 - 130 * DAY, status="open", resolved_at=None))
    with page_of(tmp_path, rows) as app:
        assert any(element.value.startswith("미해결 1건") for element in app.subheader)


def test_contacts_without_an_end_have_no_backlog(tmp_path):
    rows = [ticket(i, T0 + i * timedelta(minutes=7), status="closed", resolved_at=None) for i in range(50)]
    with page_of(tmp_path, rows) as app:
        assert say("response.backlog_unknown", "ko") in words(app).replace("\\", "")


def test_what_users_wrote_is_no_markup(tmp_path):
    hostile = small_store.HOSTILE
    rows = [
        ticket(
            i,
            T0 + i * timedelta(minutes=1),
            status="open",
            resolved_at=None,
            team=hostile if i % 3 else "B",
            category=hostile if i % 4 else "C",
            body=hostile,
        )
        for i in range(60)
    ]
    with page_of(tmp_path, [*rows, ticket("solved", T0)]) as app:
        for name in ("category", "team"):
            app.segmented_control(key="response_by_category_team").set_value(name).run()
            healthy(app)
            for element in (*app.caption, *app.subheader, *app.markdown):
                assert "](http" not in element.value.replace("\\", "\x00"), element.value


@pytest.mark.usefixtures("home")
def test_the_page_is_made_once(monkeypatch):
    from pages import _response_view

    visit(PAGE, store="demo", period="6m")
    made = []
    monkeypatch.setattr(_response_view, "made", made.append)
    visit(PAGE, store="demo", period="6m")
    assert not made


@pytest.mark.usefixtures("home")
def test_charts_of_the_page_agree_with_the_metric(referee):
    from pages import _store as stores

    with_filter = Selection(channel=("chat",))
    found = compute.compute(stores.opened("demo"), ["backlog"], with_filter)["n"].iloc[0]
    assert found == int((referee["over_day"].isna() & (referee["channel"] == "chat")).sum())
