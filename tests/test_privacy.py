"""Personal data is replaced, everything else stays. Every text here is invented."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.privacy import Mask, is_private
from cx.privacy.identity import business_check, resident_check
from cx.privacy.money import luhn

MASKED = [
    # telephone
    ("010-2345-6789로 연락 주세요", "[전화번호]로 연락 주세요"),
    ("제 번호는01023456789입니다", "제 번호는[전화번호]입니다"),
    ("010 2345 6789", "[전화번호]"),
    ("010.2345.6789", "[전화번호]"),
    ("010)2345-6789 문자 주세요", "[전화번호] 문자 주세요"),
    ("(010)2345-6789", "[전화번호]"),
    ("０１０－２３４５－６７８９ 입니다", "[전화번호] 입니다"),
    ("010–2345–6789", "[전화번호]"),
    ("01\u200b0-2345-6789", "[전화번호]"),
    ("o1o-2345-6789", "[전화번호]"),
    ("예전 번호 011-234-5678", "예전 번호 [전화번호]"),
    ("016 234 5678", "[전화번호]"),
    ("010-2345-6789/010-3456-7890", "[전화번호]/[전화번호]"),
    ("TEL010-2345-6789", "TEL[전화번호]"),
    ("+82 10-2345-6789", "[전화번호]"),
    ("+82-2-345-6789", "[전화번호]"),
    ("+82 (0)31 234 5678", "[전화번호]"),
    ("82-10-2345-6789", "[전화번호]"),
    ("821023456789", "[전화번호]"),
    ("0082 10 2345 6789", "[전화번호]"),
    ("02-345-6789", "[전화번호]"),
    ("02)345-6789", "[전화번호]"),
    ("(02) 3456-7890", "[전화번호]"),
    ("학원은 031-234-5678, 집은 064 712 3456", "학원은 [전화번호], 집은 [전화번호]"),
    ("전화 023456789", "전화 [전화번호]"),
    ("팩스: 0312345678", "팩스: [전화번호]"),
    ("070-4321-8765", "[전화번호]"),
    ("07043218765", "[전화번호]"),
    ("0504-1234-5678 안심번호", "[전화번호] 안심번호"),
    ("050812345678", "[전화번호]"),
    ("080-234-5678", "[전화번호]"),
    ("1588-1234 는 통화중", "[전화번호] 는 통화중"),
    ("1899 - 4321", "[전화번호]"),
    ("대표번호 15441234", "대표번호 [전화번호]"),
    ("전화번호 345-6789", "전화번호 [전화번호]"),
    ("+1 415-555-0134", "[전화번호]"),
    ("call (415) 555-0134 please", "call [전화번호] please"),
    ("공일공 이삼사오 육칠팔구", "[전화번호]"),
    ("010 이삼사오 6789", "[전화번호]"),
    # e-mail
    ("minsu.kim@school.co.kr 로", "[이메일] 로"),
    ("메일은minsu@school.kr입니다", "메일은[이메일]입니다"),
    ("minsu@naver.com으로", "[이메일]으로"),
    ("minsu @ naver.com", "[이메일]"),
    ("minsu@naver .com", "[이메일]"),
    ("minsu＠naver．com", "[이메일]"),
    ("minsu(at)naver.com", "[이메일]"),
    ("minsu [at] naver [dot] com", "[이메일]"),
    ("minsu at naver dot com", "[이메일]"),
    ("minsu골뱅이naver.com", "[이메일]"),
    ("minsu@naver 로 보내주세요", "[이메일] 로 보내주세요"),
    ("민수@우리학원.한국", "[이메일]"),
    ("<minsu+test@mail.school.ac.kr>", "<[이메일]>"),
    # registration numbers; 880229-1234563 computed by hand: see test_check_digits
    ("주민번호 950714-2345671", "주민번호 [주민등록번호]"),
    ("주민등록번호: 9507142345671", "주민등록번호: [주민등록번호]"),
    ("아이는 170203-3123456이에요", "아이는 [주민등록번호]이에요"),
    ("950714 - 2345671", "[주민등록번호]"),
    ("９５０７１４－２３４５６７１", "[주민등록번호]"),
    ("주민번호 950714 2345671", "주민번호 [주민등록번호]"),
    ("외국인등록번호 900315-6123456", "외국인등록번호 [외국인등록번호]"),
    ("사업자번호 124-81-00998", "사업자번호 [사업자등록번호]"),
    ("124-81-00998 로 발행", "[사업자등록번호] 로 발행"),
    ("사업자 등록번호는 1248100998", "사업자 등록번호는 [사업자등록번호]"),
    ("여권 M23456789", "여권 [여권번호]"),
    ("여권번호: M123A4567", "여권번호: [여권번호]"),
    ("면허번호 12-34-567890-12", "면허번호 [면허번호]"),
    ("운전면허증 113456789012 확인", "운전면허증 [면허번호] 확인"),
    # money
    ("카드 4242-4242-4242-4242", "카드 [카드번호]"),
    ("4242 4242 4242 4242 결제", "[카드번호] 결제"),
    ("5555555555554444", "[카드번호]"),
    ("3782 822463 10005", "[카드번호]"),
    ("국민은행 123401-04-123456", "국민은행 [계좌번호]"),
    ("카카오뱅크 3333-01-1234567 로 환불", "카카오뱅크 [계좌번호] 로 환불"),
    ("우리 1002-123-456789", "우리 [계좌번호]"),
    ("환불 계좌는 농협 30212345678901 입니다", "환불 계좌는 농협 [계좌번호] 입니다"),
    ("110-123-456789 (신한은행)", "[계좌번호] (신한은행)"),
    ("계좌번호 110 123 456789", "계좌번호 [계좌번호]"),
    ("하나은행 12345678901234 예금주 박서연", "하나은행 [계좌번호] 예금주 [이름]"),
    ("국민은행 123401-04-123456 박서연으로 보내주세요", "국민은행 [계좌번호] [이름]으로 보내주세요"),
    # addresses
    ("서울특별시 마포구 월드컵로 123, 4층 401호", "[주소]"),
    ("서울 강남구 테헤란로12길 34", "[주소]"),
    ("경기도 성남시 분당구 판교역로 235 에이치타워", "[주소]"),
    ("부산시 해운대구 우동 1478-3번지 로 보내주세요", "[주소] 로 보내주세요"),
    ("수원시 영통구 매탄동 123-4", "[주소]"),
    ("집은 행복아파트 101동 1203호예요", "집은 행복아파트 [주소]예요"),
    ("배송지: 역삼동 123-45", "배송지: [주소]"),
    ("세종대로12길 34 2층", "[주소]"),
    ("우편번호 06234", "우편번호 [주소]"),
    # names
    ("박서연 고객님께서 요청", "[이름] 고객님께서 요청"),
    ("김도윤님 안녕하세요", "[이름]님 안녕하세요"),
    ("이하은 학생 숙제", "[이름] 학생 숙제"),
    ("최지우 어머님입니다", "[이름] 어머님입니다"),
    ("정예준 원장님", "[이름] 원장님"),
    ("남궁민수 씨", "[이름] 씨"),
    ("예금주: 한지민", "예금주: [이름]"),
    ("입금자명은 박서연이고", "입금자명은 [이름]이고"),
    ("제 이름은 박서연입니다", "제 이름은 [이름]입니다"),
    ("박서연 010-2345-6789", "[이름] [전화번호]"),
]

KEPT = [
    # numbers that are no personal data
    "1763712345678",
    "접수 시각 1763712345 초",
    "주문번호 20261121-0005678 확인",
    "주문번호 261121-1234567",
    "주문 4242424242424241",
    "주문번호 5555555555554444 취소",
    "티켓 12345678901234 재오픈",
    "zendesk 36912345678901 문의",
    "운송장 123456789012",
    "송장번호 6123-4567-8901",
    "can you cancel purchase 370795561790",
    "order 00004587345 is late",
    "ISBN 979-11-6050-443-9",
    "isbn 9788966262281",
    "2026-11-21 15:30:45",
    "2026.11.21 09:00 ~ 2026.11.22 18:00",
    "20261121153045",
    "11/21/2026 3:30 PM",
    "15:30~16:20 수업",
    "1-2주 걸려요",
    "10-20번 문항",
    "3~4월 일정",
    "2024-2025 시즌",
    "1800-1900년대 문학",
    "1600-1700원",
    "가격은 1,234,567원입니다",
    "총 12,345,678.90",
    "₩110,000,000",
    "버전 1.2.3.4567",
    "v10.15.7 (19H2026)",
    "192.168.010.001",
    "오류코드 0x80070005",
    "오류 900101-999",
    "모델 SM-G998N",
    "A01012345678",
    "01:02:03.456",
    "점수 100점, 평균 87.25",
    "3.1415926535897932",
    "한국사 1급 2급",
    "고1 2학년 3반",
    "수학 100-1 200-2",
    "101동 앞",
    "5호선 2번 출구",
    "문제지 9876543210번",
    "010번 문항",
    "사업자등록번호 124-81-00999 오류",
    "카드번호 4242-4242-4242-4241 오류",
    "법인등록번호 110111-1234567",
    "950714-2******",
    "010-****-6789",
    "1010101010101",
    "0000000000",
    "위도 37.5665350, 경도 126.9779692",
    "대전 2026-1121-001",
    # addresses of machines, calls, files
    "http://example.invalid/p/1234567890?x=20261121",
    "https://blog.example.invalid/entry/223456789012",
    "@담당자 확인 바람",
    "icon@2x.png 깨져요",
    "lodash@4.17.21",
    "3 @ 5,000원",
    "=^^= 고마워요",
    # places that are no address
    "서울 강남구에 있는 학원입니다",
    "문자로 123 보냈어요",
    "바로 1시간 뒤에",
    "서울시 중구 5개 지점",
    "카드로 3번 결제",
    "전주시 완산구 학원 3곳",
    "엘리베이터로 3층",
    "패션으로 8연패",
    "광주소식 10일",
    # words before honorifics
    "고객님 안녕하세요",
    "담당자님 빨리요",
    "선생님 감사합니다",
    "원장님께 전해주세요",
    "김 선생님",
    "이사장님",
    "주문한 고객님",
    "신청한 학생",
    "원어민 선생님",
    "유치원 선생님",
    "주문은 고객센터로",
    "이용자 고객",
    "하나님",
    "날씨가 좋아요",
    "아저씨",
    "글씨가 작아요",
    "조용한 학생",
    "고마운 선생님",
    "유명한 강사님",
    "전문 상담사",
    "이번주 학생 수",
    "강남구 학생",
    "연예인 학생",
    "우수한 선생님",
    "이름이 나오지 않아요",
    "이름 변경해주세요",
    "그대 이름은 여자!",
    "예금주 변경 부탁드립니다",
    "예금주 조회가 안돼요",
    # ordinary words
    "여권 사진 규격이 어떻게 되나요",
    "면허 시험 2종",
    "우리 2-3명이서 봤어요",
    "국민 10명 중 9명",
    "하나 2026-11-21 결제",
    "입금했는데 주문번호 2026112100012 확인",
    "전화 3번 했는데 안 받아요",
    "전화영어 100-2000원",
    "",
    " ",
    "[전화번호]",
]


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_personal_data_goes(text, masked):
    assert Mask().text(text) == masked


@pytest.mark.parametrize("text", KEPT)
def test_everything_else_stays(text):
    assert Mask().text(text) == text


@pytest.mark.parametrize("text", [text for text, _ in MASKED] + KEPT)
def test_masking_twice_changes_nothing_more(text):
    once = Mask().text(text)
    assert Mask().text(once) == once


PIECES = (
    [text for text, _ in MASKED]
    + KEPT
    + ["김", "님", " ", "-", "국민은행", "010", "예금주 ", "[", "]", "\n", "1234", "@", "로 12"]
)


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_masking_is_idempotent_for_any_mixture(text):
    once = Mask(["박서연", "John Doe"]).text(text)
    assert Mask(["박서연", "John Doe"]).text(once) == once


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_masking_is_idempotent_for_any_text(text):
    once = Mask().text(text)
    assert Mask().text(once) == once


def test_enough_cases_of_each():
    assert len(MASKED) >= 60
    assert len(KEPT) >= 60


def test_check_digits():
    # 880101-123456?: 8*2+8*3+0*4+1*5+0*6+1*7+1*8+2*9+3*2+4*3+5*4+6*5 = 146; (11 - 146 % 11) % 10 = 8
    assert resident_check("8801011234568")
    assert not resident_check("8801011234567")
    # 900315-612345?: 9*2+0*3+0*4+3*5+1*6+5*7+6*8+1*9+2*2+3*3+4*4+5*5 = 185; (11 - 185 % 11 + 2) % 10 = 4
    assert resident_check("9003156123454")
    # 124-81-0099?: 1+2*3+4*7+8+1*3+0+0+9*3+9*5 = 118, + 45//10 = 122; (10 - 122 % 10) % 10 = 8
    assert business_check("1248100998")
    assert not business_check("1248100997")
    # 4242...: 8+2+8+2 four times = 80
    assert luhn("4242424242424242")
    assert not luhn("4242424242424243")
    assert not luhn("0000000000000000")


def test_thirteen_bare_digits_need_the_check_digit_and_the_century():
    assert Mask().text("8801011234568") == "[주민등록번호]"
    assert Mask().text("8801011234567") == "8801011234567"
    assert Mask().text("1801011234560") == "1801011234560"


KNOWN = Mask(["김민지", "이준", "박서연 (CS팀)", "John Doe", "남궁민수", "상담원", "Support"])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("김민지가 처리했어요", "[이름]가 처리했어요"),
        ("담당은 김민지, 보조는 박서연", "담당은 [이름], 보조는 [이름]"),
        ("민지쌤 최고", "[이름]쌤 최고"),
        ("이준 선생님", "[이름] 선생님"),
        ("남궁민수에게 전달", "[이름]에게 전달"),
        ("thanks to JOHN DOE!", "thanks to [이름]!"),
        ("ask john doe about it", "ask [이름] about it"),
        ("이준비 기간", "이준비 기간"),
        ("준비물 안내", "준비물 안내"),
        ("상담원이 친절해요", "상담원이 친절해요"),
        ("Support 팀", "Support 팀"),
        ("민지", "민지"),
    ],
)
def test_known_names(text, masked):
    assert KNOWN.text(text) == masked


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


def test_fast_enough_for_an_import():
    texts = [
        f"{number}번째 문의입니다. 결제가 안 돼서 연락드려요 상품 {number * 7919} 확인 부탁 {kind}"
        for number in range(2_500)
        for kind in ("드립니다", "010-2345-6789")
    ]
    mask = Mask([f"김민{syllable}" for syllable in "가나다라마바사아자차"])
    started = time.process_time()
    for text in texts:
        mask.text(text)
    assert time.process_time() - started < 1.0  # 5,000 different texts a second
