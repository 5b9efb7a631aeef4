"""The files about the life of the demo's accounts: contracts, steps, usage, interviews with those who left."""

from __future__ import annotations

import numpy as np

from cx.demo.accounts import Accounts
from cx.demo.days import Days
from cx.demo.lifecycle import Book, book_of, contracts_file
from cx.demo.lifecycle_interviews import interviews_file
from cx.demo.lifecycle_steps import steps_of
from cx.demo.lifecycle_usage import usage_file
from cx.demo.stories import Plot
from cx.demo.table import Columns

_STREAMS = 300  # the numbers of our own streams of chance begin here


def contracted(seed: int, plot: Plot, accounts: Accounts, file: Columns) -> Book:
    """The contracts of all accounts; accounts and their file follow from them."""
    return book_of(np.random.default_rng([seed, _STREAMS]), plot, accounts, file)


def lifecycle_files(seed: int, plot: Plot, days: Days, book: Book) -> list[tuple[str, str, Columns]]:
    """Name, canonical table and columns of each file."""
    steps, usage, interviews = (np.random.default_rng([seed, _STREAMS + number]) for number in (1, 2, 3))
    made = steps_of(steps, plot, days, book)
    return [
        ("contracts.csv", "contract", contracts_file(book)),
        ("lifecycle.csv", "lifecycle_event", made.file),
        ("usage.csv", "usage", usage_file(usage, days, book, made)),
        ("churn_interviews.csv", "feedback", interviews_file(interviews, days, book)),
    ]
