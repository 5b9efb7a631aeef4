"""What people wrote stands in every place that reads Markdown exactly as they wrote it, and becomes nothing."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest
from bad_files import MARKUP
from served import ROOT, Server, start

pytestmark = pytest.mark.browser
LINKS = [
    "http://example.invalid/x", "www.example.invalid/y", "https://example.invalid?q=**a**", "<http://example.invalid>",
    "WWW.Example.Invalid", "문의(https://example.invalid/가)", "a@example.invalid", "mailto:a@example.invalid",
]  # fmt: skip
OWN_MARKS = [
    ":material/home: :streamlit: :tada: :red[빨강] :red-badge[x] :small[y]", ":help[도움말]", ':color[a]{foreground="red"}',
    "-> x <- y -- z >= <= ~= <->", "1. eins", "12. zwölf", "- x", "+ x", "# x", "> x", "    x", "~~x~~ __y__ *z*",
    "$$y$$ \\(z\\) \\[w\\]", "&lt;b&gt; &copy; &#65;", "[^1] [x][1]", "10:30~11:40", "가:나:다/라", "끝\\", "datum.value + 1",
]  # fmt: skip
_PIECES = [
    *"aB가 :/.@<>-*_`#+[](){}$\\&|~^=!?'\"%", "//", "www", "--", "->", ">=", "~=", "**", "```", "1.", "![](", "$$", "&lt;",
    "\n", "http", "https", "example", "com", "red", "tada", "material", "home", "streamlit", "help", "gray", "<b>", "<!--",
]  # fmt: skip
_APP = f"""
import json, sys
from pathlib import Path
import streamlit as st
sys.path.insert(0, {str(ROOT)!r})
from pages._words import plain
for at, text in enumerate(json.loads(Path("texts.json").read_text())):
    places = {{
        "caption": lambda: st.caption(plain(text)),
        "sentence": lambda: st.markdown(f"x {{plain(text)}}"),
        "coloured": lambda: st.markdown(f":orange[{{plain(text)}}]"),
        "item": lambda: st.markdown(f"- {{plain(text)}}"),
        "heading": lambda: st.subheader(plain(text), anchor=False),
        "button": lambda: st.button(plain(text), key=f"{{at}}"),
        "box": lambda: st.info(plain(text)),
        "choice": lambda: st.pills("x", [at], format_func=lambda _: plain(text), key=f"p{{at}}", label_visibility="collapsed"),
    }}
    for name, show in places.items():
        with st.container(key=f"{{name}}_{{at}}"):
            show()
"""
_SAID = """() => Object.fromEntries([...document.querySelectorAll('[class*=st-key-]')].map(
    place => [[...place.classList].find(name => name.startsWith('st-key-')).slice(7), place.textContent]))"""
_BEFORE = {"sentence": "x ", "choice": "x"}
# Elements that words never are: where there is one, Markdown or Streamlit made it of somebody's words.
_MADE = """() => [...document.querySelectorAll('[data-testid=stMain] :is(a, img, em, strong, del, code, table, h1, h2, ol, ul ul,'
    + ' .katex, iframe, script, [role=img]:not([data-testid=stIconMaterial]))')].map(one => one.outerHTML.slice(0, 200))"""


def mixed(rng: random.Random) -> str:
    return "".join(rng.choice(_PIECES) for _ in range(rng.randint(2, 9)))


def one_line(text: str) -> str:
    return " ".join(text.split())


TEXTS = [*MARKUP, *LINKS, *OWN_MARKS, *(mixed(random.Random(number)) for number in range(80))]  # noqa: S311 - texts, not secrets


@pytest.fixture(scope="module")
def words(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("words")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text("[browser]\ngatherUsageStats = false\n")
    (folder / "words.py").write_text(_APP)
    (folder / "texts.json").write_text(json.dumps(TEXTS))
    running = start(folder, "words.py", folder)
    yield running
    running.stop()


def test_words_stay_words(words, visitor):
    visitor.page.goto(words.url())
    visitor.page.wait_for_selector(f".st-key-choice_{len(TEXTS) - 1}")
    visitor.settle()
    found = {place: one_line(text) for place, text in visitor.page.evaluate(_SAID).items()}
    wrong = {
        (place, text): found[f"{place}_{at}"]
        for at, text in enumerate(TEXTS)
        for place in ("caption", "sentence", "coloured", "item", "heading", "button", "box", "choice")
        if found[f"{place}_{at}"] != _BEFORE.get(place, "") + one_line(text)
    }
    assert not wrong
    assert visitor.page.evaluate(_MADE) == []
    assert visitor.is_at_home(), (visitor.hosts, visitor.broken)
