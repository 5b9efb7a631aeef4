"""How people really type: spelling slips, missing spaces, wrong keys, tears and laughter."""

from __future__ import annotations

from cx.demo.dice import Dice
from cx.demo.endings import parts, syllable

_SLIPS = (
    ("돼", "되"),
    ("됐", "됬"),
    ("안 ", "않 "),
    ("는데", "는대"),
    ("네요", "네여"),
    ("어떻게", "어떻해"),
    ("어떻게", "어케"),
    ("며칠", "몇일"),
    ("해요", "해여"),
    ("세요", "세용"),
    ("세요", "셔요"),
    ("습니다", "슴니다"),
    ("습니다", "습니당"),
    ("같아요", "같애요"),
    ("왜 ", "외 "),
    ("금방", "금새"),
    ("되어", "되여"),
    ("계속", "게속"),
    ("로그인", "로긴"),
    ("비밀번호를", "비번을"),
    ("비밀번호가", "비번이"),
    ("선생님", "쌤"),
    ("업데이트", "업뎃"),
    ("컴퓨터", "컴터"),
    ("합니다", "함다"),
    ("없어요", "업어요"),
    ("없", "업"),
    ("프로그램", "프로그렘"),
    ("메시지", "메세지"),
    ("이메일", "이멜"),
    ("학부모", "학부형"),
    ("그런데", "근데"),
    ("무엇", "뭐"),
    ("조금", "쫌"),
    ("많이", "마니"),
    ("거예요", "거에요"),
    ("문제지", "문재지"),
    ("다운로드", "다운"),
    ("인터넷", "인터냇"),
    ("할게요", "할께요"),
    ("드릴게요", "드릴께요"),
    ("휴대폰", "핸드폰"),
    ("원장님", "원장쌤"),
)
_NEAR = {"ㅐ": "ㅔ", "ㅔ": "ㅐ", "ㅗ": "ㅓ", "ㅓ": "ㅏ", "ㅏ": "ㅓ", "ㅣ": "ㅏ", "ㅡ": "ㅜ", "ㅜ": "ㅡ", "ㅕ": "ㅓ"}

_SHORT = 45  # characters; nobody writes a whole letter without a space


def slip(text: str, dice: Dice, times: int) -> str:
    """`text` with up to `times` of the usual misspellings that fit it."""
    start = dice.below(len(_SLIPS))
    for step in range(len(_SLIPS)):
        right, wrong = _SLIPS[(start + step * 7) % len(_SLIPS)]
        if right in text and times > 0:
            text = text.replace(right, wrong, 1)
            times -= 1
    return text


def without_spaces(text: str, dice: Dice, share: float) -> str:
    """`text` with `share` of its spaces left out."""
    words = text.split(" ")
    return words[0] + "".join(("" if dice.chance(share) else " ") + word for word in words[1:])


def wrong_key(text: str, dice: Dice) -> str:
    """One syllable with the neighbouring vowel, without its last consonant, or typed twice."""
    place = dice.below(len(text))
    letter = text[place]
    if not "가" <= letter <= "힣":
        return text
    lead, vowel, coda = parts(letter)
    kind = dice.below(3)
    wrong = (
        letter * 2
        if kind == 0
        else syllable(lead, vowel, " ")
        if kind == 1
        else syllable(lead, _NEAR.get(vowel, vowel), coda)
    )
    return text[:place] + wrong + text[place + 1 :]


def typed(text: str, dice: Dice, care: float) -> str:
    """`text` as somebody types it who takes as much `care` (0 none, 1 every)."""
    if dice.chance(0.45 * (1 - care)):
        text = slip(text, dice, 1 + dice.below(3))
    if dice.chance(0.3 * (1 - care)):
        text = without_spaces(text, dice, dice.pick((0.2, 0.35, 0.6, 1.0) if len(text) < _SHORT else (0.1, 0.2, 0.3)))
    if dice.chance(0.2 * (1 - care)):
        text = wrong_key(text, dice)
    return text
