"""Ways of speaking: how a clause ends as a statement, a request, a question or a link, per style."""

from __future__ import annotations

from cx.demo.dice import Dice
from cx.demo.endings import Clause, end

HAEYO, HAMNIDA, TERSE, MEMO = "haeyo", "hamnida", "terse", "memo"

Forms = tuple[tuple[str, str], ...]  # ending and what follows it

_STATEMENTS: dict[str, Forms] = {
    HAEYO: (
        *((("해요", ""),) * 5),
        ("네요", ""),
        ("네요", ""),
        ("는데", "요"),
        ("더라고요", ""),
        ("거든요", ""),
        ("고", "요"),
    ),
    HAMNIDA: (*((("합니다", ""),) * 6), ("네요", ""), ("는데", "요")),
    TERSE: (*((("음", ""),) * 4), ("다", ""), ("는데", ""), ("네요", "")),
    MEMO: (
        ("다고", " 하심"),
        ("다고", " 하심"),
        ("다고", " 함"),
        ("다고", " 말씀하심"),
        ("다고", " 문의"),
        ("음", ""),
        ("음", ""),
        ("다고", " 하시며 불편 호소"),
    ),
}
_FACTS: dict[str, Forms] = {
    HAEYO: (*((("해요", ""),) * 5), ("는데", "요"), ("거든요", ""), ("고", "요")),
    HAMNIDA: (*((("합니다", ""),) * 6), ("는데", "요")),
    TERSE: (("음", ""), ("음", ""), ("다", ""), ("는데", ""), ("해요", "")),
    MEMO: (("다고", " 하심"), ("다고", " 함"), ("다고", " 말씀하심"), ("음", ""), ("음", "")),
}
_PRESENT_ONLY: dict[str, Forms] = {
    HAEYO: (("는", " 것 같아요"), ("는", " 상황이에요"), ("는", " 거예요"), ("기", "만 해요")),
    HAMNIDA: (("는", " 상황입니다"), ("는", " 상태입니다"), ("는", " 것 같습니다")),
    TERSE: (("는", " 상태"), ("는", " 중"), ("는", "듯")),
    MEMO: (("는", " 증상"), ("는", " 상황"), ("는", " 현상 문의")),
}
_ASKS: dict[str, Forms] = {
    HAEYO: (
        ("아", " 주세요"),
        ("아", " 주실 수 있나요?"),
        ("아", " 주시면 감사하겠어요"),
        ("아", " 주셨으면 해요"),
        ("아", " 주실래요?"),
        ("아", "주세요"),
        ("아", " 주시면 좋겠어요"),
        ("아", " 주실 수 있을까요"),
    ),
    HAMNIDA: (
        ("아", " 주시기 바랍니다"),
        ("아", " 주시면 감사하겠습니다"),
        ("아", " 주실 수 있을까요?"),
        ("아", " 주시길 부탁드립니다"),
        ("아", " 주셨으면 합니다"),
        ("아", " 주십시오"),
        ("아", " 주실 수 있는지 여쭙니다"),
    ),
    TERSE: (("아", " 주세요"), ("아", "주세요"), ("아", " 주세여"), ("아", " 달라고요"), ("아", "줄 수 있나요")),
    MEMO: (
        ("아", " 달라고 하심"),
        ("아", " 달라고 요청"),
        ("아", " 주기를 원하심"),
        ("ㄹ", " 수 있는지 문의"),
        ("아", " 달라는 요청"),
    ),
}
_HOWS: dict[str, Forms] = {
    HAEYO: (
        ("려", "면 어떻게 해야 하나요?"),
        ("려", "면 어디로 들어가야 해요?"),
        ("고", " 싶은데 방법을 모르겠어요"),
        ("는", " 방법 좀 알려 주세요"),
        ("ㄹ", " 수 있나요?"),
        ("ㄹ", " 수 있는 방법이 있을까요"),
        ("아", "도 되나요?"),
        ("고", " 싶어요"),
        ("려", "고요"),
        ("는", " 건 어디서 해요?"),
    ),
    HAMNIDA: (
        ("는", " 방법을 알고 싶습니다"),
        ("고", "자 합니다"),
        ("려", "면 어떤 절차가 필요합니까?"),
        ("ㄹ", " 수 있는지 문의드립니다"),
        ("고", " 싶습니다"),
        ("려", "고 합니다"),
    ),
    TERSE: (("는", " 방법"), ("는", " 법 알려주세요"), ("고", " 싶음"), ("려", "면?"), ("ㄹ", " 수 있나요")),
    MEMO: (
        ("는", " 방법 문의"),
        ("고", " 싶다고 하심"),
        ("ㄹ", " 수 있는지 확인 요청"),
        ("려", "고 하신다고 함"),
        ("는", " 절차 문의"),
    ),
}
_SCENES: Forms = (
    ("려고", " 하는데"),
    ("려고", " 했는데"),
    ("는", " 중인데"),
    ("었", "는데"),
    ("려", "는데"),
    ("고", " 있는데"),
    ("려고", " 보니"),
    ("다가", ""),
    ("ㄹ", " 때"),
    ("려고", " 들어왔더니"),
    ("는", " 중에"),
)
_TRIES: Forms = (
    ("아", " 봤는데"),
    ("아", " 봤지만"),
    ("아", "도"),
    ("었", "는데도"),
    ("아", " 봐도"),
    ("고", " 나서도"),
    ("었", "지만"),
    ("아", "봐도"),
)
_MEMO_TRIES: Forms = (
    ("아", " 보셨으나 동일"),
    ("아", "도 같은 증상"),
    ("었", "으나 해결 안 됨"),
    ("아", " 보시도록 안내했으나 동일"),
    ("는", " 것까지 시도하심"),
)
_LINKS: Forms = (("고", ""), ("고", ""), ("고", ","), ("는데", ""), ("고", " 게다가"))


def said(clause: Clause, form: tuple[str, str]) -> str:
    """The clause with an ending and what follows."""
    return end(clause, form[0]) + form[1]


def statement(clause: Clause, style: str, dice: Dice) -> str:
    """The clause as a statement."""
    if not clause.is_past and not clause.is_adjective and dice.chance(0.18):
        return said(clause, dice.pick(_PRESENT_ONLY[style]))
    return said(clause, dice.pick(_STATEMENTS[style]))


def plain_statement(clause: Clause, style: str, dice: Dice) -> str:
    """The same without the endings that report something seen: for facts about oneself and feelings."""
    return said(clause, dice.pick(_FACTS[style]))


def request(clause: Clause, style: str, dice: Dice) -> str:
    """What the team is asked to do."""
    form = dice.pick(_ASKS[style])
    if clause.stem.endswith("주") and form[0] == "아":  # 알려 주다 already says 주다
        return clause.stem[:-1].rstrip() + form[1]
    return said(clause, form)


def question(clause: Clause, style: str, dice: Dice) -> str:
    """What somebody wants to do and asks about."""
    return said(clause, dice.pick(_HOWS[style]))


def scene(clause: Clause, dice: Dice) -> str:
    """What somebody was doing, as the beginning of a sentence."""
    return said(clause, dice.pick(_SCENES))


def attempt(clause: Clause, still: Clause, style: str, dice: Dice) -> str:
    """What was tried without success."""
    if style == MEMO:
        return said(clause, dice.pick(_MEMO_TRIES))
    return f"{said(clause, dice.pick(_TRIES))} {statement(still, style, dice)}"


def link(clause: Clause, dice: Dice) -> str:
    """The clause as the first half of a sentence."""
    return said(clause, dice.pick(_LINKS))
