"""A team that only imported a survey sees its scores, not a page of empty charts."""

from __future__ import annotations

import put_rows
import sessions
import small_store


def test_a_store_with_answers_only_shows_them(tmp_path):
    """Thirteen answers of one wave: 7 promoters and 2 detractors of 13 are +38, from a small sample."""
    scores = [10] * 7 + [8] * 4 + [3] * 2
    row = {"survey": "nps", "wave": "2026", "scale_low": 0, "scale_high": 10, "answer_state": "answered"}
    rows = [row | {"answer_id": f"N{at}", "contact_id": f"P{at}", "score": score} for at, score in enumerate(scores)]
    put_rows.opened(tmp_path / "own", survey_answer=rows).close()
    small_store.empty(tmp_path / "demo")
    with sessions.at_home(tmp_path):
        app = sessions.visit(store="own")
        sessions.healthy(app)
        assert [(card.label, card.value) for card in app.metric] == [("NPS (추천 지수)", ":gray[+38]")]
        assert "n=13" in sessions.words(app)
