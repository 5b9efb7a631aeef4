"""The parts of the page of renewals ahead: the numbers, and the contracts with what speaks for and against each."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx import number
from cx.lifecycle import ahead, rows
from pages import _address, _lifecycle, _outreach, _renewal_words, _store, _survey_parts
from pages._lifecycle import Card
from pages._words import language, plain, t

_ROWS = 12


def within() -> int:
    """How many days ahead are looked at."""
    options = tuple(str(days) for days in ahead.WITHIN)
    if "renewal_within" not in st.session_state:
        st.session_state["renewal_within"] = options[-1]
    names = {code: t("renewal.within_days", n=code) for code in options}
    return int(_survey_parts.which("renewal_within", t("renewal.within"), options, names))


def found(days: int) -> pd.DataFrame:
    """The contracts of this session's selection."""
    return ahead.ahead(_store.current(), _address.selection(), days)


def basis(days: int) -> None:
    """As of when, and how far ahead."""
    known = rows.known_day(_store.current())
    if known:
        st.caption(plain(t("renewal.basis", known=number.long_day(known, language()), days=days)))


def nothing() -> None:
    """No contract ends soon."""
    with st.container(border=True, key="renewal_nothing"):
        st.subheader(t("renewal.none_title"), anchor=False)
        st.markdown(t("renewal.none_text"))


def _money(value: float) -> str:
    return number.write("money", value, language())


def cards(due: pd.DataFrame) -> None:
    """How many end, how many are at risk, and how good the sign of use was in the past."""
    high = due[due["risk"] == "high"]
    pending = int((due["state"] == "pending").sum())
    shown = [
        Card(
            t("renewal.card_due"),
            number.full(float(len(due)), language()),
            _lifecycle.small(t("renewal.card_due_words", fee=_money(float(due["fee"].sum())), pending=pending)),
            t("renewal.card_due_help"),
        ),
        Card(
            t("renewal.card_high"),
            number.full(float(len(high)), language()),
            _lifecycle.small(t("renewal.card_high_words", fee=_money(float(high["fee"].sum())))),
            t("renewal.card_high_help", high=ahead.HIGH),
        ),
    ]
    record = ahead.track_record(_store.current(), _address.selection())
    if True in record and False in record:
        (some, fell), (others, rest) = record[True], record[False]
        words = t(
            "renewal.card_record_words", n_fell=fell, rest=_lifecycle.share_words(others, rest), n_rest=f"{rest:,}"
        )
        value = _lifecycle.share_words(some, fell)
        lines = "  \n".join(filter(None, [f":small[:gray[{words}]]", _lifecycle.few_words(fell)]))
        shown.append(Card(t("renewal.card_record"), value, lines, t("renewal.card_record_help")))
    _lifecycle.cards(shown, "renewal_cards")


def listed(due: pd.DataFrame) -> None:
    """Every contract in words; a row opens the form below it."""
    n = int((due["risk"] == "high").sum())
    title = t("renewal.title_high", n=n) if n else t("renewal.title_calm")
    st.subheader(title, anchor=False)
    _outreach.message("renewal")
    _outreach.listed(
        "renewal",
        "renewal_table",
        _written(due),
        due,
        height="auto" if len(due) <= _ROWS else 35 * _ROWS + 38,
        alt=title,
        help_text=t("renewal.rules"),
    )


def _written(due: pd.DataFrame) -> pd.DataFrame:
    records = due.to_dict("records")
    columns = {
        t("onboarding.column_account"): [row["account_name"] for row in records],
        t("renewal.column_risk"): [t(f"renewal.risk_{row['risk']}") for row in records],
        t("renewal.column_ends"): [_ends(row) for row in records],
        t("renewal.column_why"): [
            " · ".join(_renewal_words.sign(name, row) for name in row["signs"]) for row in records
        ],
        t("renewal.column_points"): [
            " · ".join(_renewal_words.point(name, row) for name in row["points"]) for row in records
        ],
        t("onboarding.column_fee"): [None if pd.isna(row["fee"]) else _money(float(row["fee"])) for row in records],
        t("onboarding.column_plan"): [row["plan"] for row in records],
        t("onboarding.column_partner"): [None if pd.isna(row["partner"]) else row["partner"] for row in records],
        t("onboarding.column_last"): [
            None
            if pd.isna(row["last_contact"])
            else number.long_day(pd.Timestamp(row["last_contact"]).date(), language())
            for row in records
        ],
        t("onboarding.column_owner"): [row["owner"] for row in records],
        t("onboarding.column_outcome"): [
            None if pd.isna(row["outcome"]) else t(f"onboarding.outcome_{row['outcome']}") for row in records
        ],
    }
    return pd.DataFrame({name: values for name, values in columns.items() if any(not pd.isna(one) for one in values)})


def _ends(row: dict[str, object]) -> str:
    day = number.long_day(pd.Timestamp(str(row["ends_day"])).date(), language())
    left = int(str(row["days_left"]))
    return t("renewal.ends_in", day=day, n=left) if left >= 0 else t("renewal.ends_over", day=day, n=-left)
