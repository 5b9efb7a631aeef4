"""E-mail addresses, also with odd spacing, full-width signs, "(at)", in links (%40) and with Korean domains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx.privacy.found import Found

_LOCAL = r"[A-Za-z0-9](?:[A-Za-z0-9._%+'-]{0,62}[A-Za-z0-9_+-])?"
_DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.)+[A-Za-z]{2,24}"
_PROVIDER = (
    r"(?:naver|gmail|daum|hanmail|nate|kakao|hotmail|outlook|yahoo|icloud|me|korea|empas|paran|dreamwiz|lycos|chol)"
)
_TOP = r"(?:com|net|org|kr|co|ac|go|or|re|pe|edu|io|ai|me|biz|info)"
_AT = r"(?: {0,2}@ {0,2}| {0,2}[(\[<{] ?(?:at|@|골뱅이) ?[)\]>}] {0,2}| {0,2}골뱅이 {0,2})"
_DOT = r"(?: {0,2}\. {0,2}| ?[(\[] ?(?:dot|닷|점|\.) ?[)\]] ?| {1,2}(?:dot|닷|점) {1,2})"

_PLAIN = re.compile(rf"{_LOCAL}(?:@|%40){_DOMAIN}(?![A-Za-z0-9])")
_SPACED = re.compile(
    rf"(?<![A-Za-z0-9._%+-]){_LOCAL}{_AT}(?:[A-Za-z0-9-]{{1,63}}{_DOT}){{1,3}}{_TOP}(?![A-Za-z0-9])", re.IGNORECASE
)
_BARE = re.compile(rf"(?<![A-Za-z0-9._%+-]){_LOCAL}{_AT}{_PROVIDER}(?![A-Za-z0-9])", re.IGNORECASE)
_WORDED = re.compile(
    rf"(?<![A-Za-z0-9._%+-]){_LOCAL} at [A-Za-z0-9-]{{1,63}} dot {_TOP}(?: dot {_TOP})?(?![A-Za-z0-9])", re.IGNORECASE
)
_KOREAN = re.compile(
    r"[A-Za-z0-9가-힣._%+-]{1,64}@(?:[A-Za-z0-9가-힣-]{1,63}\.){1,4}(?:[A-Za-z]{2,24}(?![A-Za-z0-9])|한국|닷컴|닷넷)"
)
RULES = (_PLAIN, _SPACED, _WORDED, _BARE, _KOREAN)
_GATE = re.compile(r"@|%40|골뱅이|[(\[<{] ?at ?[)\]>}]| at .{1,63} dot ", re.IGNORECASE)
_FILES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf")


def find(text: str) -> Iterator[Found]:
    """Every e-mail address of the folded `text`. "icon@2x.png" is a file, "@담당자" a call."""
    if not _GATE.search(text):
        return
    taken: list[Found] = []
    for rule in RULES:
        for match in rule.finditer(text):
            one = Found(match.start(), match.end(), "email")
            if match[0].lower().endswith(_FILES) or any(one.start < old.end and old.start < one.end for old in taken):
                continue
            taken.append(one)
            yield one
