"""The contracts, steps and usage of the demo: they fit the accounts, and each of the two stories is there with it and gone without it."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from cx.demo.accounts import accounts_of
from cx.demo.days import days_of
from cx.demo.lifecycle_files import contracted, lifecycle_files
from cx.demo.lifecycle_steps import FIRST_USE, OPENED, SET_UP
from cx.demo.lifecycle_stories import PARTNER_STALL, PRICE_RISE, STALL_PARTNER, price_day
from cx.demo.stories import STORIES, plot

LAST_DAY = date(2026, 11, 22)


def frame(columns):
    return pd.DataFrame({name: column.to_pylist() for name, column in columns.items()})


@cache
def made(*missing):
    """The accounts and the four files without the stories `missing`."""
    told = plot(LAST_DAY, tuple(story for story in STORIES if story not in missing))
    days = days_of(told)
    book = contracted(1, told, *accounts_of(np.random.default_rng([1, 0]), days, 1_500))
    files = {name: frame(columns) for name, _, columns in lifecycle_files(1, told, days, book)}
    return {"accounts.csv": frame(book.account_file), **files}


def onboarded(files):
    """Per account that began in the demo whether it was opened, set up, used; and whether it is of the partner of the story."""
    steps = files["lifecycle.csv"].pivot_table(index="account_id", columns="step", values="happened_at", aggfunc="min")
    accounts = files["accounts.csv"].set_index("account_id")
    steps = steps[steps["계약"] < pd.Timestamp("2026-09-01")]
    return steps.assign(is_partner=accounts.loc[steps.index, "partner_id"].eq(STALL_PARTNER))


def renewed(files, since):
    """The renewal rate of the standard plan for contracts that ended from `since` on and before the last month."""
    found = files["contracts.csv"]
    found = found[
        (found["plan"] == "스탠다드") & (found["ends_day"] >= since) & (found["ends_day"] < date(2026, 10, 1))
    ]
    return found["outcome"].isin(["갱신", "변경 계약"]).mean()


def test_contracts_fit_the_accounts():
    files = made()
    contracts, accounts = files["contracts.csv"], files["accounts.csv"].set_index("account_id")
    assert len(contracts) > 3_000
    assert (contracts["ends_day"] > contracts["starts_day"]).all()
    assert (contracts["monthly_fee"] > 0).all()
    assert set(contracts["account_id"]) == set(accounts.index)
    last = contracts.sort_values("starts_day").groupby("account_id").last()
    for name in ("monthly_fee", "seats", "plan"):
        assert (last[name] == accounts.loc[last.index, name]).all(), name
    left = contracts[contracts["outcome"] == "해지"].set_index("account_id")
    assert (left["ends_day"] == accounts.loc[left.index, "ended_day"]).all()
    assert accounts["ended_day"].notna().sum() == len(left)
    assert left["churn_cause"].notna().all()
    assert (contracts.groupby("account_id")["starts_day"].min() == accounts["started_day"]).all()


def test_nothing_happens_before_the_contract_or_after_the_end():
    files = made()
    accounts = files["accounts.csv"].set_index("account_id")
    for name, day in (("lifecycle.csv", "happened_at"), ("usage.csv", "day"), ("churn_interviews.csv", "said_at")):
        found = files[name]
        days = pd.to_datetime(found[day]).dt.normalize()
        own = accounts.loc[found["account_id"]]
        assert (days <= pd.Timestamp(LAST_DAY)).all(), name
        if name != "churn_interviews.csv":
            assert (days.to_numpy() >= pd.to_datetime(own["started_day"]).to_numpy()).all(), name
    assert 20_000 < len(files["usage.csv"]) < 60_000
    assert files["usage.csv"].groupby(["account_id", "day", "feature"]).size().max() == 1


def test_one_partners_accounts_stall_at_one_step():
    told, untold = onboarded(made()), onboarded(made(PARTNER_STALL))
    opened = told[told[OPENED].notna()]
    share = opened.groupby("is_partner")[SET_UP].apply(lambda at: at.notna().mean())
    assert share[True] < 0.7
    assert share[False] > 0.9
    assert (
        told[told["is_partner"] & told[SET_UP].notna()][FIRST_USE].notna().mean() > 0.85
    )  # it is that step and no other
    without = untold[untold[OPENED].notna()].groupby("is_partner")[SET_UP].apply(lambda at: at.notna().mean())
    assert abs(without[True] - without[False]) < 0.06
    names = files_words(made()) - files_words(made(PARTNER_STALL))
    assert not names  # no word tells


def files_words(files):
    """Every label of the files that a person could read the story from."""
    steps, contracts = files["lifecycle.csv"], files["contracts.csv"]
    columns = (steps["step"], steps["cause"], contracts["outcome"], contracts["churn_cause"], contracts["plan"])
    return {str(word) for column in columns for word in column.dropna()}


def test_a_price_change_is_behind_a_wave_of_non_renewals():
    day = price_day(plot(LAST_DAY))
    told, untold = renewed(made(), day), renewed(made(PRICE_RISE), day)
    assert told < 0.68
    assert untold > 0.8
    causes = made()["contracts.csv"].query("ends_day >= @day")["churn_cause"].value_counts()
    assert causes.index[0] == "가격 부담"
    assert causes.iloc[0] > 2 * causes.iloc[1]
    assert (
        made(PRICE_RISE)["contracts.csv"].query("ends_day >= @day")["churn_cause"].value_counts().index[0]
        != "가격 부담"
    )
    assert files_words(made()) == files_words(made(PRICE_RISE))
