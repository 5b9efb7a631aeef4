"""The pages of topics: what they say of rows that can be counted by hand, what people may do there, and every empty state."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sessions
import small_store
from put_rows import opened
from sessions import healthy, visit, words

from cx.language import say
from cx.voc import catalogue, documents
from cx.voc.search import Match, Search
from cx.warehouse import Store
from pages._words import plain

NAMES = "로그인 · 안되다"


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    """A store of texts with topics; copied by tests that change it."""
    folder = tmp_path_factory.mktemp("filled")
    return small_store.read(small_store.fill(folder / "demo"))


@pytest.fixture
def home(filled, tmp_path) -> Iterator[Path]:
    shutil.copytree(filled, tmp_path / "demo")
    small_store.empty(tmp_path / "own")
    with sessions.at_home(tmp_path):
        yield tmp_path


@pytest.fixture(scope="module")
def seen(filled) -> Iterator[Path]:
    """A home for tests that only look."""
    small_store.empty(filled.parent / "own")
    with sessions.at_home(filled.parent):
        yield filled.parent


@pytest.mark.usefixtures("seen")
def test_the_explorer_ranks_and_says_how_much_is_read():
    app = visit("21_voc", store="demo")
    healthy(app)
    # 2,920 contacts and 366 comments of the twelve months; a fifth of the contacts each speaks of one topic
    assert say("voc_page.reading_all", "ko", texts="5,255") in words(app)
    assert "주제가 없는 글 28.9%" in words(app)
    assert say("voc_page.weak_share", "ko", share="0.0%") in words(app)
    assert app.subheader[0].value == "‘로그인 · 안되다’ 주제가 가장 많고\\(전체의 17.8%\\) 더 늘었습니다\\(\\+33.3%\\)"
    assert "전체 글은 \\+33% 달라졌습니다" in words(app)
    assert say("contacts.count_documents", "ko", n="3,286") in [one.value for one in app.caption]


@pytest.mark.usefixtures("seen")
def test_the_list_holds_every_topic():
    app = visit("21_voc", store="demo")
    app.segmented_control(key="voc_look").set_value("map").run()
    healthy(app)
    app.segmented_control(key="voc_look").set_value("list").run()
    healthy(app)
    rows = app.dataframe[0].value
    assert rows[say("voc_page.head_texts", "ko")].tolist() == [584] * 4
    assert rows[say("voc_page.head_previous", "ko")].tolist() == [438] * 4
    assert small_store.HOSTILE in rows[say("voc_page.head_topic", "ko")].tolist()


@pytest.mark.usefixtures("seen")
def test_a_search_is_part_of_the_link():
    app = visit("21_voc", store="demo")
    app.text_input(key="voc_search").set_value("환불은").run()
    healthy(app)
    assert app.query_params["q"] == "환불은"
    assert app.subheader[0].value.startswith("‘환불 · 언제’ 주제가 가장 많")


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.usefixtures("seen")
def test_a_link_opens_a_topic(language):
    app = visit("22_topic", store="demo", lang=language, topic="1")
    healthy(app)
    assert app.subheader[0].value == NAMES
    assert say("voc_page.texts", language, n="584") in words(app)
    assert app.query_params["topic"] == "1"


@pytest.mark.usefixtures("seen")
def test_without_a_link_the_largest_topic_is_shown_and_another_can_be_chosen():
    app = visit("22_topic", store="demo")
    healthy(app)
    assert app.selectbox(key="topic_chosen").value == "2"  # ever since, one text more than others
    app.selectbox(key="topic_chosen").set_value("3").run()
    healthy(app)
    assert app.query_params["topic"] == "3"
    assert app.subheader[0].value == "★ 환불 · 언제"


@pytest.mark.usefixtures("seen")
def test_a_topic_nobody_knows_is_said_so():
    app = visit("22_topic", store="demo", topic="4711")
    healthy(app)
    assert app.info[0].value == say("voc_page.unknown_topic", "ko")


@pytest.mark.usefixtures("seen")
def test_a_topic_without_texts_here_offers_a_way_back():
    app = visit("22_topic", store="demo", topic="1", q="이런 말은 아무 데도 없다")
    healthy(app)
    assert "이 조건에는" in app.subheader[0].value
    app.button(key="topic_reset").click().run()
    healthy(app)
    assert app.session_state["selection"].topic == ("1",)
    assert app.subheader[0].value == NAMES


@pytest.mark.usefixtures("home")
def test_a_topic_is_renamed_and_pinned_where_it_is_looked_at():
    app = visit("22_topic", store="demo", topic="1")
    app.button(key="topic_pin_here").click().run()
    healthy(app)
    assert app.subheader[0].value == f"★ {NAMES}"
    from pages import _store

    catalogue.rename(_store.opened("demo"), "1", "로그인이 막힘", "누군가")
    app.run()
    assert app.subheader[0].value == "★ 로그인이 막힘"
    assert app.selectbox(key="topic_chosen").format_func("1") == "로그인이 막힘"
    done = {one.edit for one in catalogue.history(_store.opened("demo"), "1")}
    assert done == {"pin", "rename"}


@pytest.mark.usefixtures("home")
def test_a_topic_tells_what_it_is_made_of_and_a_click_opens_a_part():
    app = visit("22_topic", store="demo", topic="1", period="2026-10-01..2026-10-31")
    healthy(app)
    assert say("voc_page.parts_not_yet", "ko", least=60) in [one.value for one in app.caption]
    from pages import _store

    store = _store.opened("demo")
    mine = "from voc_fact where topic = '1' and day between '2026-10-01' and '2026-10-31'"
    hashes = store.query(f"select distinct text_hash {mine} order by 1")["text_hash"].tolist()
    with store.write("voc") as con:
        con.execute("insert into topic_parted values (1, 1, '1', ?)", [len(hashes)])
        con.execute("insert into topic_part values (1, 1, 0, '<b>메모</b>', ['메모'], ?)", [hashes[:1]])
        con.executemany("insert into text_part values (1, 1, ?, 0)", [[one] for one in hashes[1:]])
    rest, n = store.query(f"select count(*) filter (text_hash = ?) as rest, count(*) as n {mine}", [hashes[0]]).iloc[0]
    app.run()
    healthy(app)
    (button,) = [one for one in app.button if one.key == "topic_part_open_1.0"]
    assert button.label.startswith(f"**{plain('<b>메모</b>')}** :small[:gray[{n - rest:,}건")
    assert any(one.key == "topic_part_open_1." and f"{rest:,}건" in one.label for one in app.button)
    button.click().run()
    healthy(app)
    assert dict(app.session_state["open_topic_texts"].where) == {"part": "1.0"}
    assert f"{n - rest:,}" in " ".join(one.value for one in app.caption)


def test_the_list_leaves_out_what_is_gone_unless_somebody_named_or_pinned_it(home):
    with Store.open(home / "demo") as store, store.write("voc") as con:
        con.execute("update topic set is_gone = true where topic_id in (2, 3)")  # 3 is pinned
    app = visit("47_topics", store="demo")
    assert say("voc_page.curate.list_title", "ko", n=2) in words(app)
    rows = (
        app.dataframe[0].value[[say("voc_page.curate.topic", "ko"), say("voc_page.curate.state", "ko")]].values.tolist()
    )
    assert [[name for name, _ in rows].count(one) for one in (NAMES, "엑셀 업로드 · 오류")] == [1, 0]
    assert rows[2] == [
        "환불 · 언제",
        f"{say('voc_page.curate.state_gone', 'ko')} · {say('voc_page.curate.state_pinned', 'ko')}",
    ]


@pytest.mark.usefixtures("home")
def test_what_a_page_kept_is_made_anew_when_a_topic_is_renamed():
    from pages import _store

    app = visit("21_voc", store="demo")
    assert NAMES in app.subheader[0].value
    catalogue.rename(_store.opened("demo"), "1", "막힌 로그인", "누군가")
    app.run()
    assert "막힌 로그인" in app.subheader[0].value


@pytest.mark.parametrize("page", ["21_voc", "22_topic", "47_topics"])
def test_texts_nobody_read_wait_for_a_click(tmp_path, page):
    small_store.fill(tmp_path / "demo")
    small_store.empty(tmp_path / "own")
    with sessions.at_home(tmp_path):
        app = visit(page, store="demo")
        healthy(app)
        assert say("voc_page.begin_title", "ko") in words(app)
        assert app.button(key="voc_begin").label == say("voc_page.begin", "ko")


@pytest.mark.parametrize("page", ["21_voc", "22_topic", "47_topics"])
def test_contacts_without_words_say_so(tmp_path, page):
    with opened(
        tmp_path / "demo", ticket=[{"ticket_id": "1", "opened_at": "2026-10-05 01:00:00", "channel": "phone"}]
    ) as store:
        documents.refresh(store)
    small_store.empty(tmp_path / "own")
    with sessions.at_home(tmp_path):
        app = visit(page, store="demo")
        healthy(app)
        assert say("voc_page.no_texts_title", "ko") in words(app)


@pytest.mark.parametrize("page", ["21_voc", "22_topic", "47_topics"])
def test_texts_without_topics_say_when_there_will_be_some(tmp_path, page):
    import voc_rows

    rows = [
        {"ticket_id": str(n), "opened_at": "2026-10-05 01:00:00", "channel": "chat", "body": f"글 {n}"}
        for n in range(3)
    ]
    with opened(tmp_path / "demo", ticket=rows) as store:
        voc_rows.read(store, lambda _: (None, "other"), {})
    small_store.empty(tmp_path / "own")
    with sessions.at_home(tmp_path):
        app = visit(page, store="demo")
        healthy(app)
        assert say("voc_page.no_topics_title", "ko") in words(app)


def test_terms_are_marked_and_nothing_of_the_text_is_lost():
    from cx.voc import marking

    text = "엑셀  업로드가 안되네요. EXCEL 안돼"
    found = list(marking.parts(text, marking.pattern(["엑셀업로드", "안되다", "excel", " "])))
    assert "".join(part for part, _ in found) == text
    assert [part for part, is_hit in found if is_hit] == ["안되", "EXCEL"]  # two spaces are more than a compound has
    assert [part for part, is_hit in marking.parts("엑셀 업로드", marking.pattern(["엑셀업로드"])) if is_hit] == [
        "엑셀 업로드"
    ]
    assert list(marking.parts(text, marking.pattern([]))) == [(text, False)]


def test_signs_of_a_term_are_no_pattern():
    from cx.voc import marking

    sought = marking.pattern([".*", "a|b"])
    assert [part for part, is_hit in marking.parts("x .* a|b y", sought) if is_hit] == [".*", "a|b"]


@pytest.mark.usefixtures("seen")
def test_a_search_by_meaning_shows_what_was_found_within_the_selection(monkeypatch):
    from pages import _store

    said = _store.opened("demo").query(
        "select text_hash from voc_document join voc_text using (text_hash)"
        " where contains(text, '환불') and channel = 'board' and day between '2025-11-01' and '2026-10-31' order by text_hash limit 3"
    )
    matches = tuple(Match(int(at), 1.0 - place / 10, 0.5, 0.5) for place, at in enumerate(said["text_hash"]))
    monkeypatch.setattr(Search, "find", lambda _, question: matches if question == "돈을 돌려받고 싶어요" else ())
    app = visit("21_voc", store="demo")
    app.segmented_control(key="voc_way").set_value("meaning").run()
    app.text_input(key="voc_meant").set_value("돈을 돌려받고 싶어요").run()
    healthy(app)
    assert say("voc_page.found_title", "ko", words="돈을 돌려받고 싶어요") in words(app)
    assert say("voc_page.found_hint", "ko", n=3) in words(app)
    assert "q" not in app.query_params
    app.button_group(key="filter_channel").set_value(["chat"]).run()
    assert app.info[0].value == say("voc_page.found_nothing", "ko")
    app.button(key="voc_found_close").click().run()
    assert say("voc_page.verbatims", "ko") in words(app)


@pytest.mark.usefixtures("home")
def test_a_found_name_longer_than_a_person_may_write_is_left_alone():
    from pages import _store

    store = _store.opened("demo")
    with store.write("voc") as con:
        con.execute("update topic set label = ? where topic_id = 1", ["긴 이름 " * 20])
    app = visit("22_topic", store="demo", topic="1")
    healthy(app)
    app.session_state["topic_rename"] = True
    app.run()
    healthy(app)
    assert app.text_input(key="topic_name_here_1").value == ("긴 이름 " * 20)[:60]
    next(
        one for one in app.button if one.label == say("voc_page.rename", "ko") and "form" in one.key.lower()
    ).click().run()
    healthy(app)
    assert catalogue.history(store, "1") == ()


def test_a_search_where_nothing_is_read_with_the_present_models_finds_nothing(tmp_path):
    with opened(tmp_path / "own") as store:
        assert Search(store).find("돈을 돌려받고 싶어요") == ()
