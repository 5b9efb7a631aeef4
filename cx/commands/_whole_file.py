"""A document written to disk: the whole file or none."""

from __future__ import annotations

import contextlib
from pathlib import Path

from cx.errors import CxError


def put(path: Path, content: bytes) -> None:
    """Write `content`; what was there stays until all of it is. Raises CxError `month.cannot_write`."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise CxError("month.cannot_write", path=str(path), cause=error.strerror or type(error).__name__) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
