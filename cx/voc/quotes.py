"""The typical texts of a topic, as they were chosen when it was found."""

from __future__ import annotations

from cx.cache import VOC, cached
from cx.voc.catalogue import Topic
from cx.warehouse import Store


def quotes(store: Store, topic: Topic) -> tuple[str, ...]:
    """The texts, the most typical first; those nobody says any more are left out."""

    def ask() -> tuple[str, ...]:
        found = store.query(
            "select text_hash, text from voc_text where text_hash in (select unnest(?::ubigint[]))",
            [list(topic.quotes)],
        )
        said = dict(zip(found["text_hash"].astype("uint64").tolist(), found["text"], strict=True))
        return tuple(str(said[at]) for at in topic.quotes if at in said)

    return cached(store, (VOC, "quotes of", topic.code, topic.quotes), None, ask)
