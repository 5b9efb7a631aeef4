"""A report of sums is refused with the reason, on the page and by the command line."""

from __future__ import annotations

import pytest
import sessions
import small_store
from sessions import visit, words

from cx.commands import import_
from cx.importing.inbox import Request
from cx.importing.progress import silent
from cx.importing.recognise import known_exports
from cx.language import LANGUAGES, say
from cx.warehouse import Store
from pages._words import plain
from tests.importers.samples import sample_bytes

DATA, _ = sample_bytes("chatwoot_report")
ENGLISH = b"""Reporting period 2026-11-01 to 2026-11-30

Team name,Conversations count,Avg first response time,Avg resolution time,Resolution Count,Avg customer waiting time
Team 1,120,5 minutes,2 hours,110,4 minutes
"""


@pytest.fixture
def home(tmp_path):
    small_store.empty(tmp_path / "demo")
    small_store.empty(tmp_path / "own")
    with sessions.at_home(tmp_path):
        yield tmp_path


@pytest.mark.parametrize("data", [DATA, ENGLISH])
def test_the_command_line_says_why(tmp_path, data):
    options = {"source": "Chatwoot", "zone": None, "format": None, "mapping": None, "constants": {}, "answers": {}}
    asked = Request("import", options | {"yes": True, "password": None, "today": None}, (("agents.csv", data),))
    with Store.open(tmp_path / "own") as store:
        said = import_.answer(store, asked, silent)
        assert store.query("select count(*) as n from survey_answer")["n"][0] == 0
    assert said["code"] == import_.NOT_DONE
    for language in LANGUAGES:
        assert say("format.aggregated", language) in "\n".join(import_.lines(said, language))


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_why_and_what_to_export_instead(language):
    app = visit("20_imports", store="own", lang=language)
    app.file_uploader[0].set_value([("agents.csv", DATA, "text/csv")])
    app.run()
    assert not app.exception
    assert [error.value for error in app.error] == [plain(say("format.aggregated", language))]
    assert say("imports.state_refused", language) in words(app)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_lists_what_is_read_as_it_comes(language):
    said = words(visit("20_imports", store="own", lang=language))
    assert all(one.label(language) in said for one in known_exports())
    assert say("format.label.chatwoot_report", language) not in said
    assert say("format.label.template_contacts", language) not in said
