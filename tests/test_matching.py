"""Accounts and agents of several sources, merged and parted by a person."""

from __future__ import annotations

import pytest

from cx import facts, matching, settings, sources
from cx.errors import CxError, UnknownName
from cx.warehouse import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        for name in ("Chat", "Desk", "Phone"):
            sources.add(opened, name)
        with opened.write("data") as con:
            con.execute("""insert into account by name select * from (values
                (1, 'A', '㈜ 하늘에듀', 'pro'), (2, '77', '하늘 에듀', null), (3, 'x', '주식회사 하늘에듀', 'old'),
                (2, '78', 'Sea Co., Ltd.', null), (3, 'y', 'sea', null), (1, 'N', null, null)
            ) as t(source_id, account_id, account_name, plan)""")
            con.execute("""insert into ticket by name select * from (values
                (1, 't1', timestamp '2026-03-02 01:00', 'A'), (2, 't1', timestamp '2026-03-02 02:00', '77'),
                (3, 't1', timestamp '2026-03-02 03:00', 'x')
            ) as t(source_id, ticket_id, opened_at, account_id)""")
            facts.refresh(con, settings.read(con), None)
        yield opened


def keys(store):
    frame = store.query("select account_key, coalesce(plan, '-') as plan from ticket_fact order by source_id")
    return list(zip(frame["account_key"], frame["plan"], strict=True))


def test_same_name_in_other_sources_is_proposed(store):
    pairs = matching.suggest(store, "account")[["into_key", "key"]].values.tolist()
    assert sorted(map(tuple, pairs)) == [("1:A", "2:77"), ("1:A", "3:x"), ("2:77", "3:x"), ("2:78", "3:y")]


def test_merged_accounts_count_as_one_and_are_proposed_no_more(store):
    before = store.data_version
    matching.merge(store, "account", ["2:77", "3:x"], "1:A")
    assert keys(store) == [("1:A", "pro")] * 3
    assert store.data_version == before + 1
    assert matching.suggest(store, "account")["key"].tolist() == ["3:y"]
    assert matching.merged(store, "account")[["into_key", "key"]].values.tolist() == [["1:A", "2:77"], ["1:A", "3:x"]]


def test_a_merge_into_something_merged_goes_to_the_same_place(store):
    matching.merge(store, "account", ["3:x"], "2:77")
    matching.merge(store, "account", ["2:77"], "1:A")
    assert keys(store) == [("1:A", "pro")] * 3
    matching.split(store, "account", "2:77")
    assert keys(store) == [("1:A", "pro"), ("2:77", "-"), ("1:A", "pro")]


def test_merging_back_makes_no_circle(store):
    matching.merge(store, "account", ["2:77"], "1:A")
    matching.split(store, "account", "1:A")
    matching.merge(store, "account", ["1:A"], "2:77")
    assert keys(store)[:2] == [("2:77", "pro")] * 2
    with pytest.raises(CxError, match="itself"):
        matching.merge(store, "account", ["2:77"], "1:A")


def test_unknown_keys_and_kinds_are_refused(store):
    with pytest.raises(UnknownName, match="2:79"):
        matching.merge(store, "account", ["2:79"], "1:A")
    with pytest.raises(UnknownName):
        matching.suggest(store, "partner")
    with pytest.raises(CxError, match="source:id"):
        matching.split(store, "account", "A")
    assert matching.merged(store, "account").empty
