"""Who has a store: one process at a time, told by a lock on a file in its folder that ends with the process."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cx.errors import CxError


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the store in `folder` without opening it; raises CxError `store.locked` while another process does."""
    handle = take(folder)
    try:
        yield
    finally:
        os.close(handle)


def is_locked(folder: Path) -> bool:
    """Whether a process holds the store in `folder` now."""
    try:
        os.close(take(folder, tries=1))
    except CxError:
        return True
    return False


def take(folder: Path, tries: int = 10) -> int:
    """The handle of the lock of the store in `folder`; close it to let go. Raises CxError `store.locked`."""
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    for left in range(tries, 0, -1):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if left == 1:
                os.close(handle)
                raise CxError("store.locked", path=str(folder)) from error
            time.sleep(0.02)  # somebody may only be asking whether it is free
        else:
            break
    return handle
