"""Topics of many texts in a process of its own: `count FULL|TINY`. Tells as JSON the seconds of each stage.

Stages: loading of both models, terms, vectors, topics, labels; more: 1,000 new texts from reading to their topics.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np

from cx.text.assign import Assigner
from cx.text.labels import describe
from cx.text.tokens import Tokenizer
from cx.text.topics import TopicModel
from cx.text.vectors import UseEncoder
from tests.bench.labelled import written
from tests.bench.line import Size

MORE = 1_000


def put_together(texts: list[str], count: int) -> list[str]:
    """`count` different texts, each the first words of one and the last words of another."""
    dice = np.random.default_rng(0)
    words = [text.split() for text in texts]
    found: dict[str, None] = {}
    while len(found) < count:
        for first, second in dice.integers(len(words), size=(count, 2)):
            one, other = words[first], words[second]
            found[" ".join([*one[: (len(one) + 1) // 2], *other[len(other) // 2 :], str(len(found))])] = None
    return list(found)[:count]


def main(count: int, size: Size) -> dict[str, float]:
    """The seconds of each stage."""
    texts = put_together(written("ko_nsmc20k_unlabelled", size), count + size.of(MORE, 50))
    texts, more = texts[:count], texts[count:]
    spent: dict[str, float] = {}
    began = time.perf_counter()

    def stage(name: str) -> None:
        nonlocal began
        spent[name] = time.perf_counter() - began
        began = time.perf_counter()

    tokenizer, encoder = Tokenizer(), UseEncoder()
    tokenizer.load()
    encoder.load()
    stage("loading")
    tokens = tokenizer.tokenize(texts)
    stage("terms")
    vectors = encoder.encode(texts)
    stage("vectors")
    model = TopicModel().fit(texts, tokens, vectors)
    stage("topics")
    describe(texts, tokens, vectors, model.labels_, model.strength_)
    stage("labels")
    assigner = Assigner.of(tokens, vectors, model.labels_)
    assigner.assign(tokenizer.tokenize(more), encoder.encode(more))
    stage("more")
    return spent


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), Size[sys.argv[2]])))
