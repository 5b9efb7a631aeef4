"""What the texts of a row said before they were masked, as a keyed hash.

An answer without an id is known by its content. Its masked text will not do: once the team's names are known, the same
comment is masked in more places, and a file that grew would bring every such answer a second time.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cx.importing.mapping import OUTSIDE, Mapping
from cx.importing.sheet import Sheet
from cx.schema import table

MASKED = frozenset({"text", "label"})  # kinds whose stored form depends on the names that are known


@dataclass(frozen=True)
class Fingerprint:
    """`headers`: the columns that count. `salt`: the store's key; without it the hash says nothing about a text."""

    headers: frozenset[str]
    salt: bytes

    def places(self, header: Sequence[str]) -> list[int]:
        """Where the columns stand."""
        return [place for place, name in enumerate(header) if name in self.headers]

    def of(self, cells: Iterable[str | None]) -> str | None:
        """The hash of these cells in whatever order; None where all are blank."""
        filled = sorted(cell.strip() for cell in cells if cell and not cell.isspace())
        if not filled:
            return None
        said = chr(31).join(filled).encode(errors="surrogatepass")
        return hmac.new(self.salt, said, hashlib.sha256).hexdigest()[:24]


def fingerprint_of(mappings: Iterable[Mapping], sheet: Sheet, salt: bytes) -> Fingerprint | None:
    """The fingerprint that the rows of `sheet` need: None where no mapping makes a key from the content."""
    own = [mapping for mapping in mappings if mapping.sheet == sheet.name and mapping.generated_key]
    headers = {
        rule.column
        for mapping in own
        for rule in mapping.columns
        if rule.column is not None
        and rule.target not in OUTSIDE
        and table(mapping.table).column(rule.target).kind in MASKED
    }
    return Fingerprint(frozenset(headers), salt) if own else None
