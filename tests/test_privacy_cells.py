"""Cells by the kind of their column, and columns that are personal by their header."""

import re

import pytest

from cx.privacy import Mask, is_private


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("00012345", "id"),
        ("36912345678901", "id"),
        ("5f1a2b3c4d5e6f", "id"),
        ("1763712345678", "id"),
        ("4242424242424242", "id"),
        ("1588-1234", "id"),
        ("caller 2403", "id"),
        ("U-1001", "person"),
        ("p_0123456789abcdef", "person"),
        ("1763712345678", "time"),
        ("2026-11-21 15:30:45", "time"),
        ("2026. 3. 1 오후 3:30:00", "time"),
        ("2026-11-21T15:30:45+09:00", "time"),
        ("20261121", "day"),
        ("3600", "seconds"),
        ("01:02:03", "seconds"),
        ("12", "count"),
        ("4.5", "score"),
        ("110,000,000", "money"),
        ("₩1,234,567", "money"),
        ("true", "flag"),
        ("별빛학원", "name"),
        ("결제/환불", "label"),
        ('{"a": 1, "b": ["x"]}', "json"),
    ],
)
def test_cells_that_stay_what_they_are(value, kind):
    assert Mask().cell(value, kind) == value


@pytest.mark.parametrize(
    ("value", "kind", "masked"),
    [
        ("010-2345-6789", "time", "[전화번호]"),
        ("8801011234568", "time", "[주민등록번호]"),
        ("01023456789", "count", "[전화번호]"),
        ("880101-1234568", "money", "[주민등록번호]"),
        ("minsu@naver.com", "flag", "[이메일]"),
        ("박서연 학생 문의", "label", "[이름] 학생 문의"),
        ("별빛학원 02-345-6789", "name", "별빛학원 [전화번호]"),
        ('{"tel": "x", "memo": "010-2345-6789"}', "json", '{"tel": "[개인정보]", "memo": "[전화번호]"}'),
        ('[{"name": "박서연", "n": 1}]', "text", '[{"name": "[개인정보]", "n": 1}]'),
        ('{"number": 821023456789}', "json", '{"number": "[전화번호]"}'),
        ("{broken 010-2345-6789", "json", "{broken [전화번호]"),
    ],
)
def test_cells_that_are_masked(value, kind, masked):
    assert Mask().cell(value, kind) == masked
    assert Mask().cell(masked, kind) == masked


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("minsu@naver.com", "id"),
        ("Minsu <minsu@naver.com>", "person"),
        ("01023456789", "id"),
        ("+82 10-2345-6789", "person"),
        ("880101-1234567", "person"),
        ("박서연", "person"),
        ("John Doe", "person"),
        ("김민지", "person"),
    ],
)
def test_an_id_that_is_a_person_becomes_a_keyed_hash(value, kind):
    mask = Mask(["김민지"], salt=b"salt")
    hashed = mask.cell(value, kind)
    assert re.fullmatch("p_[0-9a-f]{16}", hashed)
    assert mask.cell(hashed, kind) == hashed
    assert Mask(["김민지"], salt=b"salt").cell(value, kind) == hashed
    assert Mask(["김민지"], salt=b"other").cell(value, kind) != hashed


def test_one_person_written_in_two_ways_is_one_id():
    mask = Mask(salt=b"salt")
    assert len({mask.cell(one, "person") for one in ("010-2345-6789", "01023456789", "+82 10 2345 6789")}) == 1
    assert len({mask.cell(one, "id") for one in ("Minsu@Naver.com", "minsu@naver.com ")}) == 1
    assert mask.cell("010-2345-6789", "person") != mask.cell("010-2345-6780", "person")


def test_the_hash_is_hmac_sha256():
    # openssl: printf minsu@naver.com | openssl dgst -sha256 -hmac salt
    assert Mask(salt=b"salt").cell("minsu@naver.com", "person") == "p_2a00c263b41feeed"


def test_a_name_column_keeps_nothing():
    assert Mask().person_name("박서연") == "[이름]"


@pytest.mark.parametrize(
    "header",
    [
        "고객명",
        "이름",
        "학생 이름",
        "성명",
        "휴대폰",
        "연락처",
        "전화번호",
        "주소",
        "생년월일",
        "계좌번호",
        "customer_name",
        "requesterName",
        "phone",
        "mobile number",
        "Full Name",
        "예금주",
        "profile.name",
        "작성자",
        "주민등록번호",
        "IP",
    ],
)
def test_headers_of_personal_columns(header):
    assert is_private(header)


@pytest.mark.parametrize(
    "header",
    [
        "상품명",
        "학원명",
        "account_name",
        "product name",
        "전화 상담 결과",
        "주소록 동기화 여부",
        "통화 시간",
        "제목",
        "상담원",
        "담당자",
        "성별",
        "유형",
        "file name",
        "팀",
        "status",
        "caller_id",
        "description",
        "이메일 발송 여부",
        "plan",
    ],
)
def test_headers_of_other_columns(header):
    assert not is_private(header)
