"""The customers of the demo: academies and schools with plan, segment, partner, the products they use and their people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from cx.demo.days import NONE, Days, Flags, Floats, Ints, Texts, number_of, some
from cx.demo.names import academy, partner
from cx.demo.table import Columns, dates, flags, numbers, texts
from cx.demo.team import FIELD, TEAMS, VIP

PRODUCTS = ("문항누리", "수업누리")
SEGMENTS = ("개인 교습소", "소형 학원", "중형 학원", "대형 학원", "프랜차이즈", "학교")
_SEGMENT_SHARE = (0.24, 0.34, 0.22, 0.09, 0.06, 0.05)
_SEATS = (2, 5, 14, 45, 90, 30)  # teachers, middle of the segment
PLANS = ("베이직", "스탠다드", "프로", "엔터프라이즈")
_PLAN_OF_SEGMENT = (
    (0.80, 0.18, 0.02, 0.0),
    (0.45, 0.45, 0.10, 0.0),
    (0.12, 0.53, 0.33, 0.02),
    (0.02, 0.25, 0.53, 0.2),
    (0.0, 0.1, 0.45, 0.45),
    (0.1, 0.4, 0.3, 0.2),
)
FEE_OF_SEAT = (12_000, 16_000, 19_000, 22_000)
_REGIONS = (
    "서울",
    "경기",
    "인천",
    "부산",
    "대구",
    "대전",
    "광주",
    "울산",
    "세종",
    "강원",
    "충북",
    "충남",
    "전북",
    "전남",
    "경북",
    "경남",
    "제주",
)
_REGION_SHARE = (22, 28, 6, 6, 5, 4, 4, 2, 1, 2, 3, 4, 3, 2, 3, 4, 1)
_INDUSTRY_SHARE = (0.38, 0.2, 0.09, 0.06, 0.21, 0.01, 0.05)
PARTNERS = 24
CARE, SALES = TEAMS[VIP], TEAMS[FIELD]


@dataclass(frozen=True)
class Accounts:
    """One entry per account in every field."""

    ids: Texts
    is_vip: Flags
    seats: Ints
    started: Ints  # day number since 1970-01-01
    ended: Ints  # NONE while they are customers
    weight: Floats  # how much they write, against the others
    first_product: Floats  # share of their contacts that is about the first product
    plan: Ints
    segment: Ints


def accounts_of(rng: np.random.Generator, days: Days, count: int) -> tuple[Accounts, Columns]:
    """`count` accounts and their file. Nearly half were there before the first day; some leave again."""
    segment = rng.choice(len(SEGMENTS), size=count, p=_SEGMENT_SHARE)
    plan = np.array([rng.choice(4, p=_PLAN_OF_SEGMENT[kind]) for kind in segment], dtype=np.int64)
    seats = np.maximum(1, np.round(np.asarray(_SEATS)[segment] * rng.lognormal(0, 0.4, count))).astype(np.int64)
    first_day = number_of(days.first)
    age = np.where(some(rng, count, 0.45), -rng.integers(1, 900, count), rng.integers(0, days.count - 20, count))
    started = first_day + age
    stay = rng.geometric(1 / 1500, count) + 90
    ended = np.where(started + stay < first_day + days.count, started + stay, NONE)
    ended = np.where(ended < first_day + 30, NONE, ended)
    both = some(rng, count, 0.42)
    first_product = np.where(both, rng.uniform(0.3, 0.7, count), some(rng, count, 0.58).astype(np.float64))
    is_vip = (plan == len(PLANS) - 1) | (seats > 70) | some(rng, count, 0.012)  # noqa: PLR2004 seats of a VIP
    weight = np.sqrt(seats) * rng.lognormal(0, 0.45, count)
    ids = np.array([f"A{number:05d}" for number in range(1, count + 1)], dtype=object)
    made = Accounts(ids, is_vip, seats, started, ended, weight, first_product, plan, segment)
    return made, _file(rng, made, count)


def _file(rng: np.random.Generator, made: Accounts, count: int) -> Columns:
    industry = rng.choice(len(_INDUSTRY_SHARE), size=count, p=np.asarray(_INDUSTRY_SHARE) / sum(_INDUSTRY_SHARE))
    industry = np.where(made.segment == SEGMENTS.index("학교"), 6, np.where(industry == 6, 0, industry))  # noqa: PLR2004 학교
    kinds = ("수학", "영어", "국어", "과학", "종합", "코딩", "학교")
    taken: set[str] = set()
    names = [
        academy(rng, kinds[kind], taken, is_small=bool(segment == 0))
        for kind, segment in zip(industry, made.segment, strict=True)
    ]
    partners = np.where(some(rng, count, 0.37), rng.zipf(1.7, count) % PARTNERS, NONE)
    fee = np.asarray(FEE_OF_SEAT)[made.plan] * made.seats
    region = rng.choice(len(_REGIONS), size=count, p=np.asarray(_REGION_SHARE) / sum(_REGION_SHARE))
    return {
        "account_id": texts(made.ids),
        "account_name": texts(names),
        "plan": texts(np.asarray(PLANS, dtype=object)[made.plan]),
        "segment": texts(np.asarray(SEGMENTS, dtype=object)[made.segment]),
        "industry": texts([kinds[kind] for kind in industry]),
        "region": texts(np.asarray(_REGIONS, dtype=object)[region]),
        "partner_id": texts([None if number == NONE else f"P{number + 1:02d}" for number in partners]),
        "is_vip": flags(made.is_vip),
        "is_test": flags(np.arange(count) % 200 == 199),  # noqa: PLR2004 every 200th is our own
        "started_day": dates(made.started),
        "ended_day": dates(made.ended),
        "monthly_fee": numbers(np.round(fee, -3)),
        "seats": numbers(made.seats),
    }


def owners_of(made: Accounts, agents: Columns) -> Columns:
    """The column of who looks after each account: of VIPs their own team, of the others the sales people, of the smallest nobody. Drawn by no chance."""
    people = list(zip(*(agents[name].to_pylist() for name in ("agent_name", "team", "ended_day")), strict=True))
    here = {team: [name for name, of, ended in people if of == team and ended is None] for team in (CARE, SALES)}
    owners = []
    for number, (is_vip, segment) in enumerate(zip(made.is_vip, made.segment, strict=True)):
        own = here[CARE if is_vip else SALES]
        owners.append(own[number % len(own)] if is_vip or segment else None)
    return {"owner": texts(owners)}


def partners_of(rng: np.random.Generator, first: date) -> Columns:
    """The file of the partners."""
    since = [first - timedelta(days=int(back)) for back in rng.integers(30, 1200, PARTNERS)]
    return {
        "partner_id": texts([f"P{number + 1:02d}" for number in range(PARTNERS)]),
        "partner_name": texts([partner(number) for number in range(PARTNERS)]),
        "tier": texts([("총판", "지역 대리점", "소개")[number % 3] for number in range(PARTNERS)]),
        "started_day": dates(np.array([number_of(day) for day in since], dtype=np.int64)),
    }


def draw(rng: np.random.Generator, accounts: Accounts, days: Days, day: Ints, is_personal: Flags) -> Ints:
    """The account of each contact of `day` (index), among those who are customers in that month; VIPs use personal channels."""
    chosen = np.zeros(len(day), dtype=np.int64)
    month_of = days.month[day]
    base = number_of(days.first)
    for month in np.unique(month_of):
        within = np.flatnonzero(days.month == month)
        begins, ends = base + within[0], base + within[-1]
        active = (accounts.started <= ends) & ((accounts.ended == NONE) | (accounts.ended >= begins))
        fresh = np.where(accounts.started > begins - 60, 2.2, 1.0)  # the first weeks need more help
        for personal in (False, True):
            rows = np.flatnonzero((month_of == month) & (is_personal == personal))
            weight = accounts.weight * active * fresh * np.where(personal & accounts.is_vip, 6.0, 1.0)
            chosen[rows] = rng.choice(len(weight), size=len(rows), p=weight / weight.sum())
    return chosen
