"""Whether an installed package is what was packed: its files are held against the list that its wheel came with."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, files
from importlib.util import find_spec
from pathlib import Path


def is_whole(name: str, module: str) -> bool:
    """Whether all files of a module that can be imported are there and unchanged. `name`: of its wheel.

    Each file is read once in this process, and again where its size or time changed. Without a list nothing is known, and it is not.
    """
    spec = find_spec(module)
    folders = (spec.submodule_search_locations or ()) if spec is not None else ()
    packed = _packed(name, module)
    return bool(packed) and any(
        all(_is_as_packed(Path(folder) / path, wanted) for path, wanted in packed) for folder in folders
    )


@cache
def _packed(name: str, module: str) -> tuple[tuple[str, str], ...]:
    """Its files within the folder of the module, and the SHA-256 of each."""
    try:
        listed = files(name) or ()
    except PackageNotFoundError:
        return ()
    return tuple(
        ("/".join(one.parts[1:]), one.hash.value)
        for one in listed
        if one.parts[0] == module and one.hash is not None and one.hash.mode == "sha256"
    )


def _is_as_packed(path: Path, wanted: str) -> bool:
    try:
        found = path.stat()
        return _digest(path, found.st_size, found.st_mtime_ns) == wanted
    except OSError:
        return False


@lru_cache(maxsize=100)
def _digest(path: Path, _size: int, _changed: int) -> str:
    with path.open("rb") as file:
        return urlsafe_b64encode(hashlib.file_digest(file, "sha256").digest()).rstrip(b"=").decode()
