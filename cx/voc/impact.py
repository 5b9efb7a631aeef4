"""What drives a score: of every topic how far it pulls the mean of the answers given by those who wrote about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cx import settings
from cx.cache import VOC, cached
from cx.errors import UnknownName
from cx.measure import data_days, looked_from
from cx.metrics.surveys import DETRACTOR, PROMOTER, SATISFIED
from cx.question import counted
from cx.rows import select
from cx.selection import Selection
from cx.text.drivers import Driver, Drivers, drivers
from cx.voc import catalogue
from cx.warehouse import Store

SCORES = ("ces", "csat", "nps")
UNITS = {"ces": "score", "csat": "share", "nps": "nps"}

# One row an answer: the topic of the contact it was asked about, and that of the comment beside it.
_ANSWERS = """
select r.score, r.channel, r.segment, t.topic as of_contact, c.topic as of_comment
from behind r
left join voc_fact t on t.origin = 'ticket' and t.source_id = r.source_id and t.document_id = r.ticket_id
left join voc_fact c on c.origin = 'answer' and c.source_id = r.source_id and c.document_id = r.answer_id
order by r.source_id, r.answer_id
"""


@dataclass(frozen=True)
class Impact:
    """The effects on one score: in points of CES, in shares of satisfied answers (CSAT), in points of NPS.

    `with_topic` of `answers` are about a topic; `shown` are the topics, the strongest pull first; `few` those with too few
    answers to tell, by number of answers.
    """

    score: str
    mean: float | None
    answers: int
    with_topic: int
    shown: tuple[Driver, ...]
    few: dict[str, int]


def impact(store: Store, selection: Selection, score: str) -> Impact:
    """The pull of topics on a score (of SCORES) over the counted answers the selection lets through.

    Answers without a topic stand beside those with one. A filter on topics or kinds is left aside: all answers are compared.
    Raises UnknownName.
    """
    if score not in SCORES:
        raise UnknownName("survey", score, SCORES)
    whole = selection.narrowed(topic=(), kind=())
    return cached(store, (VOC, "impact", score), whole, lambda: _asked(store, whole, score))


def _asked(store: Store, selection: Selection, score: str) -> Impact:
    as_of, known = looked_from(store, None), data_days(store)
    span = selection.span(as_of, known[0] if known else None)
    rows, values = select("answer_fact", "day", selection, span, {"survey": score}).sql(as_of)
    frame = store.query(f"with {rows}, behind as ({counted(score)}) {_ANSWERS}", values)
    alive = {code for code, topic in catalogue.topics(store).items() if topic.into is None}
    topics = [
        tuple({code for code in pair if isinstance(code, str) and code in alive})
        for pair in zip(frame["of_contact"], frame["of_comment"], strict=True)
    ]
    held = list(zip(frame["channel"].astype(str), frame["segment"].astype(str), strict=True))
    found: Drivers = drivers(_worth(frame["score"], score), topics, held, least=settings.get(store).minimum_n)
    return Impact(
        score, found.mean, found.answers, sum(bool(said) for said in topics), tuple(found.drivers), found.too_few
    )


def _worth(scores: pd.Series, score: str) -> list[float]:
    """What averages to the score: the answer itself, 1 or 0, or 100, 0 or -100."""
    given = scores.to_numpy(dtype=np.float64)
    if score == "csat":
        return [float(one) for one in given >= SATISFIED]
    if score == "nps":
        return [float(one) for one in 100 * ((given >= PROMOTER).astype(int) - (given <= DETRACTOR).astype(int))]
    return [float(one) for one in given]
