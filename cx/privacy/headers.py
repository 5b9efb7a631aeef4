"""Which columns hold personal data by their header, whatever their cells look like."""

from __future__ import annotations

import re

_PERSON = r"고객|회원|학생|학부모|보호자|이용자|사용자|수신인|수신자|발신자|요청자|신청자|문의자|작성자|응답자|담당자|구매자|주문자|받는 ?사람|보내는 ?사람|예금주|입금자|대표자|원장|의뢰인|customer|requester|contact|user|person|submitter|recipient|owner|sender|caller|first|last|full|family|given"
_NAME = re.compile(
    rf"(?:^|[ _.\-/(])(?:(?:{_PERSON})[ _.\-]?(?:의 ?)?(?:이름|성명|성함|명|name)|이름|성명|성함|성|name|full ?name|nick ?name|닉네임|별명|예금주|입금자|surname)(?:$|[ _.\-/)])",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:주민|외국인) ?등록 ?번호|여권 ?번호|면허 ?번호|계좌 ?번호|카드 ?번호|(?:전화|휴대폰|핸드폰|연락처|폰|팩스|수신|발신|착신)(?: ?번호)?$"
    r"|^(?:상세 ?|도로명 ?|배송 ?|집 ?)?주소$|생년 ?월일|생일|비밀 ?번호"
    r"|(?:^|[ _.\-])(?:phone|mobile|tel|telephone|fax|cell|msisdn|password|passwd|birth ?(?:day|date)?|dob|ssn|street|address[12]?|avatar ?url|ip|ip ?address)(?:$|[ _.\-])",
    re.IGNORECASE,
)


def is_private(header: str) -> bool:
    """Whether a column called `header` holds names, numbers or addresses of people: nothing of it may be stored."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", header.strip())
    return bool(_NAME.search(text) or _OTHER.search(text))
