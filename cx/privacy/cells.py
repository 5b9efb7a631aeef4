"""One cell by the kind of its column: ids stay ids, numbers and times stay themselves, JSON stays JSON."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import Protocol

from cx.privacy.found import digits, fold
from cx.privacy.headers import is_private
from cx.privacy.tokens import token

_TIME = re.compile(
    r"(?:\d{9,10}(?:\.\d{1,6})?|1\d{12}|1\d{15}|1\d{18}|(?:19|20)\d{12}"
    r"|(?:\d{4}|\d{1,2})[-./년 ] ?(?:\d{1,2}|[A-Za-z]{3,9})[-./월 ,] ?(?:\d{4}|\d{1,2})[일.,]?"
    r"(?:[ T]{0,2}(?:\(?[월화수목금토일](?:요일)?\)?|오전|오후|AM|PM)?[ T]{0,2}\d{1,2}[:시] ?\d{2}.{0,30})?)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+]?[₩$€]? ?\d{1,3}(?:,?\d{3}){0,2}(?:[.,]\d{1,9})? ?(?:%|원|점|초|분|시간|s|ms|h|m)?")
_CLOCK = re.compile(r"-?\d{1,5}:\d{2}(?::\d{2}(?:\.\d+)?)?")
_SHAPES = {"time": (_TIME,), "day": (_TIME,), "seconds": (_NUMBER, _CLOCK)} | dict.fromkeys(
    ("count", "score", "money", "flag"), (_NUMBER,)
)
_HASHED = re.compile(r"p_[0-9a-f]{16}")
_WORDS = re.compile(r"[^\W\d_]+(?:[ .'-]+[^\W\d_]+)+")
_HANGUL = re.compile(r"[가-힣]")
_PHONE_DIGITS = 9  # an id of fewer digits that looks like a service number (1588-0000) is an id


class Masker(Protocol):
    """What a cell needs of the mask."""

    @property
    def salt(self) -> bytes:
        """The key of hashed ids."""

    def text(self, value: str) -> str:
        """Free text, masked."""

    def reachable(self, value: str) -> str:
        """`value` with only e-mail addresses, telephone and registration numbers replaced."""

    def is_known(self, value: str) -> bool:
        """Whether it is a known name."""


def masked_cell(mask: Masker, value: str, kind: str) -> str:
    """`value` as it may be stored in a column of `kind`; see `Mask.cell`."""
    if kind in {"id", "person"}:
        return _masked_id(mask, value, is_person=kind == "person")
    if kind == "name":
        return mask.reachable(value)
    if any(shape.fullmatch(value.strip()) for shape in _SHAPES.get(kind, ())):
        return value
    if value[:1] in {"{", "["}:
        return _masked_json(mask, value)
    return mask.text(value)


def _masked_id(mask: Masker, value: str, *, is_person: bool) -> str:
    plain = fold(value).strip()
    if _HASHED.fullmatch(plain):
        return value
    if is_person and (_HANGUL.search(plain) or _WORDS.fullmatch(plain) or mask.is_known(plain)):
        return hashed(mask.salt, " ".join(plain.split()))
    masked = mask.reachable(plain)
    if masked == plain:
        return value
    whole = masked.startswith("[") and masked.endswith("]") and len(digits(plain)) >= _PHONE_DIGITS
    plain = plain.replace("%40", "@")
    if "@" in plain or whole:
        return hashed(mask.salt, _same(plain))
    among_others = len(digits(plain)) - len(digits(masked)) >= _PHONE_DIGITS
    return hashed(mask.salt, " ".join(plain.split())) if among_others else value


def _same(value: str) -> str:
    """One spelling for one address or number: 010-1234-5678, +82 10 1234 5678 and 01012345678 give one id."""
    if "@" in value:
        return value.casefold().replace(" ", "")
    number = digits(value)
    number = number.removeprefix("00")
    return "0" + number[2:].removeprefix("0") if number.startswith("82") else number


def hashed(salt: bytes, value: str) -> str:
    """The pseudonym of a value: the same within one store, of no use outside it."""
    return "p_" + hmac.new(salt, value.casefold().encode(errors="surrogatepass"), hashlib.sha256).hexdigest()[:16]


def _masked_json(mask: Masker, value: str) -> str:
    try:
        tree = json.loads(value)
    except (ValueError, RecursionError):
        return mask.text(value)
    masked = _walk(mask, tree)
    return value if masked == tree else json.dumps(masked, ensure_ascii=False)


def _walk(mask: Masker, node: object) -> object:
    if isinstance(node, dict):
        return {
            mask.text(key): _private(child) if is_private(key) else _walk(mask, child) for key, child in node.items()
        }
    if isinstance(node, list):
        return [_walk(mask, child) for child in node]
    if isinstance(node, str):
        return mask.text(node)
    if isinstance(node, int) and not isinstance(node, bool):
        masked = mask.text(str(node))
        return node if masked == str(node) else masked
    return node


def _private(node: object) -> object:
    return node if node is None or node == "" else token("private")
