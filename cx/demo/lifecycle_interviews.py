"""What accounts that left said when they were asked why, as somebody of the team wrote it down."""

from __future__ import annotations

import numpy as np

from cx.demo.days import DAY, HOUR, Days
from cx.demo.lifecycle import CAUSES, LEFT, PRICE, Book
from cx.demo.table import Columns, texts, times

_ASKED = 0.66
_HEAD = (
    "재계약 의사 확인차 통화함.",
    "해지 사유 인터뷰 진행.",
    "원장님과 통화.",
    "담당 실장님과 15분 통화함.",
    "방문해서 말씀 나눔.",
    "해지 요청 접수 후 연락드림.",
)
_TAIL = ("추후 조건이 바뀌면 다시 연락 달라고 하심.", "데이터 백업 방법 안내해 드림.", "재도입 가능성은 낮아 보임.", "내년 학기 시작 전에 다시 연락드리기로 함.",
         "해지 절차 안내 완료.", "다른 상품은 계속 쓰시기로 함.")  # fmt: skip
_WHY = {
    PRICE: (
        "재계약 견적을 받아 보니 작년보다 많이 올라 부담이 된다고 하심.", "인상된 요금으로는 선생님 수만큼 쓰기 어렵다고 함.", "요금이 한 번에 오른 것이 가장 큰 이유라고 하심.",
        "쓰는 기능에 비해 월 이용료가 비싸졌다고 느끼심.", "예산이 정해져 있어 오른 금액을 맞추기 어렵다고 함.", "할인 없이는 재계약이 어렵다는 답변.",
    ),
    "사용량 감소": (
        "최근 몇 달은 거의 접속하지 않았다고 함.", "담당 선생님이 그만두신 뒤로 쓰는 사람이 없다고 하심.", "학생 수가 줄어 예전만큼 쓸 일이 없음.", "바빠서 활용을 못 했고 돈이 아깝다고 하심.",
    ),
    "경쟁사 전환": (
        "다른 업체 제품으로 바꾸기로 이미 계약하셨음.", "본사 지정 프로그램으로 통일한다고 함.", "주변 학원이 쓰는 제품이 더 쉽다고 들으셨다고 함.", "문항 수가 더 많은 곳으로 옮기신다고 함.",
    ),
    "폐원·휴원": (
        "이번 학기를 끝으로 학원을 정리하신다고 함.", "원장님 건강 문제로 당분간 휴원.", "다른 지점과 합치면서 계정이 필요 없어짐.", "상가 재계약이 안 되어 문을 닫는다고 하심.",
    ),
    "기능 부족": (
        "학부모 앱 연동이 안 되는 것이 계속 불편했다고 하심.", "성적 통계를 반별로 비교할 수 없어 아쉬웠다고 함.", "서술형 채점 기능이 필요한데 계획이 없다고 들으셨다고 함.", "출결과 수납을 따로 써야 해서 번거롭다고 하심.",
    ),
    "온보딩 미완료": (
        "처음에 학생 등록을 끝내지 못해 제대로 써 보지 못했다고 하심.", "도입 교육을 받았지만 수업에 적용하지 못했음.", "명단 옮기는 일이 끝나지 않아 한 번도 못 썼다고 함.", "계약만 해 두고 시작을 못 하셨음.",
    ),
}  # fmt: skip


def interviews_file(rng: np.random.Generator, days: Days, book: Book) -> Columns:
    """One interview for most of those who left within the demo, some days around the end of the contract."""
    found: list[tuple[int, int, str]] = []
    for term in book.terms:
        at = (term.ends + int(rng.integers(-12, 15))) * DAY + int(rng.integers(10 * HOUR, 18 * HOUR))
        is_asked = term.outcome == LEFT and rng.random() < _ASKED
        if is_asked and int(days.starts[0]) <= at < days.end:
            found.append((at, term.account, _said(rng, term.cause or CAUSES[1])))
    found.sort()
    return {
        "feedback_id": texts([f"I{number:05d}" for number in range(1, len(found) + 1)]),
        "said_at": times(np.array([row[0] for row in found], dtype=np.int64)),
        "feedback": texts(["interview"] * len(found)),
        "account_id": texts(book.accounts.ids[[row[1] for row in found]]),
        "channel": texts([("phone", "sales")[int(rng.random() < 0.3)] for _ in found]),  # noqa: PLR2004 a share
        "title": texts(["해지 인터뷰"] * len(found)),
        "body": texts([row[2] for row in found]),
    }


def _said(rng: np.random.Generator, cause: str) -> str:
    why = _WHY[cause]
    first, second = rng.permutation(len(why))[:2]
    said = [_HEAD[rng.integers(len(_HEAD))], why[first]]
    said += [why[second]] if rng.random() < 0.45 else []  # noqa: PLR2004 a share
    said += [_TAIL[rng.integers(len(_TAIL))]] if rng.random() < 0.6 else []  # noqa: PLR2004 a share
    return " ".join(said)
