"""What every chart shares: font, sizes, greys, no frame. A spec is authored in Altair once and kept as a constant dict."""

from __future__ import annotations

import json
from typing import Any

from cx.charts import tokens
from cx.language import say

Spec = dict[str, Any]
CONFIG: Spec = {
    "font": tokens.FONT,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelColor": tokens.MUTED,
        "titleColor": tokens.MUTED,
        "gridColor": "#E8ECF0",
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
    },
    "text": {"fontSize": 12, "fill": tokens.TEXT},
    "bar": {"cornerRadiusEnd": 2},
    "legend": {"labelFontSize": 12, "labelColor": tokens.TEXT, "title": None},
}
_ALWAYS = {"font", "view", "axis"}
IS_CHECKED = False
"""Whether specs are held against Vega-Lite's schema when they are made: tests do it, for a constant need not be checked at each start."""


def _without_data(node: Any) -> Any:
    """A copy in which no layer names a dataset of its own: all draw the rows the rerun passes."""
    if isinstance(node, dict):
        return {key: _without_data(child) for key, child in node.items() if key not in ("data", "datasets")}
    return [_without_data(child) for child in node] if isinstance(node, list) else node


def _short(node: Any) -> Any:
    """The same in fewer bytes: what has a field and no other type is nominal without being told."""
    if isinstance(node, dict):
        is_told = node.get("type") == "nominal" and "field" in node
        return {key: _short(child) for key, child in node.items() if not (is_told and key == "type")}
    return [_short(child) for child in node] if isinstance(node, list) else node


def _needed(spec: Spec) -> Spec:
    """What of CONFIG `spec` can draw."""
    told = json.dumps(spec).replace('"legend": null', "")
    return {name: style for name, style in CONFIG.items() if name in _ALWAYS or f'"{name}"' in told}


def constant(chart: Any, height: int) -> Spec:
    """The finished spec of an Altair chart: without data, as wide as its place, `height` pixels high.

    It is sent with every page, so it says nothing twice; without a schema it is read as the version the browser has.
    """
    spec: Spec = chart.properties(width="container", height=height).to_dict(validate=IS_CHECKED)
    spec = _short(_without_data(spec))
    spec.pop("$schema", None)
    return spec | {"config": _needed(spec), "autosize": {"type": "fit", "contains": "padding"}}


def spoken(key: str, language: str, **values: str) -> str:
    """The Vega expression of a sentence of the catalogue, its values being expressions: of hundreds of marks the words would be
    most of what is sent.
    """
    parts = say(key, language, **{name: f"\0{name}\0" for name in values}).split("\0")
    return " + ".join(values[part] if place % 2 else json.dumps(part) for place, part in enumerate(parts) if part)


def row_labels(width: int, rank: str = "00 ", **more: Any) -> Any:
    """The axis of rows in the order of a rank like `rank` before their labels; a label takes at most `width` pixels."""
    import altair as alt

    label = f"slice(datum.label, {len(rank)})"
    return alt.Axis(labelLimit=width, labelColor=tokens.TEXT, labelExpr=label, title=None, domain=False, **more)


def by_rows(spec: Spec, pixels: int) -> Spec:
    """`spec` as high as its rows of so many pixels."""
    return spec | {"height": {"step": pixels}, "autosize": {"type": "fit-x", "contains": "padding"}}
