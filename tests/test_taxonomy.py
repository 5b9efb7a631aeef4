"""The taxonomy: tags in versions, and what was is counted with what is."""

from __future__ import annotations

import pytest

from cx import facts, settings
from cx.compute import compute
from cx.errors import CxError, UnknownName
from cx.selection import Selection
from cx.voc import documents, taxonomy, unclassified
from tests import put_rows, tagged_rows
from tests.tagged_rows import WHO, many, opened, say, tag_of, ticket


@pytest.fixture
def store(tmp_path):
    tickets = [
        *many(),
        ticket(60, 0, "분류 없음"),
        ticket(61, 0, "결제 / 환불"),
        ticket(62, 1, "오류/로그인/앱"),
        ticket(63, 2, None),
    ]
    with opened(tmp_path, tickets) as found:
        taxonomy.begin(found, WHO)
        yield found


def counts(store) -> dict[str, int]:
    return taxonomy.in_use(store)


def test_it_begins_with_the_tags_in_use_in_two_levels_and_one_for_unclassified(store):
    assert counts(store) == {"결제/환불": 21, "오류/로그인": 21, "문의/출석": 20, "미분류": 1}
    assert taxonomy.offered(store) == ("결제/환불", "문의/출석", "오류/로그인")
    assert [one.change for one in taxonomy.versions(store)] == ["begin"]
    with pytest.raises(CxError, match="already"):
        taxonomy.begin(store, WHO)


def test_what_had_the_old_name_is_counted_with_the_new_one_everywhere(store):
    taxonomy.rename(store, "결제/환불", "돈/환불", WHO)
    taxonomy.rename(store, "돈/환불", "요금/환불", WHO)
    assert counts(store)["요금/환불"] == 21
    assert (tag_of(store, 1), tag_of(store, 61)) == ("요금/환불", "요금/환불")
    found = compute(store, ["voc"], Selection(period="all", category=("요금/환불",))).iloc[0]["value"]
    assert found == 21
    assert store.query("select distinct major_category from voc_fact where category = '요금/환불'")[
        "major_category"
    ].tolist() == ["요금"]
    new = [ticket(90, 0, "결제/환불"), ticket(91, 0, "돈/환불")]
    put_rows.add(store, ticket=new)
    tagged_rows.read(store)
    assert counts(store)["요금/환불"] == 23


def test_a_major_category_takes_its_sub_tags_along(store):
    taxonomy.add(store, "결제", "", WHO)
    taxonomy.rename(store, "결제", "요금", WHO)
    assert tag_of(store, 1) == "요금/환불"
    assert [one.tag for one in taxonomy.versions(store)[0].tags if one.is_active] == ["요금", "요금/환불"]


def test_a_name_given_back_is_a_tag_again(store):
    taxonomy.rename(store, "결제/환불", "요금/환불", WHO)
    taxonomy.rename(store, "요금/환불", "결제/환불", WHO)
    assert tag_of(store, 1) == "결제/환불"
    known = taxonomy.current(store)
    assert (known["결제/환불"].is_active, known["요금/환불"].maps_to) == (True, "결제/환불")


def test_two_tags_become_one_and_one_is_no_longer_offered(store):
    taxonomy.retire(store, "문의/출석", "오류/로그인", WHO)
    assert counts(store) == {"오류/로그인": 41, "결제/환불": 21, "미분류": 1}
    taxonomy.restore(store, "문의/출석", WHO)
    assert counts(store)["문의/출석"] == 20
    taxonomy.retire(store, "문의/출석", None, WHO)
    assert counts(store)["문의/출석"] == 20
    assert "문의/출석" not in taxonomy.offered(store)
    assert taxonomy.strangers(store) == {"문의/출석": 20}


def test_people_decide_only_for_tags_that_are_offered(store):
    with pytest.raises(CxError) as error:
        say(store, 1, "처음 보는 태그")
    assert error.value.key == "tag.not_offered"
    taxonomy.add(store, "문의/기타", "다른 곳에 없는 것", WHO)
    say(store, 1, "문의/기타")
    assert tag_of(store, 1) == "문의/기타"
    taxonomy.rename(store, "문의/기타", "기타", WHO)
    assert tag_of(store, 1) == "기타"


def test_tags_of_an_import_are_strangers_until_they_are_placed(store):
    put_rows.add(store, ticket=[ticket(90, 0, "새 태그"), ticket(91, 0, "untagged")])
    tagged_rows.read(store)
    assert taxonomy.strangers(store) == {"untagged": 1, "새 태그": 1}
    taxonomy.connect(store, "새 태그", "결제/환불", WHO)
    taxonomy.connect(store, "untagged", unclassified.TAG, WHO)
    assert taxonomy.strangers(store) == {}
    assert tag_of(store, 90) == "결제/환불"


@pytest.mark.parametrize(
    ("do", "key"),
    [
        (lambda store: taxonomy.add(store, "a/b/c", "", WHO), "tag.path"),
        (lambda store: taxonomy.add(store, "/", "", WHO), "tag.path"),
        (lambda store: taxonomy.add(store, "가" * 81, "", WHO), "tag.long"),
        (lambda store: taxonomy.add(store, " 결제 / 환불 ", "", WHO), "tag.exists"),
        (lambda store: taxonomy.rename(store, "결제/환불", "결제/환불", WHO), "tag.same"),
        (lambda store: taxonomy.retire(store, "결제/환불", "결제/환불", WHO), "tag.same"),
        (lambda store: taxonomy.retire(store, "미분류", None, WHO), "tag.unclassified"),
        (lambda store: taxonomy.rename(store, "미분류", "기타", WHO), "tag.unclassified"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(store, do, key):
    with pytest.raises(CxError) as error:
        do(store)
    assert error.value.key == key
    assert len(taxonomy.versions(store)) == 1


def test_unknown_tags_are_named(store):
    with pytest.raises(UnknownName):
        taxonomy.describe(store, "없는 태그", "", WHO)


def test_a_description_is_kept_through_a_new_name(store):
    taxonomy.describe(store, "결제/환불", "돈을 돌려 달라는 요청", WHO)
    taxonomy.rename(store, "결제/환불", "요금/환불", WHO)
    assert taxonomy.current(store)["요금/환불"].description == "돈을 돌려 달라는 요청"
    assert [one.change for one in taxonomy.versions(store)] == ["rename", "describe", "begin"]


def test_without_tags_there_is_nothing_to_begin_with(tmp_path):
    with opened(tmp_path, [ticket(1, 0, None)]) as store, pytest.raises(CxError, match="No contact"):
        taxonomy.begin(store, WHO)


def test_five_thousand_tags_are_one_version(tmp_path):
    with opened(tmp_path, [ticket(1, 0, "결제/환불")]) as store:
        with store.write("data") as con:
            con.execute("insert into ticket by name select t.* replace ('M' || (i % 50) || '/태그 ' || i as category,"
                        " 'X' || i as ticket_id) from ticket t, range(5000) numbers(i)")  # fmt: skip
            facts.refresh(con, settings.read(con), None)
        documents.refresh(store)
        assert taxonomy.begin(store, WHO) == 5002
        taxonomy.rename(store, "M1/태그 1", "M2/태그 2", WHO)
        assert counts(store)["M2/태그 2"] == 2
