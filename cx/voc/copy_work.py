"""Near-copies found aside (`cx.voc.aside`): plain values in, plain values out. The heads stay known between calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cx.text import rarity
from cx.text.near_copies import Looked, NearCopies, Placed
from cx.text.rarity import Rarity
from cx.text.tokens import Progress


@dataclass
class _Among:
    """The heads known in this process, and the texts looked at last."""

    copies: NearCopies
    looked: Looked | None = None


_among: list[_Among] = []


def copies_rarity(texts: Sequence[str], progress: Progress) -> Rarity:
    """What is rare among these texts."""
    progress(0, len(texts))
    return rarity.learn(texts)


def copies_among(rare_there: Rarity, heads: Sequence[int], rare: Any, progress: Progress) -> None:
    """Get ready to find copies of these heads, and of what comes."""
    _among[:] = [_Among(NearCopies(rare_there, heads, rare))]
    progress(len(heads), len(heads))


def copies_look(hashes: Sequence[int], texts: Sequence[str], progress: Progress) -> list[int]:
    """The heads whose texts are needed to say where these texts belong."""
    progress(0, len(texts))
    looked = _among[0].looked = _among[0].copies.look_at(hashes, texts)
    return looked.asked


def copies_place(known: Sequence[str], progress: Progress) -> Placed:
    """Where the texts looked at last belong. `known`: the texts of the heads that were asked for."""
    progress(0, len(known))
    among = _among[0]
    if among.looked is None:
        raise LookupError
    return among.copies.place(among.looked, known)
