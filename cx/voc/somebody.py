"""What is the name of somebody: of an account, of who works here, of who writes or is written to. No word for a dictionary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from cx.privacy import Mask
from cx.privacy.found import any_of, words

_OF_NAMES = 0.1  # the share of texts that treat a word as somebody's name from which it may be one
_ENDING = 2  # signs by which the names of organisations end alike
_ALIKE = 3  # names from which an ending is one of organisations
_NAME_LENGTHS = range(2, 5)
_SURNAMES = frozenset(words("surnames"))
_TITLE = any_of("honorific")
_IS_CALLED = r"(?:이?라고 합니다|입니다|이에요|예요|이예요|인데요|드림|올림|배상)"
_GREETED = (
    r"\b(?:mr|mrs|ms|dr|dear|hi|hello|hey|thanks|regards|cheers|sincerely|i am|i'm|this is|name is|signed)[ .,!:\n]*"
)
_ROLE = r"(?:팀장|실장|부장|과장|대리|주임|사원|원장|부원장|강사|교사|조교|선생님?|쌤|매니저|담당자?|대표|이사|상담실장|교무부장)"


class Named:
    """What is like the name of an account, or of a person. `names`: of accounts and agents that are known."""

    def __init__(self, names: Iterable[str]) -> None:
        known = {"".join(name.split()).casefold() for name in names}
        self._inside = "\0".join(known)
        ends = Counter(name[-_ENDING:] for name in known if len(name) > _ENDING)
        self._ends = {end for end, n in ends.items() if n >= _ALIKE}
        self._mask = Mask()

    def is_like(self, word: str) -> bool:
        """Whether a word is a part of such a name, or ends as those of several accounts do."""
        plain = "".join(word.split()).casefold()
        return plain in self._inside or (len(plain) > _ENDING and plain[-_ENDING:] in self._ends)

    def is_called(self, word: str, texts: Sequence[str]) -> bool:
        """Whether the texts, all of which hold the word, treat it as the name of somebody: who writes, or who is written to."""
        plain = rf"(?<![^\W_]){re.escape(word)}"
        around = re.compile(
            rf"{_ROLE} {plain}|{plain} ?(?:{_TITLE}|{_IS_CALLED})|\[{plain}\]|{_GREETED}{plain}|{plain} speaking\b",
            re.IGNORECASE,
        )
        share = sum(around.search(text) is not None for text in texts) / max(len(texts), 1)
        may_be = len(word) in _NAME_LENGTHS and word[0] in _SURNAMES
        return (
            share >= _OF_NAMES
            or (may_be and share > 0)
            or any(self._mask.text(one) != one for one in (word, f"{word} 님"))
        )
