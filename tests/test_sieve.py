"""What the look at a whole column lets pass is what masking leaves as it is."""

import re

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cx.privacy import Mask
from cx.privacy.loosened import loosened
from cx.privacy.tokens import LABELS, token

NAMES = ["김하나", "남궁민수", "John Smith", "이슬", "상담원"]
KINDS = ["text", "label", "id", "person", "name", "time", "count"]
PARTS = st.sampled_from(
    [
        "010-1234-5678",
        "010 1234 5678",
        "+82 10-1234-5678",
        "02)123-4567",
        "1588-0000",
        "공일공 일이삼사 오육칠팔",
        "ａ＠ｂ.com",
        "a@b.co.kr",
        "a (at) naver.com",
        "가나@회사.한국",
        "900101-1234567",
        "123-45-67890",
        "사업자 1234567890",
        "M12345678",
        "여권 M12345678",
        "4111 1111 1111 1111",
        "국민 123456-01-123456",
        "1234567890123",
        "서울 강남구 테헤란로 12",
        "101동 1203호",
        "우편번호 06236",
        "역삼동 12-3",
        "김하나님",
        "김하나",
        "예금주 박서준",
        "담당자: 최지우",
        "이름은 한지민",
        "John Smith",
        "john smith",
        "이슬 님",
        "남궁민수는",
        "홍길동 고객님",
        "{",
        "[",
        "0",
        "７",
        "٣",
        "—",
        "ㅡ",
        "·",
        "\u200b",
        "\xad",
        "\u200d",
        "ſ",
        "K",
        "\x00",
        "\t",
        "\n",
        *map(token, LABELS),
    ]
)
TEXTS = st.lists(PARTS | st.text(max_size=4) | st.sampled_from([" ", ", ", "-", ":", "문의", "abc"]), max_size=6).map(
    "".join
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=20))
@example(texts=["", "가", "0１0-1234-5678", "{}", "김하나"])
@example(texts=["John Smith ", "\u3000John Smith"])
def test_nothing_that_masking_changes_passes(kind, texts):
    mask = Mask(NAMES, salt=b"s")
    found = mask.suspects(pa.array([*texts, None], pa.string()), kind)
    assert not found[-1]
    passed = [text for text, is_suspect in zip(texts, found, strict=False) if not is_suspect]
    assert [mask.cell(text, kind) for text in passed] == passed


def test_a_name_among_blanks_is_hashed():
    mask = Mask([*NAMES, "Jane Roe Jr."], salt=b"s")
    blanks = [chr(code) for code in range(0x3001) if chr(code).isspace()]
    values = [text for blank in blanks for text in (f"John Smith{blank}", f"{blank}Jane Roe", f"Jane Roe Jr.{blank}")]
    assert mask.suspects(pa.array(values, pa.string()), "person").all()
    assert all(mask.cell(value, "person").startswith("p_") for value in values)


@pytest.mark.parametrize("names", [[], NAMES, [f"{a}{b}{c}" for a in "김이박" for b in "민서지" for c in "수하우"]])
def test_ordinary_texts_pass(names):
    texts = [
        "결제 오류가 나요",
        "환불 문의 2",
        "Cannot log in since 3 pm",
        "T-12, 45,000원",
        "안녕하세요 😀",
        "업데이트 이후 느려요",
    ]
    assert not Mask(names).suspects(pa.array(texts), "text").any()
    assert not Mask(names).suspects(pa.array(["3f2b8c1e-aa01", "A-1029", "agent 7"]), "id").any()


def test_many_latin_names_are_looked_for_by_their_shape():
    mask = Mask([f"Ann{chr(97 + n % 26)}{chr(97 + n // 26)} Lee" for n in range(26 * 26 * 2) if n < 26 * 26] + NAMES)
    many = Mask([f"A{a}{b}{c} Lee" for a in "abcdefghijkl" for b in "abcdefghijkl" for c in "abcdefghijkl"])
    for one, name in ((mask, "Annaa Lee"), (many, "aabc lee")):
        assert one.text(f"hi {name}!") != f"hi {name}!"
        assert one.suspects(pa.array([f"hi {name}!"]), "text").all()


@pytest.mark.parametrize(
    ("pattern", "flags", "said"),
    [
        (r"(?<!\d)a(?!b)", 0, "(?:a)"),
        (r"a{0,62}b{3}c{2,4}d{1,9}", 0, "(?:a*b{3}c{2,4}d+)"),
        (r"(?P<s>[-)(])x(?P=s)", 0, "(?:(?:[-)(])x(?:[-)(]))"),
        (r"(a|[^]\])])", re.IGNORECASE, r"(?i:(?:a|[^]\])]))"),
    ],
)
def test_conditions_and_bounds_are_left_out(pattern, flags, said):
    assert loosened(re.compile(pattern, flags)) == said


@pytest.mark.parametrize("pattern", [r"\bx", r"\w", "^a", "a$", r"\Ax", r"[\s]"])
def test_what_would_mean_something_else_is_refused(pattern):
    with pytest.raises(ValueError, match=r".+"):
        loosened(re.compile(pattern))
