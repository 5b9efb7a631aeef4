"""The encoder of a store: the usual one, or the light one with what it learnt from the store's own texts.

The light one is taken where the environment says CX_ENCODER=light, or where the usual one cannot be had: its package is not there,
or broken. What it learnt is kept: new texts are encoded by that. It is learnt anew where the texts have become many more or far fewer,
or are read with other words; then all texts have to be encoded anew.
"""

from __future__ import annotations

import os
from functools import cache

import numpy as np

from cx.errors import UnknownName
from cx.text import lsa
from cx.text.lsa import Axes
from cx.text.sentences import vectors_version
from cx.text.terms import Vocabulary
from cx.text.tokens import Progress
from cx.text.vectors import UseEncoder
from cx.voc import work
from cx.voc.aside import Aside
from cx.voc.work import Words
from cx.warehouse import Store

SETTING = "CX_ENCODER"
USUAL, LIGHT = "use", "light"
GROWN = 4  # times as many texts as it learnt from: it knows too little of them
SHRUNK = 0.5  # so few of them left: it knows what nobody says any more
SAMPLE = 20_000  # texts it learns from
_NOTHING = "nothing learnt"


def chosen() -> str:
    """USUAL or LIGHT. Raises UnknownName where the environment says anything else."""
    said = os.environ.get(SETTING) or USUAL
    if said not in (USUAL, LIGHT):
        raise UnknownName(SETTING, said, (USUAL, LIGHT))
    return said if UseEncoder.is_whole() else LIGHT


def why_light() -> str:
    """Why the light one is used: "chosen", or the usual one is "missing" or "broken" here; "" where it is not used."""
    if chosen() == USUAL:
        return ""
    if os.environ.get(SETTING) == LIGHT:
        return "chosen"
    return "broken" if UseEncoder.is_there() else "missing"


def version(store: Store) -> str:
    """How every version of a reading ends that has the present vectors."""
    if chosen() == USUAL:
        return _usual()
    found = store.query("select version from text_axes")["version"]
    return vectors_version(lsa.NAME, found.item() if len(found) else _NOTHING)


def said(store: Store) -> str:
    """The same for people, and for what keeps with what vectors it was made."""
    return version(store).removeprefix("; ")


@cache
def _usual() -> str:
    return vectors_version(UseEncoder.name, UseEncoder().version)


def axes(store: Store) -> Axes | None:
    """What the light encoder has learnt, of no term before it has; None with the usual one."""
    if chosen() == USUAL:
        return None
    rows = store.query("select version, terms, holding, documents, axes from text_axes").to_dict("records")
    if not rows:
        return Axes(_NOTHING, Vocabulary((), np.zeros(0, dtype=np.int64), 0), np.zeros((0, 0), dtype=np.float16))
    row = rows[0]
    known = Vocabulary(tuple(row["terms"]), np.asarray(row["holding"], dtype=np.int64), int(row["documents"]))
    kept = np.frombuffer(row["axes"], dtype=np.float16)
    return Axes(row["version"], known, kept.reshape(-1, len(known.terms)) if len(kept) else kept.reshape(0, 0))


def is_due(store: Store, words: Words) -> bool:
    """Whether the light encoder has to learn from the texts of the store as they are now."""
    if chosen() == USUAL:
        return False
    now = _texts(store)
    rows = store.query("select texts, read_by, len(terms) as known from text_axes").to_dict("records")
    if not rows:
        return now > 0
    then, known = int(rows[0]["texts"]), int(rows[0]["known"])
    has_grown = now >= GROWN * then if known else now > then
    return has_grown or now < SHRUNK * then or rows[0]["read_by"] != work.terms_version(words)


def _texts(store: Store) -> int:
    return int(store.query("select count(*) as n from voc_text")["n"].item())


def catch_up(store: Store, aside: Aside, words: Words, progress: Progress) -> None:
    """Learn where that is due; forget what was learnt where the usual encoder is used."""
    if chosen() == USUAL:
        if len(store.query("from text_axes")):
            with store.write(None) as con:
                con.execute("delete from text_axes")
        return
    if not is_due(store, words):
        return
    now = _texts(store)
    texts = store.query("select text from voc_text order by text_hash limit ?", [SAMPLE])["text"].tolist()
    found: Axes = aside.call("learn_axes", texts, words, progress=progress)
    known = found.vocabulary
    with store.write("voc") as con:
        con.execute("delete from text_axes")
        con.execute(
            "insert into text_axes values (?, ?, ?, ?, ?, ?, ?)",
            [
                found.version,
                work.terms_version(words),
                now,
                known.documents,
                list(known.terms),
                known.holding.tolist(),
                found.axes.tobytes(),
            ],
        )
