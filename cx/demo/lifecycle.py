"""The contracts of the demo: terms and fees, renewals early and late, a price change, and who leaves why.

Accounts leave at the end of a term. So the day an account leaves (`Accounts.ended`) is moved to the end of the term it was drawn
in, and the account file says what the last term says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cx.demo.accounts import FEE_OF_SEAT, PLANS, Accounts
from cx.demo.days import NONE, Ints, day_of, number_of
from cx.demo.lifecycle_stories import PRICE_FACTOR, PRICE_LEAVE, PRICE_PLAN, PRICE_RISE, price_day
from cx.demo.stories import Plot, months_before
from cx.demo.table import Columns, dates, numbers, texts

RENEWED, MOVED, LEFT, OPEN = "갱신", "변경 계약", "해지", "진행 중"
PRICE = "가격 부담"
CAUSES = (PRICE, "사용량 감소", "경쟁사 전환", "폐원·휴원", "기능 부족", "온보딩 미완료")
_CAUSE_SHARE = (0.14, 0.27, 0.2, 0.19, 0.12, 0.08)
_TERMS, _TERM_SHARE = (12, 24, 6), (0.8, 0.13, 0.07)  # months
_EARLY, _LATE, _MOVES = 0.1, 0.12, 0.06
_DECIDES_LATE = 0.3  # of those whose term ended in the last weeks


@dataclass(frozen=True)
class Term:
    """One contract; days as numbers since 1970-01-01."""

    account: int
    plan: int
    starts: int
    ends: int
    seats: int
    fee: int
    outcome: str
    cause: str | None = None


@dataclass(frozen=True)
class Book:
    """All contracts, and the accounts as they are with them."""

    terms: tuple[Term, ...]
    accounts: Accounts
    account_file: Columns


def _end(starts: int, months: int) -> int:
    return number_of(months_before(day_of(starts), -months)) - 1


def book_of(rng: np.random.Generator, plot: Plot, accounts: Accounts, file: Columns) -> Book:
    """Contracts for all accounts, from their first day to the end of the demo or until they leave."""
    terms: list[Term] = []
    ended = np.full(len(accounts.ids), NONE)
    last: list[Term] = []
    for account in range(len(accounts.ids)):
        own = _terms(rng, plot, accounts, account)
        terms += own
        last.append(own[-1])
        if own[-1].outcome == LEFT:
            ended[account] = own[-1].ends
    accounts = replace(accounts, ended=ended)
    changed = {
        "ended_day": dates(ended),
        "monthly_fee": numbers(np.array([term.fee for term in last])),
        "seats": numbers(np.array([term.seats for term in last])),
        "plan": texts([PLANS[term.plan] for term in last]),
    }
    return Book(tuple(terms), accounts, file | changed)


def _terms(rng: np.random.Generator, plot: Plot, accounts: Accounts, account: int) -> list[Term]:
    """The contracts of one account, one after the other."""
    until, rises = number_of(plot.last_day), number_of(price_day(plot))
    months = int(rng.choice(_TERMS, p=_TERM_SHARE))
    plan, seats, starts = int(accounts.plan[account]), int(accounts.seats[account]), int(accounts.started[account])
    leaves = int(accounts.ended[account])
    is_dearer = False
    found: list[Term] = []
    while True:
        ends = _end(starts, months)
        fee = round(FEE_OF_SEAT[plan] * seats * (PRICE_FACTOR if is_dearer else 1), -3)
        term = Term(account, plan, starts, ends, seats, int(fee), OPEN)
        dice = rng.random(5)
        if ends > until or (ends > until - 21 and dice[0] < _DECIDES_LATE):
            return [*found, term]
        is_risen = plot.tells(PRICE_RISE) and ends >= rises and plan == PRICE_PLAN
        is_dearer |= is_risen
        gives_up = is_risen and dice[1] < PRICE_LEAVE
        if gives_up or (leaves != NONE and leaves <= ends):
            cause = PRICE if gives_up else str(rng.choice(CAUSES, p=_CAUSE_SHARE))
            return [*found, replace(term, outcome=LEFT, cause=cause)]
        moves = dice[2] < _MOVES and plan < len(PLANS) - 2
        found.append(replace(term, outcome=MOVED if moves else RENEWED))
        plan += int(moves)
        seats = max(1, round(seats * float(np.exp(rng.normal(0.015, 0.13)))))
        starts = min(_next_start(rng, ends, dice[3]), until)


def _next_start(rng: np.random.Generator, ends: int, dice: float) -> int:
    if dice < _EARLY:
        return ends + 1 - int(rng.integers(3, 26))
    return ends + 1 + int(rng.integers(2, 26)) if dice > 1 - _LATE else ends + 1


def contracts_file(book: Book) -> Columns:
    """One row per contract, in order of their beginning."""
    terms = sorted(book.terms, key=lambda term: (term.starts, term.account))
    ids: Ints = np.arange(1, len(terms) + 1)
    return {
        "contract_id": texts([f"K{number:05d}" for number in ids]),
        "account_id": texts(book.accounts.ids[[term.account for term in terms]]),
        "plan": texts([PLANS[term.plan] for term in terms]),
        "starts_day": dates(np.array([term.starts for term in terms], dtype=np.int64)),
        "ends_day": dates(np.array([term.ends for term in terms], dtype=np.int64)),
        "monthly_fee": numbers(np.array([term.fee for term in terms])),
        "seats": numbers(np.array([term.seats for term in terms])),
        "outcome": texts([term.outcome for term in terms]),
        "churn_cause": texts([term.cause for term in terms]),
    }
