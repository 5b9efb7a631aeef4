"""Messages of several sentences: what somebody wants is told from what it comes from, and from politeness."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from cx.text.causes import CAUSES, CauseModel
from cx.text.clauses import clauses
from cx.text.examples import examples
from cx.text.kinds import KINDS, KindModel, by_rules
from cx.text.phrases import Phrases
from cx.text.sentences import SentenceReader
from cx.text.tokens import Tokenizer
from cx.text.vectors import UseEncoder

with (Path(__file__).parent / "message_kinds.csv").open(encoding="utf-8", newline="") as _file:
    SAID = list(
        csv.DictReader(_file)
    )  # labelled before any was told; the last 78 were not looked at while lists were written
PARTS = ("looked at", "not looked at")


@pytest.fixture(scope="module")
def read():
    """Vectors as texts are read, sentence by sentence; each text once."""
    reader, known = SentenceReader(Tokenizer(), UseEncoder()), {}

    def encoded(texts):
        new = sorted(set(texts) - known.keys())
        if new:
            known.update(zip(new, reader.read(new)[1], strict=True))
        return np.array([known[text] for text in texts], dtype=np.float32)

    return encoded


def rows_of(part):
    return [row for row in SAID if row["set"] == part]


@pytest.fixture(scope="module")
def kinds(read):
    texts = [row["text"] for row in SAID]
    return dict(zip(texts, KindModel(read).kinds(texts, read(texts)), strict=True))


@pytest.fixture(scope="module")
def causes(read):
    texts = [row["text"] for row in SAID]
    return dict(zip(texts, CauseModel(read).causes(texts, read(texts)), strict=True))


def f1(name, told, wanted):
    right = sum(one == other == name for one, other in zip(told, wanted, strict=True))
    return 2 * right / (told.count(name) + wanted.count(name))


def test_no_message_is_among_the_examples():
    known = {text for name, classes in (("kinds", KINDS), ("causes", CAUSES)) for text in examples(name, classes)[0]}
    assert not known & {row["text"] for row in SAID}
    assert [len(rows_of(part)) for part in PARTS] == [228, 78]


@pytest.mark.parametrize(("part", "least", "least_request"), [("looked at", 0.83, 0.83), ("not looked at", 0.75, 0.72)])
def test_kinds_of_messages(kinds, part, least, least_request):
    rows = rows_of(part)
    told, wanted = [kinds[row["text"]].kind or "other" for row in rows], [row["kind"] for row in rows]
    assert np.mean([one == other for one, other in zip(told, wanted, strict=True)]) >= least
    assert f1("request", told, wanted) >= least_request
    for kind in KINDS:
        assert f1(kind, told, wanted) >= 0.65, kind


def test_a_probability_says_how_often_it_is_right(kinds):
    """Three bands of probabilities: none more than .1 above the share that is right, nor .15 below it."""
    sure = np.array([kinds[row["text"]].probability for row in SAID])
    right = np.array([(kinds[row["text"]].kind or "other") == row["kind"] for row in SAID])
    for least, most in ((0.4, 0.7), (0.7, 0.9), (0.9, 1.01)):
        band = (sure >= least) & (sure < most)
        assert band.sum() >= 40
        assert -0.15 <= sure[band].mean() - right[band].mean() <= 0.1, (least, most)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("항상 빠른 답변 감사드립니다.\n저장을 눌러도 아무 반응이 없습니다.", "pain"),
        ("합계가 안 맞습니다. 원인을 찾아 주실 수 있을까요?", "pain"),
        ("화면은 예쁜데 너무 느려요", "pain"),
        ("Great product, but it crashes", "pain"),
        ("세금계산서를 다시 보내 주실 수 있을까요? 감사합니다.", "question"),
        ("늘 응원합니다. 비밀번호는 어디서 바꾸나요", "question"),
        ("엑셀로 받는 기능이 없어 불편합니다. 추가해 주시면 좋겠습니다.", "request"),
        ("전에 요청드렸던 기능이 생겼네요 정말 편해요", "praise"),
    ],
)
def test_what_is_wanted_is_told_from_what_stands_beside_it(text, kind):
    assert KINDS[int(np.argmax(by_rules(text)[0]))] == kind


def test_causes_of_messages(causes):
    for part, least in zip(PARTS, (0.85, 0.8), strict=True):
        rows = rows_of(part)
        told = [causes[row["text"]].cause for row in rows]
        assert np.mean([one == (row["cause"] or "neither") for one, row in zip(told, rows, strict=True)]) >= least
        assert f1("product", told, [row["cause"] for row in rows]) >= 0.6
    critical = [(causes[row["text"]].critical, row) for row in SAID]
    assert sum(bool(found) and row["critical"] in found for found, row in critical) >= 10
    assert sum(bool(found) and not row["critical"] for found, row in critical) <= 2


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("석 달 전부터 같은 오류가 나요", True),
        ("오전부터 접속이 안 돼요", False),
        ("매번 로그인해야 해서 번거로워요", False),
        ("작년에도 말씀드렸는데 변한 게 없네요", True),
    ],
)
def test_what_has_lasted_is_no_habit_and_no_hour(read, text, lasts):
    assert CauseModel(read).causes([text], read([text]))[0].is_lasting is lasts


def test_clauses_are_lines_sentences_and_what_is_conceded():
    def said(text):
        return [(one.text, one.is_conceded) for one in clauses(text)]

    assert said("안녕하세요\n알림이 두 번 가요 확인 부탁드립니다") == [
        ("안녕하세요", False),
        ("알림이 두 번 가요", False),
        ("확인 부탁드립니다", False),
    ]
    assert said("다 좋은데 느려요") == [("다 좋은데", True), ("느려요", False)]
    assert said("필요 없는 메뉴") == [("필요 없는 메뉴", False)]
    assert said("It is great, but SLOW.") == [("it is great", True), ("but slow.", False)]
    assert said("Q. 무엇이 바뀌면 좋을까요?\nA. 지금이 편해요") == [("a.", False), ("지금이 편해요", False)]
    assert said("Q. 언제 되나요") == [("q.", False), ("언제 되나요", False)]
    assert said("") == said(" \n ") == []
    assert said("가나 다 " * 500)[0][0].startswith("가나 다")


def test_choices_in_a_phrase_are_spelled_out():
    phrases = Phrases.of({"a": {"strong": ["(버튼|메뉴)~추가(해|됐)"]}})
    assert [rule.phrase for rule in phrases.rules] == [
        "버튼~추가해",
        "버튼~추가됐",
        "메뉴~추가해",
        "메뉴~추가됐",
    ]
    assert [one.phrase for one in phrases.found("메뉴를 하나 추가해 주세요")] == ["메뉴~추가해"]
