"""Audits of tags: a fair sample, a verdict on each, and an accuracy with its interval."""

from __future__ import annotations

import pytest

from cx.errors import CxError
from cx.voc import audits, tagging
from tests.tagged_rows import WHO, many, opened, ticket


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path, [*many(), ticket(80, 0, None)]) as found:
        yield found


def test_a_sample_has_tags_in_their_proportion_and_nothing_untagged(store):
    assert audits.draw(store, 15) == 15
    found = audits.audited(store)
    tags = [one.given for one in found.drawn]
    assert {tag: tags.count(tag) for tag in tags} == {"결제/환불": 5, "오류/로그인": 5, "문의/출석": 5}
    assert len(found.open) == 15
    assert found.whole.audited == 0


def test_verdicts_make_the_accuracy_and_right_ones_are_not_asked_again(store):
    audits.draw(store, 10)
    for place, one in enumerate(audits.audited(store).drawn):
        audits.judge(store, one, WHO, is_right=place > 0)
    found = audits.audited(store)
    assert (found.whole.right, found.whole.audited, found.open) == (9, 10, ())
    assert found.whole.low == pytest.approx(0.5958, abs=1e-4)  # Wilson, 9 of 10: 59.58 % to 98.21 %
    assert found.whole.high == pytest.approx(0.9821, abs=1e-4)
    assert sum(one.audited for one in found.by_tag.values()) == 10
    assert sum(one.right for one in found.by_agent.values()) == 9
    assert len(tagging.history(store)) == 9


def test_audits_are_looked_at_together_and_what_was_left_is_dropped(store):
    audits.draw(store, 4)
    audits.judge(store, audits.audited(store).drawn[0], WHO, is_right=True)
    audits.draw(store, 6)
    found = audits.audited(store)
    assert (len(found.drawn), len(found.open), found.whole.audited) == (6, 6, 1)


def test_without_tags_nothing_is_drawn(tmp_path):
    with opened(tmp_path, [ticket(1, 0, None)]) as store:
        with pytest.raises(CxError, match="nothing to draw"):
            audits.draw(store)
        assert audits.audited(store).drawn == ()
