"""Bytes of an uploaded file to sheets of text. What a file is, is decided by its content, never by its name."""

from __future__ import annotations

from cx.errors import UnknownFormat
from cx.importing.sheet import FileContent


def read_file(data: bytes, file_name: str, password: str | None = None) -> FileContent:  # noqa: ARG001 - being built
    """Read `data`; raises UnknownFormat, with a key of cx/texts/file.toml, for what cannot be read."""
    raise UnknownFormat("file.empty")
