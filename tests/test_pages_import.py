"""The import page and what follows from it, through the app: drop, decide, import, read, mend, take back."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
import sessions
import small_store
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile
from sessions import healthy, visit, words

from cx import targets
from cx.language import LANGUAGES, say
from pages._words import plain

PAGE = "20_imports"
CSV = "text/csv"
GOOD = "ticket_id,opened_at,channel,body\nT1,2026-02-02 09:00:00,phone,안녕하세요 010-1234-5678\nT2,2026-03-02 10:00:00,chat,네\n"
BAD = GOOD + "T3,어제쯤,chat,언제인지 몰라요\n"
AMBIGUOUS = "접수 번호,접수한 때,무슨 말\n" + "".join(
    f"A{n},0{n % 9 + 1}/0{n % 5 + 1}/2026 10:00,말 {n}\n" for n in range(30)
)
HOSTILE = "![x](http://evil.example/a.png)<b>:red[x]$1$"
PASSWORD = "cx-비밀-2026"


@pytest.fixture
def home(tmp_path):
    small_store.empty(tmp_path / "demo")
    small_store.empty(tmp_path / "own")
    with sessions.at_home(tmp_path):
        yield tmp_path


def drop(app, *files):
    app.file_uploader[0].set_value(
        [(name, data if isinstance(data, bytes) else data.encode(), CSV) for name, data in files]
    )
    app.run()
    healthy(app)
    return app


def opened(language="ko", *files):
    return drop(visit(PAGE, store="own", lang=language), *files)


def widget(app, kind, part):
    return next(one for one in app.get(kind) if (one.key or "").startswith(f"imports_{part}"))


def import_now(app):
    widget(app, "button", "start_").click().run()
    app.session_state["imports_job"].wait(60)
    app.run()
    return app


def locked_workbook():
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook(문의=GOOD.strip().split("\n")))).encrypt(PASSWORD, locked)
    return locked.getvalue()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_is_recognised_imported_reported_and_shown(language):
    app = opened(language, ("contacts.csv", GOOD))
    assert widget(app, "selectbox", "way").value == "format:template_contacts"
    assert say("format.label.template_contacts", language) in widget(app, "selectbox", "way").options
    assert widget(app, "selectbox", "source").value == 0  # no source yet: a new one
    widget(app, "text_input", "name").set_value("전화 상담").run()
    import_now(app)
    healthy(app)
    counted = say("imports.report.imported", language, file="contacts.csv", source="전화 상담", read="2", kept="2")
    assert counted in words(app)
    assert app.dataframe[0].value[["read", "inserted", "rejected"]].to_numpy().tolist() == [[2, 2, 0]]
    app.button(key="imports_close").click().run()
    assert counted not in words(app)
    overview = visit(store="own", lang=language)
    assert overview.dataframe[0].value["body"].tolist() == ["안녕하세요 [전화번호]"]  # of the completed month


@pytest.mark.usefixtures("home")
def test_the_source_is_asked_once():
    app = opened("ko", ("contacts.csv", GOOD))
    import_now(app)
    again = opened("ko", ("more.csv", GOOD.replace("T1", "T9")))
    assert widget(again, "selectbox", "source").value == 1
    assert not widget(again, "button", "start_").disabled


@pytest.mark.usefixtures("home")
def test_the_same_file_again_changes_nothing():
    import_now(opened("ko", ("contacts.csv", GOOD)))
    app = import_now(opened("ko", ("contacts.csv", GOOD)))
    assert say("imports.report.nothing_to_do", "ko", file="contacts.csv") in words(app)


@pytest.mark.usefixtures("home")
def test_other_bytes_of_the_same_rows_say_that_nothing_changed():
    import_now(opened("ko", ("contacts.csv", GOOD)))
    app = import_now(opened("ko", ("again.csv", GOOD.replace("\n", "\r\n"))))
    assert app.dataframe[0].value[["read", "unchanged"]].to_numpy().tolist() == [[2, 2]]
    assert say("imports.report.same", "ko", file="again.csv", source="문의 양식", read="2") in words(app)


def workbook(**sheets):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as written:
        for name, lines in sheets.items():
            sheet = written.add_worksheet(name)
            for line, row in enumerate(lines):
                sheet.write_row(line, 0, row.split(","))
    return book.getvalue()


@pytest.mark.usefixtures("home")
def test_a_sheet_without_rows_is_named():
    lines = GOOD.strip().split("\n")
    app = opened("ko", ("book.xlsx", workbook(문의=lines, _빈_시트=lines[:1])))
    assert plain(f"_빈_시트: {say('file.no_rows', 'ko')}") in words(app)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_that_is_not_read_is_named_with_what_to_do(language):
    book = workbook(문의=GOOD.strip().split("\n"), _메모_=["날짜,한 일", "월요일,회의"])
    said = words(opened(language, ("book.xlsx", book)))
    assert plain(say("format.sheets_unused", language, sheets="_메모_")) in said
    way = say("imports.way_columns", language)
    assert plain(say("imports.sheets_unused_next", language, way=way)) in said


@pytest.mark.usefixtures("home")
def test_an_ambiguous_date_waits_for_an_answer():
    app = opened("ko", ("표.csv", AMBIGUOUS))
    assert widget(app, "selectbox", "way").value == "columns"
    widget(app, "text_input", "name").set_value("표").run()
    start = widget(app, "button", "start_")
    assert start.disabled
    assert say("imports.open_questions", "ko", n=1) in words(app)
    app.radio[0].set_value("dmy").run()
    healthy(app)
    assert not widget(app, "button", "start_").disabled
    import_now(app)
    healthy(app)
    assert app.dataframe[0].value["inserted"].tolist() == [30]
    again = opened("ko", ("표2.csv", AMBIGUOUS.replace("말", "글")))
    assert widget(again, "selectbox", "way").value == "saved"
    assert not again.radio


@pytest.mark.usefixtures("home")
def test_rejected_rows_are_shown_with_reason_and_can_be_taken_away():
    app = import_now(opened("ko", ("contacts.csv", BAD)))
    healthy(app)
    assert say("imports.report.wrong", "ko", rows=1, cells=0) in words(app)
    counts, wrong = (table.value for table in app.dataframe[:2])
    assert counts.columns.tolist() == ["table", "read", "inserted", "rejected"]  # what is nowhere any is left out
    assert wrong[["line", "value"]].to_numpy().tolist() == [[4, "어제쯤"]]
    assert len([one for one in app.get("download_button") if "outcome" in one.key]) == 2


@pytest.mark.usefixtures("home")
def test_a_password_opens_the_file_and_is_not_kept():
    app = opened("ko", ("암호.xlsx", locked_workbook()))
    assert say("imports.state_locked", "ko") in words(app)
    widget(app, "text_input", "password").set_value("아니야")
    widget(app, "button", "open_").click().run()
    healthy(app)
    assert say("file.password_wrong", "ko") in words(app)
    widget(app, "text_input", "password").set_value(PASSWORD)
    widget(app, "button", "open_").click().run()
    app.run()
    healthy(app)
    assert widget(app, "selectbox", "way").value == "format:template_contacts"
    assert "imports_entries" in repr(app.session_state)
    assert PASSWORD not in repr(app.session_state)
    assert all(entry.data is None for entry in app.session_state["imports_entries"].values())


@pytest.mark.usefixtures("home")
def test_what_cannot_be_read_says_why_and_can_be_let_go():
    app = visit(PAGE, store="own")
    app.file_uploader[0].set_value([("사진.csv", b"\x89PNG\r\n\x1a\n", CSV)])
    app.run()
    assert not app.exception
    assert say("imports.state_refused", "ko") in words(app)
    widget(app, "button", "remove").click().run()
    healthy(app)


@pytest.mark.usefixtures("home")
def test_several_files_are_imported_together():
    app = opened("ko", ("one.csv", GOOD), ("two.csv", GOOD.replace("T1", "T8").replace("T2", "T9")))
    app.button(key="imports_start_all").click().run()
    app.session_state["imports_job"].wait(60)
    app.run()
    healthy(app)
    assert [one.report.tables[0].inserted for one in app.session_state["imports_job"].outcomes] == [2, 2]


@pytest.mark.usefixtures("home")
def test_file_names_headers_and_cells_are_never_markdown():
    text = f'ticket_id,opened_at,channel,body,"{HOSTILE}"\nT1,"{HOSTILE}",phone,"{HOSTILE}","{HOSTILE}"\n'
    app = opened("en", (f"{HOSTILE}.csv".replace("/", ""), text))
    shown = words(app)
    import_now(app)
    for said in (shown, words(app)):
        bare = said.replace("\\", "\x00")
        assert "](http" not in bare
        assert ":red[" not in bare


@pytest.mark.usefixtures("home")
def test_the_demo_takes_no_files_but_one_click_does():
    app = visit(PAGE, store="demo")
    healthy(app)
    assert not app.file_uploader
    app.button(key="own_only_switch").click().run()
    healthy(app)
    assert app.file_uploader
    assert app.query_params["store"] == "own"


def test_a_mapping_is_forgotten(home):
    app = opened("ko", ("표.csv", AMBIGUOUS))
    widget(app, "text_input", "name").set_value("표").run()
    app.radio[0].set_value("dmy").run()
    import_now(app)
    assert Path(home / "own").exists()
    app.button(key="imports_forget_0").click().run()
    healthy(app)
    again = opened("ko", ("표2.csv", AMBIGUOUS))
    assert widget(again, "selectbox", "way").value == "columns"


@pytest.mark.usefixtures("home")
def test_where_the_header_is_can_be_changed():
    app = opened("ko", ("표.csv", "1,2026-02-02 09:00:00,배송\n2,2026-02-03 09:00:00,결제\n"))
    assert say("file.no_header", "ko") in words(app)
    assert widget(app, "selectbox", "heads").value == 0
    widget(app, "selectbox", "heads").set_value(1).run()
    healthy(app)
    assert say("file.no_header", "ko") not in words(app)
    widget(app, "selectbox", "heads").set_value(0).run()
    widget(app, "text_input", "name").set_value("표").run()
    import_now(app)
    assert say("file.no_header", "ko") in words(app)


@pytest.mark.usefixtures("home")
def test_who_reloads_the_page_finds_the_running_import_again(monkeypatch):
    began, may_end = threading.Event(), threading.Event()

    def waits(*args, **kwargs):
        began.set()
        assert may_end.wait(60)
        return import_file(*args, **kwargs)

    from cx.importing import job

    import_file = job.import_file
    monkeypatch.setattr(job, "import_file", waits)
    app = opened("ko", ("contacts.csv", GOOD))
    widget(app, "button", "start_").click().run()
    assert began.wait(60)
    again = visit(PAGE, store="own")
    assert say("imports.progress.title", "ko", file=plain("contacts.csv")) in [one.value for one in again.subheader]
    assert [one.key for one in again.button if one.key == "imports_cancel"]
    may_end.set()
    again.session_state["imports_job"].wait(60)
    again.run()
    healthy(again)
    assert say("imports.report.title", "ko") in [one.value for one in again.subheader]
    assert "imports_job" not in visit(PAGE, store="own").session_state  # who comes later is not told of it


@pytest.mark.usefixtures("home")
def test_goals_without_their_percent_sign_are_asked_about_at_once():
    from pages import _store

    app = opened("ko", ("target.csv", "target_id,metric,goal\n1,response_rate,90\n2,csat,85%\n"))
    widget(app, "text_input", "name").set_value("목표").run()
    import_now(app)
    healthy(app)
    assert say("target_page.doubt_import", "ko") in words(app)
    next(
        one for one in app.button if str(one.key).startswith("targets_doubt") and str(one.key).endswith("True")
    ).click().run()
    healthy(app)
    assert say("target_page.doubt_import", "ko") not in words(app)
    assert {one.metric: one.goal for one in targets.everything(_store.opened("own")) if one.is_own} == {
        "response_rate": 0.9
    }
