"""The steps of the demo's accounts: from contract to first value, checks on those who stall, talks before renewals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cx.demo.accounts import Accounts
from cx.demo.days import DAY, HOUR, NONE, Days, Ints, some
from cx.demo.lifecycle import LEFT, Book
from cx.demo.lifecycle_stories import PARTNER_STALL, STALL_PARTNER, STALL_SHARE
from cx.demo.stories import Plot
from cx.demo.table import Columns, texts, times

CONTRACT, OPENED, SET_UP, TRAINED, FIRST_USE = "계약", "계정 개설", "반·학생 등록", "사용 교육", "첫 수업 활용"
CHECK, TALK = "온보딩 점검", "재계약 상담"
# After so many days from the step before (median, spread), and the share that never comes to it.
_STEPS = ((OPENED, 1.2, 0.7, 0.012), (SET_UP, 4.5, 0.75, 0.055), (TRAINED, 3.0, 0.7, 0.36), (FIRST_USE, 6.0, 0.8, 0.07))
_CAUSES = ("담당자 교체", "명단 정리 지연", "교육 미참석", "PC·네트워크 환경", "연락 안 됨", "개원 연기")
_CHECKED_AFTER = 24  # days without the next step
_CHECKED = 0.72


@dataclass(frozen=True)
class Steps:
    """The file, and of every account the second at which it got its first value (NONE: never)."""

    file: Columns
    first_use: Ints


Event = tuple[int, int, str, str | None]


def steps_of(rng: np.random.Generator, plot: Plot, days: Days, book: Book) -> Steps:
    """The events of accounts that began within the demo, and the talks before every renewal in it."""
    begin = int(days.starts[0])
    partners = book.account_file["partner_id"].to_pylist()
    first_use = np.full(len(partners), NONE)
    found: list[Event] = []
    for account, partner in enumerate(partners):
        start = int(book.accounts.started[account]) * DAY
        stalls = plot.tells(PARTNER_STALL) and partner == STALL_PARTNER
        own, used = _onboarding(rng, account, start, stalls=stalls)
        first_use[account] = used if start >= begin else start + 20 * DAY
        if start >= begin:
            found += own
    found += _talks(rng, book, begin)
    found = sorted(event for event in found if event[0] < days.end and not _is_over(event, book.accounts))
    return Steps(_file(found, book.accounts), first_use)


def _is_over(event: Event, accounts: Accounts) -> bool:
    ended = int(accounts.ended[event[1]])
    return ended != NONE and event[0] >= (ended + 1) * DAY


def _onboarding(rng: np.random.Generator, account: int, start: int, *, stalls: bool) -> tuple[list[Event], int]:
    """The steps of one account that signed on the day of `start`, and when it got its first value."""
    at = start + int(rng.integers(9 * HOUR, 18 * HOUR))
    events: list[Event] = [(at, account, CONTRACT, None)]
    for step, median, spread, lost in _STEPS:
        dice = rng.random(2)
        is_stuck = stalls and step == SET_UP and dice[0] < STALL_SHARE
        wait = median * float(np.exp(spread * rng.standard_normal()))
        if is_stuck or (dice[1] < lost and step != TRAINED):
            return [*events, *_check(rng, account, at)], int(NONE)
        if step == TRAINED and dice[1] < lost:
            continue  # nobody has to be trained
        at = _in_office(at + int(wait * DAY), rng)
        events.append((at, account, step, None))
    return events, at


def _in_office(at: int, rng: np.random.Generator) -> int:
    return (
        at // DAY * DAY + int(rng.integers(9 * HOUR, 19 * HOUR)) if at % DAY < 9 * HOUR or at % DAY > 20 * HOUR else at
    )


def _check(rng: np.random.Generator, account: int, stuck_at: int) -> list[Event]:
    """Somebody calls and notes why it does not go on; not everybody is called."""
    if rng.random() >= _CHECKED:
        return []
    at = _in_office(stuck_at + int((_CHECKED_AFTER + rng.exponential(9)) * DAY), rng)
    return [(at, account, CHECK, str(rng.choice(_CAUSES, p=(0.16, 0.3, 0.2, 0.1, 0.16, 0.08))))]


def _talks(rng: np.random.Generator, book: Book, begin: int) -> list[Event]:
    """A talk some weeks before a term ends; with those who leave it happens less often."""
    found: list[Event] = []
    has_talk = some(rng, len(book.terms), 0.82)
    for term, talks in zip(book.terms, has_talk, strict=True):
        at = (term.ends - int(rng.integers(12, 55))) * DAY + int(rng.integers(9 * HOUR, 18 * HOUR))
        if at >= begin and talks and (term.outcome != LEFT or rng.random() < 0.6):  # noqa: PLR2004 a share
            found.append((at, term.account, TALK, None))
    return found


def _file(events: list[Event], accounts: Accounts) -> Columns:
    return {
        "event_id": texts([f"L{number:06d}" for number in range(1, len(events) + 1)]),
        "account_id": texts(accounts.ids[[event[1] for event in events]]),
        "happened_at": times(np.array([event[0] for event in events], dtype=np.int64)),
        "step": texts([event[2] for event in events]),
        "cause": texts([event[3] for event in events]),
    }


def first_day_of(steps: Steps, account: int) -> int | None:
    """The day number of an account's first value."""
    second = int(steps.first_use[account])
    return None if second == NONE else second // DAY
