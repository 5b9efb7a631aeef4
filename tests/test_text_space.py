"""The nearest documents against a whole sort: ties, blocks, and documents that nothing is like."""

import numpy as np
import pytest
from scipy import sparse

from cx.text.space import Points, nearest


def points_at(places):
    return Points(places.astype(np.float32), sparse.csr_matrix((len(places), 1), dtype=np.float32))


@pytest.mark.parametrize(("known", "count"), [(5, 3), (16, 15), (300, 15), (1_003, 15), (2_600, 300)])
def test_the_nearest_are_the_first_of_all_sorted_by_likeness_then_place(known, count):
    # Coordinates of few values: many documents are equally like another, and the first of them are to be taken.
    dice = np.random.default_rng(known)
    asked, among = points_at(dice.integers(0, 3, (1_200, 3)) / 6), points_at(dice.integers(0, 3, (known, 3)) / 6)
    likeness = asked.meaning @ among.meaning.T
    expected = np.argsort(-likeness, axis=1, kind="stable")[:, :count]
    rows, alike = nearest(asked, among, count)
    assert (rows == expected).all()
    assert np.allclose(alike, np.take_along_axis(likeness, expected, axis=1))


def test_no_document_is_its_own_neighbour_and_none_is_left_out_where_all_are_asked_for():
    points = points_at(np.eye(40))
    rows, alike = nearest(points, points, 50, itself=True)
    assert rows.shape == (40, 39)
    assert (np.sort(rows, axis=1) == [[other for other in range(40) if other != own] for own in range(40)]).all()
    assert not alike.any()


@pytest.mark.parametrize(("asked", "known"), [(0, 5), (5, 0), (1, 1)])
def test_nothing_to_compare(asked, known):
    rows, alike = nearest(points_at(np.eye(5)[:asked]), points_at(np.eye(5)[:known]), 3, itself=asked == known)
    assert rows.shape == alike.shape == (asked, 0 if asked == known else min(3, known))
