"""Groups of near-copies against every pair compared by scikit-learn, and what a group may not become."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from cx.text import rarity
from cx.text.near_copies import BUCKETS, NearCopies
from tests.many_texts import COMMON

NOTHING = sparse.csr_matrix((0, BUCKETS), dtype=np.float32)
LETTER = (
    "학부모 앱 첫 화면에 뜨는 광고 배너를 내려 주시기 바랍니다 저희 학원 학부모님이 다른 학원 광고를 보고 문의하십니다"
)

LONGER = (
    "이용료를 내고 쓰는 서비스에 경쟁 업체 배너가 나오는 것은 도저히 이해하기 어렵고 보호자들은 저희가 돈을 받는 줄로 오해하니"
    " 끄는 설정이라도 하나 만들어 주시고 언제까지 가능한지 회신을 꼭 남겨 주십시오"
)


def some_texts(count, seed=0):
    """Texts of common words, so that many are somewhat alike; half of them are another one, changed a little."""
    dice = np.random.default_rng(seed)
    texts = [" ".join(dice.choice(COMMON, dice.integers(4, 14))) for _ in range(count // 2)]
    for text in list(texts):
        words = text.split()
        words[dice.integers(len(words))] = dice.choice(COMMON)
        texts.append(" ".join(words))
    return list(dict.fromkeys(texts[at] for at in dice.permutation(len(texts))))


def placed(texts, at_once, known=None):
    """The head of each text by its place, taken so many at a time."""
    copies = NearCopies(rarity.learn(texts) if known is None else known, [], NOTHING)
    heads, rare = [], []
    for begin in range(0, len(texts), at_once):
        part = texts[begin : begin + at_once]
        looked = copies.look_at(range(begin, begin + len(part)), part)
        found = copies.place(looked, [texts[head] for head in looked.asked])
        heads += found.heads
        rare.append(found.rare)
    return heads, sparse.vstack(rare, format="csr")


def cosines(texts):
    """By another library, as the definition says it: 3-grams of letters without blanks, sublinear, smooth, of length 1."""

    def grams(text):
        tight = text.lower().replace(" ", "")
        return [tight[at : at + 3] for at in range(max(1, len(tight) - 2))]

    matrix = TfidfVectorizer(analyzer=grams, sublinear_tf=True).fit_transform(texts)
    return (matrix @ matrix.T).toarray()


@pytest.mark.parametrize("at_once", [7, 60, 1_000])
def test_groups_are_those_of_every_pair_compared(at_once):
    texts = some_texts(400)
    alike = cosines(texts)
    expected = []
    for row in range(len(texts)):
        before = [head for head in range(row) if expected[head] == head and alike[row, head] >= 0.8]
        expected.append(max(before, key=lambda head: (round(alike[row, head], 9), -head)) if before else row)
    assert len({head for row, head in enumerate(expected) if row != head}) > 50
    assert placed(texts, at_once)[0] == expected


def test_heads_kept_and_taken_up_again_go_on_as_if_never_left():
    texts = some_texts(200, seed=1)
    known = rarity.learn(texts)
    whole, rare = placed(texts, 50)
    first = [row for row in range(100) if whole[row] == row]
    later = NearCopies(known, first, rare[first])
    looked = later.look_at(range(100, len(texts)), texts[100:])
    assert later.place(looked, [texts[head] for head in looked.asked]).heads == whole[100:]


def test_a_letter_changed_word_by_word_does_not_run_away():
    """Each is like the one before it; the last has no word of the first."""
    words = f"{LETTER} {LONGER}".split()
    chain = [" ".join(words)]
    for at in range(len(words)):
        words[at] = f"{COMMON[at % len(COMMON)]}{chr(ord('가') + 97 * at)}"
        chain.append(" ".join(words))
    alike = cosines(chain)
    assert min(alike[at, at + 1] for at in range(len(chain) - 1)) >= 0.8
    heads = placed(chain, 1_000)[0]
    assert all(alike[row, head] >= 0.8 for row, head in enumerate(heads))
    assert heads[-1] != heads[0] == 0


def test_what_says_nothing_belongs_nowhere_and_odd_texts_are_taken_as_they_are():
    zalgo, arabic = "Z̷̢̛a̸l̶g̵o̷ 오류", "مرحبا بالعالم"
    texts = [
        "네",
        "네",
        "",
        "ㅋㅋㅋ",
        "!!!",
        " " * 600 + "환불 요청",
        "환불 요청",
        "x" * 5000,
        "x" * 4999 + "y",
        zalgo,
        zalgo,
    ]
    texts += ["\udc80 결제 오류", "<b>결제 오류</b>", arabic, arabic, "환불", "환불"]
    heads = placed(texts, 4)[0]
    assert heads[:7] == [None, None, None, None, None, 5, 5]
    assert heads[9:11] == [9, 9]
    assert heads[13:] == [13, 13, 15, 15]


def test_a_store_without_texts_and_one_with_one():
    assert placed(["결제가 안 돼요"], 5)[0] == [0]
    copies = NearCopies(rarity.learn([]), [], NOTHING)
    assert copies.place(copies.look_at([], []), []).heads == []
