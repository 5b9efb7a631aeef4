"""The small line of a tile: a picture the browser draws by itself, without axes; the numbers stand in the chart below it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from cx.charts import tokens

COLOURS = {"green": tokens.GOOD, "red": tokens.BAD, "gray": tokens.MUTED}
_WIDTH, _HEIGHT, _EDGE = 250, 46, 3
_CELL = (84, 16)  # pixels of a picture in a cell of a table


def bars(values: Sequence[float], colour: str) -> str:
    """Bars from zero, as an address an image can have."""
    top, step = max(*values, 0.0) or 1.0, _WIDTH / len(values)
    high = [(_HEIGHT - _EDGE) * max(value, 0.0) / top for value in values]
    path = "".join(f"M{(place + 0.5) * step:.0f},{_HEIGHT}v-{tall:.1f}" for place, tall in enumerate(high))
    return _picture(path, colour, f"{step / 3:.1f}")


def line(values: Sequence[float], colour: str) -> str:
    """A line from the lowest to the highest value, as an address an image can have."""
    low, high = min(values), max(values)
    room, step = (_HEIGHT - 2 * _EDGE) / ((high - low) or 1.0), (_WIDTH - 2 * _EDGE) / max(len(values) - 1, 1)
    middle = (high - low) == 0
    points = (
        f"{_EDGE + place * step:.0f},{_HEIGHT / 2 if middle else _HEIGHT - _EDGE - (value - low) * room:.1f}"
        for place, value in enumerate(values)
    )
    return _picture("M" + "L".join(points), colour, "2")


def small(values: Sequence[float | None]) -> str:
    """A line for a cell of a table, grey, with a dot on the last value; it stops where values are missing."""
    known = [value for value in values if value is not None]
    low, span = min(known), (max(known) - min(known)) or 1.0
    middle = max(known) == min(known)
    step = (_CELL[0] - 6) / max(len(values) - 1, 1)
    points = [
        None if value is None else f"{3 + place * step:.0f} {8 if middle else 14 - (value - low) / span * 12:.1f}"
        for place, value in enumerate(values)
    ]
    path = "".join(
        f"{'L' if place and points[place - 1] else 'M'}{point}" for place, point in enumerate(points) if point
    )
    x, y = (points[-1] or "0 0").split()
    dot = f"<circle cx='{x}' cy='{y}' r='2.5' fill='{tokens.EMPHASIS}' stroke='none'/>" if points[-1] else ""
    size = f"width='{_CELL[0]}' height='{_CELL[1]}' fill='none' stroke='{tokens.MUTED}'"
    drawn = f"<svg xmlns='http://www.w3.org/2000/svg' {size}><path d='{path}'/>{dot}</svg>"
    return "data:image/svg+xml," + quote(drawn, safe=" /:='")  # a third shorter than in base 64


def _picture(path: str, colour: str, width: str) -> str:
    """One path, in few bytes: every page sends several. Without a space or a bracket, which Markdown would take for its end."""
    size = f"viewBox='0 0 {_WIDTH} {_HEIGHT}' fill='none'"
    style = f"stroke='{COLOURS[colour]}' stroke-width='{width}'"
    drawn = f"<svg xmlns='http://www.w3.org/2000/svg' {size} {style}><path d='{path}'/></svg>"
    return "data:image/svg+xml," + quote(drawn, safe="/:=',")
