"""The map of topics: distances a plane can show are shown as they are, names do not cover each other."""

from __future__ import annotations

import numpy as np
import pytest

from cx.charts import atlas
from cx.charts.atlas import Spot
from cx.text.plane import distances, kept, plane


def test_what_fits_into_a_plane_is_drawn_as_it_is():
    corners = np.array([[0, 0], [4, 0], [4, 3], [0, 3]])
    apart = np.linalg.norm(corners[:, None] - corners[None], axis=2)  # 4 apart, 3 apart, 5 across
    found = plane(apart)
    assert np.linalg.norm(found[:, None] - found[None], axis=2) == pytest.approx(apart, abs=1e-6)
    assert np.ptp(found[:, 0]) > np.ptp(found[:, 1])
    assert np.array_equal(found, plane(apart))
    assert kept(apart, found, near=1) == 4


def test_distances_are_chords_beyond_what_all_have_in_common():
    # Less their mean (1, 0, 0) the directions are ±(0, 1, 0) and ±(0, 0, 1): at right angles, or opposite.
    apart = distances(np.array([[1, 1, 0], [1, -1, 0], [1, 0, 1], [1, 0, -1]], dtype=np.float32))
    assert apart[0] == pytest.approx([0, 2, 2**0.5, 2**0.5], abs=1e-6)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_points_have_places(n):
    apart = np.ones((n, n)) - np.eye(n)
    assert plane(apart).shape == (n, 2)
    assert kept(apart, plane(apart)) == n


def test_names_that_would_cover_each_other_are_left_out_the_larger_one_stays():
    spots = [
        Spot("1", "결제 · 환불 · 카드", 0.5, 0.5, 10, "10", trend="up"),
        Spot("2", "로그인 · 비밀번호", 0.51, 0.5, 90, "90"),
        Spot("3", "아주아주아주아주아주 긴 이름의 주제", 0.5, 0.9, 5, "5", trend="down"),
    ]
    rows = atlas.data(spots).set_index("code")
    assert rows.index.tolist() == ["2", "1", "3"]
    assert rows["wide"].tolist() == ["로그인 · 비밀번호", "", "▼ 아주아주아주아주아주 긴…"]
    assert {name for name in rows["narrow"] if name} <= set(rows["wide"])
