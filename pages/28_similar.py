"""Similar texts: who else said this, in whatever words, how often and since when; and what one account came back for."""

from __future__ import annotations

from cx.voc import copies
from pages import _frame, _reading, _similar_parts, _store

_reading.begin("similar")
if not copies.state(_store.current()).is_whole:
    _reading.watch()


@_frame.fragment
def who_else_said_this() -> None:
    """What is asked, and what was found; else what is said again and again."""
    asked = _similar_parts.question()
    if asked:
        _similar_parts.found(asked)
    else:
        _similar_parts.repeated()


who_else_said_this()
_similar_parts.stories()
