"""What is kept of each account's steps says what the events say: random histories, in several imports, with filters; and when it is not asked."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from cx import cache, settings, sources
from cx.importing import effects
from cx.lifecycle import milestones, onboarding, steps, time_to
from cx.lifecycle.steps import OnboardingStep
from cx.selection import Selection
from cx.warehouse import Store

STEPS = [OnboardingStep("계약", ("a",)), OnboardingStep("개설", ("b", "x"), is_required=False), OnboardingStep("등록", ("c",)), OnboardingStep("활용", ("a", "d"))]  # fmt: skip
CHOSEN = [Selection(period="all"), Selection(period="all", plan=("큰",)), Selection(period="2026-02-01..2026-04-30")]


def put(con, draw, name, n=120):
    """Random events of forty accounts within half a year; some of no step."""
    days = [datetime.fromisoformat("2026-01-01") + timedelta(hours=int(at)) for at in draw.integers(0, 4300, n)]
    accounts = [f"A{number}" for number in draw.integers(0, 40, n)]
    kinds = [str(kind) for kind in draw.choice(list("abcdxz"), n, p=[0.25, 0.15, 0.25, 0.15, 0.1, 0.1])]
    con.execute(
        "insert into lifecycle_event (source_id, event_id, account_id, happened_at, step) select 1, unnest(?), unnest(?), unnest(?), unnest(?)",
        [[f"{name}{place}" for place in range(n)], accounts, days, kinds],
    )
    con.execute(f"create or replace temp table touched_lifecycle_event as select 1 as source_id, '{name}0' as id")
    effects.refresh_facts(con)
    con.execute("drop table touched_lifecycle_event")


def told(store, chosen):
    found = onboarding.onboarding(store, chosen)
    curve = time_to.to_onboard(store, chosen)
    groups = onboarding.by_group(store, chosen, "plan").astype(object).fillna("-")
    return found, (curve.times.tolist(), curve.share.tolist()) if curve else None, groups.to_numpy().tolist()


def test_what_is_kept_is_what_events_say(tmp_path, monkeypatch):
    draw = np.random.default_rng(4)
    with Store.open(tmp_path / "own") as store:
        sources.add(store, "로그")
        steps.put(store, STEPS)
        with store.write("data") as con:
            con.execute(
                "insert into account (source_id, account_id, plan) select 1, 'A' || i, ['큰', '작은'][i % 2 + 1] from range(40) t(i)"
            )
        for turn in range(3):
            with store.write("data") as con:
                put(con, draw, f"E{turn}-")
            kept = store.query(f"select * from {milestones.TABLE} order by account_key")
            assert milestones.can_say(store, steps.funnel(store))
            ours = [told(store, chosen) for chosen in CHOSEN]
            assert sum(one.decided for one, _, _ in ours) > 20
            cache.clear()
            with monkeypatch.context() as patch:
                patch.setattr(milestones, "can_say", lambda *_: False)
                assert [told(store, chosen) for chosen in CHOSEN] == ours
            cache.clear()
            with store.write("data") as con:
                milestones.refresh(con)
            pd.testing.assert_frame_equal(store.query(f"select * from {milestones.TABLE} order by account_key"), kept)
        settings.put(store, "onboarding_days", 90)  # another window: the events answer
        assert not milestones.can_say(store, steps.funnel(store))
        longer = onboarding.onboarding(store, CHOSEN[0])
        assert longer.done >= ours[0][0].done
        steps.put(store, STEPS[:3])
        assert milestones.can_say(store, steps.funnel(store))
        assert onboarding.onboarding(store, CHOSEN[0]).done == pytest.approx(longer.stages[2].reached, abs=longer.open)


def test_without_events_there_is_nothing_to_keep(tmp_path):
    with Store.open(tmp_path / "own") as store:
        with store.write("data") as con:
            milestones.refresh(con)
        assert store.query("select 1 from duckdb_tables() where table_name = 'onboarding_milestone'").empty
