"""HTML as somebody reads it: what tools keep as the body of a message."""

from __future__ import annotations

import html
import re

_HIDDEN = re.compile(r"<(/?)(?:script|style|head|title)\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|hr|/p|/div|/li|/tr|/h[1-6]|/blockquote|/pre)\b[^<>]*>", re.IGNORECASE)
_CELL_END = re.compile(r"</t[dh]\b[^<>]*>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--[^<>]*-->")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<![A-Za-z][^<>]*>")
_SPACES = re.compile(r"[^\S\n]+")


def plain_text(text: str) -> str:
    """`text` without tags, comments and scripts, entities as their signs, every block on a line of its own.

    A text that holds no tag and no entity comes back as it is; "a < b" is no tag.
    """
    if "<" not in text and "&" not in text:
        return text
    if not _TAG.search(text):
        return html.unescape(text)
    shown = _SPACES.sub(" ", _without_hidden(text).replace("\n", " "))
    shown = _CELL_END.sub(" ", _BREAK.sub("\n", _COMMENT.sub("", shown)))
    shown = html.unescape(_TAG.sub("", shown)).replace("\xa0", " ")
    return "\n".join(line.strip() for line in shown.split("\n") if not line.isspace() and line)


def _without_hidden(text: str) -> str:
    """`text` without what stands inside scripts, styles and heads; one left open hides the rest."""
    kept, at, depth = [], 0, 0
    for tag in _HIDDEN.finditer(text):
        if depth == 0:
            kept.append(text[at : tag.start()])
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        at = tag.end()
    return "".join([*kept, "" if depth else text[at:]])
