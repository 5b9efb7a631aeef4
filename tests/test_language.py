"""One catalogue: both languages, the same blanks to fill, no key missing and none left over."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from cx.language import LANGUAGES, catalogue, has, say

ROOT = Path(__file__).parent.parent
CODE = [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "cx").rglob("*.py")]
KEY = re.compile(r"^[a-z_]+(\.[a-z0-9_]+)+$")


QUOTED = re.compile(r"“[^”]*”|'[^']*'|\([^)]*\)|\[[^]]*\]")  # what an English text may quote in Korean


def blanks(text: str) -> set[str]:
    """The names to fill; a blank named like a language holds that language's word."""
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {"word" if name in LANGUAGES else name for name in names}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_both_languages_fill_the_same_blanks(key):
    texts = catalogue()[key]
    assert all(texts[language].strip() for language in LANGUAGES)
    assert blanks(texts["ko"]) == blanks(texts["en"])
    assert not re.search("[가-힣]", QUOTED.sub("", texts["en"]))


def strings() -> dict[str, str]:
    """Every string constant of the code that looks like a key, with the file it stands in; pieces of f-strings are not keys."""
    found = {}
    for path in CODE:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if id(node) in pieces:
                continue
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.match(node.value):
                found[node.value] = path.name
    return found


def test_every_key_in_the_code_has_a_text():
    areas = {key.split(".")[0] for key in catalogue()}
    for key, where in strings().items():
        if key.split(".")[0] in areas and not key.endswith((".py", ".toml", ".csv", ".duckdb", ".json")):
            assert has(key) or any(other.startswith(key + ".") for other in catalogue()), f"{where}: {key}"


def test_no_text_is_left_over():
    """A key counts as used when the code holds it whole, or holds a beginning of it that is completed at run time."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    begun = {match.rstrip("{") for match in re.findall(r'f"([a-z_]+(?:\.[a-z0-9_]+)*[._]?\{)', code)}
    unused = [
        key
        for key in catalogue()
        if f'"{key}"' not in code
        and f"'{key}'" not in code
        and not any(key.startswith(start) for start in begun if start)
    ]
    assert not unused, f"{len(unused)} texts nobody shows: {unused}"


def test_no_korean_in_pages():
    for path in [ROOT / "app.py", *(ROOT / "pages").glob("*.py")]:
        assert not re.search("[가-힣]", path.read_text(encoding="utf-8")), f"{path.name}: texts belong in cx/texts"


def test_say_fills_and_refuses_unknown_keys():
    assert (
        say("error.unknown_name", "en", what="table", name="x", allowed="a, b")
        == "There is no table 'x'. Allowed: a, b"
    )
    with pytest.raises(KeyError):
        say("error.no_such_text")
