"""A chart as a file: Korean is drawn and not missing, every word stands in it once, and no word is markup."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from cx import picture
from cx.arrow import for_chart, packed
from cx.charts import cohorts, look, ranking, survival, tokens
from cx.language import LANGUAGES

SVG = "{http://www.w3.org/2000/svg}"
BLANK = {"mark": "rule", "encoding": {}, "height": 20, "config": look.CONFIG}


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("L"), dtype=int)


def ink(data):
    """How much is not ground."""
    return int((255 - pixels(data)).sum())


def titled(text, **config):
    return picture.png(BLANK | {"config": look.CONFIG | config}, pd.DataFrame({"at": []}), title=text)


def bars(names=("채팅", "전화"), language="ko"):
    rows = ranking.top(pd.DataFrame({"channel": names, "value": [20.0, 10.0]}), "channel")
    return ranking.spec(language), ranking.data(rows, language=language, name=str)


def test_every_syllable_is_drawn_as_itself():
    """A font without Korean draws the same box for each, none at all draws nothing: both are alike where ours differ."""
    drawn = {sign: titled(sign * 5) for sign in "가뷁힣韓"}
    assert min(ink(drawn[sign]) for sign in "가뷁힣") > ink(titled(" ")) + 20_000
    korean = [pixels(drawn[sign])[:100, :300].tobytes() for sign in "가뷁힣"]
    assert len(set(korean)) == 3


def test_without_the_font_the_same_title_is_missing():
    nowhere = picture._finished(BLANK, pd.DataFrame({"at": []}), "가나다", ())
    nowhere["title"]["font"] = "No Such Font"
    without = picture._converter().vegalite_to_png(nowhere, scale=2)
    assert ink(titled("가나다")) > ink(without) + 20_000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("weight", [400, 600])
def test_both_weights_are_there(language, weight):
    words = {"ko": "응대율", "en": "Response"}[language]
    made = picture._finished(BLANK, pd.DataFrame({"at": []}), words, ())
    made["title"]["fontWeight"] = weight
    drawn = ink(picture._converter().vegalite_to_png(made, scale=2))
    made["title"]["fontWeight"] = 1000 - weight
    other = ink(picture._converter().vegalite_to_png(made, scale=2))
    assert (drawn < other) == (weight == 400)  # what is bold has more ink


@pytest.mark.parametrize("kind", [packed, lambda frame: frame])
def test_a_picture_has_title_basis_labels_and_values(kind):
    spec, rows = bars()
    made = ET.fromstring(picture.svg(spec, kind(rows), title="전화가 줄었습니다", words=("2026년 10월 기준", "")))  # noqa: S314 - our own
    said = [text.text for text in made.iter(f"{SVG}text")]
    assert {"전화가 줄었습니다", "2026년 10월 기준", "채팅", "전화", "20건", "10건"} <= set(said)
    families = {text.get("font-family") for text in made.iter(f"{SVG}text")}
    assert all(family.startswith(tokens.FONT) and "sans-serif" in family for family in families)
    assert picture.png(spec, kind(rows), title="전화가 줄었습니다").startswith(b"\x89PNG")


HOSTILE = ["<script>alert(1)</script>", "]]>&lt;", "\x00\x0b\x1b", "\ufffe", "datum.value", "{{x}}", "https://evil.example/a.png", "😀 \u202e"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_word_of_people_is_a_word_wherever_it_stands(text):
    spec, rows = bars((text, "전화"))
    drawn = picture.svg(spec, rows, title=text, words=(text,))
    made = ET.fromstring(drawn)  # noqa: S314 - our own
    assert not {element.tag for element in made.iter()} & {f"{SVG}script", f"{SVG}image", f"{SVG}a"}
    kept = " ".join(text.replace("\x00", " ").replace("\x0b", " ").replace("\x1b", " ").replace("\ufffe", " ").split())
    assert kept in [" ".join((one.text or "").split()) for one in made.iter(f"{SVG}text")] or not kept
    assert ink(picture.png(spec, rows, title=text)) > 0


def test_a_long_title_takes_room_of_its_own_and_not_the_chart_s():
    spec, rows = bars()
    short, long = (
        Image.open(io.BytesIO(picture.png(spec, rows, title=title))).size for title in ("짧다", "아주 긴 제목 " * 30)
    )
    assert long[1] > short[1] + 100
    assert long[0] == pytest.approx(short[0], abs=4)
    fixed = BLANK | {"height": 200, "autosize": {"type": "fit", "contains": "padding"}}
    heights = [picture._finished(fixed, rows, title, ())["height"] for title in ("짧다", "아주 긴 제목 " * 30)]
    assert heights[1] > heights[0] > 200


def test_a_word_without_an_end_is_cut():
    spec, rows = bars()
    assert "…" in "".join(
        text.text or ""
        for text in ET.fromstring(picture.svg(spec, rows, title="뷁" * 500)).iter(f"{SVG}text")  # noqa: S314
    )


def test_nothing_is_fetched():
    """A picture whose rows lie elsewhere is refused, whoever asks for it."""
    made = picture._finished(BLANK, pd.DataFrame({"at": []}), "", ()) | {
        "data": {"url": "http://127.0.0.1:9/rows.json"}
    }
    with pytest.raises(ValueError, match=r"(?i)denied|not allowed|permi"):
        picture._converter().vegalite_to_svg(made, allowed_base_urls=[])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_left_out_of_the_rows_changes_no_picture(language):
    spec, rows = bars(language=language)
    assert set(rows) - set(for_chart(rows).column_names) == {"is_emphasised", "is_rest", "previous"}
    assert picture.png(spec, for_chart(rows), title="") == picture.png(spec, rows, title="")


def test_what_travels_for_cohorts_and_lives_changes_no_picture():
    """Words that come again are sent once, and columns nobody needs not at all: the marks are where they were."""
    cells = [
        (f"2025-{month:02d}-01", age, 20, 20 - month - age, age < 12 - month)
        for month in range(1, 13)
        for age in range(13 - month)
    ]
    told = pd.DataFrame(cells, columns=["period", "age", "accounts", "stayed", "is_whole"])
    rows = cohorts.drawn(cohorts.data(told, language="ko", every="month"))
    lines = {
        name: [(float(day), 1 - day / most, None, None) for day in range(0, 400, 10)]
        for name, most in (("베이직", 800), ("프로", 900))
    }
    lives = survival.drawn(survival.data(lines, language="ko", unit="months"))
    for spec, drawn in ((cohorts.spec("ko"), rows), (survival.spec("ko", "months"), lives)):
        sent = for_chart(drawn)
        assert sent.nbytes < packed(drawn).nbytes / 2
        assert picture.png(spec, sent, title="") == picture.png(spec, drawn, title="")
