"""Each story the demo tells in texts is found through the product, and is not found where it is left out.

Three tenths of the contacts of ten weeks, out of a tenth of the different texts: what costs is reading, and that goes by
different texts. Both stores share what is read in a text, and how fine topics are to be. Thresholds are reasoned beside each test.
"""

from __future__ import annotations

import io
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as arrow
import pyarrow.csv as arrow_csv
import pytest
from tagged_rows import Here
from threadpoolctl import threadpool_limits

from cx.demo import files as demo
from cx.demo.build import put
from cx.demo.days import days_of
from cx.demo.slips import mis_tagger
from cx.demo.stories import LEAST_LETTERS, STORIES, plot
from cx.demo.team import ONLINE, team_of
from cx.demo.tickets import UNCLASSIFIED
from cx.selection import Selection
from cx.text import topics as clustering
from cx.voc import (
    alike,
    catalogue,
    copies,
    kinds,
    praise,
    ranking,
    reading,
    rising,
    search,
    tag_crew,
    tag_work,
    topics,
    words,
    work,
)
from cx.warehouse import Store

LAST_DAY = date(2026, 11, 22)
PLOT = plot(LAST_DAY)
TALES = {"login_outage", "feature_release", "rising_topic", "mis_tagger", "copied_letters", "praise_after_fix"}
SCALE, TEXTS = 0.3, 0.1
SINCE = PLOT.release_day - timedelta(days=16)  # a Monday, two weeks before the release
TAGGING = 5  # agents whose tags are learnt


class Remembering(Here):
    """Works in this process, and reads a text once, whichever store it is in."""

    is_running = True

    def __init__(self):
        self.known = {"read": {}, "tell_kinds": {}}

    def close(self):
        """Stay: the models are those of this process."""

    def call(self, name, *args, progress=None):
        if name not in self.known:
            return super().call(name, *args, progress=progress)
        known, texts = self.known[name], args[0] if name == "read" else args[0].texts
        unknown = [place for place, text in enumerate(texts) if text not in known]
        if unknown:
            new = [texts[place] for place in unknown]
            if name == "read":
                found = super().call(name, new, *args[1:], progress=progress)
                told = zip(found.terms, found.vectors, strict=True)
            else:
                part = work.Read(new, [args[0].terms[place] for place in unknown], args[0].vectors[unknown])
                told = super().call(name, part, *args[1:], progress=progress)
            known |= dict(zip(new, told, strict=True))
        if name == "tell_kinds":
            return [known[text] for text in texts]
        terms, vectors = zip(*(known[text] for text in texts), strict=True)
        return work.Readings(list(terms), np.stack(vectors))


def rows_of(file):
    names = file.data.split(b"\n", 1)[0].decode().replace('"', "").split(",")
    return arrow_csv.read_csv(
        io.BytesIO(file.data),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, quoted_strings_can_be_null=False
        ),
    )


def as_file(name, table, rows):
    target = io.BytesIO()
    arrow_csv.write_csv(rows, target)
    return demo.DemoFile(name, table, target.getvalue())


def quiet(*_):
    """Show nothing."""


def filled(folder, aside, stories):
    """A store of the last weeks, with all its texts read; its tags are learnt from those of a few agents."""
    made = {file.name: file for file in demo.generate(last_day=LAST_DAY, scale=SCALE, stories=stories)}
    contacts, voices = (rows_of(made[name]) for name in ("contacts_recent.csv", "voices.csv"))
    contacts = contacts.filter(arrow.greater_equal(contacts["opened_at"], str(SINCE)))
    handled = contacts.filter(arrow.is_valid(contacts["agent_id"]))
    busiest = handled.group_by("agent_id").aggregate([("ticket_id", "count")])
    chosen = busiest.sort_by([("ticket_id_count", "descending"), ("agent_id", "ascending")])["agent_id"][:TAGGING]
    category = contacts["category"]
    is_tagged = arrow.and_kleene(arrow.is_valid(category), arrow.not_equal(category, UNCLASSIFIED))
    # Of these, tagged ones only: to find tags for others takes as long as learning whose tags are apart.
    is_first = arrow.and_(arrow.is_in(contacts["agent_id"], chosen), is_tagged)
    first, rest = contacts.filter(is_first), contacts.filter(arrow.invert(is_first))
    voices = voices.filter(arrow.greater_equal(voices["said_at"], str(SINCE)))
    store = Store.open(folder)
    put(store, [made["accounts.csv"], made["agents.csv"], as_file("five.csv", "ticket", first)], LAST_DAY)
    reading.read(store, aside, quiet)
    tag_work.catch_up(store, aside, quiet)
    put(store, [as_file("rest.csv", "ticket", rest), as_file("voices.csv", "feedback", voices)], LAST_DAY)
    reading.read(store, aside, quiet)
    kinds.catch_up(store, aside, quiet)
    topics.find(store, aside, quiet)
    copies.catch_up(store, aside, quiet)
    return store


@pytest.fixture(scope="module")
def aside():
    return Remembering()


@pytest.fixture(scope="module", autouse=True)
def _cheap():
    """Few different texts, topics of the second store as fine as suits the first; and one thread, as several wait for each other where
    tests share a machine.
    """
    grain = []
    with pytest.MonkeyPatch.context() as patch, threadpool_limits(1):
        patch.setattr(demo, "write", lambda seed, _: _write(seed, TEXTS))
        patch.setattr(clustering, "choose", lambda *asked: grain or grain.extend(_choose(*asked)) or grain)
        yield


_write, _choose = demo.write, clustering.choose


@pytest.fixture(scope="module")
def told(tmp_path_factory, aside):
    with filled(tmp_path_factory.mktemp("told"), aside, STORIES) as store:
        yield store


@pytest.fixture(scope="module")
def untold(tmp_path_factory, aside):
    with filled(tmp_path_factory.mktemp("untold"), aside, tuple(one for one in STORIES if one not in TALES)) as store:
        yield store


def around(day, days, **chosen):
    """So many days from `day` on; they are compared with as many before."""
    return Selection(period=f"{day}..{day + timedelta(days=days - 1)}", **chosen)


def of_attendance(store):
    """The topics of what is tagged attendance, in the two weeks from the release on beside the two before."""
    return ranking.ranking(store, around(PLOT.release_day, 14, category=("문의/출결",)))


def ended(found):
    """Topics of which a fifth is left at most; by chance 20 texts become four once in ten million times."""
    return [row.title for row in found.rows if row.trend == "down" and row.previous >= 20 >= 5 * row.n]


def begun(found):
    """Topics of which there was nearly nothing before."""
    return [row.title for row in found.rows if row.trend == "up" and row.n >= 20 >= 10 * row.previous]


def test_a_release_ends_one_pain_and_begins_another(told, untold):
    """60 a week x 0.3 for two weeks are 36, some of the days holidays, 3 % of it after; 55 a week x 0.3 are 33; a tenth is tagged
    otherwise.
    """
    found = of_attendance(told)
    (old,), (new,) = ended(found), begun(found)
    assert "셔틀" in old
    assert "승하차" in new
    # The tag alone does not show it: one comes as the other goes.
    assert 2 / 3 < found.n / sum(row.previous for row in found.rows) < 3 / 2
    found = of_attendance(untold)
    assert (ended(found), begun(found)) == ([], [])


def risen(store, looked_at=None):
    """Words and titles of topics that grew beyond chance in the last week of what is looked at."""
    found = rising.rising(store, looked_at or Selection())
    assert found.status == "ok"
    titles = catalogue.topics(store)
    return [one.name for one in found.found["word"]] + [titles[one.name].title for one in found.found["topic"]]


def test_an_outage_is_what_rises_in_its_week(told, untold):
    """640 x 0.3 contacts more in two days, a fifth of those of the week; the words of hardly any are used otherwise."""
    week = around(PLOT.outage_day - timedelta(days=PLOT.outage_day.weekday()), 7)
    assert {"장애", "서버", "로그인"} <= set(risen(told, week))
    (topic,) = (one.name for one in rising.rising(told, week).found["topic"])
    said = ranking.ranking(told, week).rows
    assert next(row.n for row in said if row.code == topic) > 640 * SCALE / 3
    assert not {"장애", "서버", "로그인"} & set(risen(untold, week))


def test_what_rises_is_found_while_it_is_still_small(told, untold):
    """Of 950 contacts of the last week 29 x 0.3 are less than one in a hundred; 7 x 0.3, 2 x 0.3 and 1 x 0.3 in those before."""
    assert any("음원" in one for one in risen(told))
    assert len(risen(told)) <= 3
    week = words.said(told, around(LAST_DAY - timedelta(days=6), 7))
    (word,) = (one for one in week.rows if one.term == "음원")
    assert word.share < 0.01
    assert risen(untold) == []


def apart(store):
    return [one.name for one in tag_crew.shares(store) if one.is_apart]


def test_an_agent_who_mixes_up_tags_is_apart(told, untold):
    days = days_of(PLOT)
    team, _, _ = team_of(np.random.default_rng([1, 1]), PLOT, days)
    who = team.agent_ids[ONLINE][mis_tagger(team)]
    (name,) = told.query("select agent_name from agent where agent_id = ?", [who])["agent_name"]
    assert apart(told) == [name]
    assert apart(untold) == []


def handed_round(store, monkeypatch, aside):
    """What one account wrote dozens of times within a week, among what is like a complaint about a banner."""
    monkeypatch.setattr(search, "Aside", lambda **_: aside)
    asking = search.Search(store)
    matches = asking.find("학부모 앱 첫 화면의 광고 배너를 내려 주세요")
    asking.close()
    found = alike.kin(store, Selection(period="all"), matches)
    return [one for one in found if one.accounts == 1 and one.documents > 12 and (one.last - one.first).days < 7]


def test_letters_of_one_account_stand_as_one(told, untold, monkeypatch, aside):
    """24 at least, of which one in twenty is not known to be of the account, and some are test or spam."""
    (letter,) = handed_round(told, monkeypatch, aside)
    assert "배너" in letter.text
    assert letter.documents > LEAST_LETTERS * 3 / 4
    assert letter.first >= PLOT.letters_day
    assert handed_round(untold, monkeypatch, aside) == []


def praised(store):
    """What praise says more in the weeks since the fix than in as many before."""
    since = around(PLOT.fix_day, 33, kind=("praise",))
    return {one.term for one in words.contrast(store, since, "period").rows if one.z > 0}


def test_praise_rises_after_a_fix(told, untold):
    """170 contacts and 60 voices x 0.3, besides some 50 of ordinary praise in both spans."""
    assert "omr" in praised(told)
    assert "omr" not in praised(untold)
    more = [praise.praised(store, around(PLOT.fix_day, 33)).n for store in (told, untold)]
    assert more[0] > more[1] + 30
    said = told.query(
        "select origin, count(*) as n from voc_fact join voc_text using (text_hash)"
        " where kind = 'praise' and text ilike '%omr%' group by 1"
    ).set_index("origin")["n"]
    assert set(said.index) == {"ticket", "feedback"}
    assert said.min() > 5
