"""Made-up contacts of a service team, by what they are about: short, in two languages where asked, any number of them."""

from __future__ import annotations

import numpy as np

COMMON = [
    "결제",
    "로그인",
    "알림톡",
    "발송",
    "오류",
    "확인",
    "부탁드립니다",
    "안돼요",
    "엑셀",
    "업로드",
    "느려요",
    "어제부터",
]  # words any text may hold

MATTERS = {
    "login": (
        [
            "로그인이 안 돼요",
            "로그인 화면에서 멈춰요",
            "비밀번호를 까먹어서 로그인을 못 해요",
            "계정이 잠겨서 못 들어가요",
            "아이디를 찾고 싶어요",
            "비번 재설정 메일이 안 와요",
            "로그인하면 바로 튕겨요",
        ],
        ["i cannot log in", "my password reset mail does not arrive", "the account is locked"],
    ),
    "payment": (
        [
            "카드 결제가 두 번 됐어요",
            "결제 취소하고 환불해 주세요",
            "법인 카드로 결제가 안 돼요",
            "환불이 아직 안 들어왔어요",
            "결제 수단을 바꾸고 싶어요",
            "자동 결제를 해지해 주세요",
            "결제 금액이 이상해요",
        ],
        ["i was charged twice by card", "please refund my payment", "the card payment fails"],
    ),
    "invoice": (
        [
            "세금계산서를 재발행해 주세요",
            "세금계산서 금액이 틀려요",
            "사업자등록번호가 바뀌어서 계산서를 다시 받아야 해요",
            "계산서를 메일로 보내 주세요",
            "지난달 세금계산서가 없어요",
            "계산서 발행일을 바꿔 주세요",
        ],
        ["please send the tax invoice again", "the tax invoice shows a wrong amount"],
    ),
    "print": (
        [
            "시험지 인쇄가 흐리게 나와요",
            "인쇄하면 글자가 깨져요",
            "프린터에서 빈 종이만 나와요",
            "시험지를 두 쪽씩 인쇄하고 싶어요",
            "출력물 여백이 잘려요",
            "PDF로 저장해서 인쇄하면 그림이 사라져요",
        ],
        ["the printed sheet is blurred", "printing cuts the margin of the sheet"],
    ),
    "attendance": (
        [
            "출석 알림 문자가 학부모에게 안 가요",
            "출석부에 학생이 안 보여요",
            "등원 체크 단말기가 인식을 못 해요",
            "결석 처리를 취소하고 싶어요",
            "하원 알림이 두 번 가요",
            "출석 기록을 엑셀로 받고 싶어요",
        ],
        ["the attendance message does not reach parents", "a student is missing in the attendance list"],
    ),
}
_BEFORE = [
    "",
    "안녕하세요 ",
    "어제부터 ",
    "급해요! ",
    "아침부터 계속 ",
    "학원인데요 ",
    "문의드립니다. ",
    "업데이트하고 나서 ",
]
_AFTER = [
    "",
    " ㅠㅠ",
    " 확인 부탁드립니다",
    " 왜 그런가요?",
    " 빨리 봐 주세요",
    " 전화 주세요",
    " 감사합니다",
    " 어떻게 하나요?",
]


def texts(count: int, seed: int = 0, english: float = 0.0) -> tuple[list[str], list[str]]:
    """`count` texts and their matters."""
    rng = np.random.default_rng(seed)
    names = list(MATTERS)
    found, matters = [], []
    for _ in range(count):
        name = names[rng.integers(len(names))]
        korean, foreign = MATTERS[name]
        if rng.random() < english:
            found.append(f"{foreign[rng.integers(len(foreign))]} since {rng.integers(2, 90)} days")
        else:
            body = korean[rng.integers(len(korean))]
            found.append(f"{_BEFORE[rng.integers(8)]}{body}{_AFTER[rng.integers(8)]}")
        matters.append(name)
    return found, matters
