"""Several batches taken back at once leave what they leave one by one, with the facts made anew once."""

from __future__ import annotations

import random
import shutil

import pytest

from cx import facts, sources
from cx.errors import UnknownName
from cx.importing import batches
from cx.warehouse import FILE, Store
from tests.test_properties import put
from tests.test_rollups_any_changes import assert_as_if_made_anew, batch

BATCHES = 7


def everything(store):
    names = store.query("select table_name from information_schema.tables where table_schema = 'main'")["table_name"]
    cursor = store.cursor()
    found = {}
    for name in sorted(names):
        columns = "* exclude (undone_at)" if name == "import_batch" else "*"
        found[name] = cursor.execute(f'select {columns} from "{name}" order by all').fetchall()
    cursor.close()
    return found


@pytest.mark.parametrize("seed", range(2))
def test_at_once_and_one_by_one_leave_the_same(tmp_path, seed):
    dice = random.Random(seed)  # noqa: S311 - the same sequence in every run is the point
    (tmp_path / "b").mkdir()
    with Store.open(tmp_path / "a") as store:
        sources.add(store, "하나")
        sources.add(store, "둘")
        for _ in range(BATCHES):
            put(store, batch(dice))
    shutil.copy(tmp_path / "a" / FILE, tmp_path / "b" / FILE)
    numbers = dice.sample(range(1, BATCHES + 1), BATCHES * 2 // 3)
    with Store.open(tmp_path / "a") as one, Store.open(tmp_path / "b") as other:
        alone = [batches.undo(one, number) for number in numbers]
        assert batches.undo_all(other, numbers) == alone
        left, others = everything(one), everything(other)
        changing = {"store_state"}  # it counts the changes
        assert {name for name in left if left[name] != others[name]} <= changing
        assert left["ticket"]
        assert_as_if_made_anew(other)


def test_facts_are_made_once_and_nothing_is_undone_where_one_cannot_be(tmp_path, monkeypatch):
    dice, made, refresh = random.Random(1), [], facts.refresh  # noqa: S311
    with Store.open(tmp_path) as store:
        sources.add(store, "하나")
        sources.add(store, "둘")
        for _ in range(3):
            put(store, batch(dice))
        before = everything(store)
        with pytest.raises(UnknownName):
            batches.undo_all(store, [1, 2, 9])
        assert everything(store) == before
        monkeypatch.setattr(facts, "refresh", lambda *args: made.append(refresh(*args)))
        assert [report.state for report in batches.undo_all(store, [1, 2, 3])] == ["undone"] * 3
        assert len(made) == 1
        assert batches.undo_all(store, []) == []
