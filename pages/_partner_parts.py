"""The parts of the page of partners: the numbers, what they are compared by, the table, and the accounts of one of them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx import cache, number
from cx.charts import estimates
from cx.lifecycle import rows
from cx.lifecycle.partner_accounts import accounts
from pages import (
    _account_rows,
    _address,
    _charts,
    _frame,
    _lifecycle,
    _partner_documents,
    _partner_view,
    _row_choice,
    _store,
    _survey_parts,
)
from pages._partner_view import View
from pages._words import language, plain, t

_LINKS = {"voc": "pages/21_voc.py", "onboarding": "pages/31_onboarding.py", "renewals": "pages/33_renewals.py"}
_ROWS = 12


def _question() -> tuple[str, str]:
    return ("partners page", language())


def ask() -> View | None:
    """The page for this session's selection; None where there are no partners."""
    chosen = rows.about_accounts(_address.selection())
    return cache.cached(_store.current(), _question(), chosen, lambda: _partner_view.made(chosen))


def begin() -> View | None:
    """The page; says which accounts are counted."""
    view = _frame.awaited(_question(), rows.about_accounts(_address.selection()), ask)
    if view:
        st.caption(plain(view.basis))
        _lifecycle.cards(view.cards, "partner_cards")
    return view


def nothing() -> None:
    """No account has a partner."""
    with st.container(border=True, key="partner_nothing"):
        st.subheader(t("partner.none_title"), anchor=False)
        st.markdown(t("partner.none_text"))


def compared(view: View) -> None:
    """Partners by one measure; the choice is kept."""
    if not view.by:
        return
    names = {name: t(f"partner.measure_{name}") for name in view.by}
    name = _survey_parts.which("partner_measure", t("partner.which"), tuple(view.by), names)
    chart = view.by[name]
    table = {"label": t("partner.column_partner"), "text": names[name], "detail": t("chart.interval")}
    spec = estimates.spec(language(), estimates.row_of(len(chart.rows)))
    _charts.show(f"partner_{name}", chart, spec=spec, table=table)


def listed(view: View) -> None:
    """Every partner; a row opens its accounts below."""
    st.subheader(t("partner.table_title", n=view.n), anchor=False)
    title = t("partner.table_title", n=view.n)
    place = _row_choice.chosen("partner_table", view.table, alt=title, help_text=t("partner.table_help"), rows=_ROWS)
    if place is not None and view.names[place] is not None:
        _accounts(str(view.names[place]))


def _accounts(name: str) -> None:
    found = accounts(_store.current(), rows.about_accounts(_address.selection()), name)
    with st.container(border=True, gap="xsmall", key="partner_accounts"):
        title = t("partner.accounts_title", name=name, n=f"{len(found):,}")
        st.subheader(plain(title), anchor=False)
        with st.container(horizontal=True, gap="xsmall", key="partner_links"):
            for key, page in _LINKS.items():
                if st.button(
                    t(f"partner.to_{key}"), key=f"partner_to_{key}", type="tertiary", icon=":material/arrow_forward:"
                ):
                    _address.choose(_address.selection().narrowed(partner=(name,)))
                    st.switch_page(page)
            _partner_documents.one(name)
        _account_rows.listed("partner_accounts_table", _written(found), tuple(found["account_key"]), alt=title)


def _written(found: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "account": found["account_name"].astype(str).tolist(),
        "state": [t("partner.state_there" if there else "partner.state_left") for there in found["is_there"]],
        "plan": [None if pd.isna(one) else str(one) for one in found["plan"]],
        "ends": [
            None if pd.isna(day) else number.long_day(pd.Timestamp(day).date(), language()) for day in found["ends_day"]
        ],
        "used": [_partner_view.times(one) for one in found["used"]],
        "owner": [None if pd.isna(one) else str(one) for one in found["owner"]],
    }
    shown = {name: values for name, values in columns.items() if any(value is not None for value in values)}
    return pd.DataFrame({t(f"partner.column_{name}"): values for name, values in shown.items()})
