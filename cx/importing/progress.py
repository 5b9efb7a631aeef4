"""How a long import says where it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from cx.errors import CxError

# (stage, done, total or None): stages are 'read', 'check', 'load', 'facts'. It may call `cancel()`: all is rolled back.
Progress = Callable[[str, int, int | None], None]
CANCELLED = "report.cancelled"


def silent(stage: str, done: int, total: int | None) -> None:
    """The progress nobody watches."""


def cancel() -> NoReturn:
    """Stop the import that is reporting its progress: raises CxError with the key CANCELLED; nothing of it is kept."""
    raise CxError(CANCELLED)
