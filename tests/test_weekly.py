"""The weekly report by hand: what is a change, what is pressing, whose fault it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cx import weekly
from cx.language import LANGUAGES
from cx.selection import Selection
from tests.put_rows import opened

MONDAY = date(2026, 11, 9)
ALL = Selection()


def at(day: date, hour: int = 10) -> datetime:
    """An hour of Seoul, as stored."""
    return datetime(day.year, day.month, day.day, hour) - timedelta(hours=9)  # noqa: DTZ001 - UTC as stored


def week_of(counts: dict[str | None, list[int]], **more):
    """Contacts of the weeks that end with the one of MONDAY, by category; each in the middle of its week."""
    rows = []
    for category, weeks in counts.items():
        for back, count in enumerate(reversed(weeks)):
            day = MONDAY - back * weekly.WEEK + timedelta(days=2)
            rows += [
                {"ticket_id": f"{category}-{back}-{i}", "opened_at": at(day), "channel": "chat", "category": category, "status": "solved", "resolved_at": at(day)}
                | more
                for i in range(count)
            ]  # fmt: skip
    return rows


END = {
    "ticket_id": "end",
    "opened_at": at(MONDAY + timedelta(days=6)),
    "channel": "phone",
    "category": "끝",
    "status": "closed",
}
STEADY = [10, 12, 9, 11, 10, 12, 9, 11]


def table(store, first=MONDAY, by="category"):
    found = weekly.groups(store, ALL, first, by)
    return {None if pd.isna(row[by]) else row[by]: row for row in found.to_dict("records")}


def test_the_week_beside_the_last_and_the_mean_of_four(tmp_path):
    rows = week_of(
        {"결제": [*STEADY, 40], "문의": [*STEADY, 11], None: [0, 0, 0, 0, 0, 0, 0, 4, 2], "사라짐": [30] * 8 + [0]}
    )
    with opened(tmp_path, ticket=[*rows, END]) as store:
        found = table(store)
        assert list(found) == ["결제", "문의", None, "끝", "사라짐"]
        assert [found["결제"][name] for name in ("value", "previous", "usual", "is_changed")] == [40, 11, 10.5, True]
        assert [found["문의"][name] for name in ("value", "previous", "usual", "is_changed")] == [11, 11, 10.5, False]
        assert (found[None]["previous"], found[None]["usual"], found[None]["is_changed"]) == (4, 1, False)
        assert (found["사라짐"]["value"], found["사라짐"]["is_changed"]) == (0, True)
        words = weekly.moved(weekly.groups(store, ALL, MONDAY, "category"), "category", "ko")
        assert words == "‘사라짐’ 평균 30건 → 0건 줄어듦, ‘결제’ 평균 10건 → 40건 늘어남"
        assert weekly.moved(weekly.groups(store, ALL, MONDAY, "channel"), "channel", "ko") == ""


def test_without_four_weeks_before_nothing_is_a_change(tmp_path):
    rows = week_of({"결제": [5, 6, 5, 40]})
    with opened(tmp_path, ticket=[*rows, END]) as store:
        found = table(store)["결제"]
        assert found["previous"] == 5
        assert np.isnan(found["usual"])
        assert not found["is_changed"]
        earliest = table(store, MONDAY - 3 * weekly.WEEK)["결제"]
        assert np.isnan(earliest["previous"])


def test_part_of_a_week_is_compared_with_nothing(tmp_path):
    with opened(tmp_path, ticket=week_of({"결제": [*STEADY, 40]})) as store:  # known up to the Wednesday
        found = table(store)["결제"]
        assert found["value"] == 40
        assert np.isnan(found["previous"])
        assert not found["is_changed"]


def test_an_empty_store_and_a_gap_have_no_groups(tmp_path):
    with opened(tmp_path / "empty") as store:
        assert weekly.groups(store, ALL, MONDAY, "category").empty
        assert weekly.pressing(store, ALL, MONDAY).rows.empty
        assert not weekly.pressing(store, ALL, MONDAY).is_known
        assert weekly.causes(store, ALL, MONDAY) == weekly.Causes(0, 0, 0)
    with opened(tmp_path / "gap", ticket=week_of({"결제": [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]})) as store:
        assert weekly.groups(store, ALL, MONDAY - 3 * weekly.WEEK, "category").empty


def referee(now, weeks):
    """Both tests for one group alone, by the book."""
    recent = np.array(weeks[-4:], dtype=float)
    chance = stats.binomtest(now, now + int(recent.sum()), 0.2).pvalue
    spread = np.sqrt(max(np.var(weeks, ddof=1), recent.mean()) * 1.25)
    return max(chance, 2 * stats.t.sf(abs(now - recent.mean()) / spread, len(weeks) - 1))


@pytest.mark.parametrize("now", [0, 4, 16, 22, 24, 30, 60])
@pytest.mark.parametrize("weeks", [STEADY, [2, 20, 3, 18, 2, 20, 3, 18], [0, 0, 1, 0, 0, 0, 0, 1]], ids=str)
def test_one_group_is_judged_as_the_two_tests_say(now, weeks):
    found = weekly.changed(np.array([float(now)]), np.array([weeks], dtype=float))
    assert found.tolist() == [bool(referee(now, weeks) <= 0.05)]


def test_among_many_groups_more_is_asked_of_each():
    """A week that would be a change alone (p = 0.012) is none among ten, where one in two tables would have such a one."""
    now, weeks = 21.0, STEADY
    assert 0.005 < referee(21, weeks) < 0.05
    assert weekly.changed(np.array([now]), np.array([weeks], dtype=float)).tolist() == [True]
    many = weekly.changed(np.array([now] + [10.0] * 9), np.array([weeks] * 10, dtype=float))
    assert not many.any()


def test_chance_alone_marks_hardly_any_table():
    """Two thousand tables of ten groups that never change: at most 5 % may have a mark."""
    rng = np.random.default_rng(5)
    marked = 0
    for _ in range(2000):
        draws = rng.poisson(rng.choice([1, 4, 15, 60], size=(10, 1)), size=(10, 9)).astype(float)
        marked += weekly.changed(draws[:, -1], draws[:, :-1]).any()
    assert marked <= 100


def test_pressing_is_what_is_marked_urgent_and_what_is_old(tmp_path):
    def open_since(name, day, **more):
        return {"ticket_id": name, "opened_at": at(day), "channel": "chat", "status": "open", "body": name} | more

    sunday = MONDAY + timedelta(days=6)
    rows = [
        open_since("new", sunday),
        open_since("a week", sunday - timedelta(days=7)),
        open_since("six days", sunday - timedelta(days=6)),
        open_since("urgent", sunday, priority="Urgent"),
        open_since("높음", sunday - timedelta(days=1), priority=" 높음 "),
        open_since("low", sunday - timedelta(days=30), priority="Low"),
        open_since("spam", sunday, priority="urgent", is_spam=True),
        open_since("done", sunday - timedelta(days=20), status="solved", resolved_at=at(sunday), priority="urgent"),
        open_since("later", sunday + timedelta(days=1), priority="urgent"),
    ]
    with opened(tmp_path, ticket=rows) as store:
        found = weekly.pressing(store, ALL, MONDAY)
        assert (found.is_known, found.has_priority) == (True, True)
        assert (found.everything, found.urgent, found.old) == (6, 2, 2)
        assert found.rows["body"].tolist() == ["높음", "urgent", "low", "a week"]
        assert weekly.pressing(store, ALL, MONDAY - weekly.WEEK).rows["body"].tolist() == [
            "done",
            "low",
        ]  # as it was then
        assert weekly.pressing(store, Selection(channel=("phone",)), MONDAY).everything == 0


def test_causes_are_what_the_tags_say(tmp_path):
    tags = [
        {"category": "오류/연동"},
        {"category": "문의/로그인", "tags": "긴급, 제품 오류"},
        {"category": "고객과실/입력"},
        {"category": "문의/사용 미숙"},
        {"category": "문의/오류 문의"},
        {},
        {"category": "오류/속도", "is_spam": True},
    ]
    rows = [{"ticket_id": str(i), "opened_at": at(MONDAY), "channel": "chat"} | one for i, one in enumerate(tags)]
    with opened(tmp_path, ticket=rows) as store:
        assert weekly.causes(store, ALL, MONDAY) == weekly.Causes(faults=2, mistakes=2, everything=6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_say_what_can_be_said(language):
    row = {"value": 1200.0, "n": 1200, "previous": 1000.0, "is_separable": True}
    said = {
        "up": weekly.title(row, 1010.0, 30, language, is_running=False),
        "same": weekly.title(row | {"is_separable": False}, 1010.0, 30, language, is_running=False),
        "down": weekly.title(row | {"previous": 1500.0}, float("nan"), 30, language, is_running=False),
        "alone": weekly.title(row | {"previous": float("nan")}, float("nan"), 30, language, is_running=False),
        "few": weekly.title(row | {"value": 14.0, "n": 14}, 12.0, 30, language, is_running=False),
        "running": weekly.title(row, float("nan"), 30, language, is_running=True),
    }
    assert len(set(said.values())) == len(said)
    assert "+20.0%" in said["up"]
    assert "1,010" in said["up"]
    assert "n=14" in said["few"]
    assert "%" not in said["few"] + said["running"] + said["alone"]
