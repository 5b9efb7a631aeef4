"""Many directions drawn as points of a plane, so that like ones lie near each other as far as a plane can show it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cx.text.vectors import Vectors, unit

Places = NDArray[np.float64]
_STEPS = 300  # of majorization; what is left to gain by then is not seen


def distances(vectors: Vectors) -> Places:
    """(n, n) chords between directions, beyond what all have in common: 0 for the same, 2 for opposite ones."""
    own = np.asarray(vectors, dtype=np.float64)
    centred = np.asarray(unit(own - own.mean(axis=0)) if len(own) > 2 else unit(own), dtype=np.float64)  # noqa: PLR2004
    return np.asarray(np.sqrt(np.maximum(2 - 2 * centred @ centred.T, 0)))


def plane(apart: Places) -> Places:
    """(n, 2) points whose distances come as near to `apart` (n, n) as a plane allows, the widest direction first.

    Classical scaling, then stress majorization (de Leeuw 1977); nothing depends on chance.
    """
    n = len(apart)
    if n < 2:  # noqa: PLR2004 - one point lies anywhere
        return np.zeros((n, 2))
    centre = np.eye(n) - 1 / n
    values, axes = np.linalg.eigh(-0.5 * centre @ apart**2 @ centre)
    places = np.zeros((n, 2))
    for column, at in enumerate(np.argsort(-values)[:2]):
        side = np.sign(axes[np.abs(axes[:, at]).argmax(), at]) or 1.0  # an axis has no direction: the farthest is right
        places[:, column] = axes[:, at] * side * np.sqrt(max(values[at], 0))
    for _ in range(_STEPS):
        now = np.linalg.norm(places[:, None] - places[None], axis=2)
        pull = np.divide(-apart, now, out=np.zeros_like(now), where=now > 0)
        pull[np.diag_indices(n)] -= pull.sum(axis=1)
        places = pull @ places / n
    return places


def kept(apart: Places, places: Places, near: int = 5) -> int:
    """How many points have the one that is really closest to them among the `near` closest in the plane."""
    n = len(apart)
    if n < 2:  # noqa: PLR2004
        return n
    far = np.diag(np.full(n, np.inf))
    closest = (apart + far).argmin(axis=1)
    drawn = np.argsort(np.linalg.norm(places[:, None] - places[None], axis=2) + far, axis=1, kind="stable")[:, :near]
    return int((drawn == closest[:, None]).any(axis=1).sum())
