"""What is written on each channel: chats, board posts, e-mails, agents' notes of calls, sales notes, messages, bot input."""

from __future__ import annotations

import re

from cx.demo.compose import Desk, sentences
from cx.demo.endings import end
from cx.demo.material import material
from cx.demo.noise import typed, without_spaces
from cx.demo.slots import fill
from cx.demo.speech import HAEYO, HAMNIDA, MEMO, TERSE

_CHAT = (
    "P",
    "P",
    "S",
    "H",
    "H",
    "TP",
    "PA",
    "S",
    "SA",
    "PTA",
    "SD",
    "PA",
    "2A",
    "STI",
    "HD",
    "SX",
    "DSA",
    "PIA",
    "2TX",
    "IS",
    "HX",
    "SH",
    "TPA",
    "DPI",
    "S2",
    "PDH",
    "XS",
    "2",
    "HI",
    "DH",
    "AS",
    "STA",
)
_POST = (
    "DSTA",
    "S2A",
    "PTDI",
    "DS2A",
    "STXA",
    "2DTA",
    "SIPA",
    "DPTIA",
    "SHDA",
    "SPXA",
    "PDTAI",
    "S2DTA",
    "DHSA",
    "IS2A",
    "PXDSA",
)
_NOTE = ("S", "PA", "ST", "2", "HD", "PTA", "SA", "DP", "SD", "H", "DA", "2A")
_VISIT = ("PD", "DS", "2D", "PA", "DPA", "S", "SA", "DH")
_STYLES = (HAEYO, HAEYO, HAEYO, HAMNIDA, TERSE)


_DOUBLED = re.compile(r"([?!~.])\.+(?=\s|$)")


def _joined(mark: str, said: list[str]) -> str:
    """The sentences with `mark` between them, without a full stop behind another sign."""
    return _DOUBLED.sub(r"\1", mark.join(said))


def _chatty(desk: Desk, said: list[str]) -> str:
    dice = desk.dice
    said = [line + desk.any_of("trail") if dice.chance(0.25) else line for line in said]
    return _joined(dice.pick((" ", " ", ". ", "\n", ", ", "~ ", "!! ")), said)


def chat(desk: Desk) -> str:
    """One to five lines of a chat, more or less carefully typed."""
    dice = desk.dice
    style = dice.pick(_STYLES)
    said = sentences(desk, dice.pick(_CHAT), style)
    if dice.chance(0.4):
        said.insert(0, desk.any_of("hello_chat"))
    if dice.chance(0.38):
        said.append(desk.any_of("bye_chat"))
    if dice.chance(0.04):
        said.append(
            dice.pick(
                (
                    "제 번호는 {전화} 예요",
                    "{전화} 로 전화 주세요",
                    "메일은 {메일} 입니다",
                    "{사람} 원장입니다",
                    "연락처 {전화}",
                )
            )
        )
    is_chatty = style in {HAEYO, TERSE} and dice.chance(0.5)
    text = _chatty(desk, said) if is_chatty else _joined(dice.pick((". ", "\n", " ", ".\n")), said)
    return typed(fill(text, dice), dice, 0.2 if is_chatty else 0.6)


def board(desk: Desk) -> str:
    """A post of several sentences."""
    dice = desk.dice
    style = HAMNIDA if dice.chance(0.55) else HAEYO
    said = sentences(desk, dice.pick(_POST), style)
    if len(said) > 2 and dice.chance(0.4):  # noqa: PLR2004 a link needs sentences on both sides
        said[1] = f"{desk.any_of('again')} {said[1]}"
    lines = [line if line[-1] in "?.!" else line + "." for line in said]
    head = desk.any_of("hello_board") + dice.pick(("\n", " ", "\n\n")) if dice.chance(0.8) else ""
    foot = dice.pick(("\n", " ")) + desk.any_of("bye_board") if dice.chance(0.75) else ""
    return typed(fill(head + dice.pick((" ", "\n", " ")).join(lines) + foot, dice), dice, 0.7)


def email(desk: Desk) -> str:
    """A formal mail with a greeting and a signature."""
    dice = desk.dice
    said = sentences(desk, dice.pick(_POST), HAMNIDA if dice.chance(0.8) else HAEYO)
    lines = [line if line[-1] in "?.!" else line + "." for line in said]
    body = dice.pick((" ", "\n", "\n\n")).join(lines)
    return typed(fill(f"{desk.any_of('hello_email')}\n\n{body}\n\n{desk.any_of('bye_email')}", dice), dice, 0.9)


def call_note(desk: Desk) -> str:
    """What an agent notes during or after a call."""
    dice = desk.dice
    said = sentences(desk, dice.pick(_NOTE), MEMO)
    if dice.chance(0.6):
        said.insert(0, desk.any_of("caller"))
    if desk.own.phrase("did") and dice.chance(0.65):
        said.append(desk.fresh(desk.own.phrase("did")))
    if dice.chance(0.35):
        said.append(desk.any_of("memo_close"))
    mark = dice.pick((". ", " / ", ", ", " - ", "\n- ", " → ", "\n"))
    return typed(fill(mark.join(said), dice), dice, 0.75)


def visit_note(desk: Desk) -> str:
    """What a sales person notes after a visit."""
    dice = desk.dice
    said = ". ".join(sentences(desk, dice.pick(_VISIT), MEMO))
    head = dice.pick(("[{0}] ", "{0}: ", "{0} - ", "<{0}> ")).format(desk.any_of("visit"))
    notes = [desk.any_of("sales_note") for _ in range(1 + dice.below(2))]
    foot = dice.pick(("\n다음: ", " → ", "\n후속 ", " / ")) + desk.any_of("next") if dice.chance(0.6) else ""
    return typed(fill(f"{head}{said}. {' '.join(notes)}{foot}", dice), dice, 0.85)


def message(desk: Desk) -> str:
    """A personal message to somebody of the company."""
    dice = desk.dice
    said = sentences(desk, dice.pick(_CHAT), HAEYO)
    if dice.chance(0.6):
        said.insert(0, desk.any_of("hello_message"))
    if dice.chance(0.55):
        said.append(desk.any_of("bye_message"))
    return typed(fill(_chatty(desk, said), dice), dice, 0.1)


def bot_input(desk: Desk) -> str:
    """The few words somebody gives the bot."""
    dice = desk.dice
    if dice.chance(0.55):
        text = desk.fresh(desk.own.phrase("short"))
    elif dice.chance(0.5):
        text = desk.fresh(desk.own.phrase("subject")) + dice.pick(("", "?", " 방법", " 어떻게", " 문의", "이요"))
    else:
        clause = desk.take("problem")
        text = end(clause, dice.pick(("음", "해요"))) if clause else desk.fresh(desk.own.phrase("short"))
    return fill(without_spaces(text, dice, dice.pick((0.0, 0.0, 0.0, 0.3, 1.0))), dice)


def title(desk: Desk) -> str:
    """The subject line of a post or mail."""
    dice = desk.dice
    shape = dice.pick(
        (
            "{0}",
            "{0} 문의",
            "{0} 관련 문의드립니다",
            "{0} 요청",
            "[{학원}] {0}",
            "{0} 건",
            "{0} 도와주세요",
            "[긴급] {0}",
            "{0} 확인 부탁드립니다",
            "(재문의) {0}",
            "{앱} {0}",
            "{0}?",
        )
    )
    return fill(shape.replace("{0}", desk.fresh(desk.own.phrase("subject"))), dice)


def english(desk: Desk) -> str:
    """A mail or chat in English (not by theme: few write it)."""
    words, dice = material("english"), desk.dice
    first = desk.fresh(words.phrase("problem"))
    parts = [first[:1].upper() + first[1:] + "."]
    parts += [
        desk.fresh(words.phrase(section))
        for section in dice.pick(
            (("tried", "ask"), ("detail", "ask"), ("tried", "detail"), ("ask",), ("detail", "tried", "ask"))
        )
    ]
    head = [desk.fresh(words.phrase("hello"))] if dice.chance(0.7) else []
    foot = [desk.fresh(words.phrase("bye"))] if dice.chance(0.6) else []
    return fill(" ".join([*head, *parts, *foot]), dice)


def mixed(desk: Desk) -> str:
    """Korean with English words, as teachers of English write."""
    dice = desk.dice
    said = sentences(desk, dice.pick(("S", "P", "2", "PT", "SD", "DP")), HAEYO)
    said.insert(dice.below(len(said) + 1), desk.fresh(material("english").phrase("mixed")))
    return typed(fill(dice.pick((". ", " ", "\n")).join(said), dice), dice, 0.6)


def letter(desk: Desk) -> str:
    """One text that many send, with a greeting, an ending and a name of their own."""
    own, dice = desk.own, desk.dice
    said = dice.pick(own.phrase("letter")).replace("{지점}", desk.fresh(own.phrase("branch")))
    return fill(" ".join([desk.fresh(own.phrase("opening")), said, desk.fresh(own.phrase("closing"))]), dice)


GENRES = {
    "chat": chat,
    "board": board,
    "email": email,
    "phone": call_note,
    "sales": visit_note,
    "message": message,
    "bot": bot_input,
}
