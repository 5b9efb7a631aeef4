"""Topics close to one: by meaning (the directions in which their texts point) and by the words they share."""

from __future__ import annotations

from dataclasses import dataclass

from cx.cache import VOC, cached
from cx.voc import catalogue, topics
from cx.warehouse import Store

CLOSE = 0.5  # cosine from which two topics are called close; topics of one product lie around 0.3


@dataclass(frozen=True)
class Neighbour:
    """A topic close to another: how close (cosine of their centres, -1 to 1), and the words both are known by."""

    code: str
    title: str
    likeness: float
    shared: tuple[str, ...]


def neighbours(store: Store, code: str, most: int = 5) -> tuple[Neighbour, ...]:
    """Topics that stand for themselves, the closest first: close in meaning, or with a word in common. () for an unknown code."""
    found = cached(store, (VOC, "neighbours", code), None, lambda: _all(store, code))
    return found[:most]


def _all(store: Store, code: str) -> tuple[Neighbour, ...]:
    known = {one.code: one for one in catalogue.topics(store).values() if one.into is None and not one.is_gone}
    centres = topics.centroids(store)
    if code not in known or code not in centres:
        return ()
    own = known[code]
    found = []
    for other in known.values():
        centre = centres.get(other.code)
        if other.code == code or centre is None or centre.shape != centres[code].shape:
            continue
        shared = tuple(term for term in own.terms if term in other.terms)
        likeness = float(centres[code] @ centre)
        if shared or likeness >= CLOSE:
            found.append(Neighbour(other.code, other.title, likeness, shared))
    return tuple(sorted(found, key=lambda one: (-one.likeness, one.code)))
