"""Check digits, names known from the file, and the speed of masking."""

import time

import pytest

from cx.privacy import Mask
from cx.privacy.identity import business_check, resident_check
from cx.privacy.money import luhn


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


KNOWN = Mask(
    [
        "김민지",
        "이준",
        "박서연 (CS팀)",
        "John Doe",
        "남궁민수",
        "상담원",
        "Support",
        "이고객",
        "김선생",
        "한빛학원",
        "수강생",
    ]
)


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
        ("고객님 선생님 안녕하세요", "고객님 선생님 안녕하세요"),
        ("한빛학원 수강생입니다", "한빛학원 수강생입니다"),
    ],
)
def test_known_names(text, masked):
    assert KNOWN.text(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("감사합니다.\n임연우 드림", "감사합니다.\n[이름] 드림"),
        ("별빛학원 김서연 올림.\r\n그럼 이만", "별빛학원 [이름] 올림.\r\n그럼 이만"),
        ("박지훈배상 ~!", "[이름]배상 ~!"),
        ("임연우 드림 (02-123-4567)", "[이름] 드림 [전화번호])"),
        ("오늘 김서연 올림픽 얘기", "오늘 김서연 올림픽 얘기"),
        ("신청서 올림", "신청서 올림"),
        ("지도안 올림", "지도안 올림"),
        ("피해자 배상", "피해자 배상"),
        ("답변 드림", "답변 드림"),
    ],
)
def test_a_signature_under_a_mail(text, masked):
    assert Mask(salt=b"s").text(text) == masked


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
