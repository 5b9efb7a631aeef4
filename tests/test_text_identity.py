"""A topic stays the same topic from run to run, and what a person decided holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cx.errors import UnknownName
from cx.text.catalogue import Topic, final, measured, open_topics, settled
from cx.text.identity import Change, match
from cx.text.tokens import Tokenizer
from cx.text.topics import TopicModel
from cx.text.vectors import UseEncoder
from tests.many_texts import texts

MONTHS, FIRST, EACH = 12, 130, 15


def at(*angles):
    return np.array([[np.cos(angle), np.sin(angle)] for angle in angles], dtype=np.float32)


def run(catalogue, before, labels, angles, names=None):
    return match(catalogue, np.array(before), np.array(labels), at(*angles), names)


def changed(catalogue, key, **values):
    """The catalogue after a decision of a person about a topic."""
    return tuple(replace(topic, **values) if topic.key == key else topic for topic in catalogue)


def merged_in(catalogue, key, into):
    return changed(changed(catalogue, key, into=into), into, is_kept=True)


def kinds(found):
    return {change.key: change.kind for change in found.changes}


@pytest.fixture
def first():
    """Ten documents: 0 has four, 1 and 2 have three."""
    return run(
        (), [-1] * 10, [0] * 4 + [1] * 3 + [2] * 3, [0] * 4 + [1] * 3 + [2] * 3, {0: "결제", 1: "로그인", 2: "인쇄"}
    )


def test_the_first_run_makes_the_catalogue(first):
    assert first.keys.tolist() == [0] * 4 + [1] * 3 + [2] * 3
    assert kinds(first) == {0: "new", 1: "new", 2: "new"}
    assert [(topic.label, topic.size, topic.share) for topic in first.catalogue] == [
        ("결제", 4, 0.4),
        ("로그인", 3, 0.3),
        ("인쇄", 3, 0.3),
    ]
    assert first.catalogue[1].centroid == pytest.approx([np.cos(1), np.sin(1)], abs=1e-6)


def test_other_numbers_of_the_same_topics_change_nothing(first):
    again = run(first.catalogue, first.keys, [2] * 4 + [0] * 3 + [1] * 3, [0] * 4 + [1] * 3 + [2] * 3)
    assert again.keys.tolist() == first.keys.tolist()
    assert kinds(again) == {0: "same", 1: "same", 2: "same"}
    assert again.catalogue[0].label == "결제"


def test_a_topic_grows_another_shrinks_and_one_is_new(first):
    """14 documents: 0 has 4 of 14 after 4 of 10 (.71 x), 1 has 3 and 3 more (1.43 x), 3 is of new documents alone."""
    found = run(
        first.catalogue,
        [*first.keys, -1, -1, -1, -1],
        [0] * 4 + [1] * 3 + [2] * 3 + [1] * 3 + [7],
        [0] * 4 + [1] * 3 + [2] * 3 + [1] * 3 + [4],
    )
    assert kinds(found) == {0: "shrunk", 1: "grown", 2: "shrunk", 3: "new"}
    assert found.keys[-4:].tolist() == [1, 1, 1, 3]


def test_a_topic_splits_and_two_become_one(first):
    parted = run(first.catalogue, first.keys, [0, 0, 0, 3] + [1] * 3 + [2] * 3, [0, 0, 0, 0.5] + [1] * 3 + [2] * 3)
    assert Change("split", 3, 0) in parted.changes
    assert parted.catalogue[3].parent == 0
    joined = run(first.catalogue, first.keys, [0] * 7 + [2] * 3, [0] * 4 + [1] * 3 + [2] * 3)
    assert Change("merged", 1, 0) in joined.changes
    assert joined.catalogue[1].is_gone
    assert kinds(joined)[0] == "grown"


def test_without_shared_documents_the_meaning_tells(first):
    """A year later no document is left: the topics are found again where they lie, numbers apart; what is gone comes back."""
    later = run(first.catalogue, [-1] * 6, [0, 0, 1, 1, 2, 2], [2, 2, 0, 0, 1, 1])
    assert later.keys.tolist() == [2, 2, 0, 0, 1, 1]
    gone = run(first.catalogue, [-1] * 4, [0, 0, 1, 1], [0, 0, 2, 2])
    assert kinds(gone)[1] == "gone"
    back = run(gone.catalogue, [-1] * 6, [0, 0, 1, 1, 2, 2], [2, 2, 0, 0, 1, 1])
    assert back.keys.tolist() == [2, 2, 0, 0, 1, 1]


def test_a_name_a_person_gave_stays(first):
    named = changed(first.catalogue, 1, name="계정과 로그인")
    again = run(named, first.keys, [1] * 4 + [2] * 3 + [0] * 3, [0] * 4 + [1] * 3 + [2] * 3, {2: "비밀번호"})
    assert (again.catalogue[1].shown, again.catalogue[1].label) == ("계정과 로그인", "비밀번호")
    assert changed(again.catalogue, 1, name=None)[1].shown == "비밀번호"


def test_a_merge_holds_and_can_be_undone(first):
    merged = merged_in(first.catalogue, 2, 0)
    assert settled(merged, first.keys).tolist() == [0] * 4 + [1] * 3 + [0] * 3
    again = run(merged, first.keys, [0] * 4 + [1] * 3 + [2] * 3, [0] * 4 + [1] * 3 + [2] * 3)
    assert again.keys[:7].tolist() == [0] * 4 + [1] * 3
    assert final(merged_in(merged, 0, 1), 2) == 1
    assert open_topics(changed(merged, 2, into=None))[2] == first.catalogue[2]
    with pytest.raises(UnknownName, match="topic"):
        final(first.catalogue, 99)


def test_no_run_parts_what_a_person_merged(first):
    merged = merged_in(first.catalogue, 2, 0)
    keys = settled(merged, first.keys)
    again = run(merged, [*keys, -1, -1], [0] * 4 + [1] * 3 + [2] * 3 + [2, 1], [0] * 4 + [1] * 3 + [2] * 3 + [2, 1])
    assert again.keys.tolist() == [*keys, 0, 1]
    assert len(again.catalogue) == 3


def test_a_pinned_topic_outlives_a_run_that_has_it_no_more(first):
    pinned = changed(first.catalogue, 1, is_kept=True)
    found = run(pinned, [*first.keys, -1, -1], [0] * 7 + [2] * 3 + [0, 0], [0] * 4 + [1] * 3 + [2] * 3 + [0.1, 0.9])
    assert found.keys.tolist() == [0] * 4 + [1] * 3 + [2] * 3 + [0, 1]
    assert not found.catalogue[1].is_gone


def test_a_split_by_a_person_holds(first):
    keys = np.array([0, 0, 3, 3] + [1] * 3 + [2] * 3)
    parted = (*changed(first.catalogue, 0, is_kept=True), Topic(3, "환불", parent=0, is_kept=True))
    catalogue = measured(parted, keys, at(*[0, 0, 0.4, 0.4] + [1] * 3 + [2] * 3))
    assert (catalogue[3].shown, catalogue[3].parent, catalogue[3].size) == ("환불", 0, 2)
    again = run(catalogue, [*keys, -1], [0] * 4 + [1] * 3 + [2] * 3 + [0], [0, 0, 0.4, 0.4] + [1] * 3 + [2] * 3 + [0.5])
    assert again.keys.tolist() == [0, 0, 3, 3] + [1] * 3 + [2] * 3 + [3]


def test_documents_without_a_topic_have_no_key(first):
    found = run(
        first.catalogue, [*first.keys, -1], [0] * 4 + [1] * 3 + [2] * 3 + [-1], [0] * 4 + [1] * 3 + [2] * 3 + [9]
    )
    assert found.keys[-1] == -1
    empty = run(first.catalogue, [-1, -1], [-1, -1], [0, 1])
    assert empty.keys.tolist() == [-1, -1]
    assert set(kinds(empty).values()) == {"gone"}


@pytest.fixture(scope="module")
def year():
    """Twelve monthly runs over texts that come from the same matters every month; names and a pin after the third."""
    written, _ = texts(FIRST + EACH * (MONTHS - 1), seed=4)
    tokens, vectors = Tokenizer().tokenize(written), UseEncoder().encode(written)
    catalogue, keys, kept, runs = (), np.full(len(written), -1), [], []
    for month in range(MONTHS):
        known = FIRST + EACH * month
        before = keys[:known].copy()
        model = TopicModel().fit(written[:known], tokens[:known], vectors[:known], before=before if month else None)
        found = match(catalogue, before, model.labels_, vectors[:known])
        kept.append((found.keys[before >= 0] == before[before >= 0]).mean() if month else 1.0)
        catalogue, keys[:known] = found.catalogue, found.keys
        if month == 2:
            catalogue = changed(changed(catalogue, 1, name="우리가 부르는 이름"), 3, is_kept=True)
            catalogue = merged_in(catalogue, 2, 0)
            keys = settled(catalogue, keys)
        runs.append(keys[:known].copy())
    return kept, catalogue, runs


def test_texts_keep_their_topic_where_nothing_changed(year):
    kept, _, runs = year
    assert min(kept) >= 0.95
    assert len(runs[-1]) == FIRST + EACH * (MONTHS - 1)


def test_decisions_survive_nine_more_runs(year):
    _, catalogue, runs = year
    assert catalogue[1].shown == "우리가 부르는 이름"
    assert catalogue[2].into == 0
    assert not (runs[-1] == 2).any()
    assert (runs[-1][np.flatnonzero(runs[2] == 3)] == 3).all()
    assert catalogue[3].size >= (runs[2] == 3).sum()
