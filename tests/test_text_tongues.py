"""Documents in a language that few write in: told from the others, and put into topics of the same matter."""

from __future__ import annotations

import numpy as np

from cx.text.assign import Assigner
from cx.text.space import space_of
from cx.text.tongues import foreign, usual

KOREAN = ("결제", "카드", "거절", "등록")
ENGLISH = ("card", "payment", "decline", "register")


def test_a_language_is_told_where_enough_terms_tell_it() -> None:
    tokens = [KOREAN, ENGLISH, ("pdf",), ("excel", "pdf", "업로드"), ("결제", *ENGLISH), ("card", *KOREAN), ()]
    assert foreign(tokens, is_korean=True).tolist() == [False, True, False, False, True, False, False]
    assert foreign(tokens, is_korean=False).tolist() == [True, False, False, False, False, True, False]
    assert not foreign(tokens, is_korean=None).any()


def test_the_usual_language_is_that_of_ten_in_eleven() -> None:
    assert usual([KOREAN] * 10 + [ENGLISH]) is True
    assert usual([ENGLISH] * 10 + [KOREAN]) is False
    assert usual([KOREAN] * 9 + [ENGLISH]) is None
    assert usual([]) is True


def test_documents_in_a_language_few_write_in_lie_by_meaning_alone() -> None:
    vectors = np.eye(3, dtype=np.float32)[[0, 1, 2]]
    abroad = np.full(3, 0.1, dtype=np.float32)
    _, points = space_of([KOREAN, ENGLISH, KOREAN], vectors, is_korean=True, abroad=abroad)
    assert points.words[1].nnz == 0
    np.testing.assert_allclose(points.meaning[1], np.array([-0.1, 0.9, -0.1]) / np.sqrt(0.83), rtol=1e-5)


def test_new_documents_follow_others_of_their_matter_and_not_of_their_language() -> None:
    """Payments and logins: an English text about a login lies with Korean ones, though all English ones known are about payments."""
    pay, login, english = np.eye(8, dtype=np.float32)[:3]
    login_terms = ("로그인", "비밀번호", "계정", "잠금")
    tokens = [KOREAN] * 60 + [login_terms] * 60 + [ENGLISH] * 5
    vectors = np.stack(
        [pay] * 60 + [login] * 60 + [(pay + 2 * english) / np.sqrt(5)] * 2 + [(login + 2 * english) / np.sqrt(5)] * 3
    )
    labels = np.array([0] * 60 + [1] * 60 + [0] * 5)
    found = Assigner.of(tokens, vectors, labels).assign([ENGLISH], vectors[-1:])
    assert found.labels.tolist() == [1]
