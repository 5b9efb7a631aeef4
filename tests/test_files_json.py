import json

import pytest

from cx.errors import UnknownFormat
from cx.importing.files import read_file
from tests.bad_files import MAKERS


def read(data):
    data = data if isinstance(data, bytes) else data.encode()
    content = read_file(data, "file.json")
    return content, {sheet.name: sheet for sheet in content.sheets}


def table(data):
    content, sheets = read(data)
    (sheet,) = sheets.values()
    return content, sheet, list(sheet.rows())


def refusal_of(data):
    with pytest.raises(UnknownFormat) as refusal:
        read(data)
    assert refusal.value.text("ko")
    return refusal.value


def test_a_list_of_objects_is_a_table_with_the_union_of_their_keys():
    content, sheet, rows = table('[{"id":"T-1","body":"결제"},\n {"id":"T-2","status":"open"}]')
    assert (content.kind, sheet.header) == ("json", ("id", "body", "status"))
    assert [(row.line, row.cells) for row in rows] == [(1, ("T-1", "결제", None)), (2, ("T-2", None, "open"))]


def test_nested_objects_lists_and_types_become_text():
    record = {
        "via": {"channel": "web", "source": {"rel": None}}, "tags": ["결제", "환불"], "score": 4.5, "n": 5.0, "is_vip": True,
        "fields": [{"id": 36000012345678, "value": "a"}], "blank": "", "spaces": "  ", "empty": {}, "none": [],
    }  # fmt: skip
    _, sheet, rows = table(json.dumps([record]))
    assert dict(zip(sheet.header, rows[0].cells, strict=True)) == {
        "via.channel": "web", "via.source.rel": None, "tags": "결제,환불", "score": "4.5", "n": "5", "is_vip": "true",
        "fields": '[{"id": 36000012345678, "value": "a"}]', "blank": None, "spaces": None, "empty": None, "none": None,
    }  # fmt: skip


def test_every_list_of_objects_in_a_document_is_a_sheet():
    chats = {"userChats": [{"id": "C1"}], "users": [{"id": "U1"}, {"id": "U2"}], "messages": [], "next": "abc"}
    _, sheets = read(json.dumps(chats))
    assert {name: len(list(sheet.rows())) for name, sheet in sheets.items()} == {"userChats": 1, "users": 2}


def test_a_list_one_level_down_is_found():
    _, sheets = read('{"data":{"tickets":[{"id":1}],"count":1},"took":3}')
    assert {name: [row.cells for row in sheet.rows()] for name, sheet in sheets.items()} == {"data.tickets": [("1",)]}


def test_one_object_is_one_row():
    _, _, rows = table('{"id": 7, "tags": ["a"], "comments": [{"text": "x"}]}')
    assert [row.cells for row in rows] == [("7", "a", '[{"text": "x"}]')]
    _, sheet, rows = table('{"id": 7, "body": "x", "via": {"channel": "web"}}')
    assert (sheet.header, rows[0].cells) == (("id", "body", "via.channel"), ("7", "x", "web"))


def test_a_broken_line_is_rejected_by_its_number_and_the_rest_kept():
    content, _, rows = table(MAKERS["json_02_ndjson_broken_line.jsonl"]())
    assert content.kind == "jsonl"
    assert [(row.line, row.cells[0]) for row in rows] == [(1, "T-1"), (2, None), (3, "T-3")]
    assert rows[1].problem.values["line"] == 2
    assert "2행" in rows[1].problem.text("ko")


def test_a_broken_first_line_does_not_hide_the_others():
    _, _, rows = table('{"id":"T-1","body\n{"id":"T-2"}\n\n{"id":"T-3"}\n')
    assert [(row.line, row.problem is None) for row in rows] == [(1, False), (2, True), (4, True)]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('[{"ticket_id":"T-1","created_at":"2026-11-01"},]', 1, 48),
        ('[{"a":1},\n{"a":2}', 2, 8),
        ('[{"a":1}\n {"a":2}]', 2, 2),
        ('[{"a":1}] rest', 1, 11),
        ('{"a":1,\n}', 2, 1),
        ('{"a" 1}', 1, 6),
        ('{"tickets":[{"a":1}', 1, 20),
    ],
)
def test_a_broken_document_is_refused_with_the_position(text, line, column):
    refusal = refusal_of(text)
    assert (refusal.key, refusal.values) == ("file.json_broken", {"line": line, "column": column})


@pytest.mark.parametrize("text", ["[" * 100_000 + "]" * 100_000, '{"a":' * 100_000, '[{"a":' + "[" * 100_000])
def test_deep_nesting_is_refused_without_a_crash(text):
    assert refusal_of(text).key == "file.json_too_deep"


def test_numbers_above_two_to_the_53_stay_different_and_nan_is_blank():
    _, sheet, rows = table(MAKERS["json_05_nan_bigint.jsonl"]())
    assert [row.cells for row in rows] == [
        ("9007199254740993", "2026-11-01", None), ("9007199254740992", "2026-11-01", None),
    ]  # fmt: skip
    assert sheet.notices[0].values == {"header": "csat", "count": 2}


def test_half_characters_are_removed_and_counted_and_whole_emoji_kept():
    content, _, rows = table(MAKERS["json_07_lone_surrogate.json"]())
    assert rows[0].cells[2] == " 깨진 이모지"
    assert content.notices[0].values == {"count": 1}
    assert rows[0].cells[2].encode()
    content, _, rows = table('[{"a":"\\ud83d\\ude00"}]')
    assert (rows[0].cells, content.notices) == (("😀",), ())


def test_a_row_of_other_types_is_rejected_naming_the_fields():
    _, sheet, rows = table(MAKERS["json_08_mixed_types.jsonl"]())
    assert sheet.header == ("ticket_id", "created_at", "csat")
    assert [row.cells for row in rows[:2]] == [("T-1", "1793491200", "5"), ("2", "2026-11-01T00:00:00Z", "5")]
    assert rows[2].problem.values == {"line": 3, "fields": "ticket_id, created_at"}


def test_lists_of_tags_beside_single_tags_are_no_problem():
    _, _, rows = table('[{"tags":"a"},{"tags":"b"},{"tags":["a","b"]}]')
    assert [(row.cells, row.problem) for row in rows] == [(("a",), None), (("b",), None), (("a,b",), None)]


def test_keys_that_look_the_same_stay_apart():
    _, sheet, rows = table('[{"상태":1,"상태 ":2}]')
    assert (sheet.header, rows[0].cells) == (("상태", "상태 (2)"), ("1", "2"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp949"])
def test_documents_in_other_encodings_are_read(encoding):
    _, _, rows = table('[{"id":"T-1","body":"결제가 되지 않습니다"}]'.encode(encoding))
    assert rows[0].cells == ("T-1", "결제가 되지 않습니다")


def test_a_header_in_brackets_is_not_json():
    content, _ = read("[제목],[내용]\na,b\n")
    assert content.kind == "csv"


@pytest.mark.parametrize("text", ["[]", '{"tickets":[]}', "[{}]", "{}"])
def test_a_document_without_records_is_empty(text):
    assert refusal_of(text).key == "file.empty"


def test_too_many_keys_are_refused():
    refusal = refusal_of(json.dumps([{f"k{n}": n for n in range(2_001)}]))
    assert refusal.values == {"count": 2_001, "limit": 2_000}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            '{"count": 2, "page": {"size": 5}, "next": null, "more": "", "none": [], "tickets": [{"id": 1}]}',
            "count, page",
        ),
        ('{"data": {"tickets": [{"id": 1}], "total": 1}, "took": 3}', "took, data.total"),
        ('{"tickets": [{"id": 1}], "users": [{"id": 2}]}', None),
        ('{"id": 7, "tickets": [{"id": 1}]}', None),
        ('[{"id": 1}]', None),
        ('{"subject": "x"}', None),
    ],
)
def test_what_stands_beside_the_lists_is_told(text, names):
    content, _ = read(text)
    told = [notice for notice in content.notices if notice.key == "file.json_beside"]
    assert [notice.values["names"] for notice in told] == ([names] if names else [])


def test_a_document_with_an_empty_list_inside_is_one_row():
    _, sheet, rows = table('{"name": "x", "data": {"tags": []}}')
    assert (sheet.header, len(rows)) == (("name", "data.tags"), 1)


@pytest.mark.parametrize(
    "text",
    ['[{},{"id": 1}, { } ,\n{},{"id": 2},{}]', '{}\n{"id": 1}\n{}\n{}\n{"id": 2}\n'],
)
def test_objects_without_anything_in_them_are_no_rows_as_blank_lines_are_none(text):
    [sheet] = read_file(text.encode(), "x.json").sheets
    assert [(row.line, row.cells) for row in sheet.rows()] == [(2, ("1",)), (5, ("2",))]


def test_a_list_that_breaks_after_many_empty_objects_is_told():
    with pytest.raises(UnknownFormat) as caught:
        read_file(("[" + "{}," * 30_000 + "]").encode(), "x.json")
    assert caught.value.key == "file.json_broken"
    assert caught.value.values["column"] == 90_002


def test_a_name_that_comes_twice_keeps_both_values_and_long_integers_their_digits():
    long = "9" * 5000
    for text in (f'[{{"a":"1","a":{long},"b":2}}]', f'{{"a":"1","a":{long},"b":2}}\n{{"a":3}}\n'):
        _, sheet, rows = table(text)
        assert sheet.header == ("a", "a (2)", "b")
        assert rows[0].cells == ("1", long, "2")
    _, sheets = read('{"tickets":[{"id":1}],"tickets":[{"id":2},{"id":3}]}')
    assert {name: len(list(sheet.rows())) for name, sheet in sheets.items()} == {"tickets": 1, "tickets (2)": 2}


def test_alike_objects_under_their_names_are_rows():
    _, sheet, rows = table(
        '{"T-1":{"channel":"chat","status":"open"},"T-2":{"channel":"phone","status":"closed","n":1}}'
    )
    assert sheet.header == ("key", "channel", "status", "n")
    assert [row.cells for row in rows] == [("T-1", "chat", "open", None), ("T-2", "phone", "closed", "1")]
    unlike = '{"user":{"name":"a","mail":"b"},"ticket":{"status":"open","channel":"chat"}}'
    assert table(unlike)[1].header == ("user.name", "user.mail", "ticket.status", "ticket.channel")
    _, sheets = read('{"a":{"page":1,"n":2,"items":[{"id":1}]},"b":{"page":1,"n":2,"items":[{"id":2}]}}')
    assert list(sheets) == ["a.items", "b.items"]
