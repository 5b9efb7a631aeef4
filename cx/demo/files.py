"""All files of the demo for one seed and one last day, as bytes; the same call gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from cx.demo.accounts import accounts_of, owners_of, partners_of
from cx.demo.arrivals import arrivals, outage
from cx.demo.bot import met_by_bot, with_bot
from cx.demo.days import days_of
from cx.demo.events import annotations_file, targets_file
from cx.demo.group import Draws, Group, counted, in_order, numbered
from cx.demo.handling import handle
from cx.demo.launch import launch
from cx.demo.lifecycle_files import contracted, lifecycle_files
from cx.demo.reviews import reviews_file
from cx.demo.stories import STORIES, plot
from cx.demo.survey import surveys_file
from cx.demo.table import part, to_csv
from cx.demo.tales import TALES
from cx.demo.team import team_of
from cx.demo.tickets import parts, tickets_file
from cx.demo.verbatims import write
from cx.demo.voices import thanks, voices
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
    streams = [np.random.default_rng([seed, number]) for number in range(16)]
    book = contracted(seed, told, *accounts_of(streams[0], days, max(60, round(ACCOUNTS * scale))))
    team, agents, shifts = team_of(streams[1], told, days)
    progress("contacts", 0, None)
    world = World(told, days, book.accounts, team, scale)
    groups = _groups(seed, streams, world)
    progress("texts", 0, None)
    written = write(seed, scale)
    progress("files", 0, None)
    files = [
        DemoFile("partners.csv", "partner", to_csv(partners_of(streams[8], days.first))),
        DemoFile("accounts.csv", "account", to_csv(book.account_file | owners_of(book.accounts, agents))),
        DemoFile("agents.csv", "agent", to_csv(agents)),
        DemoFile("shifts.csv", "shift", to_csv(shifts)),
        DemoFile("annotations.csv", "annotation", to_csv(annotations_file(streams[9], told, days))),
        DemoFile("targets.csv", "target", to_csv(targets_file(days))),
    ]
    files += [DemoFile(name, table, to_csv(own)) for name, table, own in lifecycle_files(seed, told, days, book)]
    tickets = in_order([tickets_file(world, group, written) for group in groups], "opened_at")
    files += [
        DemoFile(f"contacts_{name}.csv", "ticket", to_csv(part(tickets, rows)))
        for name, rows in parts(told, days, np.sort(np.concatenate([group.contacts.opened for group in groups])))
    ]
    said = [voices(streams[14], world)]
    if told.tells("praise_after_fix"):
        said.append(thanks(streams[15], world))
    files.append(DemoFile("voices.csv", "feedback", to_csv(counted(said, "said_at", "feedback_id", "V{}"))))
    reviews = counted([reviews_file(group, days) for group in groups], "reviewed_at", "review_id", "Q{}")
    surveys = [surveys_file(world, group, written, has_waves=group is groups[0]) for group in groups]
    answers = counted(surveys, "sent_at", "answer_id", "R{:07d}")
    return [
        *files,
        DemoFile("reviews.csv", "qa_review", to_csv(reviews)),
        DemoFile(LAST_FILE, "survey_answer", to_csv(answers)),
    ]


def _groups(seed: int, streams: list[np.random.Generator], world: World) -> list[Group]:
    """The contacts of every day, and those each told story about texts adds."""
    contacts = arrivals(streams[2], world, round(CONTACTS * world.scale))
    contacts = with_bot(streams[4], world, contacts.joined(outage(streams[3], world)))
    drawn = [contacts.joined(launch(streams[12], world))]
    draws = [Draws(streams[6], streams[7], streams[13], np.random.default_rng([seed, 16]))]
    handling = [streams[5]]
    for number, (name, tale) in enumerate(TALES.items()):
        if world.plot.tells(name):
            own = [np.random.default_rng([seed, 200 + number, at]) for at in range(7)]
            drawn.append(met_by_bot(own[1], world, tale(own[0], world)))
            handling.append(own[2])
            draws.append(Draws(*own[3:]))
    made = [handle(rng, world, one) for rng, one in zip(handling, drawn, strict=True)]
    return [Group(*values) for values in zip(drawn, made, draws, numbered(drawn), strict=True)]
