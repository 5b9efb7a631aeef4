"""Whose fault, how grave, and how sure that is: as a filter, as a cut of a topic, and in the head of each quote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx import contacts
from cx.language import LANGUAGES, say
from cx.selection import Selection
from cx.voc import origin
from cx.warehouse import Store
from pages import _quoted, _store
from pages._words import plain

# What is read in texts with a word; the others of the small store have no cause and are not grave.
CAUSES = {
    "로그인": ("product", 0.71, True, False),
    "엑셀": ("customer", 0.66, False, True),
    "초대": ("product", 0.9, True, True),
}
SPAN = {"period": "2026-10-01..2026-10-31"}


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("caused")
    small_store.read(small_store.fill(folder / "demo"))
    with Store.open(folder / "demo") as store, store.write("voc") as con:
        con.execute("update voc_reading set is_critical = false, is_long_term = false")
        for word, told in CAUSES.items():
            con.execute(
                "update voc_reading set cause = ?, cause_share = ?, is_critical = ?, is_long_term = ?"
                " where text_hash in (select text_hash from voc_text where contains(text, ?))",
                [*told, word],
            )
    small_store.empty(folder / "own")
    with sessions.at_home(folder):
        yield folder


def told(**filters: tuple[str, ...]) -> set[str]:
    """Which words the texts hold that a selection lets through."""
    found = contacts.contacts(
        _store.opened("demo"), Selection(**SPAN, **filters), "voc", columns=("text",), limit=2000
    )["text"]
    every = (*CAUSES, "환불", "Excel", "친절")
    return {word for word in every if found.str.contains(word).any()}


@pytest.mark.usefixtures("seen")
def test_texts_are_filtered_by_cause_and_severity():
    assert told(cause=("product",)) == {"로그인", "초대"}
    assert told(cause=("customer",)) == {"엑셀"}
    assert told(severity=("critical",)) == {"로그인", "초대"}  # what is both is also either
    assert told(severity=("long_term",)) == {"엑셀", "초대"}
    assert told(severity=("both",)) == {"초대"}
    assert told(cause=("product",), severity=("long_term",)) == {"초대"}


def test_a_link_holds_cause_and_severity():
    chosen = Selection(cause=("product",), severity=("critical", "both"))
    assert chosen.to_query() == {"cause": "product", "sev": "critical,both"}
    assert Selection.from_query(chosen.to_query()) == chosen


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_explorer_shows_what_a_link_to_a_cause_names(language):
    app = visit("21_voc", store="demo", lang=language, cause="customer", **SPAN)
    healthy(app)
    assert say("filter.cause_name.customer", language) in words(app)
    quotes = max((element.value for element in app.markdown), key=len)
    assert f"{say('filter.cause_name.customer', language)} 66%" in quotes
    assert f":orange[{plain(say('filter.severity_name.long_term', language))}]" in quotes
    assert f":red[{say('filter.kind_name.pain', language)} 90%]" in quotes
    assert say("voc_page.sure_help", language)[:10] in quotes


@pytest.mark.usefixtures("seen")
def test_a_topic_is_cut_by_cause_and_severity_and_says_where_a_cause_leads():
    app = visit("22_topic", store="demo", topic="4")
    for dimension in ("cause", "severity"):
        app.segmented_control(key="topic_dimension").set_value(dimension).run()
        healthy(app)
        assert len(app.get("vega_lite_chart")) <= 3
    app.segmented_control(key="topic_dimension").set_value("cause").run()
    assert say("voc_page.cause_leads", "ko")[:12] in words(app)
    assert "제품 오류" in words(app)


@pytest.mark.usefixtures("seen")
def test_a_topic_says_how_much_of_its_kinds_is_told_unsurely():
    store, span = _store.opened("demo"), (pd.Timestamp("2026-10-01").date(), pd.Timestamp("2026-10-31").date())
    assert origin.unsure(store, Selection(), "1", span) == 0.0
    with store.write("voc") as con:
        con.execute(
            "update voc_reading set kind_share = 0.59 where text_hash in (select text_hash from voc_fact"
            " where topic = '1' and day between date '2026-10-01' and date '2026-10-31' and hash(text_hash) % 2 = 0)"
        )
    counted = store.query(
        "select avg((kind_share < 0.6)::int) as few from voc_fact where topic = '1' and day between '2026-10-01' and '2026-10-31'"
    )
    assert origin.unsure(store, Selection(), "1", span) == pytest.approx(counted["few"].item())
    app = visit("22_topic", store="demo", topic="1", **SPAN)
    healthy(app)
    assert "확률 60% 미만으로" in words(app)


def test_what_a_person_decided_and_what_is_all_but_certain_are_told_apart():
    assert _quoted.told({"kind": "pain", "kind_share": 1.0}) == [":red[불편\\(사람이 정함\\)]"]
    assert _quoted.told({"kind": "pain", "kind_share": 0.9999}) == [":red[불편 99%]"]
    assert _quoted.told({"kind": "praise", "kind_share": None}) == [":green[칭찬]"]
