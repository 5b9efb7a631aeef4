"""What every chart shares: font, sizes, greys, no frame. A spec is authored in Altair once and kept as a constant dict."""

from __future__ import annotations

from typing import Any

from cx.charts import tokens

Spec = dict[str, Any]
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # a name, never fetched

CONFIG: Spec = {
    "font": tokens.FONT,
    "background": tokens.GROUND,
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


def _without_data(node: Any) -> Any:
    """A copy in which no layer names a dataset of its own: all draw the rows the rerun passes."""
    if isinstance(node, dict):
        return {key: _without_data(child) for key, child in node.items() if key not in ("data", "datasets")}
    return [_without_data(child) for child in node] if isinstance(node, list) else node


def constant(chart: Any, height: int) -> Spec:
    """The finished spec of an Altair chart: without data, as wide as its place, `height` pixels high."""
    spec: Spec = chart.properties(width="container", height=height).to_dict(validate=True)
    spec = _without_data(spec)
    return spec | {"$schema": _SCHEMA, "config": CONFIG, "autosize": {"type": "fit", "contains": "padding"}}


def row_labels(width: int, rank: str = "00 ", **more: Any) -> Any:
    """The axis of rows in the order of a rank like `rank` before their labels; a label takes at most `width` pixels."""
    import altair as alt

    label = f"slice(datum.label, {len(rank)})"
    return alt.Axis(labelLimit=width, labelColor=tokens.TEXT, labelExpr=label, title=None, domain=False, **more)


def by_rows(spec: Spec, pixels: int) -> Spec:
    """`spec` as high as its rows of so many pixels."""
    return spec | {"height": {"step": pixels}, "autosize": {"type": "fit-x", "contains": "padding"}}
