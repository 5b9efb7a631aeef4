"""Which cells of a column have to be looked at closely: nearly all are seen to hold nothing personal at once.

A column is matched in one go by RE2 against all rules loosened and joined, at hundreds of megabytes a second. A cell
that passes is one in which no rule finds anything; the others, personal or not, are masked one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from cx.privacy import address, email, identity, money, name, phone
from cx.privacy.found import fold, foldable
from cx.privacy.loosened import loosened
from cx.privacy.tokens import LABELS, token

# What no rule is written for: digits of other scripts, signs that Python takes for i, s and k where case makes no
# difference, what hides between digits, what stands in place of a datum already.
_ODD: Final = (
    r"[^\P{Nd}0-9]|[\x00\x{ad}\x{130}\x{131}\x{17f}\x{200b}\x{2060}\x{212a}\x{feff}]|\d[\x{200c}\x{200d}]|"
    + "|".join(re.escape(token(label)) for label in LABELS)
)
# What `str.strip` takes off either end before a name is looked at.
_BLANK: Final = "[" + "".join(re.escape(chr(code)) for code in range(0x3001) if chr(code).isspace()) + "]*"
_PERSON: Final = rf"[가-힣]|\A{_BLANK}[\p{{L}}\p{{Nl}}\p{{No}}]+(?:[ .'-]+[\p{{L}}\p{{Nl}}\p{{No}}]+)+[ .'-]*{_BLANK}\z"
_JSON: Final = r"\A[{\[]"


@dataclass(frozen=True, slots=True)
class _Rules:
    """`at_once` are tried on every text; only where one of `near` or a sign that no rule is written for is found, `closely`."""

    at_once: tuple[str, ...]
    near: str = ""
    closely: tuple[str, ...] = ()
    always: str = ""


class Sieve:
    """Built once per mask, for the names it knows."""

    def __init__(self, known: name.Known) -> None:
        reachable = _joined(*email.RULES, *identity.REGISTRATION, *phone.RULES)
        numbers = _joined(*email.RULES, *identity.RULES, *money.RULES, *phone.RULES)
        names = "|".join(filter(None, [_joined(*name.RULES), known.loosened()]))
        # Joined as far as RE2 stays fast: its automaton of all rules together would be larger than it may grow.
        self._rules = {
            "id": _Rules((reachable,)),
            "person": _Rules((f"{reachable}|{_PERSON}",)),
            "name": _Rules((reachable,)),
            "text": _Rules((numbers, names), _joined(address.GATE), tuple(map(loosened, address.RULES)), _JSON),
        }

    def suspects(self, values: Any, kind: str) -> Any:
        """For a pyarrow array of strings: whether `Mask.cell` could change each value, as a numpy array. Null never."""
        import numpy as np
        import pyarrow as pa

        rules = self._rules.get(kind, self._rules["text"])
        odd = "|".join(filter(None, [_ODD, rules.always]))
        found = _found(values, *rules.at_once)
        others = np.flatnonzero(_found(values, "|".join(filter(None, [odd, foldable(), rules.near]))) & ~found)
        if not len(others):
            return found
        texts = values.take(pa.array(others))
        here = _found(texts, odd, *rules.closely)
        places = np.flatnonzero(_found(texts, foldable()) & ~here)
        if len(places):
            folded = pa.array(map(fold, texts.take(pa.array(places)).to_pylist()), pa.string())
            here[places] = _found(folded, *rules.at_once, *rules.closely)
        found[others] = here
        return found


def _found(values: Any, *patterns: str) -> Any:
    """Where at least one of the patterns is found."""
    import numpy as np
    import pyarrow.compute as pc

    found = np.zeros(len(values), dtype=bool)
    for pattern in patterns:
        found |= pc.match_substring_regex(values, pattern).fill_null(False).to_numpy(zero_copy_only=False)  # noqa: FBT003 - fill_null takes no keyword
    return found


def _joined(*rules: re.Pattern[str]) -> str:
    return "|".join(map(loosened, rules))
