"""The two stores of the app, opened once per process, and the questions pages ask of the one they look at.

Answers come through the cache of `cx`: its key holds the question, the selection, the versions of data and settings and
the as-of day, and twenty sessions asking at once cost one calculation.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from cx import cache, compute, metric, period, settings
from cx.importing import batches, inbox
from cx.lifecycle import rows, terms
from cx.selection import OF_TEXTS, Selection
from cx.warehouse import Store, StoreKind, store_folder

_run = threading.local()  # which store a run looks at: asked for many times, and the same from its beginning to its end
_stores: dict[Path, Store] = {}
_opening = threading.Lock()
T = TypeVar("T")


def opened(kind: StoreKind) -> Store:
    """The demo or the own store of this machine; opened, and serving its inbox, from the first call on."""
    folder = store_folder(kind)
    store = _stores.get(folder)
    return store if store and store.is_open else _open(folder, kind)


def _open(folder: Path, kind: StoreKind) -> Store:
    with _opening:
        store = _stores.get(folder)
        if store is None or not store.is_open:
            store = _stores[folder] = Store.open(folder, name=kind)
            threading.Thread(target=inbox.serve, args=(store,), name=f"inbox-{kind}", daemon=True).start()
    return store


def default() -> StoreKind:
    """What a session without a wish begins with: its own data, or the demo while there are none."""
    return "own" if compute.last_day(opened("own")) else "demo"


def begin(kind: StoreKind | None = None) -> None:
    """A run of this session begins, or it changed its store; or `kind`, for work without a session."""
    _run.kind = kind or st.session_state.get("store")


def current() -> Store:
    """The store this session looks at."""
    if not getattr(_run, "kind", None):
        begin()
    return opened(_run.kind)


def kept(question: Hashable, fn: Callable[[], T], *, as_of: date | None = None) -> T:
    """`fn()`, asked once until the data or the settings of this session's store change."""
    return cache.cached(current(), question, None, fn, as_of=as_of)


def bounds() -> tuple[date, date] | None:
    """First and last day with data; None in an empty store."""
    return compute.data_days(current())


def reach() -> tuple[date, date] | None:
    """First and last day with data; of contracts alone from the first of these to the last day known about accounts. None where there is neither."""
    store = current()
    found = compute.data_days(store)
    if found or not terms.is_any(store):
        return found
    last = rows.known_day(store)
    return (min(rows.first_day(store) or last, last), last) if last else None


def today() -> date:
    """The date in the reporting zone."""
    return datetime.now(ZoneInfo(settings.get(current()).reporting_zone)).date()


def updated_at() -> datetime | None:
    """When the data last changed through an import, in the reporting zone; None before the first."""
    store = current()

    def ask() -> datetime | None:
        listed = batches.batches(store)
        if listed.empty:
            return None
        at = pd.Timestamp(listed["imported_at"].max()).tz_localize("UTC")
        return at.tz_convert(settings.get(store).reporting_zone).to_pydatetime()

    return kept("updated_at", ask)


def members(dimension: str, limit: int) -> dict[str, str]:
    """Values of a dimension with their names, most frequent first."""
    store = current()

    def ask() -> dict[str, str]:
        found = compute.members(store, dimension, limit)
        return {str(code): str(label) for code, label in zip(found["value"], found["label"], strict=True)}

    about = (cache.VOC,) if dimension in OF_TEXTS else ()
    return kept((*about, "names", dimension, limit), ask)


def numbers(
    names: Sequence[str],
    selection: Selection,
    *,
    by: Sequence[str] = (),
    every: period.Every | None = None,
    span: tuple[date, date] | None = None,
) -> pd.DataFrame:
    """`cx.compute.compute` on this session's store."""
    return compute.compute(current(), names, selection, by=by, every=every, span=span)


def compared(names: Sequence[str], selection: Selection) -> pd.DataFrame:
    """`cx.compute.compare` on this session's store: the completed period against the one it is compared with."""
    return compute.compare(current(), names, selection)


def rows_of(name: str | None) -> str:
    """What the rows behind a metric are: "contacts", survey "answers", or "documents"."""
    return {"answer_fact": "answers", "voc_fact": "documents"}.get(metric.find(name).fact if name else "", "contacts")
