import json

import pytest

from cx.importing.files import read_file
from cx.importing.format import Extract, Field, Format, Inner, Made
from cx.importing.html_text import plain_text
from cx.importing.unfold import unfolded

TICKET = Extract("ticket", (Field("ticket_id", ("id",)), Field("opened_at", ("made",))), claims=("id", "made"))


def sheets(said, *, name="a.json", **options):
    text = said if isinstance(said, str) else json.dumps(said)
    content = unfolded(read_file(text.encode(), name), [Format("x", (TICKET,), **options)])
    return {sheet.name: (sheet.header, [row.cells for row in sheet.rows()]) for sheet in content.sheets}


def test_a_list_inside_records_is_a_sheet_that_knows_its_record():
    said = {
        "all": [
            {"id": "7", "made": 1, "parts": {"parts": [{"id": "a", "by": {"who": "x"}}, {"id": "b"}], "n": 2}},
            {"id": "8", "made": 2, "parts": {"parts": []}},
            {"id": "9", "made": 3, "parts": {"parts": [{"id": "c"}]}},
        ]
    }
    found = sheets(said, inner=(Inner("parts.parts"),))
    assert found == {
        "all": (("id", "made", "parts.n"), [("7", "1", "2"), ("8", "2", None), ("9", "3", None)]),
        "parts.parts": (("id", "by.who", "parent.id"), [("a", "x", "7"), ("b", None, "7"), ("c", None, "9")]),
    }


def test_a_list_of_records_can_be_the_values_of_one_key():
    said = [{"id": 1, "made": 1, "tags": {"tags": [{"id": 5, "name": "결제"}, {"id": 6, "name": "환불"}, "?"]}}]
    assert sheets(said, inner=(Inner("tags.tags", take="name"),)) == {
        "": (("id", "made", "tags.tags"), [("1", "1", "결제,환불")])
    }


def test_a_record_longer_than_a_cell_may_be_is_read_where_it_is_taken_apart():
    parts = [{"id": number, "body": "가" * 100_000} for number in range(15)]
    found = sheets([{"id": 1, "made": 1, "parts": parts}], inner=(Inner("parts"),))
    assert found[""] == (("id", "made"), [("1", "1")])
    assert [cells[0] for cells in found["parts"][1]] == [str(number) for number in range(15)]


def test_what_no_list_is_stays_as_it_is():
    said = [{"id": 1, "made": 1, "parts": "none"}, {"id": 2, "made": 2, "parts": ["x"]}]
    found = sheets(said, inner=(Inner("parts"),))
    assert found[""] == (("id", "made", "parts"), [("1", "1", "none"), ("2", "2", None)])
    assert found["parts"] == (("value", "parent.id"), [("x", "2")])


def test_another_format_takes_nothing_apart():
    assert list(sheets([{"id": 1, "parts": [{"id": 2}]}], inner=(Inner("parts"),))) == [""]


def test_made_columns_stand_beside_or_in_place_of_their_source():
    text = 'id,made,who,body,Link\n1,2,User,"<p>가</p>",https://a.b/x/9/\n2,2,admin,"b &amp; c",\n'
    made = (
        Made("body (customer)", "body", "plain", where=("Who", ("user", "lead"))),
        Made("link", "LINK", "end"),
        Made("gone", "nowhere"),
    )
    (sheet,) = sheets(text, name="a.csv", made=made).values()
    assert sheet == (
        ("id", "made", "who", "body", "Link", "body (customer)"),
        [("1", "2", "User", "<p>가</p>", "9", "가"), ("2", "2", "admin", "b &amp; c", None, None)],
    )


def test_a_name_stands_before_its_address():
    text = "id,made,agent\n1,2,김 하나 (a@b.kr)\n2,2,(팀)\n3,2,\n"
    (sheet,) = sheets(text, name="a.csv", made=(Made("agent", "agent", "name"),)).values()
    assert [cells[2] for cells in sheet[1]] == ["김 하나", "(팀)", None]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>안녕하세요.</p><p>환불해&nbsp;주세요<br/>급해요</p>", "안녕하세요.\n환불해 주세요\n급해요"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("3 < 4 and 5 > 2", "3 < 4 and 5 > 2"),
        ("<style>p{x}</style>a<script>b</script><b>c</b>", "ac"),
        ("a<script>b", "a"),
        ("<!-- x --><ul><li>하나</li>\n<li>둘</li></ul>", "하나\n둘"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
        ('<a href="https://a.b">여기</a>', "여기"),
        ("줄\n바꿈", "줄\n바꿈"),
        ("", ""),
    ],
)
def test_html_is_read_as_a_person_sees_it(html, text):
    assert plain_text(html) == text


def test_html_made_to_take_long_does_not():
    import time

    began = time.process_time()
    for piece in ("<a", "<script", "<!--", "<br", "&amp", "</td", "\n ", "<p> "):
        plain_text(piece * 100_000)
    assert time.process_time() - began < 5
