"""How a long import says where it is."""

from __future__ import annotations

from collections.abc import Callable

# (stage, done, total or None): stages are 'read', 'check', 'load', 'facts'. It may call `cx.background.cancel()`: all is rolled back.
Progress = Callable[[str, int, int | None], None]


def silent(stage: str, done: int, total: int | None) -> None:
    """The progress nobody watches."""
