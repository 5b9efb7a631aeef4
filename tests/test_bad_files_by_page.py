"""All hostile and odd files dropped on the import page at once: each ends as its line says, and none breaks the others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx.language import say
from pages._words import plain
from tests.bad_files import MAKERS
from tests.bad_imports import IMPORTED, PASSWORD, REFUSED, TODAY, VERDICTS, answers_of, expected_of, outcome_of

PAGE = "20_imports"
LOCKED = "xlsx_14_password.xlsx"
PATIENCE = 300  # seconds: the page shows 73 files at once


class Clock(dt.datetime):
    """Noon of the day the manifest was written for, wherever the clock of the machine stands."""

    @classmethod
    def now(cls, tz=None):
        return cls.combine(TODAY, dt.time(12), tz)


@dataclass
class Session:
    """The page, the session's entries by file, what it said at each step, and the outcomes by file."""

    app: object
    entries: dict
    said: dict[str, str] = field(default_factory=dict)
    outcomes: dict = field(default_factory=dict)

    def run(self, step):
        self.app.run(timeout=PATIENCE)
        assert not self.app.exception
        self.said[step] = words(self.app)

    def widget(self, kind, key):
        return next(one for one in self.app.get(kind) if (one.key or "").startswith(key))

    def of(self, kind, part, file):
        return self.widget(kind, f"imports_{part}_{self.entries[file].number}")


def dropped():
    app = visit(PAGE, store="own")
    app.file_uploader[0].set_value([(one["upload_as"], MAKERS[one["file"]](), "text/csv") for one in VERDICTS])
    app.run(timeout=PATIENCE)
    assert not app.exception
    entries = app.session_state["imports_entries"].values()
    return Session(app, dict(zip((one["file"] for one in VERDICTS), entries, strict=True)), {"dropped": words(app)})


def decide(session):
    """Give the password, answer everything, and name a source for each file."""
    session.of("text_input", "password", LOCKED).set_value(PASSWORD)
    session.of("button", "open", LOCKED).click()
    session.run("unlocked")
    said = {one["file"]: answers_of(one) for one in IMPORTED}
    for file, answers in said.items():
        session.of("selectbox", "source", file).set_value(0)
        if answers.table:
            session.of("selectbox", "table", file).set_value(answers.table)
    session.run("sources")
    for file, answers in said.items():
        session.of("text_input", "name", file).set_value(file)
        session.of("checkbox", "keep", file).set_value(False)
        if answers.constants:
            chooser = session.of("multiselect", "constants", file)
            chooser.set_value(list(dict.fromkeys([*chooser.value, *answers.constants])))
    session.run("named")
    for file, answers in said.items():
        chooser = session.of("multiselect", "constants", file).key if answers.constants else ""
        for target, value in answers.constants.items():
            session.widget("selectbox", f"{chooser}_{target}").set_value(value)
    session.run("filled")
    for file, answers in said.items():
        for option in answers.choices.values():
            session.of("radio", "ask", file).set_value(option)
    session.run("answered")


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    small_store.empty(home / "demo")
    small_store.empty(home / "own")
    with sessions.at_home(home), pytest.MonkeyPatch.context() as patch:
        patch.setattr("cx.importing.run.datetime", Clock)
        found = dropped()
        decide(found)
        found.app.button(key="imports_start_all").click()
        found.run("started")
        job = found.app.session_state["imports_job"]
        job.wait(PATIENCE)
        found.run("done")
        ready = [one["file"] for one in IMPORTED]
        found.outcomes = dict(zip(ready, job.outcomes, strict=True))
        yield found


def test_every_file_is_on_the_page_under_a_name_that_is_no_markup(session):
    shown = session.said["dropped"]
    for verdict in VERDICTS:
        assert plain(session.entries[verdict["file"]].file_name) in shown
    assert shown.count(say("imports.state_refused", "ko")) == len(REFUSED)
    assert shown.count(say("imports.state_locked", "ko")) == 1


@pytest.mark.parametrize("verdict", REFUSED, ids=lambda one: one["file"])
def test_what_cannot_be_read_says_why(session, verdict):
    error = session.entries[verdict["file"]].error
    assert error.key == verdict["says"]
    assert plain(error.text("ko")) in session.said["dropped"]
    assert plain(error.text("ko")) in session.said["done"]


@pytest.mark.parametrize("verdict", IMPORTED, ids=lambda one: one["file"])
def test_what_can_be_read_ends_as_its_line_says(session, verdict):
    outcome = session.outcomes[verdict["file"]]
    assert outcome.error is None
    assert outcome_of(outcome.report.to_dict()) == expected_of(verdict)
    assert outcome.file_name == session.entries[verdict["file"]].file_name
    for notice in outcome.report.notices:
        assert plain(notice.text("ko")) in session.said["done"]


def test_nothing_of_the_password_is_kept(session):
    assert PASSWORD not in repr(session.app.session_state)
    assert PASSWORD not in "".join(session.said.values())
    assert session.entries[LOCKED].data is None


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("page", sessions.PAGES)
@pytest.mark.parametrize("period", ["1m", "all"])
def test_every_page_is_whole_with_all_of_it_in_the_store(page, period):
    healthy(visit(page, store="own", period=period))


def test_a_file_without_rows_leaves_the_overview_whole(tmp_path):
    small_store.empty(tmp_path / "demo")
    small_store.empty(tmp_path / "own")
    with sessions.at_home(tmp_path):
        app = visit(PAGE, store="own")
        app.file_uploader[0].set_value([("a.csv", MAKERS["enc_02_header_only.csv"](), "text/csv")])
        app.run()
        healthy(app)
        number = next(iter(app.session_state["imports_entries"]))
        app.text_input(key=f"imports_name_{number}").set_value("A").run()
        app.button(key=f"imports_start_{number}").click().run()
        app.session_state["imports_job"].wait(60)
        healthy(app.run())
        assert plain(say("file.no_rows", "ko")) in words(app)
        overview = visit(store="own")
        healthy(overview)
        assert "nan" not in words(overview).lower()
