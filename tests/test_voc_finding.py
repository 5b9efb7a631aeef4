"""What pages of topics say: the order of topics, who is among the ten, where texts come from, and which topics are close."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import voc_rows
from put_rows import opened

from cx.charts import flow, topics
from cx.selection import Selection
from cx.voc import finding
from cx.voc.neighbours import neighbours
from cx.voc.origin import parts
from cx.voc.quotes import quotes
from cx.voc.ranking import Matter, Ranking, Row, Score

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def row(code: int, n: int, previous: int | None = None, *, is_separable: bool = False, **more: object) -> Row:
    return Row(str(code), f"주제 {code}", n, previous, is_separable, n / 1000, n // 2, **more)


def score(difference: float | None, *, is_separable: bool = False, n: int = 40) -> Score:
    state = "withheld" if difference is None else "ok"
    return Score(n, 4.0 + (difference or 0.0), 4.0, difference, is_separable, state)


def test_growth_beyond_chance_comes_first_and_then_volume():
    rows = (
        row(1, 500, 480),
        row(2, 60, 20, is_separable=True),
        row(3, 300, 100, is_separable=True),
        row(4, 90, 200, is_separable=True),
    )
    found = Ranking(1000, 0, rows, None, is_compared=True)
    assert [one.code for one in finding.ordered(found, "growth")] == ["3", "2", "1", "4"]
    assert [one.code for one in finding.ordered(found, "most")] == ["1", "3", "4", "2"]
    assert (
        finding.ranked(found, "ko")
        == "‘주제 1’ 주제가 가장 많고(전체의 50.0%), ‘주제 3’ 주제가 가장 크게 늘었습니다(+200.0%)"
    )
    assert finding.whole(found) == "+19%"  # 950 of 800
    assert finding.whole(Ranking(9, 0, (row(1, 9),), None, is_compared=False)) == "0%"


def test_the_worst_scores_come_first_where_they_are_known_to_be_apart():
    told = {1: score(-0.9), 2: score(-0.4, is_separable=True), 3: score(None, n=2), 4: score(0.3, is_separable=True)}
    rows = tuple(row(code, 100, scores={"csat": one}) for code, one in told.items())
    found = Ranking(400, 0, rows, "csat", is_compared=False)
    assert [one.code for one in finding.ordered(found, "score")] == ["2", "1", "4", "3"]
    assert finding.line(rows[1], "csat", "ko").tone == "bad"
    assert finding.line(rows[0], "csat", "ko").tone == "none"
    assert finding.line(rows[0], "csat", "ko").score == "−0.90 (n=40)"
    assert finding.line(rows[2], "csat", "ko").score == "–"


def test_ten_topics_all_others_together_and_what_has_none():
    rows = tuple(row(code, 100 - code, is_pinned=code in (20, 30)) for code in range(1, 31))
    lines, rest = finding.lines(Ranking(3000, 70, rows, None, is_compared=False), "most", "ko")
    assert [one.code for one in lines] == ["20", "30", *(str(code) for code in range(1, 9)), topics.REST, topics.NONE]
    assert lines[0].label == "★ 주제 20"
    assert (lines[10].label, lines[10].value) == (
        "그 외 20개 주제",
        sum(one.n for one in rows) - sum(one.value for one in lines[:10]),
    )
    assert set(rest) == {str(code) for code in range(9, 31)} - {"20", "30"}
    assert lines[11].share == "2.3%"


def test_a_topic_that_was_not_there_before_is_new():
    assert finding.change(row(1, 12, 0, is_separable=True), "ko") == "새로 나옴"
    assert finding.line(row(1, 12, 11), None, "ko").change == "비슷"


def test_rows_of_the_chart_say_what_they_have():
    lines = [finding.line(row(1, 40, 30, is_separable=True), None, "ko"), finding.line(row(2, 10, 12), None, "ko")]
    drawn = topics.data(lines, language="ko", score="", emphasised=("1",))
    assert drawn["change"].tolist() == ["▲ +33.3%", "비슷"]
    assert drawn["end"].tolist() == [40.0, 12.0]
    assert drawn["head_change"].notna().tolist() == [True, False]
    assert drawn["head_score"].isna().all()
    assert drawn["is_emphasised"].tolist() == [True, False]
    assert topics.data([], language="ko", score="").empty


def test_topics_are_ranked_by_faults_and_by_mistakes():
    rows = (
        row(1, 500, matter=Matter(400, 40, 8, 4, 100)),
        row(2, 60, matter=Matter(60, 45, 0, 0, 3)),
        row(3, 90, matter=Matter(80, 0, 32, 1, 0)),
        row(4, 10),
    )
    found = Ranking(660, 0, rows, None, is_compared=False)
    assert [one.code for one in finding.ordered(found, "product")] == ["2", "1", "3", "4"]
    assert [one.code for one in finding.ordered(found, "customer")] == ["3", "1", "2", "4"]
    assert (
        finding.ranked(found, "ko", "product")
        == "제품 오류는 ‘주제 2’에 가장 많습니다(45건, 제품 오류의 52.9%)"  # 45 of 85
    )
    told = finding.line(rows[0], None, "ko")
    assert told.causes == "10% · 2%"
    assert told.matter == {"product": "40 · 10%", "customer": "8 · 2%", "critical": "4 · 1%", "long_term": "100 · 25%"}
    assert finding.line(rows[3], None, "ko").matter["product"] == "–"
    listed = finding.table(rows, None, "ko", str)
    assert listed["product_percent"] == [10.0, 75.0, 0.0, None]
    assert Matter.of(one.matter for one in rows) == Matter(540, 85, 40, 5, 103)
    many = Ranking(2000, 0, tuple(row(n, 99, matter=Matter(99, n)) for n in range(1, 31)), None, is_compared=False)
    rest = finding.lines(many, "product", "ko")[0][-1]
    assert rest.matter["product"] == "210 · 11%"  # 1 + 2 + ... + 20 of 20 times 99


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Twenty texts of the first topic, fifteen of them by chat; a hundred of the second, twenty of them by chat."""
    rows = [
        {"ticket_id": f"T{n}", "opened_at": "2026-10-05 03:00:00", "channel": "chat" if n < 15 or n >= 100 else "phone", "body": f"{1 + (n >= 20)} 글 {n}"}
        for n in range(120)
    ]  # fmt: skip
    found = opened(tmp_path_factory.mktemp("parts") / "own", ticket=rows)
    names = {1: ("엑셀", "업로드"), 2: ("환불", "요청"), 3: ("엑셀", "내보내기")}
    voc_rows.read(found, lambda text: (int(text.split()[0]), "pain"), names)
    yield found
    found.close()


def test_a_topic_comes_from_where_its_share_is_higher_than_elsewhere(store):
    found = parts(store, Selection(topic=("1",)), "1", "channel", OCTOBER).set_index("channel")
    assert found["value"].to_dict() == {"chat": 15, "phone": 5}
    assert found["usual"].to_dict() == {"chat": 35, "phone": 85}
    assert found.loc["chat", "share"] == pytest.approx(0.75)
    assert found.loc["chat", "usual_share"] == pytest.approx(35 / 120)
    assert found["is_more"].to_dict() == {"chat": True, "phone": False}


def test_topics_with_a_word_or_a_direction_in_common_are_close(store):
    assert [(one.code, one.shared) for one in neighbours(store, "1")] == [("3", ("엑셀",))]
    centre = np.zeros(8, dtype=np.float32)
    centre[[1, 2]] = 1.0  # between the first topic and the second: a cosine of 0.71 to both
    with store.write("voc") as con:
        con.execute("update topic set centroid = ? where topic_id = 2", [centre.tobytes()])
    assert [one.code for one in neighbours(store, "1")] == ["2", "3"]
    assert neighbours(store, "1")[0].likeness == pytest.approx(0.5**0.5)
    assert neighbours(store, "99") == ()


def test_typical_texts_are_those_that_were_chosen(store):
    from cx.voc import catalogue

    known = catalogue.topics(store)
    assert len(quotes(store, known["1"])) == 3
    assert all(text.startswith("1 글") for text in quotes(store, known["1"]))
    assert quotes(store, known["3"]) == ()


def test_the_trend_marks_what_runs_and_what_happened(store):
    from cx.compute import compute

    found = compute(store, ["voc"], Selection(period="2026-09-01..2026-10-20"), every="month")
    drawn = flow.data(found, every="month", language="ko", happened=[(date(2026, 10, 3), "새 기능")])
    assert drawn["value"].tolist() == [0.0, 120.0]
    assert drawn["text"].tolist() == ["0건", "120건"]
    assert drawn["has_event"].tolist() == [False, True]
    assert "새 기능" in drawn["title"].iloc[1]
