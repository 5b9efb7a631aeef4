"""What stands on every trend: releases, manuals, campaigns and the start of the chat-bot; and the targets of the year."""

from __future__ import annotations

import tomllib
from datetime import timedelta

import numpy as np

from cx.demo.days import NONE, Days, number_of
from cx.demo.stories import Plot
from cx.demo.table import Columns, dates, picked, texts
from cx.demo.themes import FOLDER

_EVERY = 24  # days between two events, about
_TARGETS = (("online_share", "0.8"), ("response_rate", "0.9"), ("ces", "6.5"), ("csat", "0.9"), ("frt_median", "300"))


def annotations_file(rng: np.random.Generator, plot: Plot, days: Days) -> Columns:
    """One row per event, on working days; what the company itself did in a story is there as the team would note it, the
    outage and what customers and agents did are not.
    """
    events = tomllib.loads((FOLDER / "events.toml").read_text(encoding="utf-8"))["event"]
    rows = []
    day = int(rng.integers(3, 12))
    for event in events:
        while day < days.count and not days.is_working[day]:
            day += 1
        if day >= days.count:
            break
        rows.append((day, event["kind"], event["title"], event.get("product")))
        day += int(rng.integers(_EVERY - 8, _EVERY + 9))
    told = (
        ("bot_launch", plot.bot_day, "bot_change", "누리봇(챗봇) 정식 오픈", None),
        ("update_launch", plot.launch_day, "release", "문항누리 문제지 편집기 전면 개편", "문항누리"),
        ("feature_release", plot.release_day, "release", "수업누리 셔틀 승하차 알림", "수업누리"),
        ("praise_after_fix", plot.fix_day, "release", "문항누리 OMR 판독 오류 수정", "문항누리"),
    )
    rows += [(days.index(when), *what) for story, when, *what in told if plot.tells(story)]
    rows.sort(key=lambda row: row[0])
    base = number_of(days.first)
    return {
        "annotation_id": texts([f"E{number:03d}" for number in range(1, len(rows) + 1)]),
        "annotation": texts([row[1] for row in rows]),
        "day": dates(np.array([base + row[0] for row in rows], dtype=np.int64)),
        "title": texts([row[2] for row in rows]),
        "product": texts([row[3] for row in rows]),
    }


def targets_file(days: Days) -> Columns:
    """What the team has promised, valid from the first day on."""
    size = len(_TARGETS)
    start = number_of(days.first - timedelta(days=1))
    return {
        "target_id": texts([f"G{number}" for number in range(1, size + 1)]),
        "metric": texts([name for name, _ in _TARGETS]),
        "goal": texts([goal for _, goal in _TARGETS]),
        "from_day": dates(np.full(size, start, dtype=np.int64)),
        "to_day": dates(np.full(size, NONE)),
        "product": picked(("",), np.full(size, NONE)),
        "channel": picked(("",), np.full(size, NONE)),
    }
