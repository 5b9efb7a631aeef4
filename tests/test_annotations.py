"""Events on trends: entered, imported, taken back, and placed so that their names can be read."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest

from cx import annotations, changes
from cx.charts import events, mixed
from cx.errors import CxError, UnknownName
from cx.language import LANGUAGES
from cx.selection import Selection
from tests.put_rows import add, opened

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path) as found:
        yield found


def test_an_event_is_entered_shown_and_taken_back(store):
    one = annotations.put(store, date(2026, 3, 2), "  새 학기\n매뉴얼 공개 ", "manual")
    assert (one.title, one.kind, one.product, one.is_own) == ("새 학기 매뉴얼 공개", "manual", None, True)
    other = annotations.put(store, date(2026, 2, 1), "앱 3.2 배포", "release", "러닝룸")
    assert annotations.shown(store, Selection(), FIRST, LAST) == (other, one)
    assert annotations.everything(store) == (one, other)
    assert annotations.shown(store, Selection(), date(2026, 2, 2), LAST) == (one,)
    assert annotations.shown(store, Selection(product=("스쿨노트",)), FIRST, LAST) == (one,)
    assert annotations.shown(store, Selection(product=("스쿨노트", "러닝룸")), FIRST, LAST) == (other, one)
    assert annotations.remove(store, [one.annotation_id, "none"]) == 1
    assert annotations.everything(store) == (other,)


def test_personal_data_in_a_title_are_masked(store):
    add(store, agent=[{"agent_id": "G1", "agent_name": "김하늘"}])
    one = annotations.put(store, FIRST, "설명회 문의 010-1234-5678, 담당 김하늘", "campaign", "a@b.example")
    assert "1234" not in one.title
    assert "김하늘" not in one.title
    assert "@" not in str(one.product)
    assert annotations.everything(store) == (one,)


def test_events_of_files_stay_with_their_file(store):
    add(store, annotation=[{"annotation_id": "E1", "day": FIRST, "title": "누리봇 오픈", "annotation": "bot_change"}])
    add(store, annotation=[{"annotation_id": "E2", "day": FIRST, "title": "종류 없음"}])
    own = annotations.put(store, FIRST, "바우처 사업 시작", "programme")
    assert [event.kind for event in annotations.everything(store)] == ["programme", "bot_change", "other"]
    assert own.annotation_id == "E1"  # its own numbers, beside those of the file
    assert annotations.remove(store, ["E1", "E2"]) == 1
    assert [event.title for event in annotations.everything(store)] == ["누리봇 오픈", "종류 없음"]


@pytest.mark.parametrize(
    ("day", "title", "kind"),
    [
        (FIRST, " \n ", "other"),
        (FIRST, "가" * 201, "other"),
        (FIRST, "제목", "party"),
        (date(1, 1, 1), "제목", "other"),
    ],
)
def test_what_cannot_be_an_event_is_refused(store, day, title, kind):
    with pytest.raises((CxError, UnknownName)) as refused:
        annotations.put(store, day, title, kind)
    assert all(len(refused.value.text(language)) > 10 for language in LANGUAGES)
    assert annotations.everything(store) == ()


def months(count):
    return [date(2025 + (8 + at) // 12, (8 + at) % 12 + 1, 1) for at in range(count)]


def test_names_stand_where_something_happened():
    rows = events.columns([(date(2026, 1, 12), "봇 개편"), (date(2025, 8, 31), "너무 이르다")], months(12), "ko")
    assert rows["event"].fillna("").tolist() == [""] * 4 + ["봇 개편"] + [""] * 7
    assert rows["has_event"].tolist() == [at == 4 for at in range(12)]
    assert rows["event_words"][4] == "1월 12일 봇 개편"


def test_near_events_share_a_name_and_a_long_one_is_cut():
    happened = [
        (date(2026, 1, 30), "앱 배포"),
        (date(2026, 1, 12), "스쿨노트 상담 챗봇 시나리오 개편"),
        (date(2026, 3, 1), "바우처 사업"),
    ]
    rows = events.columns(happened, months(12), "ko")
    assert rows["event"].dropna().tolist() == ["스쿨노트 상담 챗봇… 외 2건"]
    assert rows["has_event"].tolist() == [at in (4, 6) for at in range(12)]
    assert events.columns(happened, months(12), "en")["event"].dropna().tolist() == ["스쿨노트 상담 챗봇… +2"]


@pytest.mark.parametrize("size", [1, 2, 5, 13, 31, 53])
def test_a_year_full_of_events_has_few_names_that_do_not_meet(size):
    """Wherever events are: at most four names, and room for each to the right of its rule, or to the left at the end."""
    starts = [date.fromordinal(FIRST.toordinal() + 7 * at) for at in range(size)]
    for every in (1, 2, 3, 7):
        for offset in range(every):
            happened = [(day, f"사건 {at}") for at, day in enumerate(starts) if at % every == offset]
            rows = events.columns(happened, starts, "ko")
            spans = []
            for place, (name, side, room) in enumerate(
                rows[["event", "event_side", "event_room"]].itertuples(index=False)
            ):
                if isinstance(name, str):
                    wide = room * size
                    spans.append((place - wide, place) if side == "right" and place else (place, place + wide))
            assert len(spans) <= 4
            assert (len(spans) > 0) == (len(happened) > 0)
            assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_the_trend_carries_events_only_where_there_are_some():
    frame = pd.DataFrame({"period": months(3), "value": [1.0, 2, 3], "n": [1, 2, 3], "is_running": [False] * 3})
    plain = mixed.data(frame, frame, every="month", language="ko", target=None)
    marked = mixed.data(
        frame, frame, every="month", language="ko", target=None, happened=[(date(2025, 10, 7), "추석 안내")]
    )
    assert "event" not in plain
    assert marked["title"].tolist() == ["2025년 9월", "2025년 10월 · 10월 7일 추석 안내", "2025년 11월"]
    assert marked["event"].fillna("").tolist() == ["", "추석 안내", ""]
    assert mixed.spec("ko") is not mixed.spec("ko", has_events=True)


def test_many_events_of_one_period_are_counted_in_the_tooltip():
    happened = [(date(2025, 9, day), f"공지 {day}") for day in range(1, 7)]
    words = events.columns(happened, months(1), "ko")["event_words"][0]
    assert words == "9월 1일 공지 1, 9월 2일 공지 2, 9월 3일 공지 3 외 3건"


def test_who_entered_an_event_is_kept(store):
    first = annotations.put(store, date(2026, 10, 1), "누리봇 개편", "bot_change", "러닝룸")
    annotations.remove(store, [first.annotation_id])
    second = annotations.put(store, date(2026, 10, 2), "배포", "release")
    assert first.annotation_id != second.annotation_id
    kept = {"kind": "bot_change", "day": "2026-10-01", "title": "누리봇 개편", "product": "러닝룸"}
    told = [(one.subject, one.before, one.after) for one in reversed(changes.everything(store, "event"))]
    assert told[:2] == [(first.annotation_id, None, kept), (first.annotation_id, kept, None)]
    assert told[2] == (second.annotation_id, None, {"kind": "release", "day": "2026-10-02", "title": "배포"})
