"""Pages made one after the other where many are asked for at once: threads of one interpreter that all run only wait for each other.

Who takes long (a question nobody asked before, a file) does not hold up the others: after `LONG` seconds the next one begins beside it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LONG = 0.05
_changed = threading.Condition()
_began: dict[object, float] = {}


@contextmanager
def mine(long: float = LONG) -> Iterator[None]:
    """Begin when nobody else began within the last `long` seconds and still runs."""
    me = object()
    with _changed:
        while (left := max(_began.values(), default=-long) + long - time.monotonic()) > 0:
            _changed.wait(left)
        _began[me] = time.monotonic()
    try:
        yield
    finally:
        with _changed:
            del _began[me]
            _changed.notify()
