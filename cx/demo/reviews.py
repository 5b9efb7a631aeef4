"""Reviews of consultations: a few of a hundred are looked at in the week after, and given points of 100."""

from __future__ import annotations

import numpy as np

from cx.demo.days import DAY, NONE, Days
from cx.demo.group import Group
from cx.demo.table import Columns, flags, numbers, picked, texts, times
from cx.demo.themes import themes

REVIEWED = 0.012
_REMARKS = (
    "공감 표현이 좋고 안내가 정확함", "해결 방법을 순서대로 안내함", "첫인사와 본인 확인이 빠짐", "비슷한 질문을 두 번 되물음", "끝맺음 확인이 없었음",
    "고객이 크게 화를 냈으나 침착하게 응대함", "매뉴얼 링크를 함께 보내 재문의를 막음", "전문 용어를 풀어서 설명하면 더 좋음",
)  # fmt: skip
_REMARKED = 0.4


def reviews_file(group: Group, days: Days) -> Columns:
    """The reviews of a group's contacts but their numbers; the agent is that of the contact.

    Themes that make people angry are the difficult ones.
    """
    rng, contacts, made = group.draws.reviews, group.contacts, group.made
    is_done = (made.resolved != NONE) & (made.agent != NONE) & ~contacts.is_contained
    rows = np.flatnonzero(is_done & (rng.random(len(is_done)) < REVIEWED))
    reviewed = made.resolved[rows] + rng.integers(DAY, 6 * DAY, len(rows))
    rows, reviewed = rows[reviewed < days.end], reviewed[reviewed < days.end]
    anger = -np.array([one.csat for one in themes()])[contacts.theme[rows]]
    chance = 0.04 + 0.18 * np.clip(anger, 0, 1) + 0.1 * (made.reopened[rows] > 0)
    is_difficult = rng.random(len(rows)) < chance
    own = np.sin(made.agent[rows] * 1.7 + made.team[rows])  # people differ, and stay as they are
    points = np.clip(np.round(88 + 3 * own - 4 * is_difficult + 7 * rng.standard_normal(len(rows))), 20, 100)
    remark = np.where(rng.random(len(rows)) < _REMARKED, rng.integers(0, len(_REMARKS), len(rows)), NONE)
    order = np.argsort(reviewed, kind="stable")
    return {
        "reviewed_at": times(reviewed[order]),
        "ticket_id": texts([str(number) for number in group.numbers[rows[order]]]),
        "score": numbers(points[order]),
        "is_difficult": flags(is_difficult[order]),
        "comment": picked(_REMARKS, remark[order]),
    }
