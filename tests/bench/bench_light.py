"""Topics from the light encoder's vectors against labels, beside those from the usual one's: what a store without its wheel loses.

Texts: the folder CX_BENCH_TEXTS, 2,000 rows of a set by seed 0 and the next 2,000; the light encoder learns from those very rows,
as it learns from a store's own. Values are adjusted mutual information (AMI) with the labels, 1 at best. There is no bar: those of
`bench_text` are for the usual one. The last line is the processor time both need to read the texts of a set, learning included.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from sklearn.metrics import adjusted_mutual_info_score

from cx.text.lsa import LsaEncoder, learn
from cx.text.sentences import SentenceReader
from cx.text.tokens import Tokenizer
from cx.text.topics import TopicModel
from cx.text.vectors import UseEncoder
from tests.bench.bench_text import BARS, SECOND
from tests.bench.labelled import Labelled, read
from tests.bench.line import Line, Size


def lines(size: Size) -> Iterator[Line]:
    """Set by set, then the time."""
    tokenizer, usual = Tokenizer(), UseEncoder()
    tokenizer.tokenize([""])
    usual.load()
    spent = [0.0, 0.0]
    for name in list(BARS)[: size.of(len(BARS), 1)]:
        for skip in (0, SECOND)[: size.of(2, 1)]:
            known = read(name, size, skip=skip)
            begun = time.process_time()
            light = SentenceReader(
                tokenizer, LsaEncoder(tokenizer, learn(tokenizer.tokenize(known.texts), tokenizer.version))
            )
            value, done = _agreement(known, light)
            spent[0] += done - begun
            begun = time.process_time()
            peer, done = _agreement(known, SentenceReader(tokenizer, usual))
            spent[1] += done - begun
            part = ", second 2,000" if skip else ""
            yield Line(f"{name}{part}: AMI, light beside usual", value, "", ours=value, peer=peer, of="")
    yield Line("all of them read, light beside usual", spent[0] / spent[1], "x", ours=spent[0], peer=spent[1])


def _agreement(known: Labelled, reader: SentenceReader) -> tuple[float, float]:
    """With the labels, and when the texts were read."""
    terms, vectors = reader.read(known.texts)
    done = time.process_time()
    found = TopicModel().fit(known.texts, terms, vectors).labels_
    return float(adjusted_mutual_info_score(known.column("label"), found)), done
