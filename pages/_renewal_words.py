"""What speaks for and against a renewal, in words."""

from __future__ import annotations

from pages._words import t


def _change(row: dict[str, object]) -> str:
    return f"{float(str(row['usage_ratio'])) - 1:+.0%}".replace("-", "−")


def _score(row: dict[str, object]) -> str:
    return f"{float(str(row['ces'])):.1f}"


def sign(name: str, row: dict[str, object]) -> str:
    """What speaks against a renewal, in words."""
    if name == "usage_fell":
        return t("renewal.sign_usage_fell", change=_change(row))
    if name in ("waiting", "repeats"):
        return t(f"renewal.sign_{name}", n=row[name])
    return t(f"renewal.sign_{name}", score=_score(row)) if name == "effort" else t(f"renewal.sign_{name}")


def point(name: str, row: dict[str, object]) -> str:
    """What can be said for a renewal, in words."""
    if name == "usage_rose":
        return t("renewal.point_usage_rose", change=_change(row))
    if name == "seats_full":
        return t("renewal.point_seats_full", seats=int(float(str(row["seats"]))))
    return t("renewal.point_easy", score=_score(row))
