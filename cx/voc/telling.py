"""What is told of a text beside its topic: its kind, whose fault it tells of, how grave it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cx.text.causes import NEITHER, CauseModel
from cx.text.kinds import KindModel
from cx.text.vectors import Vectors

OTHER = "other"  # the kind of a text that is of no other, or says nothing
Taught = tuple[Sequence[str], Vectors, Sequence[str]]  # texts people corrected, their vectors, and what they said


def told(
    models: tuple[KindModel, CauseModel], texts: Sequence[str], vectors: Vectors, lessons: Mapping[str, Taught]
) -> list[tuple[object, ...]]:
    """Of each text its kind, how sure that is, whose fault it is (None: nobody's, or not told) and how sure, whether it is critical, whether
    it has lasted. `lessons` by "kind" and "cause".
    """
    kinds, causes = models
    kinds.fit(*lessons["kind"])
    causes.fit(*lessons["cause"])
    return [
        (
            kind.kind or OTHER,
            kind.probability,
            None if cause.cause == NEITHER else cause.cause,
            None if cause.cause in (NEITHER, None) else cause.probability,
            bool(cause.critical),
            cause.is_long_term,
        )
        for kind, cause in zip(kinds.kinds(texts, vectors), causes.causes(texts, vectors), strict=True)
    ]
