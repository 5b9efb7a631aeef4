"""Which columns hold personal data by their header, whatever their cells look like."""

from __future__ import annotations

import re

_PEOPLE = (
    "고객|회원|학생|학부모|보호자|이용자|사용자|수신인|수신자|발신자|요청자|신청자|문의자|작성자|응답자|구매자|주문자|수령인|"
    "받는 ?사람|보내는 ?사람|예금주|입금자|대표자|원장|의뢰인|환자|자녀|아이|어머니|아버지|"
    "customer|client|requester|contact|user|person|submitter|respondent|recipient|sender|caller|student|parent|"
    "profile|member|first|last|full|family|given|middle|nick|buyer|end ?user"
)
_NAME = re.compile(
    rf"(?:(?:^|.*[ _.\-/(])(?:{_PEOPLE})[ _.\-]?(?:의 ?)?(?:이름|성명|성함|명|name)|이름|성명|성함|성|name|surname|닉네임|별명"
    r"|예금주(?:명)?|입금자(?:명)?|수취인|작성자|문의자|신청자|요청자|응답자|보호자|학부모|학생|수신인|의뢰인|수령인"
    r"|받는 ?사람|보내는 ?사람|requester|submitter|respondent|recipient|caller)\)?",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:주민|외국인) ?등록 ?번호|여권 ?번호|면허 ?번호|계좌 ?번호|카드 ?번호"
    r"|(?:전화|휴대폰|핸드폰|휴대전화|연락처|폰|팩스|수신|발신|착신)(?: ?번호)?$"
    r"|(?:^|[ _.])(?:상세|도로명|배송|지번|집|자택)? ?주소$|생년 ?월일|생일|비밀 ?번호"
    r"|(?:^|[ _.\-])(?:phone|mobile|tel|telephone|fax|cell|msisdn|password|passwd|birth|birth ?day|birth ?date|dob|ssn"
    r"|street|address[12]?|avatar ?url|ip|ip ?address)(?:$|[ _.\-])",
    re.IGNORECASE,
)


def is_private(header: str) -> bool:
    """Whether a column called `header` holds names, numbers or addresses of people: nothing of it may be stored.

    A name of something else (account_name, 상품명) is no name of a person; an e-mail column is told by its cells.
    """
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", header.strip())
    return bool(_NAME.fullmatch(text) or _OTHER.search(text))
