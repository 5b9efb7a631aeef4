"""Where topics lie once their texts are read with another encoder: topics and their texts stay, their middles are taken anew."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np

from cx.text.catalogue import centroid
from cx.voc import encoder, reading, topic_labels
from cx.warehouse import Store


def is_due(store: Store, parameters: Mapping[str, object]) -> bool:
    """Whether the vectors of the present are not those a run was made with, by its parameters."""
    made_with = parameters.get("vectors")
    return made_with is not None and made_with != encoder.said(store)


def catch_up(store: Store, run_id: int, parameters: Mapping[str, object]) -> None:
    """Put the topics of a run where its texts lie now. A topic that has none lies nowhere: where it lay cannot be compared."""
    labels = topic_labels.of(store, run_id)
    middles = {}
    for topic_id, rows in labels[labels["topic_id"].notna()].groupby("topic_id"):
        vectors = reading.half(topic_labels.some(store, rows["text_hash"].tolist())["vector"])
        if vectors.any():
            middles[int(str(topic_id).removesuffix(".0"))] = centroid(vectors.astype(np.float32))
    now = json.dumps({**parameters, "vectors": encoder.said(store)})
    with store.write("voc") as con:
        con.execute("update topic set centroid = ''::blob")
        for topic_id, middle in middles.items():
            con.execute("update topic set centroid = ? where topic_id = ?", [middle.tobytes(), topic_id])
        con.execute("update topic_run set parameters = ? where run_id = ?", [now, run_id])
