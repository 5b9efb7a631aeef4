"""Settings: defaults, checks, and what they change."""

from __future__ import annotations

import pytest

from cx import facts, settings
from cx.errors import CxError, UnknownName
from cx.settings import Settings
from cx.warehouse import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        yield opened


def test_defaults_until_somebody_decides(store):
    assert settings.get(store) == Settings("Asia/Seoul", 7, 1440, 7, 7, 20, 5, 30, 5, 1)


def test_a_decision_stays_and_raises_the_version(store):
    settings.put(store, "minimum_n", 50)
    settings.put(store, "minimum_n", 40)
    assert settings.get(store).minimum_n == 40
    assert (store.settings_version, store.data_version) == (2, 0)
    store.close()
    with Store.open(store.folder) as again:
        assert settings.get(again) == Settings(minimum_n=40)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("minimum_n", 0),
        ("minimum_n", 1_001),
        ("minimum_n", "30"),
        ("minimum_n", 30.5),
        ("minimum_n", True),
        ("minimum_n", None),
        ("fcr_window_days", 0),
        ("service_level_seconds", 3_601),
        ("abandoned_seconds", -1),
        ("reporting_zone", "Seoul"),
        ("reporting_zone", "../../etc/passwd"),
        ("reporting_zone", 9),
    ],
)
def test_values_out_of_range_are_refused_with_what_is_allowed(store, name, value):
    with pytest.raises(CxError) as caught:
        settings.put(store, name, value)
    assert caught.value.key in {"store.setting_range", "store.setting_zone"}
    assert str(value) in str(caught.value)
    assert settings.get(store) == Settings()
    assert store.settings_version == 0


def test_unknown_setting_says_what_was_meant(store):
    with pytest.raises(UnknownName, match="minimum_n"):
        settings.put(store, "minimum", 3)


def test_facts_are_made_anew_for_exactly_the_settings_they_ask_for():
    asked = {name for name, found in vars(facts.Rules).items() if isinstance(found, property)}
    assert asked == settings.IN_FACTS


def test_another_zone_moves_the_days_of_the_facts(store):
    with store.write("data") as con:
        con.execute("""insert into ticket by name
            select 1 as source_id, 't' as ticket_id, timestamp '2026-03-01 16:30:00' as opened_at""")
    settings.put(store, "reporting_zone", "UTC")
    assert store.query("select strftime(opened_at, '%d %H:%M') as t from ticket_fact")["t"].item() == "01 16:30"
    settings.put(store, "reporting_zone", "Asia/Seoul")
    assert store.query("select strftime(opened_at, '%d %H:%M') as t from ticket_fact")["t"].item() == "02 01:30"
