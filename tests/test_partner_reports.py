"""The annual reports of partners: right by hand, in three formats, and each holding nobody else's accounts."""

from __future__ import annotations

import io
import logging
import re
import threading
import zipfile
from datetime import UTC, datetime

import openpyxl
import pypdfium2
import pytest
from put_rows import add

from cx import sources
from cx.commands import main
from cx.errors import CxError, UnknownName
from cx.language import say
from cx.reports.partner import files, year
from cx.reports.partner.job import Job
from cx.reports.partner.said import sheet
from cx.warehouse import Store

# Names nobody would choose: a formula, markup, a path, one that differs by a capital alone, two partners of one name.
PARTNERS = {"P1": "=HYPERLINK(1)", "P2": "../..\\<b>#Gaon*", "P3": "..  gaON", "P4": "나래", "P5": "나래", "P6": "CON"}
ACCOUNTS = {f"QX{n}{place}": code for n, code in enumerate(PARTNERS) for place in "ABC"}
NAMES = {account: f"가상{account}학원" for account in ACCOUNTS}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("home") / "own") as store:
        sources.add(store, "CRM")
        told = [
            {"account_id": one, "account_name": NAMES[one], "partner_id": code, "plan": "=1+1", "monthly_fee": 777123.0}
            for one, code in ACCOUNTS.items()
        ]
        told.append({"account_id": "QXDIRECT", "account_name": "가상QXDIRECT학원"})
        contracts = [
            {
                "contract_id": f"K{one}",
                "account_id": one,
                "starts_day": "2024-03-01",
                "ends_day": "2026-02-28",
                "monthly_fee": 777123.0,
            }
            for one in ACCOUNTS
        ]
        contracts.append(
            {"contract_id": "later", "account_id": "QXDIRECT", "starts_day": "2026-03-01", "ends_day": "2027-02-28"}
        )
        use = [
            {"usage_id": f"{one}{day}", "account_id": one, "day": day, "feature": "<출제>", "amount": amount}
            for one in ACCOUNTS
            for day, amount in (("2024-01-05", 10), ("2025-01-05", 4 if one == "QX0A" else 30), ("2025-12-31", 2))
        ]
        tickets = [
            {"ticket_id": one, "account_id": one, "opened_at": datetime(2025, 5, 5, tzinfo=UTC).replace(tzinfo=None), "channel": "chat",
             "category": "*문의*/<로그인>"}
            for one in ACCOUNTS
        ]  # fmt: skip
        people = [{"partner_id": code, "partner_name": name} for code, name in PARTNERS.items()]
        later = [{"event_id": "e", "account_id": "QXDIRECT", "step": "계약", "happened_at": datetime(2026, 3, 1, 5)}]  # noqa: DTZ001
        add(store, account=told, contract=contracts, usage=use, ticket=tickets, partner=people, lifecycle_event=later)
        yield store


def everything_in(name, content):
    """All text of a document, parts of it that nobody sees too."""
    if name.endswith(".pdf"):
        document = pypdfium2.PdfDocument(content)
        told = "\n".join(page.get_textpage().get_text_range() for page in document)
        return re.sub(r"\s", "", told + str(document.get_metadata_dict()))
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        for part in box.namelist():
            inner = box.read(part)
            found.append(
                everything_in(part, inner) if part.endswith(".xlsx") else inner.decode("utf-8", errors="replace")
            )
    return "\n".join(found)


@pytest.mark.parametrize("kind", files.FORMATS)
def test_each_file_holds_its_own_partners_accounts_and_no_others(store, kind):
    made = dict(files.every(store, 2025, kind, "ko"))
    assert len(made) == len(PARTNERS)
    seen = set()
    for name, content in made.items():
        told = everything_in(name, content)
        own = {ACCOUNTS[account] for account in ACCOUNTS if account in told}
        assert len(own) == 1, f"{name} holds accounts of {own}"
        (code,) = own
        seen.add(code)
        assert all(NAMES[one] in told for one, of in ACCOUNTS.items() if of == code)
        assert "QXDIRECT" not in told
        assert not re.search("777,?123", told)  # no fee
        assert not [other for other, called in PARTNERS.items() if other not in (code, "P4", "P5") and called in told]
    assert seen == set(PARTNERS)


def test_file_names_are_harmless_and_no_two_alike(store):
    names = [name for name, _ in files.every(store, 2025, "xlsx", "en")]
    assert len({name.casefold() for name in names}) == len(PARTNERS)
    assert all(re.fullmatch(r"2025-[\w ()-]+\.xlsx", name) for name in names), names
    assert files.file_stem("/\\..") == "partner"
    assert files.file_stem("con") == "con_"


def test_a_year_by_hand(store):
    one = year.gather(store, "=HYPERLINK(1)", 2025)
    assert (one.there, one.began, one.ended, one.is_running) == (3, 0, 0, False)
    assert (one.used, one.before, one.months[0], one.months[1]) == (70.0, 30.0, 64.0, 0.0)
    assert one.features == (("<출제>", 70.0, 30.0),)
    assert one.contacts == (0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0)
    said = " ".join(sheet(one, "ko").sentences)
    assert NAMES["QX0A"] in said  # 6 of 10: the only one that fell by more than 30 %
    assert NAMES["QX0B"] not in said
    running = year.gather(store, "=HYPERLINK(1)", 2026)
    assert (running.is_running, running.before, running.renewed) == (True, None, (0, 0))


def test_ease_is_judged_by_people(tmp_path):
    """Nine answers of three people of one account, six of six of another: of the first one nothing is shown."""
    asked = [
        {"answer_id": f"{account}{n}", "survey": "ces", "scale_low": 1, "scale_high": 7, "score": 6, "answer_state": "answered",
         "sent_at": "2025-03-03 03:00:00", "answered_at": "2025-03-03 03:00:00", "account_id": account, "contact_id": f"{account}{who}"}
        for account, people, n_answers in (("A", 3, 9), ("B", 6, 6))
        for n in range(n_answers)
        for who in (n % people,)
    ]  # fmt: skip
    with Store.open(tmp_path / "own") as store:
        sources.add(store, "설문")
        told = [{"account_id": one, "account_name": f"학원 {one}", "partner_id": "P1"} for one in "AB"]
        contracts = [
            {"contract_id": one, "account_id": one, "starts_day": "2025-01-01", "ends_day": "2026-12-31"}
            for one in "AB"
        ]
        add(
            store,
            account=told,
            contract=contracts,
            survey_answer=asked,
            partner=[{"partner_id": "P1", "partner_name": "가온"}],
        )
        found = year.gather(store, "가온", 2025)
        said = sheet(found, "ko")
        book = openpyxl.load_workbook(io.BytesIO(files.make(store, "가온", 2025, "xlsx", "ko")))
    told = {one.name: (one.ces, one.answers, one.people) for one in found.accounts}
    assert told == {"학원 A": (6.0, 9, 3), "학원 B": (6.0, 6, 6)}
    assert [row[-1] for row in said.accounts.rows] == ["–", "6.0점 (6명)"]
    assert next(figure.people for figure in found.figures if figure.metric == "ces") == 9
    assert next(row.n for row in said.rows if row.label.startswith("CES")) == "표본 부족(9명)"
    tables = [[[cell.value for cell in row] for row in one.iter_rows()] for one in book]
    (listed,) = [table for table in tables if table[0][-1] == say("partner_report.column_people", "ko")]
    assert [row[-3:] for row in listed[1:]] == [[None, 9, 3], [6, 6, 6]]


def test_a_workbook_in_which_nothing_runs(store):
    book = openpyxl.load_workbook(io.BytesIO(files.make(store, "=HYPERLINK(1)", 2025, "xlsx", "ko")))
    cells = [cell for one in book for row in one.iter_rows() for cell in row if cell.value is not None]
    assert "=1+1" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}


def test_what_cannot_be_made_is_said(store):
    with pytest.raises(UnknownName):
        year.gather(store, "아무도", 2025)
    for text in ("2019", "25", "²⁰²⁵", "x"):
        with pytest.raises(CxError):
            files.year_of(store, text)
    assert files.year_of(store, "") == 2025
    with pytest.raises(CxError):
        files.make(store, "나래 (P4)", 2025, "docx", "ko")


def test_in_the_background_and_stopped_after_the_report_at_hand(store, monkeypatch):
    begun, may_go_on = threading.Event(), threading.Event()

    def slow(*_):
        begun.set()
        may_go_on.wait(20)
        return b"report"

    with monkeypatch.context() as patch:
        patch.setattr(files, "make", slow)
        job = Job(store, 2025, "xlsx", "ko")
        assert begun.wait(20)
        assert (job.is_running, job.done, job.total) == (True, 0, len(PARTNERS))
        job.cancel()
        may_go_on.set()
        job.wait(20)
    assert (job.is_running, job.made, job.error, job.done) == (False, None, None, 0)
    with monkeypatch.context() as patch:
        patch.setattr(files, "make", lambda *_: b"report")
        whole = Job(store, 2025, "xlsx", "ko")
        whole.wait(20)
    content, n = whole.made
    assert (n, whole.done, len(zipfile.ZipFile(io.BytesIO(content)).namelist())) == (6, 6, 6)


def test_what_breaks_in_the_background_is_a_number_in_the_log_without_what_it_says(store, monkeypatch, caplog):
    quoted = "홍길동의 계약"

    def broken(*_):
        raise RuntimeError(quoted)

    monkeypatch.setattr(files, "make", broken)
    with caplog.at_level(logging.ERROR, "cx.app"):
        job = Job(store, 2025, "xlsx", "ko")
        job.wait(20)
    assert job.error.key == "partner_report.failed"
    assert job.error.values["number"] in caplog.text
    assert "홍길동" not in caplog.text


def test_by_command(store, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CX_HOME", str(store.folder.parent))
    store.close()
    assert main(["report", "partner", "2025", "--format", "xlsx", "-o", str(tmp_path / "all.zip")]) == 0
    assert len(zipfile.ZipFile(tmp_path / "all.zip").namelist()) == len(PARTNERS)
    assert main(["report", "partner", "--partner", "CON", "--format", "pptx", "-o", str(tmp_path / "one")]) == 0
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["2025-CON_.pptx"]
    assert main(["report", "partner", "2019"]) != 0
    assert "2019" in capsys.readouterr().err
