"""How much the demo's accounts use the products: a row per account, product and month; it falls before many leave."""

from __future__ import annotations

import numpy as np

from cx.demo.accounts import PRODUCTS
from cx.demo.days import MONTH_LOAD, Days
from cx.demo.lifecycle import LEFT, OPEN, PRICE, Book
from cx.demo.lifecycle_steps import Steps, first_day_of
from cx.demo.table import Columns, dates, numbers, texts

_FEATURES = ("문제지 만들기", "수업 기록")
_A_SEAT = 34  # times a month
_FALLS = 5  # months before the end in which it falls
_FALL_SHARE = 0.72  # of those who leave, but not for the price
_SOON, _FALL_SOON = 100, 0.13  # days after the last one, and the share of those whose term ends in them


def usage_file(rng: np.random.Generator, days: Days, book: Book, steps: Steps) -> Columns:
    """Every month of the demo from the first value on; the running month as far as it is known."""
    months = [np.flatnonzero(days.month == number) for number in range(int(days.month.max()) + 1)]
    base = int(days.starts[0]) // 86_400
    falls = _who_falls(rng, days, book)
    rows: list[tuple[str, int, int, int, int]] = []
    for account, name in enumerate(book.accounts.ids):
        begins = first_day_of(steps, account)
        level = float(np.exp(0.35 * rng.standard_normal()))
        noise = np.exp(0.16 * rng.standard_normal((len(months), len(PRODUCTS))))
        ended = int(book.accounts.ended[account])
        for month, within in enumerate(months):
            day = base + int(within[-1])
            if begins is None or day < begins or (ended > 0 and day > ended + 30):
                continue
            left = (falls[account] - day) / 30 if account in falls else 99.0
            fall = float(np.clip(0.25 + 0.75 * left / _FALLS, 0.12, 1))
            whole = (
                _A_SEAT * book.accounts.seats[account] * level * fall * MONTH_LOAD[days.month_of_year[within[-1]] - 1]
            )
            whole *= len(within) / 30
            for product in range(len(PRODUCTS)):
                share = book.accounts.first_product[account]
                amount = round(float(whole * (share if product == 0 else 1 - share) * noise[month, product]))
                if amount:
                    rows.append((name, day, product, amount, _users(amount, int(book.accounts.seats[account]))))
    return {
        "account_id": texts([row[0] for row in rows]),
        "day": dates(np.array([row[1] for row in rows], dtype=np.int64)),
        "product": texts([PRODUCTS[row[2]] for row in rows]),
        "feature": texts([_FEATURES[row[2]] for row in rows]),
        "amount": numbers(np.array([row[3] for row in rows], dtype=np.int64)),
        "users": numbers(np.array([row[4] for row in rows], dtype=np.int64)),
    }


def _users(amount: int, seats: int) -> int:
    share: float = min(1.0, amount / (_A_SEAT * seats)) ** 0.5
    return max(1, min(seats, round(seats * share)))


def _who_falls(rng: np.random.Generator, days: Days, book: Book) -> dict[int, int]:
    """Accounts that use less and less, and the day at whose end they leave or will be asked; a price is no reason to use less."""
    last = (days.end - 1) // 86_400
    found: dict[int, int] = {}
    for term in book.terms:
        dice = rng.random()
        has_left = term.outcome == LEFT and term.cause != PRICE and dice < _FALL_SHARE
        is_asked_soon = term.outcome == OPEN and last <= term.ends <= last + _SOON and dice < _FALL_SOON
        if has_left or is_asked_soon:
            found[term.account] = term.ends
    return found
