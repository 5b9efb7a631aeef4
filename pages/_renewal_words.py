"""Contracts that end soon in words: how likely they are lost and why, what to look into, and what can be said for a renewal."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cx import number
from pages._words import language, t

Row = Mapping[str, object]
# The sign of the model that says the same as one of the rules.
_SAME = {"usage_fell": "usage", "unused": "unused", "not_onboarded": "stalled", "waiting": "waiting", "repeats": "repeats", "effort": "effort"}  # fmt: skip


def _number(row: Row, name: str) -> float:
    return float(str(row[name]))


def _percent(ratio: float) -> str:
    return f"{number.signed((ratio - 1) * 100, 0)}%"


def sign(name: str, row: Row) -> str:
    """What speaks against a renewal by the rules, in words."""
    if name == "usage_fell":
        return t("renewal.sign_usage_fell", change=_percent(_number(row, "usage_ratio")))
    if name in ("waiting", "repeats"):
        return t(f"renewal.sign_{name}", n=row[name])
    if name == "effort":
        return t("renewal.sign_effort", score=f"{_number(row, 'ces'):.1f}")
    return t(f"renewal.sign_{name}")


def point(name: str, row: Row) -> str:
    """What can be said for a renewal, in words."""
    if name == "usage_rose":
        return t("renewal.point_usage_rose", change=_percent(_number(row, "usage_ratio")))
    if name == "seats_full":
        return t("renewal.point_seats_full", seats=int(_number(row, "seats")))
    if name == "favourite":
        return t("renewal.point_favourite", feature=row["feature"], n=f"{_number(row, 'feature_amount'):,.0f}")
    return t("renewal.point_easy", score=f"{_number(row, 'ces'):.1f}")


def reason(name: str, row: Row) -> str:
    """What makes the model think a contract more likely lost than usual, with the contract's own value."""
    return t(f"renewal.reason_{name}", **_values(name, row))


def _values(name: str, row: Row) -> dict[str, object]:
    if name in ("plan", "recent"):
        kept = number.share(_number(row, "known_plan_rate"), language(), 0)
        return {"plan": row["plan"] if isinstance(row["plan"], str) else t("lifecycle.none"), "share": kept}
    value = _number(row, f"known_{name}")
    ratio = 2.0**value
    written: dict[str, dict[str, object]] = {
        "usage": {"change": _percent(ratio)},
        "raise": {"change": _percent(ratio)},
        "seats_used": {"share": number.share(value, language(), 0)},
        "effort": {"score": f"{value:.1f}"},
        "tenure": {"n": f"{max(round((ratio - 1) / 30.4), 0):,}"},
        "length": {"n": f"{max(round((ratio - 1) * 30 / 30.4), 1):,}"},
        "fee": {"fee": number.write("money", ratio - 1, language())},
        **{one: {"n": f"{ratio - 1:,.0f}"} for one in ("contacts", "repeats", "waiting")},
        **{one: {"n": f"{value:.0f}"} for one in ("features", "renewals", "returns")},
    }
    return written.get(name, {})


def _ends(row: Row) -> str:
    day = number.long_day(pd.Timestamp(str(row["ends_day"])).date(), language())
    left = int(str(row["days_left"]))
    return t("renewal.ends_in", day=day, n=left) if left >= 0 else t("renewal.ends_over", day=day, n=-left)


def _risk(row: Row) -> str:
    level = t(f"renewal.risk_{row['risk']}")
    share = _number(row, "share")
    return level if number.is_missing(share) else f"{number.share(share, language(), 0)} · {level}"


def _day(value: object) -> str | None:
    return None if pd.isna(value) else number.long_day(pd.Timestamp(str(value)).date(), language())  # type: ignore[call-overload]


def written(due: pd.DataFrame, *, has_model: bool) -> pd.DataFrame:
    """The table people read; a column of which nothing is known is left out."""
    records = due.to_dict("records")
    against = {
        t("renewal.column_reasons"): [" · ".join(reason(name, row) for name in row["reasons"]) for row in records]
    }
    signs = {
        t("renewal.column_check" if has_model else "renewal.column_why"): [
            " · ".join(sign(name, row) for name in row["signs"] if _SAME[name] not in row["reasons"]) for row in records
        ]
    }
    columns = {
        t("onboarding.column_account"): [row["account_name"] for row in records],
        t("renewal.column_risk"): [_risk(row) for row in records],
        t("renewal.column_ends"): [_ends(row) for row in records],
        **(against if has_model else {}),
        **signs,
        t("renewal.column_points"): [" · ".join(point(name, row) for name in row["points"]) for row in records],
        t("onboarding.column_fee"): [
            None if pd.isna(row["fee"]) else number.write("money", float(row["fee"]), language()) for row in records
        ],
        t("onboarding.column_plan"): [row["plan"] for row in records],
        t("onboarding.column_partner"): [None if pd.isna(row["partner"]) else row["partner"] for row in records],
        t("onboarding.column_last"): [_day(row["last_contact"]) for row in records],
        t("onboarding.column_owner"): [row["owner"] for row in records],
        t("onboarding.column_outcome"): [
            None if pd.isna(row["outcome"]) else t(f"onboarding.outcome_{row['outcome']}") for row in records
        ],
    }
    return pd.DataFrame({name: values for name, values in columns.items() if any(not pd.isna(one) for one in values)})
