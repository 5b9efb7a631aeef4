"""A chart as a file of its own, PNG or SVG: the constant spec with its rows, under its title and what it covers. Made offline.

A title or label is text wherever it stands: Vega draws no markup, and what XML cannot hold is left out.
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import pandas as pd

from cx import font
from cx.charts import look, tokens

WIDTH = 860  # of the chart in pixels; a PNG has twice as many for each
_SCALE = 2
_MARGIN = 20
_TITLE, _SMALL, _LEAD, _GAP = 17, 12, 6, 18
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WIDE, _NARROW = 0.88, 0.56  # of the size of a letter: how wide those of Korean and Latin are
_drawing = threading.Lock()  # the font is registered for the whole process


def png(spec: look.Spec, rows: Any, *, title: str, words: tuple[str, ...] = ()) -> bytes:
    """The chart as pixels. `rows`: a frame, or the Arrow table that is sent; `words` stand small under the title."""
    made = _finished(spec, rows, title, words)
    with _drawing:
        return cast("bytes", _converter().vegalite_to_png(made, scale=_SCALE, allowed_base_urls=[]))


def svg(spec: look.Spec, rows: Any, *, title: str, words: tuple[str, ...] = ()) -> bytes:
    """The chart as shapes and live text, utf-8; arguments as in `png`."""
    made = _finished(spec, rows, title, words)
    with _drawing:
        drawn: str = _converter().vegalite_to_svg(made, allowed_base_urls=[])
    return drawn.replace(f'font-family="{tokens.FONT}"', f'font-family="{font.OTHERS}"').encode()


@cache
def _converter() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(font.FOLDER))
    return vl_convert


def _finished(spec: look.Spec, rows: Any, title: str, words: tuple[str, ...]) -> look.Spec:
    above, below = _lines(title, _TITLE), [line for one in words if one for line in _lines(one, _SMALL)]
    head = {
        "text": above,
        "subtitle": below,
        "anchor": "start",
        "frame": "bounds",
        "offset": _GAP,
        "fontSize": _TITLE,
        "fontWeight": 600,
        "color": tokens.TEXT,
        "subtitleFontSize": _SMALL,
        "subtitleColor": tokens.MUTED,
        "subtitlePadding": 6,
        "lineHeight": _TITLE + _LEAD,
        "subtitleLineHeight": _SMALL + _LEAD,
    }
    more = (_TITLE + _LEAD) * len(above) + (_SMALL + _LEAD) * len(below) + _GAP + 2 * _MARGIN
    height = spec["height"] + more if isinstance(spec["height"], int) else spec["height"]  # of rows it grows by itself
    return spec | {
        "width": WIDTH,
        "height": height,
        "data": {"values": _records(rows)},
        "title": head,
        "padding": _MARGIN,
    }


def _records(rows: Any) -> list[dict[str, Any]]:
    frame = rows if isinstance(rows, pd.DataFrame) else rows.to_pandas()
    found: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", date_format="iso", double_precision=12))
    return [{name: _clean(value) for name, value in row.items()} for row in found]


def _clean(value: Any) -> Any:
    return _NOT_IN_XML.sub(" ", value) if isinstance(value, str) else value


def _lines(text: str, size: int) -> list[str]:
    """`text` broken at its spaces into lines that fit; a word that is too long for one is cut."""
    most, lines = WIDTH / size, [""]
    for word in _clean(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer) <= most or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line if _width(line) <= most else f"{line[: int(most) - 1]}…" for line in lines]


def _width(text: str) -> float:
    return sum(_WIDE if unicodedata.east_asian_width(sign) in "WF" else _NARROW for sign in text)


FORMATS: Mapping[str, tuple[Any, str]] = {"png": (png, "image/png"), "svg": (svg, "image/svg+xml")}
