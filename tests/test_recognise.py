import sys
from dataclasses import replace

import pytest

import cx.importers
from cx.errors import UnknownName
from cx.importing.files import read_file
from cx.importing.format import Extract, Field, Format, fold, header_of, kinds
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.recognise import SavedMapping, format_of, formats, recognise
from cx.importing.template import template
from cx.language import LANGUAGES
from cx.schema import TABLES, table
from cx.templates import OFFERED, template_file_name, template_xlsx
from tests.importers.samples import content_of, sample, sheet_of, workbook


def test_headers_are_compared_without_case_spaces_punctuation_and_form():
    assert fold("First_Reply time (in hrs)") == fold("FIRST REPLY  TIME in-hrs") == "firstreplytimeinhrs"
    assert fold("문의 번호") == fold("문의번호") == fold("\u1106\u116e\u11ab의번호")
    assert fold("#") == "#"
    assert header_of(["B", "a b"], ["A_B", "b"]) == "a b"
    assert header_of(["B"], ["c"]) is None
    assert header_of(["a.id", "a_id"], ["a_id"]) == "a_id"


def test_nothing_claims_a_file_of_unknown_headers():
    found = recognise(content_of(sheet_of(["가", "나"], ["1", "2"])))
    assert found.formats == ()
    assert found.mappings == ()
    assert [reason.key for reason in found.reasons] == ["format.none"]


def test_two_claims_are_a_question():
    tickets = sheet_of(["ticket_id", "opened_at", "product"], ["1", "2026-11-02", "x"], name="a")
    agents = sheet_of(["agent_id", "agent_name", "role"], ["m1", "n", "r"], name="b")
    found = recognise(content_of(tickets, agents))
    assert set(found.formats) == {"template_contacts", "template_agent"}
    assert found.mappings == ()
    assert [reason.key for reason in found.reasons] == ["format.several"]


def test_the_format_that_explains_more_headers_is_meant():
    header = ["contract_id", "account_id", "plan", "seats"]
    assert recognise(content_of(sheet_of(header, ["C1", "A1", "pro", "3"]))).formats == ("template_contract",)
    assert recognise(content_of(sheet_of(["account_id", "plan", "seats"], ["A1", "pro", "3"]))).formats == (
        "template_accounts",
    )


def test_one_id_among_foreign_headers_claims_nothing():
    header = ["account_id", "stage_name", "amount", "close_date"]
    assert recognise(content_of(sheet_of(header, ["A1", "won", "3", "2026-11-02"]))).formats == ()


def test_a_json_file_is_not_taken_for_a_workbook_export():
    assert recognise(replace(sample("channel_talk"), kind="json")).formats == ("channel_talk_api",)


def test_sheets_that_no_table_takes_are_named():
    found = recognise(sample("channel_talk"))
    assert found.reasons[-1].values == {"sheets": "SupportBot data"}


def test_hidden_sheets_are_not_read():
    content = sample("template_contacts")
    hidden = replace(content, sheets=tuple(replace(sheet, hidden=True) for sheet in content.sheets))
    assert recognise(hidden).formats == ()


def test_our_own_download_says_that_it_is_escaped():
    plain = sheet_of(["ticket_id", "opened_at"], ["1", "2026-11-02"])
    escaped = sheet_of(["ticket_id", "opened_at", "csv_escape"], ["1", "2026-11-02", "apostrophe"])
    assert not recognise(content_of(plain)).unescape
    found = recognise(content_of(escaped))
    assert found.unescape
    assert found.mappings[0].rule("ignored").column == "csv_escape"


def test_a_saved_mapping_comes_back_in_other_spelling_and_order():
    mapping = Mapping(
        "ticket", "11월", (ColumnRule("ticket_id", "접수 번호"), ColumnRule("opened_at", "접수일")), order="순번"
    )
    saved = SavedMapping("우리 게시판", (mapping,))
    again = sheet_of(["순번", "접수일", "접수번호", "메모"], ["1", "2026-11-02", "7", "x"], name="12월")
    found = recognise(content_of(again), [saved]).saved
    assert found.name == "우리 게시판"
    assert found.mappings == (
        Mapping(
            "ticket", "12월", (ColumnRule("ticket_id", "접수번호"), ColumnRule("opened_at", "접수일")), order="순번"
        ),
    )


def test_a_saved_mapping_needs_every_column_it_uses():
    saved = SavedMapping(
        "게시판", (Mapping("ticket", "", (ColumnRule("ticket_id", "번호"), ColumnRule("opened_at", "접수일"))),)
    )
    assert recognise(content_of(sheet_of(["번호", "제목"], ["1", "x"])), [saved]).saved is None


def test_of_two_saved_mappings_the_one_with_more_columns_then_the_later():
    small = SavedMapping("small", (Mapping("ticket", "", (ColumnRule("ticket_id", "번호"),)),))
    large = SavedMapping(
        "large", (Mapping("ticket", "", (ColumnRule("ticket_id", "번호"), ColumnRule("subject", "제목"))),)
    )
    later = replace(large, name="later")
    content = content_of(sheet_of(["번호", "제목"], ["1", "x"]))
    assert recognise(content, [large, small]).saved.name == "large"
    assert recognise(content, [large, later, small]).saved.name == "later"


def test_fields_of_one_target_give_one_rule_each_in_order():
    extract = Extract(
        "ticket", (Field("ticket_id", ("id",)), Field("opened_at", ("asked",)), Field("opened_at", ("made",)))
    )
    rules = extract.mapping(sheet_of(["made", "id", "asked"])).columns
    assert [(rule.target, rule.column) for rule in rules] == [
        ("ticket_id", "id"),
        ("opened_at", "asked"),
        ("opened_at", "made"),
    ]


def test_an_extract_without_a_required_column_gives_no_mapping():
    extract = Extract("ticket", (Field("ticket_id", ("id",)), Field("opened_at", ("made",))))
    assert extract.mapping(sheet_of(["id"])) is None
    assert extract.mapping(sheet_of(["id", "made"])) is not None


def test_the_formats_zone_is_put_on_times_that_have_none_of_their_own():
    fields = (
        Field("ticket_id", ("id",)),
        Field("opened_at", ("made",)),
        Field("resolved_at", ("done",), zone="Asia/Tokyo"),
    )
    one = Format("x", (Extract("ticket", fields, claims=("id",)),), zone="UTC")
    (mapping,) = one.mappings(content_of(sheet_of(["id", "made", "done"])))
    assert [rule.zone for rule in mapping.columns] == [None, "UTC", "Asia/Tokyo"]


def test_a_column_is_masked_by_what_it_fills_and_a_name_always_as_a_name():
    header = ["id", "who", "score", "rest"]
    first = Mapping(
        "ticket", "", (ColumnRule("ticket_id", "id"), ColumnRule("person_name", "who"), ColumnRule("ignored", "score"))
    )
    second = Mapping(
        "survey_answer", "", (ColumnRule("answer_id", "id"), ColumnRule("score", "score"), ColumnRule("comment", "who"))
    )
    assert kinds([first, second], header) == {"id": "id", "who": "person_name", "score": "score", "rest": "text"}
    assert kinds([second, first], header)["score"] == "score"


def test_formats_are_found_by_walking_the_folder_and_have_labels():
    names = set(formats())
    assert {"channel_talk", "channel_talk_api", "zendesk", "zendesk_api", "google_forms"} < names
    assert {template(one).name for one in TABLES.values()} < names
    assert all(one.label(language) for one in formats().values() for language in LANGUAGES)
    with pytest.raises(UnknownName, match="Did you mean 'zendesk'"):
        format_of("zendeks")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OFFERED)
def test_an_offered_template_is_recognised_filled_in_and_holds_no_row(name, language):
    empty = read_file(template_xlsx(name, language), template_file_name(name))
    header = empty.sheets[0].header
    assert list(empty.sheets[0].rows()) == []
    assert len(empty.sheets) == 2
    filled = workbook({"a": [list(header), ["1"] * len(header)], "b": [list(empty.sheets[1].header)]})
    found = recognise(read_file(filled, "x.xlsx"))
    assert found.formats == (template(table(name)).name,)
    targets = {rule.target for rule in found.mappings[0].columns}
    assert targets == set(table(name).names) - {"extra"}
    assert {mapping.sheet for mapping in found.mappings} == {"a"}


def test_every_column_is_explained_in_the_guide_sheet():
    guide = read_file(template_xlsx("ticket"), "x.xlsx").sheets[1]
    assert [row.cells[0] for row in guide.rows()] == [name for name in table("ticket").names if name != "extra"]
    assert all(row.cells[-1] for row in guide.rows())


def test_labels_of_a_table_are_different_in_each_language():
    for one in TABLES.values():
        (extract,) = template(one).extracts
        for place in range(3):
            headers = [fold(field.headers[place]) for field in extract.fields if len(field.headers) > place]
            assert len(set(headers)) == len(headers), one.name


@pytest.mark.parametrize("name", sorted(TABLES))
def test_our_own_download_with_every_column_is_recognised(name):
    header = ["source", *(column.name for column in table(name).columns if column.kind != "json"), "csv_escape"]
    found = recognise(content_of(sheet_of(header, ["1"] * len(header))))
    assert found.formats == (template(table(name)).name,)
    assert {rule.target for rule in found.mappings[0].columns} == {*header[:-1], "ignored"}


def test_a_new_module_is_a_new_format(tmp_path, monkeypatch):
    (tmp_path / "our_board.py").write_text(
        "from cx.importing.format import Extract, Field, Format\n"
        "FIELDS = (Field('ticket_id', ('글번호',)), Field('opened_at', ('쓴 날',)))\n"
        "FORMAT = Format('our_board', (Extract('ticket', FIELDS, claims=('글번호', '쓴 날')),))\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(cx.importers, "__path__", [*cx.importers.__path__, str(tmp_path)])
    formats.cache_clear()
    try:
        found = recognise(content_of(sheet_of(["쓴날", "글번호"], ["2026-11-02", "7"])))
    finally:
        formats.cache_clear()
        sys.modules.pop("cx.importers.our_board", None)
    assert found.formats == ("our_board",)
    assert found.mappings[0].rule("ticket_id").column == "글번호"
