"""Topics of documents: found by themselves, the same for the same documents, clear states for odd ones."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, homogeneity_score, silhouette_score

from cx.errors import UnknownName
from cx.text import graph, topics
from cx.text.assign import Assigner
from cx.text.firm import without_loose, without_small
from cx.text.space import nearest, space_of
from cx.text.tokens import Tokenizer
from cx.text.topics import TopicModel, second_level
from cx.text.vectors import UseEncoder, unit
from tests.many_texts import texts

COUNT = 260


def read(written):
    return written, Tokenizer().tokenize(written), UseEncoder().encode(written)


@pytest.fixture(scope="module")
def contacts():
    return *read(texts(COUNT, seed=1, english=0.1)[0]), texts(COUNT, seed=1, english=0.1)[1]


@pytest.fixture(scope="module")
def model(contacts):
    return TopicModel().fit(*contacts[:3])


def test_what_belongs_together_is_one_topic(contacts, model):
    matters = contacts[3]
    assert homogeneity_score(matters, model.labels_) > 0.9
    assert 5 <= model.n_topics_ <= 35  # the sentences that differ by more than a greeting
    assert (model.labels_ >= 0).all()
    assert model.labels_.shape == model.strength_.shape == model.counts_.shape == (COUNT,)
    assert np.bincount(model.labels_).argmax() == 0
    assert ((model.strength_ > 0) & (model.strength_ <= 1)).all()
    assert 0 <= model.other_ < 0.2


def test_the_order_of_the_documents_and_the_seed_do_not_matter(contacts, model):
    order = np.random.default_rng(5).permutation(COUNT)
    written, tokens, vectors, _ = contacts
    shuffled = TopicModel(seed=7).fit([written[i] for i in order], [tokens[i] for i in order], vectors[order])
    assert adjusted_rand_score(model.labels_[order], shuffled.labels_) == 1
    assert (TopicModel().fit(*contacts[:3]).labels_ == model.labels_).all()


def test_which_copy_stands_for_the_others_does_not_depend_on_the_order(contacts):
    written = [
        *contacts[0][:60],
        *(f"{text} OK {'Refund' if number % 2 else 'refund'}" for number, text in enumerate(contacts[0][:60] * 2)),
    ]
    order = np.random.default_rng(2).permutation(len(written))
    _, tokens, vectors = read(written)
    found = TopicModel().fit(written, tokens, vectors)
    again = TopicModel().fit([written[i] for i in order], [tokens[i] for i in order], vectors[order])
    assert (found.labels_[order] == again.labels_).all()
    assert (found.counts_[order] == again.counts_).all()


def test_coarse_is_coarser_and_most_is_a_bound(contacts, model):
    assert TopicModel("coarse").fit(*contacts[:3]).n_topics_ < model.n_topics_
    assert TopicModel("fine").fit(*contacts[:3]).n_topics_ >= model.n_topics_
    assert TopicModel(most=3).fit(*contacts[:3]).n_topics_ <= 3
    with pytest.raises(UnknownName, match="medium"):
        TopicModel("medum")


def test_new_texts_are_assigned_without_a_refit(contacts, model):
    written, matters = texts(60, seed=2)
    _, tokens, vectors = read([*written, "없음", "오늘 점심은 비빔밥을 먹었고 산책을 했다"])
    before = model.labels_.copy()
    found = model.assign(tokens, vectors)
    assert (model.labels_ == before).all()
    usual = {m: np.bincount(before[[i for i, own in enumerate(contacts[3]) if own == m]]) for m in set(matters)}
    right = [usual[matter][label] > 0 for matter, label in zip(matters, found.labels, strict=False)]
    assert np.mean(right) > 0.9
    assert found.labels[60] == -1
    assert found.strength[60] == 0
    assert found.strength[61] < np.median(found.strength[:60])
    assert (model.transform(tokens, vectors) == found.labels).all()


def test_stored_documents_vote_as_the_model_does(contacts, model):
    _, tokens, vectors = read(texts(60, seed=3)[0])
    stored = Assigner.of(contacts[1], contacts[2], model.labels_ + 100)
    assert np.mean(stored.assign(tokens, vectors).labels - 100 == model.transform(tokens, vectors)) > 0.95
    few = Assigner.of(contacts[1], contacts[2], model.labels_, most=100)
    assert len(few.points) == 100
    assert set(few.labels.tolist()) == set(range(model.n_topics_))


def test_a_sample_is_clustered_and_the_others_vote(contacts, model):
    sampled = TopicModel(sample=150).fit(*contacts[:3])
    assert (sampled.labels_ >= 0).all()
    assert adjusted_rand_score(sampled.labels_, model.labels_) > 0.3


def test_copies_count_and_do_not_distort(contacts, model):
    written, tokens, vectors, _ = contacts
    copy = written[3]
    flooded = TopicModel().fit(
        [*written, *[copy] * 300], [*tokens, *[tokens[3]] * 300], np.vstack([vectors, *[vectors[3:4]] * 300])
    )
    assert adjusted_rand_score(flooded.labels_[:COUNT], model.labels_) > 0.8
    assert (flooded.labels_[COUNT:] == flooded.labels_[3]).all()
    assert flooded.counts_[3] >= 301
    assert flooded.labels_[3] == 0


def test_a_topic_has_parts(contacts, model):
    parts = second_level(*contacts[:3], model.labels_, 0)
    assert (parts >= 0).tolist() == (model.labels_ == 0).tolist()
    assert parts.max() < 8


def test_earlier_topics_hold_their_documents(contacts, model):
    rows = np.arange(200)
    first = TopicModel().fit(contacts[0][:200], contacts[1][:200], contacts[2][:200])
    before = np.full(COUNT, -1)
    before[rows] = first.labels_
    again = TopicModel().fit(*contacts[:3], before=before)
    assert adjusted_rand_score(again.labels_[rows], first.labels_) >= adjusted_rand_score(
        model.labels_[rows], first.labels_
    )


def test_short_lines_among_messages_make_no_topic_of_their_own(monkeypatch):
    """Ninety lines of one word are more like each other than like the messages about their matter, of which they hold a word."""
    dice = np.random.default_rng(2)
    words = [[f"{matter}{at}" for at in range(30)] for matter in ("가", "나", "다")]
    matter, is_short = np.repeat([0, 1, 2], 90), np.tile(np.arange(90) < 30, 3)
    tokens = [
        tuple(dice.choice(words[m], 1 if short else 12, replace=False))
        for m, short in zip(matter, is_short, strict=True)
    ]
    written = ["".join(chr(0xAC00 + at) for at in dice.integers(0, 11_000, 12)) for _ in tokens]
    vectors = 0.4 * dice.standard_normal((len(tokens), 12)) / 12**0.5
    vectors[np.arange(len(tokens)), matter] += np.where(is_short, 0.4, 1)
    vectors[is_short, 4] += 1
    found = TopicModel().fit(written, tokens, unit(vectors.astype(np.float32))).labels_
    assert adjusted_rand_score(matter[~is_short], found[~is_short]) == 1
    assert (found[is_short] == found[~is_short][np.repeat([0, 60, 120], 30)]).mean() > 0.9
    monkeypatch.setattr(topics, "_SHORT", 0)
    alone = TopicModel().fit(written, tokens, unit(vectors.astype(np.float32))).labels_
    assert not set(alone[is_short]) <= set(alone[~is_short])


def test_a_smaller_bound_forces_no_topics_together_that_stand(contacts, model, monkeypatch):
    """Another month may move the estimate of how many topics there are; what nobody wrote otherwise stays apart."""
    monkeypatch.setattr(topics, "how_many", lambda *_: 3)
    assert TopicModel().fit(*contacts[:3]).n_topics_ <= 3 < model.n_topics_
    again = TopicModel().fit(*contacts[:3], before=model.labels_)
    assert (again.labels_ == model.labels_).all()
    few = np.where(model.labels_ < 5, model.labels_, -1)
    assert TopicModel().fit(*contacts[:3], before=few).n_topics_ <= 5
    assert TopicModel(most=4).fit(*contacts[:3], before=model.labels_).n_topics_ <= 4


@pytest.mark.parametrize(
    ("written", "topics"),
    [
        ([], 0),
        (["", "없음", "ㅋㅋㅋ", "😭", "12345"], 0),
        (["결제가 안 돼요"], 1),
        (["결제가 안 돼요", "로그인이 안 돼요", "세금계산서를 보내 주세요"], 1),
        (["결제가 안 돼요"] * 300, 1),
        (
            [
                "가나다 " * 1_250,
                "h̷e̸l̵l̶o̴ there",
                "مرحبا بالعالم",
                "\u1112\u119e\u11ab글 옛말",
                "\ud800 결제",
                "<b>결제</b> <script>alert(1)</script>",
            ],
            1,
        ),
        ([f"Xerxz qwrtp blorf {number} vandek" for number in range(40)], None),
        ([f"본문 {number}" for number in range(300, 600)], 1),
        ([f"תודה רבה על השירות {word}" for word in ("היום", "אתמול", "מחר", "שלום")] * 10, 1),
    ],
    ids=[
        "nothing",
        "no content",
        "one",
        "three",
        "one 300 times",
        "hostile",
        "unknown language",
        "but for a number",
        "from right to left",
    ],
)
def test_odd_documents_have_a_clear_state(written, topics):
    found = TopicModel().fit(*read(written))
    assert found.labels_.shape == (len(written),)
    assert topics is None or found.n_topics_ == topics
    assert (found.labels_ >= 0).all() == bool(topics is None or topics or not written)
    assert np.isfinite(found.strength_).all()
    assert found.transform([("결제",)], UseEncoder().encode(["결제"]))[0] in range(-1, found.n_topics_)


def test_progress_ends_at_all_documents(contacts):
    told = []
    TopicModel(sample=150).fit(*contacts[:3], progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (COUNT, COUNT)


def test_neighbours_are_those_of_all_pairs(contacts):
    _, points = space_of(contacts[1][:80], contacts[2][:80])
    whole = points.meaning @ points.meaning.T + (points.words @ points.words.T).toarray()
    assert np.diag(whole) == pytest.approx(np.ones(80), abs=1e-5)
    np.fill_diagonal(whole, -1)
    rows, alike = nearest(points, points, 3, itself=True)
    assert np.take_along_axis(whole, rows, axis=1) == pytest.approx(np.sort(whole, axis=1)[:, :-4:-1], abs=1e-5)
    assert alike.shape == (80, 3)


def test_separation_is_the_silhouette(contacts, model):
    _, points = space_of(contacts[1], contacts[2])
    distance = 1 - points.meaning @ points.meaning.T - (points.words @ points.words.T).toarray()
    np.fill_diagonal(distance, 0)
    expected = silhouette_score(np.maximum(distance, 0), model.labels_, metric="precomputed")
    assert graph.separation(points, model.labels_) == pytest.approx(expected, abs=2e-3)
    assert graph.separation(points, np.zeros(COUNT, dtype=np.int64)) == 0


def test_a_topic_whose_documents_lie_among_others_is_none_by_hand():
    """Two topics of four that know only themselves; of the third, three neighbours in four lie in the others."""
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 1, 2, 2])
    others = {row: [one for one in range(4 * (row // 4), 4 * (row // 4) + 4) if one != row] for row in range(8)}
    rows = np.array([[*others[row], others[row][0]] for row in range(8)] + [[0, 1, 2, 9], [4, 5, 6, 8]])
    alike = np.ones(rows.shape, dtype=np.float32)
    assert without_loose(labels, rows, alike).tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 0, 1]
    rows[8:] = [[0, 9, 9, 9], [4, 8, 8, 8]]  # three quarters within: a topic among close ones
    assert without_loose(labels, rows, alike).tolist() == labels.tolist()
    assert without_loose(np.zeros(10, dtype=np.int64), rows, alike).tolist() == [0] * 10
    assert without_small(labels, rows, alike).tolist() == labels.tolist()  # of so few texts none is too small


def test_many_islands_are_not_one_topic():
    """Seventy matters that share nothing with each other: however coarse the graph is divided, it has seventy parts."""
    matters, each = 70, 6
    dice = np.random.default_rng(0)
    middles = dice.normal(size=(matters, 40))
    vectors = unit(np.repeat(middles, each, axis=0) + dice.normal(scale=0.05, size=(matters * each, 40)))
    texts = [f"가나다{matter}번 이야기 {number * matter}" for matter in range(matters) for number in range(each)]
    tokens = [(f"말{matter}", f"뜻{matter}") for matter in range(matters) for _ in range(each)]
    found = TopicModel(most=8).fit(texts, tokens, vectors.astype(np.float32))
    assert found.n_topics_ == 8
    of_matter = found.labels_.reshape(matters, each)
    assert (of_matter == of_matter[:, :1]).all()
