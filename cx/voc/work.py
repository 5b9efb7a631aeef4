"""What is done aside (`cx.voc.aside`): plain values in, plain values out. The models stay loaded between calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cx.text import lexicon, lsa, parts
from cx.text.assign import Assigner
from cx.text.catalogue import Catalogue, measured
from cx.text.identity import match
from cx.text.labels import describe
from cx.text.lsa import Axes, LsaEncoder
from cx.text.matter import names_matter
from cx.text.sentences import SentenceReader
from cx.text.similar import Hit, Similar, spelled
from cx.text.space import Ints
from cx.text.tokens import Progress, Tokenizer
from cx.text.topics import ALGORITHM, TopicModel, second_level
from cx.text.unknown import Piece
from cx.text.vectors import UseEncoder, Vectors, unit
from cx.voc import copy_work, tag_learning, telling

learn_tags = tag_learning.learn_tags
copies_rarity, copies_among = copy_work.copies_rarity, copy_work.copies_among
copies_look, copies_place = copy_work.copies_look, copy_work.copies_place


@dataclass(frozen=True)
class Words:
    """A team's dictionary: names that are one word, words that say nothing, words that stand for others."""

    names: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    same: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Readings:
    """What was read in texts, in their order. `vectors`: float16 (n_texts, n_dimensions); zero rows have no content."""

    terms: list[tuple[str, ...]]
    vectors: NDArray[np.float16]


@lru_cache(maxsize=2)
def reader(words: Words, axes: Axes | None = None) -> SentenceReader:
    """The reader with a team's dictionary on top of what comes with the product. `axes`: with the light encoder, by these."""
    tokenizer = _tokenizer(words)
    return SentenceReader(tokenizer, LsaEncoder(tokenizer, axes) if axes else UseEncoder())


@lru_cache(maxsize=2)
def terms_version(words: Words) -> str:
    """Changes whenever the terms of some text may."""
    return _tokenizer(words).version


def _tokenizer(words: Words) -> Tokenizer:
    stop = lexicon.default_stop_words() | set(words.silent)
    same = {**lexicon.default_synonyms(), **dict(words.same)}
    return Tokenizer(words.names, stop, same)


def terms_with(texts: Sequence[str], words: Words, name: str, progress: Progress) -> tuple[list[tuple[str, ...]], ...]:
    """Terms of the texts with a team's dictionary, and with one more name in it; each (n_texts,)."""
    more = replace(words, names=tuple(sorted({*words.names, name})))
    return _tokenizer(words).tokenize(texts, progress), _tokenizer(more).tokenize(texts, progress)


def pieces(terms: Sequence[str], words: Words, progress: Progress) -> list[tuple[Piece, ...]]:
    """What the analyser sees in each term when it stands alone."""
    progress(0, len(terms))
    return _tokenizer(words).pieces(terms)


def learn_axes(texts: Sequence[str], words: Words, progress: Progress) -> Axes:
    """What the light encoder learns from texts."""
    tokenizer = _tokenizer(words)
    return lsa.learn(tokenizer.tokenize(texts, progress), tokenizer.version)


def read_terms(texts: Sequence[str], words: Words, progress: Progress) -> list[tuple[str, ...]]:
    """The terms of texts whose vectors are known."""
    progress(0, len(texts))
    return reader(words).terms(texts)


def read(texts: Sequence[str], words: Words, axes: Axes | None, progress: Progress) -> Readings:
    """Terms and vectors of the texts."""
    terms, vectors = reader(words, axes).read(texts, progress)
    return Readings(terms, vectors.astype(np.float16))


@dataclass(frozen=True)
class Read:
    """Texts with what was read in them, each (n_texts,); vectors float16 (n_texts, n_dimensions)."""

    texts: list[str]
    terms: list[tuple[str, ...]]
    vectors: NDArray[np.float16]


@dataclass(frozen=True)
class Described:
    """A topic found: its label, its words, rows of typical texts, and where it lies (float32 (n_dimensions,))."""

    label: str
    terms: tuple[str, ...]
    quotes: tuple[int, ...]
    centroid: Vectors


@dataclass(frozen=True)
class Found:
    """What a run found. `keys`: (n_texts,) topic of the catalogue, -1 for texts that name no matter; `strength`: (n_texts,) 0 to 1.

    `described`: the topics that have texts, by key. `changes`: what became of topics, by kind (`cx.text.identity.Change`).
    """

    keys: Ints
    strength: Vectors
    described: dict[int, Described]
    changes: dict[str, list[int]]
    parameters: dict[str, object]


def find_topics(
    read: Read, catalogue: Catalogue, known: tuple[Ints, Ints], options: tuple[str, int], progress: Progress
) -> Found:
    """Topics of the texts. `known`: (n_texts,) topic of the catalogue each is in, -1 for none, and (n_texts,) its last day;
    `options`: detail and seed.
    """
    (before, recent), (detail, seed) = known, options
    read = _telling(read)
    meaning = read.vectors.astype(np.float32)
    earlier = before if (before >= 0).any() else None
    model = TopicModel(detail, seed=seed).fit(read.texts, read.terms, meaning, earlier, progress, recent=recent)
    run = match(measured(catalogue, before, meaning), before, model.labels_, meaning)
    changes: dict[str, list[int]] = {}
    for change in run.changes:
        changes.setdefault(change.kind, []).append(change.key)
    parameters: dict[str, object] = {
        "algorithm": ALGORITHM,
        "detail": detail,
        "seed": seed,
        "resolution": model.resolution_,
        "other": model.other_,
    }
    described = _described(read, meaning, run.keys, model.strength_)
    return Found(run.keys, model.strength_, described, changes, parameters)


def _telling(read: Read) -> Read:
    """The texts with nothing read in those that name no matter: to a model of topics these are without content."""
    is_named = np.array([names_matter(terms) for terms in read.terms], dtype=bool)
    terms = [found if named else () for found, named in zip(read.terms, is_named, strict=True)]
    return Read(read.texts, terms, np.where(is_named[:, None], read.vectors, np.float16(0)))


def _described(read: Read, vectors: Vectors, keys: Ints, strength: Vectors) -> dict[int, Described]:
    found = describe(read.texts, read.terms, vectors, keys, strength)
    return {
        key: Described(
            label.text, label.words, label.verbatims, unit(vectors[keys == key].sum(axis=0, keepdims=True))[0]
        )
        for key, label in found.items()
    }


def part_topic(read: Read, progress: Progress) -> tuple[Ints, dict[int, Described]]:
    """(n_texts,) the part of each text of one topic, largest 0, -1 without content; and what the parts are called."""
    meaning = read.vectors.astype(np.float32)
    progress(0, len(read.texts))
    found = second_level(
        read.texts, read.terms, meaning, np.zeros(len(read.texts), dtype=np.int64), 0, progress=progress
    )
    return found, _described(read, meaning, found, np.ones(len(read.texts), dtype=np.float32))


def firm_parts(read: Read, progress: Progress) -> tuple[Ints, dict[int, Described]]:
    """The same of the parts that hold; -1 for the rest of the topic."""
    meaning = read.vectors.astype(np.float32)
    progress(0, len(read.texts))
    found = parts.firm_parts(read.texts, read.terms, meaning)
    # The rest is described with them: a word it shares with a part does not tell the part.
    told = _described(
        read, meaning, np.where(found < 0, found.max(initial=-1) + 1, found), np.ones(len(found), np.float32)
    )
    return found, {number: one for number, one in told.items() if (found == number).any()}


def describe_topics(read: Read, keys: Ints) -> dict[int, Described]:
    """What the topics of these texts are called; `keys`: (n_texts,) the topic of each. A tenth of a second for 5,000 texts."""
    return _described(read, read.vectors.astype(np.float32), keys, np.ones(len(read.texts), dtype=np.float32))


def assign_topics(old: Read, topics: Ints, new: Read, progress: Progress) -> tuple[Ints, Vectors]:
    """Topics of new texts by those most like them among the old ones, and how clearly they belong there; -1: no matter named.

    `topics`: (n_old,) the topics of the old ones.
    """
    known = Assigner.of(old.terms, old.vectors.astype(np.float32), topics)
    new = _telling(new)
    found = known.assign(new.terms, new.vectors.astype(np.float32), progress)
    return found.labels, found.strength


Lessons = dict[str, tuple[Read, list[str]]]


def tell_kinds(read: Read, lessons: Lessons, axes: Axes | None, progress: Progress) -> list[tuple[object, ...]]:
    """What `telling.told` tells. `lessons`: texts people corrected and what they said, by what about."""
    vectors = read.vectors.astype(np.float32)
    taught = {
        about: (known.texts, known.vectors.astype(np.float32).reshape(len(said), vectors.shape[1]), said)
        for about, (known, said) in lessons.items()
    }
    found = telling.told(_models(axes), read.texts, vectors, taught)
    progress(len(read.texts), len(read.texts))
    return found


@lru_cache(maxsize=1)
def _models(axes: Axes | None) -> telling.Models:
    """With the vectors of their examples, made once; a team's dictionary changes terms, not vectors."""

    def encode(texts: Sequence[str]) -> Vectors:
        return reader(Words(), axes).read(texts)[1]

    return telling.Models.of(encode)


_ANYTHING = "로그인 오류"


@dataclass
class _Among:
    """The texts that can be searched in this process."""

    hashes: list[int]
    similar: Similar


_among: list[_Among] = []


def load(words: Words, axes: Axes | None, progress: Progress) -> None:
    """Load what a question needs, also where this very question was read before."""
    known = reader(words, axes)
    known.tokenizer.load()
    known.encoder.encode([_ANYTHING])
    progress(1, 1)


def search_among(hashes: Sequence[int], read: Read, progress: Progress) -> None:
    """Get ready to search these texts from now on."""
    _among[:] = [_Among(list(hashes), Similar(read.vectors, spelled(read.texts, read.terms)))]
    progress(len(hashes), len(hashes))


def search_changed(gone: Sequence[int], hashes: Sequence[int], read: Read, progress: Progress) -> None:
    """Search from now on without the texts that are gone, and among these new ones too."""
    among, lost = _among[0], set(gone)
    kept = np.array([row for row, one in enumerate(among.hashes) if one not in lost], dtype=np.int64)
    similar = among.similar.changed(kept, read.vectors, spelled(read.texts, read.terms))
    _among[:] = [_Among([*(among.hashes[row] for row in kept.tolist()), *hashes], similar)]
    progress(len(hashes), len(hashes))


def search(
    question: str, words: Words, axes: Axes | None, most: int, progress: Progress
) -> list[tuple[int, float, float, float]]:
    """Hash, similarity, and its two cosines of the texts most like the question, best first."""
    terms, vectors = reader(words, axes).read([question])
    progress(1, 1)
    return _told(_among[0].similar.search(vectors[0], spelled([question], terms)[0], count=most))


def search_like(text_hash: int, most: int, progress: Progress) -> list[tuple[int, float, float, float]]:
    """The same for the texts most like one of them; none where it is not among them."""
    progress(1, 1)
    if text_hash not in _among[0].hashes:
        return []
    return _told(_among[0].similar.like(_among[0].hashes.index(text_hash), count=most))


def _told(hits: Sequence[Hit]) -> list[tuple[int, float, float, float]]:
    return [(_among[0].hashes[hit.row], hit.similarity, hit.meaning, hit.words) for hit in hits]
