"""Where the topics lie on a map: those of like meaning near each other. A place follows from the topics alone, from no filter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cx.cache import VOC, cached
from cx.text.plane import distances, kept, plane
from cx.voc import topics
from cx.warehouse import Store

FEWEST = 3  # topics below which there is nothing to see on a map


@dataclass(frozen=True)
class Map:
    """`places`: x and y of each topic by its code, 0 to 1. Of `n` topics `kept` have their closest one near them on the map too."""

    places: dict[str, tuple[float, float]]
    n: int
    kept: int


def topic_map(store: Store) -> Map:
    """The map of the topics that stand for themselves; empty for fewer than three."""
    return cached(store, (VOC, "topic map"), None, lambda: _made(store))


def _made(store: Store) -> Map:
    centres = topics.centroids(store)
    width = max((len(one) for one in centres.values()), default=0)
    codes = [code for code, one in centres.items() if len(one) == width]
    if len(codes) < FEWEST:
        return Map({}, len(codes), 0)
    apart = distances(np.stack([centres[code] for code in codes]))
    found = plane(apart)
    size = np.maximum(np.ptp(found, axis=0), 1e-9)
    scaled = (found - found.min(axis=0)) / size
    places = {code: (float(x), float(y)) for code, (x, y) in zip(codes, scaled.tolist(), strict=True)}
    return Map(places, len(codes), kept(apart, found))
