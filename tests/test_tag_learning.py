"""What tags teach, from values made by hand: what is doubted, why, and what is suggested."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from cx.voc.tag_learning import Lesson, learn_tags, reasons
from tests.tagged_rows import THEMES, text, vector


def lesson(per_theme: int = 20, **changes: object) -> Lesson:
    """Contacts of two themes, each tagged rightly, and two without a tag: the second theme's, and one without content."""
    tags = list(THEMES)[:2]
    numbers = [(theme, theme * per_theme + row) for theme in (0, 1) for row in range(per_theme)] + [(1, 90)]
    texts = [text(*one) for one in numbers]
    n = len(texts) - 1
    values = {
        "texts": [*texts, ""],
        "terms": [*(tuple(word for word in said.split() if not word.isdigit()) for said in texts), ()],
        "vectors": np.vstack([*(vector(*one) for one in numbers), np.zeros(8)]).astype(np.float16),
        "at": np.arange(n),
        "tags": [tags[theme] for theme, _ in numbers[:-1]],
        "weights": [1.0] * n,
        "is_asked": np.ones(n, dtype=bool),
        "untagged": np.array([n, n + 1, n]),
    }
    return Lesson(**(values | changes))  # type: ignore[arg-type]


def test_a_document_whose_text_is_of_another_tag_is_doubted_once_it_may_be_asked_about():
    tags = [*lesson().tags]
    tags[2] = list(THEMES)[1]
    found = learn_tags(lesson(tags=tags), 10, lambda *_: None)
    (doubt,) = found.doubts
    assert (doubt.doubt.row, doubt.doubt.given, doubt.doubt.other) == (2, "오류/로그인", "결제/환불")
    assert found.accuracy == pytest.approx(39 / 40)
    asked = np.ones(40, dtype=bool)
    asked[2] = False
    assert learn_tags(lesson(tags=tags, is_asked=asked), 10, lambda *_: None).doubts == []


def test_suggestions_come_in_the_order_asked_and_nothing_for_no_content():
    found = learn_tags(lesson(), 10, lambda *_: None)
    tags = [one.tag if one else None for one in found.suggestions]
    assert tags == ["오류/로그인", None, "오류/로그인"]


def test_progress_reaches_its_end_and_may_stop_the_work():
    told: list[tuple[int, int]] = []
    learn_tags(lesson(), 10, lambda done, total: told.append((done, total)))
    assert told[0] == (0, 12)
    assert told[-1] == (12, 12)

    def stop(done: int, _total: int) -> None:
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        learn_tags(lesson(), 10, stop)


def test_nothing_to_learn_from_is_a_status():
    none = np.zeros(0, dtype=np.int64)
    found = learn_tags(lesson(at=none, tags=[], weights=[], is_asked=none.astype(bool)), 10, lambda *_: None)
    assert (found.status, found.accuracy, found.doubts) == ("no_tags", None, [])
    assert found.suggestions == [None, None, None]


def test_a_reason_is_said_three_times_as_often_under_the_other_tag():
    other = (Counter({"환불": 9, "문의": 9, "취소": 4}), 10)
    given = (Counter({"환불": 1, "문의": 9, "취소": 1}), 10)
    # (9 + .5) / (1 + .5) = 6.3 times and 4.5 / 1.5 = 3 times as often; "문의" is as frequent in both.
    assert reasons(("문의", "취소", "환불"), other, given) == ("환불", "취소")
    assert reasons((), other, given) == ()
