"""The cloud and the bars of words: places that do not overlap in either layout, words as they are, files without formulas."""

from __future__ import annotations

import csv
import io
from itertools import combinations

import pytest

from cx import download
from cx.charts import cloud, ranking, word_bars
from cx.language import LANGUAGES
from cx.text.cloud import EMPHASIS, MUTED
from cx.text.keywords import Contrast
from cx.voc import word_finding
from cx.voc.words import Contrasted, Said, Word

WORDS = {f"낱말{number}": 1000.0 / (number + 1) for number in range(60)} | {"<img>": 900.0, "=cmd": 800.0}


def test_words_stand_inside_both_layouts_and_not_upon_another():
    shown, layouts = word_finding.layouts(WORDS)
    for layout, (width, height) in zip(layouts, (cloud.WIDE, cloud.NARROW), strict=True):
        assert len(layout) > 20
        boxes = []
        for word, at in layout.items():
            wide = at.size * sum(0.5 if sign.isascii() else 0.8 for sign in shown[word]) / 2
            assert wide * 0.9 <= at.x <= width - wide * 0.9
            assert at.size / 2 <= at.y <= height - at.size / 2
            boxes.append((at.x - wide, at.x + wide, at.y - at.size / 2, at.y + at.size / 2))
        for one, other in combinations(boxes, 2):
            overlap_x, overlap_y = (
                min(one[1], other[1]) - max(one[0], other[0]),
                min(one[3], other[3]) - max(one[2], other[2]),
            )
            assert overlap_x <= 0 or overlap_y <= 0


def test_few_words_are_no_poster():
    _, (wide, narrow) = word_finding.layouts({"미팅": 4.0})
    assert wide["미팅"].size <= 48
    assert narrow["미팅"].size <= 48


def test_the_rows_of_the_cloud_hold_every_word_as_it_is():
    shown, layouts = word_finding.layouts(WORDS)
    rows = cloud.data(shown, dict.fromkeys(WORDS, "1건"), frozenset({"=cmd"}), layouts)
    assert {"<img>", "=cmd"} <= set(rows["code"])
    assert rows.loc[rows["is_emphasised"], "code"].tolist() == ["=cmd"]
    left_out = rows[rows["narrow_size"] == 0]
    assert set(left_out["code"]) == set(shown) - set(layouts[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_specs_are_constant_and_have_two_colours(language):
    assert cloud.spec(language) is cloud.spec(language)
    told = str(cloud.spec(language))
    assert EMPHASIS in told
    assert MUTED in told
    assert "cursor" in told
    told = str(word_bars.spec(language))
    assert "'change'" not in told
    assert "'change'" in str(ranking.spec(language))


def test_shares_of_rare_words_keep_their_digits():
    assert word_finding.share(5, 10_000, "ko") == "0.05%"
    assert word_finding.share(103, 1000, "ko") == "10.3%"
    assert word_finding.share(0, 1000, "ko") == "0.0%"


@pytest.mark.parametrize(("n", "language", "words"), [
    (37_812, "ko", "3.8만건 · 37.8%"), (9_876, "ko", "9,876건 · 9.9%"), (37_812, "en", "37.8K · 37.8%"),
])  # fmt: skip
def test_a_bar_says_what_it_counts(n, language, words):
    found = Said(120_000, 100_000, (Word("환불", n, n / 100_000),))
    assert [bar.text for bar in word_finding.frequency_bars(found, language)] == [words]


def test_a_contrast_without_more_shows_what_is_less():
    found = Contrasted(100, 100, (Contrast("미팅", -1.0, -4.2, 1, 30),))
    assert [bar.label for bar in word_finding.contrast_bars(found, "ko")] == ["미팅"]
    assert "적게" in word_finding.contrast_title(found, "직전 기간", "ko")
    assert word_finding.contrast_bars(Contrasted(1, 1, ()), "ko") == []


def test_the_file_of_the_ranking_runs_no_formula():
    found = Said(10, 10, (Word("=cmd|' /C calc'!A0", 4, 0.4), Word("<img>", 2, 0.2)))
    frame = word_finding.frequency_table(found, str)
    rows = list(csv.DictReader(io.StringIO(download.to_csv(frame).decode("utf-8-sig"))))
    assert [row["head_word"] for row in rows] == ["'=cmd|' /C calc'!A0", "<img>"]
    assert [row["head_texts"] for row in rows] == ["4", "2"]
    assert download.unescape(rows[0]["head_word"]) == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize(("log_odds", "words"), [(1.0986, "3.0배"), (2.9957, "20배"), (-1.2040, "0.30배")])
def test_a_contrast_is_told_as_times_among_all_words(log_odds, words):
    """A short chat says fewer words than a letter: per text, nearly every word would be said less."""
    row = Contrast("환불", log_odds, 9.0, 830, 1730)
    assert word_finding.apart(row, "ko") == f"{words} · 830건"
    assert words in word_finding.told(row, "ko")
