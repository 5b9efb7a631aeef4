"""The two stores of the app, opened once per process, and the questions pages ask of the one they look at.

Answers come through the cache of `cx`: its key holds the question, the selection, the versions of data and settings and
the as-of day, and twenty sessions asking at once cost one calculation.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import streamlit as st

from cx import cache, compute, metric, settings
from cx.importing import batches, inbox
from cx.selection import Selection
from cx.warehouse import Store, StoreKind, store_folder


@st.cache_resource(show_spinner=False)
def _open(folder: str, kind: StoreKind) -> Store:
    store = Store.open(Path(folder), name=kind)
    threading.Thread(target=inbox.serve, args=(store,), name=f"inbox-{kind}", daemon=True).start()
    return store


def opened(kind: StoreKind) -> Store:
    """The demo or the own store of this machine; opened, and serving its inbox, from the first call on."""
    return _open(str(store_folder(kind)), kind)


def default() -> StoreKind:
    """What a session without a wish begins with: its own data, or the demo while there are none."""
    return "own" if compute.last_day(opened("own")) else "demo"


def current() -> Store:
    """The store this session looks at."""
    return opened(st.session_state["store"])


def bounds() -> tuple[date, date] | None:
    """First and last day with data; None in an empty store."""
    return compute.data_days(current())


def updated_at() -> datetime | None:
    """When the data last changed through an import, in the reporting zone; None before the first."""
    store = current()
    listed = cache.cached(store, "batches", None, lambda: batches.batches(store))
    if listed.empty:
        return None
    at = pd.Timestamp(listed["imported_at"].max()).tz_localize("UTC")
    return at.tz_convert(settings.get(store).reporting_zone).to_pydatetime()


def members(dimension: str, limit: int) -> dict[str, str]:
    """Values of a dimension with their names, most frequent first."""
    store = current()

    def ask() -> dict[str, str]:
        found = compute.members(store, dimension, limit)
        return {str(code): str(label) for code, label in zip(found["value"], found["label"], strict=True)}

    return cache.cached(store, ("names", dimension, limit), None, ask)


def numbers(
    names: Sequence[str],
    selection: Selection,
    *,
    by: Sequence[str] = (),
    every: str | None = None,
    span: tuple[date, date] | None = None,
) -> pd.DataFrame:
    """`cx.compute.compute` on this session's store."""
    return compute.compute(current(), names, selection, by=by, every=every, span=span)


def compared(names: Sequence[str], selection: Selection) -> pd.DataFrame:
    """`cx.compute.compare` on this session's store: the completed period against the one it is compared with."""
    return compute.compare(current(), names, selection)


def is_answer(name: str | None) -> bool:
    """Whether the rows behind a metric are survey answers, not contacts."""
    return name is not None and metric.find(name).fact == "answer_fact"
