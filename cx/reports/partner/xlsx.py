"""A partner's year as a workbook: every number as a number, every account with its months; text never runs."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cx import download
from cx.download import XLSX
from cx.language import say
from cx.reports.partner.said import Sheet
from cx.reports.partner.year import AccountYear, PartnerYear

ENDING, MIME = "xlsx", XLSX


def make(year: PartnerYear, sheet: Sheet) -> bytes:
    """The workbook: what it says, its numbers, months, features, contacts, accounts, accounts by month."""
    language = sheet.language

    def word(name: str) -> str:
        return say(f"partner_report.{name}", language)

    said = [sheet.headline, *sheet.sentences, *sheet.warnings, sheet.basis, sheet.notes]
    numbers = [(row.label, row.value.text, row.n, row.previous.text)[: len(sheet.columns)] for row in sheet.rows]
    months = {
        word("column_month"): sheet.months,
        word("column_used"): year.months,
        word("column_contacts"): year.contacts,
    }
    frames = {
        word("sheet_said"): pd.DataFrame({sheet.title: said}),
        word("column_what"): pd.DataFrame(numbers, columns=list(sheet.columns)),
        word("sheet_months"): pd.DataFrame(months),
        word("sheet_accounts"): pd.DataFrame([_account(one, word, year.withhold_n) for one in year.accounts]),
        word("sheet_account_months"): pd.DataFrame([_months(one, word, sheet) for one in year.accounts]),
    }
    if year.features:
        frames[word("features")] = _table(
            year.features, [word(f"column_{name}") for name in ("feature", "used", "before")]
        )
    if year.categories:
        frames[word("categories")] = _table(year.categories, [word("column_category"), word("column_contacts")])
    return download.to_book(frames)


def _table(rows: Any, columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns)


def _account(one: AccountYear, word: Any, withhold: int) -> dict[str, Any]:
    return {
        word("column_key"): one.account_key.partition(":")[2],
        word("column_account"): one.name,
        word("column_plan"): one.plan,
        word("column_starts"): one.starts,
        word("column_ends"): one.ends,
        word("column_used"): one.used,
        word("column_before"): one.before,
        word("column_contacts"): one.contacts,
        word("column_ces"): one.ces if one.people >= withhold else None,
        word("column_answers"): one.answers,
        word("column_people"): one.people,
    }


def _months(one: AccountYear, word: Any, sheet: Sheet) -> dict[str, Any]:
    named = {word("column_key"): one.account_key.partition(":")[2], word("column_account"): one.name}
    return named | dict(zip(sheet.months, one.months, strict=True))
