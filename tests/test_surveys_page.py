"""The page of surveys: what it says with many answers, few, equal ones, none, only NPS, and answers without contacts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pyarrow as pa
import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx.language import say
from tests.put_rows import opened
from tests.test_answers import answered

PAGE = "18_surveys"
HOSTILE = "![x](http://evil.example/a.png) *굵게* 1~2"


@contextmanager
def page_of(folder, answers=(), **more) -> Iterator[sessions.AppTest]:
    """The page on a store with exactly these answers (and what else is named)."""
    small_store.empty(folder / "demo")
    opened(folder / "own", survey_answer=list(answers), **more).close()
    with sessions.at_home(folder):
        app = visit(PAGE, store="own")
        healthy(app)
        yield app


def charts(app):
    return [element.proto.id for element in app.get("vega_lite_chart")]


def contact():
    at = datetime(2026, 10, 15, 1)  # noqa: DTZ001 - UTC as stored
    return {"ticket_id": "T1", "opened_at": at, "channel": "chat", "status": "open", "body": "안녕하세요"}


def test_scores_stand_with_interval_n_and_target(tmp_path):
    rows = answered("ces", [7] * 30 + [6] * 10, dimension="communication")
    rows += answered("ces", [5] * 30 + [4] * 10, prefix="i", dimension="information")
    with page_of(tmp_path, rows) as app:
        values = {metric.label: metric.value for metric in app.metric}
        said = words(app)
    assert values == {"CES (고객 노력)": "5.75점 / 7점", "설문 응답률": "100.0%"} | values
    assert "n\\=80" in said
    assert "목표 6.5점 미달성" in said
    assert "‘정보 찾기’ 점수가 가장 낮습니다\\(4.75점\\)" in said
    assert "목표 아래: 정보 찾기 · 목표 위: 소통" in said.replace("\\", "")


def test_the_cards_open_exactly_the_answers_they_counted(tmp_path):
    with page_of(tmp_path, answered("ces", [7] * 40) + answered("csat", [5] * 35)) as app:
        app.button(key="card_csat").click().run()
        healthy(app)
        assert say("contacts.count_answers", "ko", n="35") in [caption.value for caption in app.caption]
        app.button(key="contacts_survey_cards_close").click().run()
        assert "contacts_survey_cards_close" not in [button.key for button in app.button]


def test_the_score_looked_into_changes_the_answers_beside_it(tmp_path):
    with page_of(tmp_path, answered("ces", [7] * 40) + answered("csat", [5] * 35)) as app:
        assert say("contacts.count_answers", "ko", n="40") in [caption.value for caption in app.caption]
        app.segmented_control(key="survey_which_words").set_value("csat").run()
        healthy(app)
        assert say("contacts.count_answers", "ko", n="35") in [caption.value for caption in app.caption]


def each_month(number):
    """So many answers in the middle of each of the twelve months up to October 2026."""
    days = [date(2025 + (month > 12), (month - 1) % 12 + 1, 15) for month in range(11, 23)]
    return [row for day in days for row in answered("ces", [6] * number, prefix=f"{day:%y%m}", day=day)]


def trend_values(app):
    """The values of the first chart, which is the trend, as they are sent."""
    sent = next(element.proto for element in app.get("vega_lite_chart") if "survey_band" in element.proto.id)
    rows = pa.ipc.open_stream(sent.data.data or sent.datasets[0].data.data).read_pandas()
    return rows.loc[rows["value"].notna(), "value"].tolist()


def test_a_small_team_sees_its_scores_by_quarter(tmp_path):
    """Two answers a month are too few to show (5 are needed), six in each of three whole quarters are not; November and December are
    four, October is two."""
    with page_of(tmp_path, each_month(2)) as app:
        assert trend_values(app) == [6.0] * 3


def test_months_stay_months_where_they_say_something(tmp_path):
    with page_of(tmp_path, each_month(5)) as app:
        assert trend_values(app) == [6.0] * 12


def test_without_enough_answers_in_any_period_there_are_words_and_no_empty_chart(tmp_path):
    with page_of(tmp_path, each_month(1)) as app:
        assert not [name for name in charts(app) if "survey_band" in name]
        assert say("surveys.trend_none", "ko", least=5) in [caption.value for caption in app.caption]


def test_answers_with_words_come_first(tmp_path):
    silent = answered("ces", [7] * 35, prefix="s", day=date(2026, 10, 20))
    with page_of(tmp_path, silent + answered("ces", [3], prefix="w", comment="찾기 어려웠어요")) as app:
        frame = app.dataframe[-1].value
    assert frame["comment"].iloc[0] == "찾기 어려웠어요"


def test_all_answers_the_same(tmp_path):
    with page_of(tmp_path, answered("ces", [7] * 40)) as app:
        said = words(app)
    assert "응답 40건이 모두 7점입니다" in said
    assert "목표\\(6.5점\\)를 지켰습니다" in said


def test_two_answers_are_not_shown_as_a_score(tmp_path):
    with page_of(tmp_path, answered("ces", [7, 1]), ticket=[contact()]) as app:
        said = words(app)
        assert app.metric[0].value == "–"
    assert "응답이 2건이라 점수를 보이지 않습니다\\(5건 이상 필요\\)" in said
    assert "4.0점" not in said


def test_no_survey_at_all_says_what_to_import(tmp_path):
    with page_of(tmp_path, ticket=[contact()]) as app:
        said = words(app)
        assert not app.metric
    assert say("surveys.none_title", "ko") in said


def test_only_nps_is_a_page_of_its_waves(tmp_path):
    rows = answered("nps", [10] * 30 + [8] * 10 + [3] * 10, wave="2026", prefix="n")
    rows += answered("nps", [10] * 10 + [8] * 10 + [3] * 30, wave="2025", prefix="b", day=date(2025, 10, 1))
    with page_of(tmp_path, rows) as app:
        said = words(app)
        labels = {metric.label for metric in app.metric}
    assert labels == {"NPS (추천 지수)", "설문 응답률"}
    assert "NPS +40, 직전 차수\\(−40\\)보다 올랐습니다".replace("+", "\\+") in said
    assert "추천 60.0% · 중립 20.0% · 비추천 20.0%" in said


def test_a_period_without_a_wave_shows_the_waves_before_it(tmp_path):
    rows = answered("nps", [10] * 40, wave="2025", prefix="b", day=date(2025, 3, 1)) + answered("ces", [7] * 40)
    small_store.empty(tmp_path / "demo")
    opened(tmp_path / "own", survey_answer=rows).close()
    with sessions.at_home(tmp_path):
        app = visit(PAGE, store="own", period="2026-10-01..2026-10-31")
        healthy(app)
        assert say("surveys.waves_before", "ko", n=1) in words(app)
        assert "NPS" not in {metric.label[:3] for metric in app.metric}


def test_answers_without_contacts_have_no_channel_to_be_cut_by(tmp_path):
    with page_of(tmp_path, answered("csat", [5] * 40)) as app:
        assert say("surveys.group_no_values", "ko", dimension=say("filter.channel", "ko")) in words(app)


def test_words_of_users_are_never_markup(tmp_path):
    rows = answered("csat", [5] * 40, prefix="a", product=HOSTILE) + answered(
        "csat", [1] * 40, prefix="b", product="둘"
    )
    rows += answered("nps", [10] * 40, prefix="n", wave=HOSTILE)
    with page_of(tmp_path, rows) as app:
        app.segmented_control(key="survey_which_group").set_value("product").run()
        healthy(app)
        for element in (*app.caption, *app.subheader, *app.markdown):
            assert "](http" not in element.value.replace("\\", "\x00"), element.value
        assert "점수가 가장 낮습니다" in words(app)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("period", ["3m", "6m", "all", "2026-10-01..2026-10-07", "2026-02-01..2026-02-28"])
def test_every_period_is_a_sensible_page(tmp_path, language, period):
    small_store.fill(tmp_path / "demo")
    small_store.empty(tmp_path / "own")
    with sessions.at_home(tmp_path):
        healthy(visit(PAGE, store="demo", lang=language, period=period))
