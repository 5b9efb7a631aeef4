"""The demo's texts vary as people's do, agree with their tags, and hold what the text pages must cope with."""

import re

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import cross_val_score
from sklearn.svm import LinearSVC

from cx.demo.themes import themes
from cx.demo.verbatims import write

HANGUL = re.compile("[가-힣]")
SAMPLE = 4_000
NEAR = 0.8
AT_MOST = 0.2


@pytest.fixture(scope="module")
def written():
    return write(1, 1.0)


@pytest.fixture(scope="module")
def distinct(written):
    bodies = [
        text
        for (_, genre), (begin, end) in written.places.items()
        if genre != "title"
        for text in written.texts[begin:end]
    ]
    return list(dict.fromkeys([*bodies, *written.remarks.texts]))


def neighbours(rows, among):
    """The greatest cosine of each of `rows` (indices) with another of `among`, over character 3-grams."""
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(3, 3)).fit_transform(among).astype(np.float32)
    nearest = np.zeros(len(rows))
    for begin in range(0, len(rows), 500):
        part = rows[begin : begin + 500]
        likeness = vectors[part] @ vectors.T
        likeness[np.arange(len(part)), part] = 0
        nearest[begin : begin + 500] = likeness.max(axis=1).toarray().ravel()
    return nearest


def test_at_most_a_fifth_of_a_sample_has_a_near_duplicate(distinct):
    drawn = np.random.default_rng(0).permutation(len(distinct))[:SAMPLE]
    sample = [distinct[place] for place in drawn]
    assert (neighbours(np.arange(SAMPLE), sample) >= NEAR).mean() <= AT_MOST


def test_at_most_a_fifth_has_a_near_duplicate_among_all_texts(distinct):
    """A thousand of them tell: two standard errors of a fifth are 2.5 points, and each is compared with all the others."""
    drawn = np.random.default_rng(1).permutation(len(distinct))[:1_000]
    assert (neighbours(drawn, distinct) >= NEAR).mean() <= AT_MOST


def test_the_measure_itself_finds_near_duplicates():
    among = ["비밀번호를 넣어도 로그인이 안 됩니다", "비밀번호를 넣어도 로그인이 안 됩니다.", "청구서가 두 번 나갔어요"]
    found = neighbours(np.arange(3), among)
    assert found[0] > NEAR
    assert found[1] > NEAR
    assert found[2] < 0.2


def test_there_are_texts_enough_in_korean_english_and_both(distinct):
    korean = [text for text in distinct if HANGUL.search(text)]
    english = [text for text in distinct if not HANGUL.search(text) and len(text) > 20]
    mixed = [text for text in korean if re.search(r"[A-Za-z]{4,}", text)]
    assert len(korean) >= 25_000
    assert 200 <= len(english) <= 1_000
    assert len(mixed) >= 300


@pytest.mark.parametrize(
    ("sign", "least"),
    [
        ("[ㅋ]{2}", 200),
        ("[ㅠㅜ]", 1_000),
        (r"됬|않 |해여|몇일|네여", 500),
        ("문항 ?누리|수업 ?누리", 800),
        (r"010[-. ]?\d{4}[-. ]?\d{4}", 1_000),
        (r"[a-z]+\d*@", 300),
        (r"\d{3}-\d{2}-\d{5}", 10),
        (r"(은행|농협|금고|뱅크) \d{6}-\d{2}-\d{6}", 10),
        ("[가-힣]{2,3} (원장님|매니저님|상담사님)", 300),
        (r"^[^ ]{25,}$", 30),
    ],
)
def test_people_write_like_people(distinct, sign, least):
    assert sum(bool(re.search(sign, text, re.MULTILINE)) for text in distinct) >= least


def test_no_slot_is_left_open(distinct):
    left = {match for text in distinct for match in re.findall(r"\{[^}]*\}", text)}
    assert left <= {"{이름}"}  # customers complain that this placeholder arrived


def test_a_text_tells_its_theme(written):
    rng = np.random.default_rng(2)
    texts, tags = [], []
    for number, theme in enumerate(themes()):
        begin, end = written.places[number, "chat"]
        drawn = rng.choice(np.arange(begin, end), 60, replace=False)
        texts += [written.texts[place] for place in drawn]
        tags += [theme.tag] * len(drawn)
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3), sublinear_tf=True).fit_transform(texts)
    assert cross_val_score(LinearSVC(), vectors, tags, cv=3).mean() > 0.75


def test_every_theme_has_texts_of_every_kind(written):
    genres = {genre for number, genre in written.places if number == 0}
    assert genres == {"chat", "board", "email", "phone", "sales", "message", "bot", "title"}
    for number, theme in enumerate(themes()):
        for genre in genres:
            begin, end = written.places[number, genre]
            assert end - begin >= 4, (theme.name, genre)
