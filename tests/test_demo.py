"""The demo as a whole: the same for the same call, of the promised size, and plausible."""

import hashlib
import io
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from functools import cache

import pandas as pd
import pytest

from cx.demo import files
from cx.demo.files import generate
from cx.demo.stories import MISTAGGED_BY_ONE, STORIES, months_before, plot
from cx.errors import UnknownName
from cx.schema import TABLES

LAST_DAY = date(2026, 11, 22)


@pytest.fixture(scope="module", autouse=True)
def _texts_are_written_once():
    """They depend on the seed and the scale alone; that a new process writes the same is tested below."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "write", cache(files.write))
        yield


def frames(**options):
    """Each table of the demo, the contacts' files put together."""
    read = {}
    for file in generate(**{"last_day": LAST_DAY} | options):
        frame = pd.read_csv(io.BytesIO(file.data), dtype={"ticket_id": str}, low_memory=False)
        read[file.table] = pd.concat([read[file.table], frame]) if file.table in read else frame
    return read


@pytest.fixture(scope="module")
def whole():
    read = frames()
    for name in ("opened_at", "first_response_at", "resolved_at", "first_resolved_at", "updated_at"):
        read["ticket"][name] = pd.to_datetime(read["ticket"][name])
    return read


@pytest.fixture(scope="module")
def contacts(whole):
    return whole["ticket"]


def test_the_demo_has_the_promised_size(whole, contacts):
    assert len(contacts) >= 300_000
    assert len(whole["account"]) == 1_500
    assert contacts["body"].nunique() + whole["survey_answer"]["comment"].nunique() >= 8_000
    assert set(contacts["channel"]) == {"phone", "chat", "board", "email", "sales", "message"}
    assert contacts["product"].nunique() == 2
    assert set(whole["survey_answer"]["survey"]) == {"csat", "ces", "nps"}
    assert whole["survey_answer"].query("survey == 'nps'")["wave"].nunique() == 3
    assert set(whole["survey_answer"].query("survey == 'ces'")["dimension"]) == {
        "communication",
        "access",
        "information",
    }
    assert (whole["survey_answer"]["answer_state"] != "answered").mean() > 0.5
    assert whole["annotation"]["annotation"].eq("release").sum() > 15


def test_it_covers_thirty_months_and_ends_with_the_last_day(contacts):
    assert contacts["opened_at"].min().date() == date(2024, 5, 23)
    assert contacts["opened_at"].max().date() == LAST_DAY
    assert contacts["updated_at"].max().date() <= LAST_DAY


def test_every_column_is_canonical(whole):
    for table, frame in whole.items():
        assert set(frame.columns) <= set(TABLES[table].names), table


def test_nothing_happens_before_its_cause(contacts):
    answered, solved = contacts.dropna(subset="first_response_at"), contacts.dropna(subset="resolved_at")
    assert (answered["first_response_at"] >= answered["opened_at"]).all()
    assert (solved["resolved_at"] >= solved["opened_at"]).all()
    assert (solved["resolved_at"] >= solved["first_resolved_at"]).all()
    assert (contacts["updated_at"] >= contacts["opened_at"]).all()


def test_who_answers_is_on_duty(whole, contacts):
    """All replies but those of calls just after twelve, which an agent ends in the break."""
    shifts = whole["shift"].assign(starts_at=lambda frame: pd.to_datetime(frame["starts_at"]))
    shifts = shifts.assign(ends_at=pd.to_datetime(shifts["ends_at"])).sort_values("starts_at")
    replies = contacts.dropna(subset=["first_response_at", "agent_id"]).sort_values("first_response_at")
    found = pd.merge_asof(replies, shifts, left_on="first_response_at", right_on="starts_at", by="agent_id")
    assert (found["first_response_at"] <= found["ends_at"]).mean() > 0.995


def test_weeks_days_and_terms_have_their_shape(contacts):
    opened = contacts["opened_at"]
    per_weekday = opened.dt.day_of_week.value_counts()
    assert per_weekday[0] > per_weekday[4] > 2 * per_weekday[5]
    hours = opened[contacts["channel"] == "phone"].dt.hour.value_counts()
    assert set(hours.index) == set(range(9, 18))
    assert hours[12] < hours[11] / 1.5
    months = opened.dt.to_period("M").value_counts().sort_index()
    assert months["2026-03"] > 1.3 * months["2026-01"]
    assert months["2025-09"] > months["2025-07"]
    assert (months["2025-06":"2026-05"].sum()) > 1.1 * months["2024-06":"2025-05"].sum()
    new_year = opened.dt.strftime("%m-%d").eq("01-01").sum() / 2
    assert new_year < len(opened) / 900 / 3


def test_only_a_share_is_unclassified(contacts):
    assert 0.02 < contacts["category"].isna().mean() < 0.06
    assert 0.03 < contacts["category"].eq("미분류").mean() < 0.07
    assert contacts["category"].dropna().str.count("/").max() == 1


def test_scores_lie_on_their_scales_and_hang_on_the_contact(whole, contacts):
    answers = whole["survey_answer"].dropna(subset="score")
    assert ((answers["score"] >= answers["scale_low"]) & (answers["score"] <= answers["scale_high"])).all()
    assert answers["answered_at"].notna().all()
    rated = answers.query("survey == 'csat'").merge(
        contacts,
        left_on=answers.query("survey == 'csat'")["ticket_id"].astype("Int64").astype(str),
        right_on="ticket_id",
    )
    by_tag = rated.groupby("category")["score"].mean()
    assert by_tag["의견/칭찬"] > by_tag["의견/불만"] + 0.5


def test_the_same_call_gives_the_same_bytes():
    script = (
        "import hashlib; from datetime import date; from cx.demo.files import generate;"
        "print(hashlib.sha256(b''.join(f.data for f in generate(last_day=date(2026, 11, 22), scale=0.02))).hexdigest())"
    )
    own = hashlib.sha256(b"".join(file.data for file in generate(last_day=LAST_DAY, scale=0.02))).hexdigest()
    for hash_seed in ("1", "2"):
        said = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
        )
        assert said.stdout.strip() == own


def test_another_seed_or_day_gives_other_data():
    data = [
        b"".join(file.data for file in generate(last_day=day, seed=seed, scale=0.02))
        for day, seed in ((LAST_DAY, 1), (LAST_DAY, 2), (date(2026, 11, 21), 1))
    ]
    assert len(set(data)) == 3


@pytest.mark.parametrize(
    "day", [date(2024, 2, 29), date(2025, 1, 1), date(2026, 3, 31), date(2026, 11, 20), date(2030, 12, 31)]
)
def test_any_day_can_be_the_last(day):
    """Also a Friday, whose evening's chats wait until Monday: nothing happens after it."""
    read = frames(last_day=day, scale=0.03)
    for name in ("queued_at", "answered_at", "first_response_at", "resolved_at", "closed_at", "updated_at"):
        assert pd.to_datetime(read["ticket"][name]).max().date() <= day
    opened = pd.to_datetime(read["ticket"]["opened_at"])
    assert opened.max().date() <= day
    assert opened.min().date() >= plot(day).first_day
    assert plot(day).outage_day.weekday() == 1


def test_each_story_is_left_out_alone():
    """The fingerprint of a story disappears with it and stays without the others."""
    by_numbers = [story for story in STORIES if story not in {*TALES, SLIPPED}]
    for missing in (None, *by_numbers):
        told = [story for story in by_numbers if story != missing]
        contacts = frames(scale=0.05, stories=tuple(told))["ticket"]
        opened = pd.to_datetime(contacts["opened_at"])
        last_months = contacts[opened >= "2026-09-01"]
        login = opened[contacts["category"] == "문의/로그인"].dt.date
        calls = contacts[contacts["channel"] == "phone"]
        at_lunch = pd.to_datetime(calls["opened_at"]).dt.hour == 12
        bot_only = last_months["is_bot_involved"] & ~last_months["is_human_involved"]
        assert ((login == plot(LAST_DAY).outage_day).sum() > 10) == (missing != "login_outage")
        assert (last_months["channel"].eq("phone").mean() < 0.15) == (missing != "phone_to_online")
        assert (bot_only.mean() > 0.1) == (missing != "bot_launch")
        assert (calls[at_lunch]["is_abandoned"].mean() > 0.5) == (missing != "lunch_gap")
        assert contacts["body"].str.contains("새 편집기").any() == (missing != "update_launch")


TALES = {
    "feature_release": "셔틀|승하차",
    "rising_topic": "음원",
    "copied_letters": "배너",
    "praise_after_fix": "OMR",
}
SLIPPED = "mis_tagger"


NUMBERS = ["ticket_id", "merged_into_id", "answer_id", "review_id", "feedback_id", "annotation_id"]


def without_numbers(frame):
    """The rows, as hashes, without what counts them: a number is one more for every row before it."""
    told = frame.drop(columns=frame.columns.intersection(NUMBERS)).astype(object)
    return pd.util.hash_pandas_object(told.where(told.notna(), "").astype(str), index=False)


def test_a_tale_adds_rows_and_changes_no_other():
    """Every row without the stories about texts is there with them, but for tags of one agent; every one more has a story's words."""
    whole = frames(scale=0.05)
    bare = frames(scale=0.05, stories=tuple(one for one in STORIES if one not in {*TALES, SLIPPED}))
    slips = frames(scale=0.05, stories=tuple(one for one in STORIES if one not in TALES))["ticket"]
    changed = slips["category"].fillna("") != bare["ticket"]["category"].fillna("")
    assert without_numbers(slips[~changed]).equals(without_numbers(bare["ticket"][~changed]))
    (who,) = slips["agent_id"][changed].unique()
    majors = [frame["category"][changed].str.partition("/")[0] for frame in (slips, bare["ticket"])]
    assert majors[0].equals(majors[1])
    hers = bare["ticket"][slips["agent_id"] == who]
    tagged = hers["category"].notna() & (hers["category"] != "미분류")
    # 500 contacts: two standard errors are 2.4 points
    assert changed.sum() / tagged.sum() == pytest.approx(MISTAGGED_BY_ONE, abs=0.025)
    for table in whole.keys() - {"shift"}:
        more, less = (Counter(without_numbers(one[table])) for one in (whole, {**bare, "ticket": slips}))
        assert not less - more, table
    for column in ("channel", "team", "agent_id", "account_id", "status", "product", "category"):
        assert set(whole["ticket"][column].dropna()) == set(slips[column].dropna())


def test_each_tale_has_words_of_its_own():
    for missing in (None, *TALES):
        told = tuple(story for story in STORIES if story != missing)
        read = frames(scale=0.05, stories=told)
        said = read["ticket"]["body"].fillna("")
        for tale, signs in TALES.items():
            assert said.str.contains(signs).any() == (tale != missing), tale
        notes = read["feedback"]
        assert notes["body"].str.contains("OMR").any() == (missing != "praise_after_fix")
        assert set(notes["feedback"]) == {"interview", "review", "praise"}
        titles = read["annotation"]["title"].str.contains("승하차"), read["annotation"]["title"].str.contains("OMR")
        assert [one.any() for one in titles] == [missing != "feature_release", missing != "praise_after_fix"]


def test_an_unknown_story_is_named():
    with pytest.raises(UnknownName) as caught:
        generate(last_day=LAST_DAY, stories=("login_outag",))
    assert "login_outage" in caught.value.text("en")


def test_months_back_end_with_their_month():
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 13) == date(2024, 12, 15)
    assert months_before(date(2024, 12, 31), 12) == date(2023, 12, 31)


def test_an_owner_is_of_the_team_of_today(whole):
    agents, accounts = whole["agent"].set_index("agent_name"), whole["account"]
    assert agents.loc[accounts["owner"].dropna().unique(), "ended_day"].isna().all()
    assert set(agents.loc[accounts.loc[accounts["is_vip"], "owner"], "team"]) == {"VIP전담팀"}
    assert set(accounts.loc[accounts["owner"].isna(), "segment"]) == {"개인 교습소"}
