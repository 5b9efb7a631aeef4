"""The monthly page: the chosen month, its words, its documents; what users wrote is never markup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx.language import say
from cx.reports import frozen, html
from cx.reports.gather import gather
from cx.reports.said import sheet
from cx.selection import Selection
from tests import month_store
from tests.test_month_report import OCTOBER

PAGE = "11_month"
OCTOBER_RANGE = "2026-10-01..2026-10-31"


@pytest.fixture
def home(tmp_path) -> Iterator[Path]:
    small_store.fill(tmp_path / "demo")
    month_store.make(tmp_path / "own", category=month_store.HOSTILE).close()
    with sessions.at_home(tmp_path):
        yield tmp_path


class Tags(HTMLParser):
    """The tags and the words of a document, as a browser would read them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name == "href"]

    def handle_data(self, data):
        self.words += data


@pytest.mark.usefixtures("home")
def test_the_page_shows_the_last_month_that_is_over_with_the_words_of_the_documents():
    app = visit(PAGE, store="own")
    healthy(app)
    assert app.selectbox(key="month_chosen").value == OCTOBER
    assert "1개를 지켰습니다" in words(app)
    tables = Tags("".join(element.proto.body for element in app.get("html"))).words
    assert "70.0%" in tables
    assert "목표 90% 미달성 · 20.0%p 아래" in tables


@pytest.mark.usefixtures("home")
def test_a_step_changes_the_month_the_address_and_the_numbers():
    app = visit(PAGE, store="own")
    app.button(key="month_before").click().run()
    healthy(app)
    assert app.query_params["period"] == "2026-09-01..2026-09-30"
    assert "90.0%" in Tags("".join(element.proto.body for element in app.get("html"))).words
    app.selectbox(key="month_chosen").set_value(OCTOBER).run()
    assert app.query_params["period"] == OCTOBER_RANGE
    app.button(key="month_after").click().run()
    assert "집계 중" in words(app)
    assert app.button(key="month_after").disabled


@pytest.mark.usefixtures("home")
def test_a_link_to_a_week_shows_the_month_it_ends_in():
    link = visit(PAGE, store="own", period="2026-10-05..2026-10-11")
    healthy(link)
    assert link.selectbox(key="month_chosen").value == OCTOBER


@pytest.mark.usefixtures("home")
def test_a_link_opens_its_month_and_a_gap_says_that_nothing_matches():
    assert visit(PAGE, store="own", period=OCTOBER_RANGE).selectbox(key="month_chosen").value == OCTOBER
    gap = visit(PAGE, store="own", period="2026-03-01..2026-03-31")
    healthy(gap)
    assert say("app.empty.no_match", "ko") in words(gap)


@pytest.mark.usefixtures("home")
def test_the_rows_of_the_month_are_one_click_away():
    app = visit(PAGE, store="own")
    app.button(key="month_open").click().run()
    healthy(app)
    assert app.query_params["period"] == OCTOBER_RANGE
    assert {metric.label: metric.value for metric in app.metric}["인입"] == "60건"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_documents_are_made_on_click_and_kept_from_then_on(language):
    from pages import _store

    app = visit(PAGE, store="own", lang=language)
    keys = [button.key for button in app.get("download_button")]
    assert keys == ["month_pdf", "month_pptx", "month_xlsx", "month_md"]
    store = _store.opened("own")
    assert store.query("from report").empty  # looking keeps nothing
    frozen.printed(store, frozen.Asked("month", OCTOBER, Selection()), now=datetime(2026, 11, 2, tzinfo=UTC))
    assert "2026-11-02" in words(visit(PAGE, store="own", lang=language)).replace("\\", "")


@pytest.mark.usefixtures("home")
def test_words_of_users_are_words_in_every_table_and_text():
    app = visit(PAGE, store="own")
    healthy(app)
    for element in (*app.caption, *app.subheader, *app.markdown):
        assert "](http" not in element.value.replace("\\", "\x00"), element.value
    found = Tags("".join(element.proto.body for element in app.get("html")))
    assert found.tags <= {
        "style",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "b",
        "small",
        "span",
        "img",
        "i",
        "script",
    }
    assert " ".join(month_store.HOSTILE.replace("/", " › ").split()) in found.words


def test_a_table_escapes_what_it_shows(tmp_path):
    with month_store.make(tmp_path, category='<img src=x onerror=alert(1)>"&') as store:
        found = Tags(html.groups(sheet(gather(store, OCTOBER), "ko").tables))
    assert '<img src=x onerror=alert(1)>"&' in found.words
    assert "img" not in found.tags
