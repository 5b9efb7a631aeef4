"""Every page on a filled store, an empty one and with filters that match nothing, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import sessions
import small_store
from sessions import PAGES, healthy, visit, words

from cx.language import LANGUAGES, say
from cx.selection import Selection

pytestmark = pytest.mark.usefixtures("home")
HANGUL = re.compile("[가-힣]")
NOTHING = "이런 말은 아무 데도 없다"


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Iterator[Path]:
    """A home with a filled demo store and an empty own one; these tests only read, so it is made once."""
    folder = tmp_path_factory.mktemp("home")
    small_store.fill(folder / "demo")
    small_store.read(folder / "demo")
    small_store.empty(folder / "own")
    with sessions.at_home(folder):
        yield folder


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("case", "parameters"),
    [("filled", {"store": "demo"}), ("empty", {"store": "own"}), ("no match", {"store": "demo", "q": NOTHING})],
)
def test_every_page_in_every_case(page, case, parameters, language):
    app = visit(page, lang=language, **parameters)
    healthy(app)
    assert app.title[0].value == say(f"app.page_{page[3:]}", language)
    badge = say("app.demo_badge" if parameters["store"] == "demo" else "app.own_badge", language)
    assert any(badge in element.value for element in app.markdown), case


@pytest.mark.parametrize("page", PAGES)
def test_english_pages_speak_english(page):
    """What is ours to translate; the language's own name on the switch, and what users wrote, are not."""
    app = visit(page, lang="en", store="own")
    assert not HANGUL.search(words(app)), HANGUL.search(words(app))


def test_the_overview_shows_the_numbers_of_the_core():
    app = visit(store="demo")
    values = {metric.label: metric.value for metric in app.metric}
    assert values["인입"] == "2,920건"
    assert values["응대율"] == "90.9%"
    assert values["온라인 비중"] == "60.0%"
    assert "+33.3% 늘어남" in app.metric[0].delta
    assert app.subheader[0].value == "인입은 늘었지만 응대율은 목표\\(90%\\)를 지켰습니다"
    assert "2025년 11월 \\~ 2026년 10월" not in app.caption[0].value
    assert app.caption[0].value.startswith("2025년 11월 ~ 2026년 10월 기준")


def test_an_empty_store_says_what_to_do():
    assert say("app.empty.own", "ko") in words(visit(store="own"))


def test_a_filter_that_matches_nothing_offers_a_way_back():
    app = visit(store="demo", q=NOTHING)
    assert say("app.empty.no_match", "ko") in words(app)
    app.button(key="no_match_reset").click().run()
    healthy(app)
    assert len(app.metric) == 7  # five, and CSAT and the response rate of surveys: nobody was asked the NPS


def test_a_link_restores_everything_on_every_page():
    chosen = Selection(period="6m", channel=("chat", "phone"), vip=True, text="환불", compare="year")
    for page in PAGES:
        app = visit(page, lang="en", store="demo", **chosen.to_query())
        healthy(app)
        assert app.session_state["selection"] == chosen
        assert app.query_params == {"store": "demo", "lang": "en", **chosen.to_query()}


@pytest.mark.parametrize(
    "parameters",
    [
        {"period": "2026-99-99..x", "cmp": "\x00", "vip": "7", "ch": "nonsense", "lang": "xx", "store": "../../etc"},
        {"product": "'; drop table ticket; --", "seg": "\\,,\\", "acct": "a" * 3000},
        {"period": "2026-03-31..2026-01-01", "src": "٣", "cat": "%", "q": "[[]"},
        {"period": "1900-01-01..2999-12-31"},
        {"period": "2030-01-01..2030-12-31"},
    ],
)
def test_bad_values_never_raise(parameters):
    healthy(visit(**parameters))


def test_language_and_store_switch_in_place():
    app = visit(store="demo", period="6m")
    app.segmented_control(key="frame_language").set_value("en").run()
    healthy(app)
    assert app.query_params["lang"] == "en"
    assert app.metric[0].label == "Inflow"
    app.button(key="frame_store").click().run()
    assert app.query_params["store"] == "own"
    assert say("app.empty.title", "en") in words(app)
    assert app.session_state["selection"].period == "6m"


def test_filters_change_numbers_and_the_address():
    app = visit(store="demo")
    app.button_group(key="filter_channel").set_value(["chat"]).run()
    healthy(app)
    assert app.query_params["ch"] == "chat"
    assert app.metric[3].value == "100.0%"  # a chat is online
    app.segmented_control(key="filter_period").set_value("range").run()
    healthy(app)
    assert app.query_params["period"] == "2025-11-01..2026-11-18"
    app.button(key="filter_reset").click().run()
    assert "ch" not in app.query_params
    assert "period" not in app.query_params


@pytest.mark.parametrize("name", ["inflow", "response_rate", "frt_median", "online_share", "ces"])
def test_every_card_opens_exactly_the_rows_it_counted(name):
    app = visit(store="demo")
    app.button(key=f"card_{name}").click().run()
    healthy(app)
    n = {"inflow": 2920, "response_rate": 2920, "frt_median": 2655, "online_share": 2920, "ces": 730}[name]
    counted = say("contacts.count_answers" if name == "ces" else "contacts.count_contacts", "ko", n=f"{n:,}")
    assert counted in [caption.value for caption in app.caption]
    app.button(key="contacts_cards_close").click().run()
    assert not [button for button in app.button if button.key == "contacts_cards_close"]


def test_the_rows_of_a_length_of_time_say_how_long_each_was():
    """The small store answers after two to fourteen whole minutes."""
    app = visit(store="demo")
    app.button(key="card_frt_median").click().run()
    shown = {value for frame in app.dataframe for value in frame.value.get("first_response_seconds", [])}
    assert shown
    assert shown <= {f"{minutes}분 00초" for minutes in range(2, 15)}


def test_rows_are_searched_and_paged():
    app = visit(store="demo")
    assert len(app.dataframe[0].value) == 20
    app.text_input(key="contacts_verbatims_search").set_value("excel").run()
    healthy(app)
    assert say("contacts.count_contacts", "ko", n="584") in [
        caption.value for caption in app.caption
    ]  # every fifth of 2,920


def test_user_text_is_never_markdown():
    """A product called like an image link is shown as it is written."""
    app = visit(store="demo", product=small_store.HOSTILE)
    healthy(app)
    for element in (*app.caption, *app.subheader, *app.markdown):
        assert "](http" not in element.value.replace("\\", "\x00"), element.value


def test_the_dictionary_has_every_metric_and_finds_by_words():
    from cx import metric

    app = visit("60_dictionary", lang="en")
    listed = set(app.dataframe[0].value["Metric"])
    assert {one.label("en") for one in metric.metrics().values()} <= listed
    app.text_input(key="dictionary_search").set_value("response rate").run()
    listed = app.dataframe[0].value["Metric"].tolist()
    assert metric.find("response_rate").label("en") in listed
    assert metric.find("inflow").label("en") not in listed
    assert [element.value for element in app.subheader] == listed[:1]  # the first one is explained beside the list


def test_a_link_opens_one_metric_of_the_dictionary():
    from cx import metric

    fcr = metric.find("fcr")
    app = visit("60_dictionary", lang="en", metric="fcr")
    assert [element.value for element in app.subheader] == [fcr.label("en")]
    assert fcr.explanation("en") in words(app)
    healthy(visit("60_dictionary", metric="<script>"))
    healthy(visit("60_dictionary", metric="nothing_of_this_name"))


def test_a_long_text_is_short_in_its_cell_and_whole_below_it():
    from pages import _verbatims

    said = "가" * 500
    frame = {
        "opened_at": ["2026-01-01"] * 2,
        "body": [said, None],
        "channel": ["chat", None],
        "subject": ["제목", "혼자"],
    }
    page = _verbatims.made(pd.DataFrame(frame))
    cells = page.rows.to_pydict()
    assert cells["body"] == ["가" * 199 + "…", "혼자"]  # the title stands in where there is no text
    assert cells["channel"] == ["채팅", ""]
    assert page.texts == (("제목", said), ("혼자", ""))


def test_a_filter_changes_the_rows_of_the_table_and_not_the_table():
    app = visit(store="demo")
    before = [(frame.key, len(frame.value)) for frame in app.dataframe]
    app.text_input(key="contacts_verbatims_search").set_value("(5839)").run()
    assert [frame.key for frame in app.dataframe] == [key for key, _ in before]
    assert [len(frame.value) for frame in app.dataframe] != [rows for _, rows in before]


@pytest.mark.parametrize(("is_exact", "mark"), [(True, ""), (False, "≈ ")])
def test_a_median_of_very_many_says_that_it_is_near(is_exact, mark):
    from cx import compute
    from pages import _cards, _store, _words

    _words.begin()
    found = compute.compare(_store.opened("demo"), ["frt_median"], Selection()).to_dict("records")[0]
    card = _cards.made(found | {"is_exact": is_exact}, (), "")
    assert card.metric["value"] == f"{mark}8분 00초"
    assert (say("overview.approximate", "ko") in card.metric["help"]) is not is_exact
