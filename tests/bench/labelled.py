"""Labelled texts to measure by. The folder is named by CX_BENCH_TEXTS and holds NAME.csv.gz; tiny benches make their own."""

from __future__ import annotations

import csv
import gzip
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.line import Size
from tests.tagged import tagged


@dataclass(frozen=True)
class Labelled:
    """Rows of a set with the terms and vectors of their texts, as the product makes them."""

    rows: list[dict[str, str]]
    texts: list[str]
    tokens: list[tuple[str, ...]]
    vectors: Any

    def column(self, name: str) -> list[str]:
        """The values of a column of the file."""
        return [row[name] for row in self.rows]


def _folder() -> Path:
    named = os.environ.get("CX_BENCH_TEXTS")
    if not named:
        message = "CX_BENCH_TEXTS has to name the folder with the labelled texts"
        raise FileNotFoundError(message)
    return Path(named)


@cache
def read(name: str, size: Size, count: int | None = 2_000, *, is_sampled: bool = True, skip: int = 0) -> Labelled:
    """`count` rows of a set: a sample by seed 0 (after `skip` rows of it), or the first ones (whose groups are whole); tiny:
    sixty made-up ones.
    """
    if size is Size.TINY:
        texts, _, _, labels = tagged(60)
        rows = [{"text": text, "label": label, "group": label} for text, label in zip(texts, labels, strict=True)]
    else:
        with gzip.open(_folder() / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if count is not None:
            order = np.random.default_rng(0).permutation(len(rows)) if is_sampled else np.arange(len(rows))
            rows = [rows[at] for at in order[skip : skip + count]]
    return seen(rows, [row["text"] for row in rows])


def written(name: str, size: Size) -> list[str]:
    """All texts of a set; tiny: sixty made-up ones."""
    if size is Size.TINY:
        return tagged(60)[0]
    with gzip.open(_folder() / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def seen(rows: list[dict[str, str]], texts: list[str]) -> Labelled:
    """The texts through our own tokenizer and encoder."""
    from cx.text.tokens import Tokenizer
    from cx.text.vectors import UseEncoder

    return Labelled(rows, texts, Tokenizer().tokenize(texts), UseEncoder().encode(texts))


def pairs(size: Size) -> tuple[Labelled, Labelled, list[float]]:
    """Both sides of the pairs of sentences and how alike people found them, 0 to 5; tiny: the made-up texts beside themselves."""
    if size is Size.TINY:
        made = read("made up", size)
        return made, seen(made.rows[::-1], made.texts[::-1]), list(range(60))
    with gzip.open(_folder() / "ko_klue_sts.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return (
        seen(rows, [row["s1"] for row in rows]),
        seen(rows, [row["s2"] for row in rows]),
        [float(row["score"]) for row in rows],
    )
