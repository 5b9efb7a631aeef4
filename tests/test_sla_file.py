"""SLA policies from a sheet: what is read, what is refused with its reason, and that the sheet taken away reads back the same."""

from __future__ import annotations

from datetime import date

import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx import changes, goal, sla, sla_file
from cx.errors import UnknownFormat
from cx.language import LANGUAGES, say
from cx.sla import Policy

TODAY = date(2026, 11, 20)
KOREAN = """약속,약속 시간,시계,채널,제품,고객 구분,우선순위,시작일,종료일
첫 응답,30분,업무 시간,전화,스쿨노트,학교,긴급,2026-01-01,2026-06-30
해결,2일,달력 시간,,,,,,
첫 응답,약속하지 않음,,chat,,,,2026년 7월 1일,
"""
POLICIES = (
    Policy(
        0, "first_response", "긴급", "phone", "스쿨노트", "학교", "business", 1800, date(2026, 1, 1), date(2026, 6, 30)
    ),
    Policy(0, "resolution", None, None, None, None, "calendar", 2 * 86_400),
    Policy(0, "first_response", None, "chat", None, None, "business", None, date(2026, 7, 1)),
)


def read(text, name="sla.csv"):
    return sla_file.read_policies(text.encode() if isinstance(text, str) else text, name, TODAY)


def test_korean_words_and_codes_are_read():
    found = read(KOREAN)
    assert found.wrong == ()
    assert found.policies == POLICIES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_taken_away_reads_back_as_it_was(language):
    odd = Policy(0, "resolution", "=1+1", None, "-a", "b", "business", 93_784)
    assert read(sla_file.to_sheet((*POLICIES, odd), language), "sla.xlsx") == sla_file.PoliciesFile(
        (*POLICIES, odd), ()
    )
    empty = read(sla_file.to_sheet((), language), "sla.xlsx")  # one row to write over
    assert [(one.target, one.goal_seconds) for one in empty.policies] == [("first_response", 3600)]


REFUSED = {
    "첫 응답,4,,,,,,,": "target.unreadable_length",
    "첫 응답,,,,,,,,": "sla.file_no_time",
    "해결,0초,,,,,,,": "sla.goal",
    "해결,2년,,,,,,,": "target.unreadable_length",
    "해결,400일,,,,,,,": "sla.goal",
    "환불,1시간,,,,,,,": "sla.file_target",
    "해결,1시간,음력,,,,,,": "sla.file_clock",
    "해결,1시간,,텔레파시,,,,,": "sla.file_channel",
    "해결,1시간,,,,,,2026-02-01,2026-01-01": "target.days",
    "해결,1시간,,,,,,03/04/2026,": "check.date_order_unknown",
}


def test_what_cannot_be_used_is_told_with_its_line_and_reason():
    header = KOREAN.splitlines()[0]
    found = read("\n".join([header, "해결,1시간,,,,,,,", *REFUSED, "해결,3시간,,,,,,,"]))
    assert [(one.target, one.goal_seconds) for one in found.policies] == [("resolution", 3600)]
    lines = [line for line, _ in found.wrong]
    assert lines == list(range(3, 3 + len(REFUSED) + 1))
    keys = [reason.key for _, reason in found.wrong]
    assert keys == [*REFUSED.values(), "sla.file_twice"]
    assert all(reason.text(language) for _, reason in found.wrong for language in LANGUAGES)


def test_a_file_without_the_columns_says_which_are_needed():
    with pytest.raises(UnknownFormat) as caught:
        read("a,b\n1,2\n")
    assert caught.value.key == "sla.file_without_promises"


@pytest.mark.parametrize(
    ("seconds", "ko", "en"), [(172_800, "48시간", "48 h"), (5400, "1시간 30분", "1 h 30 m"), (45, "45초", "45 s")]
)
def test_a_length_is_written_so_that_it_reads_back(seconds, ko, en):
    assert (goal.exact(seconds, "ko"), goal.exact(seconds, "en")) == (ko, en)
    assert goal.length(ko) == goal.length(en) == seconds


def test_a_file_is_looked_at_then_used_and_logged(tmp_path):
    small_store.fill(tmp_path / "own")
    small_store.empty(tmp_path / "demo")
    with sessions.at_home(tmp_path):
        from pages import _store

        store = _store.opened("own")
        app = visit("15_sla", store="own")
        text = "target,within,clock\nfirst_response,5 min,calendar\nresolution,soon,\n"
        app.get("file_uploader")[0].upload("sla.csv", text.encode(), "text/csv").run()
        assert say("sla.file_found", "ko", n=1, wrong=1) in words(app)
        assert sla.everything(store) == ()
        app.button(key="sla_file_take").click().run()
        healthy(app)
        [one] = sla.everything(store)
        assert (one.target, one.goal_seconds, one.clock) == ("first_response", 300, "calendar")
        assert [entry.about for entry in changes.everything(store, "policy")] == ["policy"]
        same = sla.put_all(store, read(sla_file.to_sheet((one,), "ko"), "again.xlsx").policies)
        assert same == (one,)
        assert len(changes.everything(store, "policy")) == 1
