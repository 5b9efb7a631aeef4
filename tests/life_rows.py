"""A store about the life of sixty accounts, made by arithmetic: one enters every five days from 2026-01-01 on, ten steps as below.

Account i signs, is opened a day later, set up on day 4 and uses it on day 10. Those of partner P1 (every third) with an odd number are never
set up, nor are those whose number ends in 9: fourteen in all, of which A59 entered 27 days before the last day known.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from put_rows import add

from cx import sources
from cx.warehouse import Store

FIRST, LAST = datetime.fromisoformat("2026-01-01T01:00"), datetime.fromisoformat("2026-11-18T01:00")  # UTC: 10 o'clock
STEPS = (("계약", 0), ("개설", 1), ("등록", 4), ("활용", 10))


def stops(number: int) -> bool:
    return number % 6 == 3 or number % 10 == 9


def fill(folder):
    """Make the store in `folder` and close it."""
    with Store.open(folder) as store:
        sources.add(store, "CRM")
        accounts = [
            {
                "account_id": f"A{n}",
                "account_name": f"가상학원 {n}",
                "plan": "프로" if n % 2 else "베이직",
                "partner_id": "P1" if n % 3 == 0 else None,
                "monthly_fee": 100_000,
                "is_test": False,
            }
            for n in range(60)
        ]
        events = [
            {
                "event_id": f"{n}-{step}",
                "account_id": f"A{n}",
                "step": step,
                "happened_at": FIRST + timedelta(days=5 * n + day),
            }
            for n in range(60)
            for step, day in STEPS
            if day < 4 or not stops(n)
        ]
        events.append(
            {
                "event_id": "x",
                "account_id": "A3",
                "step": "점검",
                "cause": "담당자 교체",
                "happened_at": LAST - timedelta(days=9),
            }
        )
        usage = [{"usage_id": "u", "account_id": "A0", "day": LAST.date(), "amount": 3}]
        add(store, account=accounts, lifecycle_event=events, usage=usage)
    return folder
