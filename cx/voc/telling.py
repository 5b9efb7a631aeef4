"""What is told of a text beside its topic: its kind, whose fault it tells of, how grave it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cx.text.causes import NEITHER, CauseModel
from cx.text.examples import Encode
from cx.text.kinds import KindModel
from cx.text.severity import SeverityModel
from cx.text.vectors import Vectors

OTHER = "other"  # the kind of a text that is of no other, or says nothing
Taught = tuple[Sequence[str], Vectors, Sequence[str]]  # texts people corrected, their vectors, and what they said


@dataclass(frozen=True)
class Models:
    """What tells each."""

    kinds: KindModel
    causes: CauseModel
    severities: SeverityModel

    @classmethod
    def of(cls, encode: Encode) -> Models:
        """Those with nothing but the hand-written examples, encoded by `encode`."""
        return cls(KindModel(encode), CauseModel(encode), SeverityModel(encode))


def told(
    models: Models, texts: Sequence[str], vectors: Vectors, lessons: Mapping[str, Taught]
) -> list[tuple[object, ...]]:
    """Of each text its kind, how sure that is, whose fault it is (None: nobody's, or not told) and how sure, whether it is critical and
    whether it is long-term, and how probable each is. `lessons` by "kind", "cause" and "severity".
    """
    models.kinds.fit(*lessons["kind"])
    models.causes.fit(*lessons["cause"])
    models.severities.fit(*lessons["severity"])
    kinds, causes = models.kinds.kinds(texts, vectors), models.causes.causes(texts, vectors)
    severities = models.severities.severities(texts, vectors, kinds, causes)
    return [
        (
            kind.kind or OTHER,
            kind.probability,
            None if cause.cause == NEITHER else cause.cause,
            None if cause.cause in (NEITHER, None) else cause.probability,
            severity.is_critical,
            severity.is_long_term,
            severity.critical,
            severity.long_term,
        )
        for kind, cause, severity in zip(kinds, causes, severities, strict=True)
    ]
