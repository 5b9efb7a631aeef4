"""All files of the demo for one seed and one last day, as bytes; the same call gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from cx.demo.accounts import accounts_of, partners_of
from cx.demo.arrivals import arrivals, outage
from cx.demo.bot import with_bot
from cx.demo.days import days_of
from cx.demo.events import annotations_file, targets_file
from cx.demo.handling import handle
from cx.demo.launch import launch
from cx.demo.lifecycle_files import contracted, lifecycle_files
from cx.demo.reviews import reviews_file
from cx.demo.stories import STORIES, plot
from cx.demo.survey import surveys_file
from cx.demo.table import part, to_csv
from cx.demo.team import team_of
from cx.demo.tickets import parts, tickets_file
from cx.demo.verbatims import write
from cx.demo.world import World

LAST_FILE = "surveys.csv"
CONTACTS = 300_000  # at scale 1, before the outage, the launch and the bot add theirs
ACCOUNTS = 1_500
Step = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class DemoFile:
    """One file: its name, the canonical table it fills, its bytes (CSV of our own template)."""

    name: str
    table: str
    data: bytes


def quiet(_stage: str, _done: int, _total: int | None) -> None:
    """Show nothing."""


def generate(
    *,
    last_day: date,
    seed: int = 1,
    stories: tuple[str, ...] | frozenset[str] = STORIES,
    scale: float = 1.0,
    progress: Step = quiet,
) -> list[DemoFile]:
    """The files in the order in which they are to be imported.

    `scale` shrinks accounts and contacts together (0.15 is still enough to find every story). Times are local
    (Asia/Seoul) without zone. Nothing happens after the last day. Raises UnknownName for an unknown story.
    """
    told = plot(last_day, stories)
    days = days_of(told)
    streams = [np.random.default_rng([seed, number]) for number in range(14)]
    accounts, accounts_columns = accounts_of(streams[0], days, max(60, round(ACCOUNTS * scale)))
    book = contracted(seed, told, accounts, accounts_columns)
    accounts, accounts_columns = book.accounts, book.account_file
    team, agents, shifts = team_of(streams[1], told, days)
    progress("contacts", 0, None)
    world = World(told, days, accounts, team, scale)
    contacts = arrivals(streams[2], world, round(CONTACTS * scale))
    contacts = with_bot(streams[4], world, contacts.joined(outage(streams[3], world)))
    contacts = contacts.joined(launch(streams[12], world))
    made = handle(streams[5], world, contacts)
    progress("texts", 0, None)
    written = write(seed, scale)
    progress("files", 0, None)
    tickets = tickets_file(streams[6], world, contacts, made, written)
    surveys = surveys_file(streams[7], world, contacts, made, written)
    files = [
        DemoFile("partners.csv", "partner", to_csv(partners_of(streams[8], days.first))),
        DemoFile("accounts.csv", "account", to_csv(accounts_columns)),
        DemoFile("agents.csv", "agent", to_csv(agents)),
        DemoFile("shifts.csv", "shift", to_csv(shifts)),
        DemoFile("annotations.csv", "annotation", to_csv(annotations_file(streams[9], told, days))),
        DemoFile("targets.csv", "target", to_csv(targets_file(days))),
    ]
    files += [DemoFile(name, table, to_csv(own)) for name, table, own in lifecycle_files(seed, told, days, book)]
    files += [
        DemoFile(f"contacts_{name}.csv", "ticket", to_csv(part(tickets, rows)))
        for name, rows in parts(told, days, contacts)
    ]
    files.append(DemoFile("reviews.csv", "qa_review", to_csv(reviews_file(streams[13], contacts, made, days))))
    return [*files, DemoFile(LAST_FILE, "survey_answer", to_csv(surveys))]
