"""The company's own people: who works from when until when, in which team, and their shifts hour by hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cx.demo.days import DAY, HOUR, NONE, Days, Flags, Floats, Ints, number_of, some
from cx.demo.names import person
from cx.demo.stories import Plot
from cx.demo.table import Columns, dates, flags, texts, times

TEAMS = ("전화상담팀", "온라인상담팀", "VIP전담팀", "영업팀")
HOTLINE, ONLINE, VIP, FIELD = range(4)
_SIZE = (11, 14, 4, 6)  # seats of each team over the 30 months; people come and go
_SHIFT_CHANNEL = ("phone", None, None, "sales")

# Blocks of hours of a working day; the agents of a team take turns. Online is there until 21, and on Saturday from 10 to 16.
_TOGETHER = (((9, 12), (13, 18)),)
_STAGGERED = (((9, 11), (12, 18)), ((9, 12), (13, 18)), ((9, 13), (14, 18)))
_ONLINE = (((9, 12), (13, 18)), ((9, 13), (14, 18)), ((10, 12), (13, 19)), ((13, 18), (19, 21)))
_SATURDAY = ((10, 13), (14, 16))


@dataclass(frozen=True)
class Team:
    """`duty[team]` is hours x agents of the team: who is there in which hour since the first day."""

    agent_ids: tuple[tuple[str, ...], ...]
    duty: tuple[Flags, ...]

    def on_duty(self, team: int) -> Flags:
        """In which hours anybody of `team` is there."""
        return np.asarray(self.duty[team].any(axis=1))

    def pick(self, team: int, second: Ints, luck: Floats, days: Days) -> Ints:
        """Somebody of `team` who is there at `second`, NONE where nobody is; `luck` (0-1) decides among them."""
        hour = np.clip((second - days.starts[0]) // HOUR, 0, len(self.duty[team]) - 1)
        there = self.duty[team][hour]
        wanted = np.floor(luck * there.sum(axis=1)).astype(np.int64)
        found = np.argmax(there & (np.cumsum(there, axis=1) == wanted[:, None] + 1), axis=1)
        return np.where(there.any(axis=1), found, NONE)


def _blocks(team: int, number: int, day: int, days: Days, plot: Plot) -> tuple[tuple[int, int], ...]:
    if days.is_working[day]:
        if team == ONLINE:
            return _ONLINE[(number + day // 7) % len(_ONLINE)]
        if team == HOTLINE and not plot.tells("lunch_gap"):
            return _STAGGERED[number % len(_STAGGERED)]
        return _TOGETHER[0]
    saturday = 5
    return _SATURDAY if team == ONLINE and days.weekday[day] == saturday and (number + day // 7) % 4 == 0 else ()


def team_of(rng: np.random.Generator, plot: Plot, days: Days) -> tuple[Team, Columns, Columns]:
    """The team with the files of agents and shifts. About every third leaves and is followed by somebody new."""
    rows: list[tuple[str, str, str, int, int]] = []
    shifts: list[tuple[str, int, int, str | None]] = []
    ids, duty = [], []
    base = number_of(days.first)
    for team, size in enumerate(_SIZE):
        terms = _terms(rng, size, days.count)
        there = np.zeros((days.count * 24, len(terms)), dtype=bool)
        names = [f"S{team + 1}{number + 1:02d}" for number in range(len(terms))]
        away = some(rng, days.count * len(terms), 0.07).reshape(days.count, len(terms))  # leave and illness
        for number, (begin, end) in enumerate(terms):
            until = NONE if end >= days.count else base + end
            rows.append((names[number], person(7 + 31 * len(rows)), TEAMS[team], base + begin, int(until)))
            for day in range(max(0, begin), min(end, days.count)):
                for opens, closes in () if away[day, number] else _blocks(team, number, day, days, plot):
                    there[day * 24 + opens : day * 24 + closes, number] = True
                    second = int(days.starts[day])
                    shifts.append((names[number], second + opens * HOUR, second + closes * HOUR, _SHIFT_CHANNEL[team]))
        ids.append(tuple(names))
        duty.append(there)
    return Team(tuple(ids), tuple(duty)), _agents(rows), _shifts(shifts)


def _terms(rng: np.random.Generator, size: int, count: int) -> list[tuple[int, int]]:
    terms = []
    for seat in range(size):
        begin = -int(rng.integers(40, 700)) if seat < size * 0.7 else int(rng.integers(0, count // 2))
        change = int(rng.integers(200, count - 30)) if rng.random() < 0.35 else count + 1  # noqa: PLR2004 every third
        terms.append((begin, max(change, begin + 60)))
        if change < count:
            terms.append((max(change, begin + 60) + int(rng.integers(0, 10)), count + 1))
    return terms


def _agents(rows: list[tuple[str, str, str, int, int]]) -> Columns:
    bot = ("BOT1", "누리봇", "챗봇", rows[0][3], int(NONE))
    everybody = [*rows, bot]
    return {
        "agent_id": texts([row[0] for row in everybody]),
        "agent_name": texts([row[1] for row in everybody]),
        "team": texts([row[2] for row in everybody]),
        "role": texts(["챗봇" if row is bot else "팀장" if row[0].endswith("01") else "상담사" for row in everybody]),
        "is_bot": flags(np.array([row is bot for row in everybody])),
        "started_day": dates(np.array([row[3] for row in everybody], dtype=np.int64)),
        "ended_day": dates(np.array([row[4] for row in everybody], dtype=np.int64)),
    }


def _shifts(shifts: list[tuple[str, int, int, str | None]]) -> Columns:
    begin = np.array([row[1] for row in shifts], dtype=np.int64)
    return {
        "shift_id": texts([f"{row[0]}-{row[1] // DAY}-{row[1] % DAY // HOUR:02d}" for row in shifts]),
        "agent_id": texts([row[0] for row in shifts]),
        "starts_at": times(begin),
        "ends_at": times(np.array([row[2] for row in shifts], dtype=np.int64)),
        "channel": texts([row[3] for row in shifts]),
    }
