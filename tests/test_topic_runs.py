"""When topics are found anew and what an undo goes back to, on texts that are read without any model."""

from __future__ import annotations

import pytest

from cx.errors import CxError
from cx.text.topics import ALGORITHM
from cx.voc import topics
from tests import put_rows, tagged_rows
from tests.tagged_rows import LAST, many, ticket

HERE = tagged_rows.Here()
OCTOBER = LAST[:7]


@pytest.fixture
def store(tmp_path):
    """Sixty contacts of October 2026 and one run."""
    with tagged_rows.opened(tmp_path, many()) as found:
        work(found)
        yield found


def work(store) -> bool:
    """What the reader of a running app does; whether there was anything to do."""
    tagged_rows.read(store)
    is_due = topics.is_due(store)
    if is_due:
        topics.catch_up(store, HERE, lambda *_: None)
    return is_due


def more(store, number: int, day: str) -> None:
    put_rows.add(store, ticket=[ticket(number, 1, None, day)])


def standing(store) -> list[int]:
    return [run.run_id for run in topics.runs(store) if not run.is_undone]


def test_a_run_knows_its_month_and_how_it_was_made(store):
    assert standing(store) == [1]
    run = topics.current(store)
    assert run is not None
    assert (run.parameters["month"], topics.detail(run), topics.is_earlier(run)) == (OCTOBER, "medium", False)
    with store.write("voc") as con:
        con.execute("update topic_run set parameters = replace(parameters, ?, ?)", [f'"{ALGORITHM}"', '"0"'])
    assert topics.is_earlier(topics.current(store))


@pytest.mark.parametrize(
    ("day", "runs"),
    [("2026-10-31", [1]), ("2026-11-01", [2, 1]), ("2099-01-01", [1])],
    ids=["known", "new", "misprint"],
)
def test_a_month_that_begins_calls_for_a_run(store, day, runs):
    more(store, 100, day)
    assert work(store)  # into a topic, or into those of a new run
    assert standing(store) == runs
    assert not work(store)


def test_twice_as_many_texts_call_for_a_run(store):
    put_rows.add(store, ticket=[ticket(number, 2, None) for number in range(200, 260)])
    work(store)
    assert standing(store) == [1]
    more(store, 300, LAST)
    work(store)
    assert standing(store) == [2, 1]


def test_what_was_undone_is_not_done_again_until_there_is_more(store):
    more(store, 100, "2026-11-01")
    work(store)
    before = store.query("select text_hash, topic_id from text_topic where run_id = 1 order by 1")
    assert topics.undo(store, "누군가").run_id == 1
    assert store.query("select text_hash, topic_id from text_topic order by 1").equals(before)
    while work(store):  # the new text is put into the topics that hold again
        assert standing(store) == [1]
    assert store.query("select count(*) as n from text_topic")["n"].item() == len(before) + 1
    topics.find(store, HERE, lambda *_: None, detail="coarse")
    assert standing(store) == [3, 1]
    more(store, 101, "2026-11-02")
    work(store)
    assert standing(store) == [3, 1]


def test_the_first_run_and_one_whose_topics_are_not_kept_are_not_gone_back_to(store):
    with pytest.raises(CxError, match="no run to go back to"):
        topics.undo(store, "누군가")
    for _ in range(topics.KEPT):
        topics.find(store, HERE, lambda *_: None)
    assert standing(store) == [4, 3, 2, 1]
    assert [topics.undo(store, "누군가").run_id for _ in range(topics.KEPT - 1)] == [3, 2]
    assert topics.before(store) is None
    assert topics.current(store).run_id == 2
    with pytest.raises(CxError, match="no run to go back to"):
        topics.undo(store, "누군가")


def test_later_runs_are_as_fine_as_a_person_asked(store):
    topics.find(store, HERE, lambda *_: None, detail="fine")
    more(store, 100, "2026-11-01")
    work(store)
    assert [topics.detail(run) for run in topics.runs(store)] == ["fine", "fine", "medium"]
