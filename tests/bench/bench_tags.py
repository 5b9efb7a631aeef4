"""Tags, probable mis-tags, search, duplicates, kinds and growth on labelled texts, against the bars set for them.

Texts: the folder CX_BENCH_TEXTS, 2,000 rows of a set by seed 0; for search the first 2,000, whose groups are whole.
The peer of mis-tags is cleanlab's self_confidence on the same probabilities (`tests/bench/requirements.txt`; without
it the line has no peer). Wrong tags are put in by seed: any other tag alike, or the tag that lies nearest (its
sibling). Values are shares or coefficients from 0 to 1 unless a unit is told; times are wall seconds of one call,
medians of five.
"""

from __future__ import annotations

import csv
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench import Line, Size
from tests.bench.labelled import Labelled, pairs, read, written

SETS = {"ko_ynat7": (0.77, (0.74, 0.79)), "ko_parakqc_dup": (0.97, (None, None)), "en_bitext27": (0.99, (None, None))}
NOISE = (0.05, 0.10)
SEEDS = 6  # of wrong tags: one draw of a hundred moves the value by .02
SAID = Path(__file__).parents[1] / "said_kinds.csv"


def lines(size: Size) -> Iterator[Line]:
    """Set by set what the tag model reaches; then search, duplicates, kinds, growth, times."""
    for name, (f1, bars) in SETS.items():
        known = read(name, size)
        yield Line(
            f"{name}: suggested tags, macro-F1 of five folds", _macro_f1(known), "", size.of(f1, None), at_least=True
        )
        yield from _mistags(name, known, bars, size)
    yield from _search(size)
    yield from _copies(size)
    yield from _near_copies(size)
    yield from _kinds()
    yield from _shuffled(size)
    yield from _times(size)


def _macro_f1(known: Labelled) -> float:
    from sklearn.metrics import f1_score
    from sklearn.model_selection import StratifiedKFold

    from cx.text.tags import TagModel

    labels = np.array(known.column("label"))
    found = np.empty(len(labels), dtype=object)
    for learnt, asked in StratifiedKFold(5, shuffle=True, random_state=0).split(labels, labels):
        model = TagModel().fit(*_part(known, learnt), labels[learnt].tolist())
        found[asked] = model.label(*_part(known, asked))
    return float(f1_score(labels.astype(str), found.astype(str), average="macro"))


def _part(known: Labelled, rows: Any) -> tuple[list[str], list[tuple[str, ...]], Any]:
    return [known.texts[row] for row in rows], [known.tokens[row] for row in rows], known.vectors[rows]


def _mistags(name: str, known: Labelled, bars: tuple[float | None, ...], size: Size) -> Iterator[Line]:
    from sklearn.metrics import average_precision_score

    from cx.text.mistags import FOLDS, REPEATS, crossed
    from cx.text.tag_features import Features

    tags, labels = np.unique(known.column("label"), return_inverse=True)
    _, dense = Features().fit(known.texts, known.tokens).both(known.texts, known.tokens, known.vectors)
    for kind, change in (("uniform", _any_other), ("sibling", _nearest(known.vectors, labels))):
        for share, bar in zip(NOISE, bars if kind == "uniform" else (None, None), strict=True):
            seeds = size.of(SEEDS if bar else 2, 1)
            ours, theirs = [], []
            for seed in range(seeds):
                dice = np.random.default_rng(seed)
                is_wrong = dice.random(len(labels)) < share
                given = np.where(is_wrong, change(labels, len(tags), dice), labels)
                matrix = crossed(dense, given, np.ones(len(given)), folds=FOLDS, repeats=REPEATS, seed=0)
                ours.append(average_precision_score(is_wrong, 1 - matrix[np.arange(len(given)), given]))
                theirs.append(_of_cleanlab(matrix, given, is_wrong))
            value, peers = statistics.mean(ours), [one for one in theirs if one is not None]
            peer = statistics.mean(peers) if peers else None
            yield Line(
                f"{name}: mis-tags, {share:.0%} {kind}, PR-AUC", value, "", size.of(bar, None), at_least=True,
                ours=value, peer=peer, of="", note=f"{seeds} seeds" + (", peer cleanlab" if peers else ""),
            )  # fmt: skip


def _any_other(labels: Any, count: int, dice: np.random.Generator) -> Any:
    return (labels + dice.integers(1, count, len(labels))) % count


def _nearest(vectors: Any, labels: Any) -> Callable[..., Any]:
    """Each tag becomes the one whose texts mean the most similar things."""
    centres = np.vstack([vectors[labels == number].mean(axis=0) for number in range(labels.max() + 1)])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    alike = centres @ centres.T
    np.fill_diagonal(alike, -1)
    sibling = alike.argmax(axis=1)
    return lambda given, _count, _dice: sibling[given]


def _of_cleanlab(matrix: Any, given: Any, is_wrong: Any) -> float | None:
    from sklearn.metrics import average_precision_score

    try:
        from cleanlab.rank import get_label_quality_scores
    except ImportError:
        return None
    quality = get_label_quality_scores(given, matrix, method="self_confidence")
    return float(average_precision_score(is_wrong, 1 - quality))


def _search(size: Size) -> Iterator[Line]:
    from scipy.stats import spearmanr

    from cx.text.similar import Similar, Terms, alike, spelled

    known = read("ko_parakqc_dup", size, is_sampled=False)
    similar, groups = Similar(known.vectors, spelled(known.texts, known.tokens)), np.array(known.column("group"))
    precision = [_average_precision(groups, row, similar.like(row)) for row in range(len(groups))]
    value = statistics.mean(one for one in precision if one is not None)
    yield Line(
        "search: paraphrases, MAP@20", value, "", size.of(0.94, None), at_least=True, note=f"{len(groups)} queries"
    )
    first, second, scores = pairs(size)
    one, other = (spelled(side.texts, side.tokens) for side in (first, second))
    found = alike((first.vectors, one), (second.vectors, other), Terms([*one, *other]))
    value = float(spearmanr(found, scores)[0])
    yield Line("search: alikeness of sentences, Spearman", value, "", size.of(0.72, None), at_least=True)


def _average_precision(groups: Any, row: int, hits: list[Any]) -> float | None:
    """The average precision of twenty hits among the others of the row's group; None where it has no others."""
    relevant = min(20, int((groups == groups[row]).sum()) - 1)
    if not relevant:
        return None
    right = [groups[hit.row] == groups[row] for hit in hits]
    return sum(sum(right[: place + 1]) / (place + 1) for place, is_right in enumerate(right) if is_right) / relevant


def _copies(size: Size) -> Iterator[Line]:
    """Texts as people send them twice: without spaces, with a slip, more punctuation, a greeting."""
    from cx.text.duplicates import Copies, same_letters

    dice = np.random.default_rng(0)
    texts = sorted({same_letters(text) for text in read("ko_parakqc_dup", size).texts})
    copies = Copies(texts)
    changed = [_changed(text, number % 5, dice) for number, text in enumerate(texts)]
    began = time.perf_counter()
    rows, _ = copies.nearest(changed)
    spent = time.perf_counter() - began
    value = float(np.mean(rows == np.arange(len(texts))))
    yield Line(
        "duplicates: changed texts, top-1", value, "", size.of(0.99, None), at_least=True, note=f"{len(texts)} texts"
    )
    yield Line("duplicates: looked up", len(texts) / spent, "texts/s", at_least=True)


def _changed(text: str, way: int, dice: np.random.Generator) -> str:
    if way == 0:
        return text.replace(" ", "")
    if way == 1:
        return f"안녕하세요 {text}"
    if way == 2:
        return f"{text}!!! ㅠㅠ"
    at = int(dice.integers(0, max(1, len(text) - 1)))
    return text[:at] + text[at + 1 :] if way == 3 else text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _near_copies(size: Size) -> Iterator[Line]:
    """All texts in their groups, a thousand at a time as in a store, then 1,000 more from heads that were kept."""
    from scipy import sparse

    from cx.text import rarity
    from cx.text.near_copies import BUCKETS, NearCopies
    from tests.bench.text_child import MORE, put_together

    count = size.of(100_000, 500)
    texts = put_together(written("ko_nsmc20k_unlabelled", size), count + MORE)
    began = time.perf_counter()
    known = rarity.learn(texts[: count // 5])
    copies, rows, rare = NearCopies(known, [], sparse.csr_matrix((0, BUCKETS), dtype=np.float32)), [], []

    def place(copies: NearCopies, begin: int, end: int) -> Any:
        looked = copies.look_at(range(begin, end), texts[begin:end])
        return copies.place(looked, [texts[head] for head in looked.asked])

    for begin in range(0, count, MORE):
        end = min(begin + MORE, count)
        found = place(copies, begin, end)
        heads = [row for row in range(begin, end) if found.heads[row - begin] == row]
        rows += heads
        rare.append(found.rare[np.array(heads, dtype=np.int64) - begin])
    spent = time.perf_counter() - began
    yield Line(f"near-copies: {count:,} texts in groups", spent, "s", size.of(60.0, None), note=f"{len(rows):,} groups")
    kept = sparse.vstack(rare, format="csr")
    spent = _median(lambda: place(NearCopies(known, rows, kept), count, count + MORE))
    yield Line(f"near-copies: {MORE:,} more texts to {count:,}", spent, "s", size.of(0.5, None))


def _kinds() -> Iterator[Line]:
    from cx.text.kinds import KindModel
    from cx.text.vectors import UseEncoder

    with SAID.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    encode = UseEncoder().encode
    texts = [row["text"] for row in rows]
    found = KindModel(encode).kinds(texts, encode(texts))
    right = [(one.kind or "other") == row["kind"] for one, row in zip(found, rows, strict=True)]
    sure = [is_right for one, is_right in zip(found, right, strict=True) if one.probability >= 0.7]
    note = f"{len(rows)} hand-written texts; {statistics.mean(sure):.2f} of the {len(sure)} at 70 % or more"
    yield Line("kinds: right", statistics.mean(right), "", 0.9, at_least=True, note=note)


def _shuffled(size: Size) -> Iterator[Line]:
    """The texts of a set in ten periods by chance: how many of the runs find anything grown."""
    from cx.text.emerging import emerging, table

    known, runs = read("ko_ynat7", size), size.of(200, 3)
    dice = np.random.default_rng(0)
    periods = np.arange(len(known.tokens)) % 10
    loud = tested = 0
    for _ in range(runs):
        counted = table(known.tokens, dice.permutation(periods).tolist(), 10)
        result = emerging(counted, is_last_complete=True)
        loud += bool(result.found)
        tested = result.tested
    bar = size.of(0.05, None)
    yield Line("emerging words: shuffled runs that find any", loud / runs, "", bar, note=f"{runs} runs, {tested} words")


def _median(call: Callable[[], object], runs: int = 5) -> float:
    spent = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def _times(size: Size) -> Iterator[Line]:
    from cx.text.duplicates import duplicates
    from cx.text.similar import Similar
    from cx.text.tags import TagModel

    dice, count = np.random.default_rng(0), size.of(100_000, 500)
    vectors = dice.normal(size=(count, 512)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    terms = np.minimum(dice.zipf(1.3, size=(count, 12)), 50_000)
    tokens = [tuple(f"w{number}" for number in row) for row in terms]
    similar = Similar(vectors, tokens)
    bar = size.of(0.1, None)
    yield Line(f"one search among {count:,}", _median(lambda: similar.search(vectors[0], tokens[0])), "s", bar)
    known = read("ko_ynat7", size, None)
    some = known.texts * size.of(3, 1)
    some = [f"{text} {number}" for number, text in enumerate(some)]
    yield Line(f"duplicates among {len(some):,} texts", _median(lambda: duplicates(some), 1), "s")
    labels = known.column("label")
    spent = _median(lambda: TagModel().fit(known.texts, known.tokens, known.vectors, labels), 1)
    yield Line(f"tag model learnt from {len(labels):,} texts", spent, "s")
