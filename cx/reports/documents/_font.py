"""The project's font as a file that page setters can read; unpacked once, from the one browsers get."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

PACKED = Path(__file__).parents[3] / "static" / "PretendardVariable.woff2"
_unpacking = threading.Lock()


def folder(store: Path) -> Path:
    """The folder below `store` that holds the font, all weights in one file; it takes seconds the first time."""
    stamp = hashlib.sha256(PACKED.read_bytes()).hexdigest()[:16]
    place = store / "fonts"
    target = place / f"Pretendard-{stamp}.ttf"
    with _unpacking:
        if not target.exists():
            _unpack(target)
    return place


def _unpack(target: Path) -> None:
    from fontTools.ttLib import TTFont

    target.parent.mkdir(exist_ok=True, mode=0o700)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with TTFont(PACKED) as font:
            font.flavor = None
            font.save(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
