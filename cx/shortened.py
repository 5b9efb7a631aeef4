"""A text in as many signs as there is room for."""

from __future__ import annotations


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and "…" where it has more than `most` signs: together no more than `most`."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
