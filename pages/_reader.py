"""The readers of texts of this server: one a store, begun where the app is served, or by a person who asks for it."""

from __future__ import annotations

import atexit
import logging
import os
import threading
from pathlib import Path

from cx.errors import CxError
from cx.voc.service import Service
from cx.warehouse import Store
from pages import _store

LOG = logging.getLogger("cx.app")
_services: dict[Path, Service] = {}
_beginning = threading.Lock()
_served = threading.Event()


def of(store: Store) -> Service | None:
    """The reader of a store; None where nobody has begun one. A served app begins it for whoever looks."""
    found = _services.get(store.folder)
    return begin(store) if found is None and _served.is_set() else found


def begin(store: Store) -> Service:
    """Read a store's texts from now on, behind the pages' backs; also after a pause."""
    with _beginning:
        found = _services.get(store.folder)
        if found is None:
            found = _services[store.folder] = Service(store)
            atexit.register(found.end)
    found.begin()
    return found


def is_serving() -> bool:
    """Whether this process serves people, and reads texts without being asked."""
    return _served.is_set()


def serve() -> None:
    """This process serves people: begin with the store they will see first, without keeping anybody waiting.

    Where the environment says CX_READ=off, texts are read only when a person asks for it.
    """
    if os.environ.get("CX_READ") == "off":
        return
    _served.set()
    threading.Thread(target=_first, name="reader", daemon=True).start()


def _first() -> None:
    try:
        begin(_store.opened(_store.default()))
    except CxError as error:
        LOG.warning("texts are not read: %s", error.key)  # who comes is told what is wrong
