"""Public holidays are called by what they are called in the reader's language; the days are the same."""

from __future__ import annotations

from datetime import date

from cx.open_hours import public_days, public_names


def test_holidays_have_names_in_both_languages():
    korean, english = (public_names(2026, language) for language in ("ko", "en"))
    assert set(korean) == set(english) == {special.day for special in public_days(2026, 2026)}
    assert korean[date(2026, 2, 17)] == "설날"
    assert english[date(2026, 2, 17)] == "Korean New Year"
    assert all(name.isascii() for name in english.values())
