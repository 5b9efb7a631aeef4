"""Bars and a line in one native chart: the line's series gets axes of its own, which the library cannot make by itself."""

from __future__ import annotations

from typing import Any

from pptx.oxml import parse_xml

from cx.charts import tokens

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_LINE_AXES = (50_001, 50_002)


def second_series_as_line(chart: Any, floor: float, ceiling: float) -> None:
    """The second series of a bar chart as a line with a mark a point, on an unlabelled scale from `floor` to `ceiling`."""
    area = chart._chartSpace.chart.plotArea  # noqa: SLF001 - the XML is the only way
    bars = area.find(f"{{{_C}}}barChart")
    series = bars.findall(f"{{{_C}}}ser")[1]
    bars.remove(series)
    for name in ("invertIfNegative", "spPr"):
        for found in series.findall(f"{{{_C}}}{name}"):
            series.remove(found)
    place = series.index(series.find(f"{{{_C}}}tx")) + 1
    series.insert(place, parse_xml(_LOOK))
    series.insert(place + 1, parse_xml(_MARK))
    series.append(parse_xml(f'<c:smooth {_NAMES} val="0"/>'))
    line = parse_xml(_LINE)
    line.insert(2, series)
    area.insert(area.index(bars) + 1, line)
    last = area.findall(f"{{{_C}}}valAx")[-1]
    for step, text in enumerate((_CATEGORIES, _VALUES.format(floor=floor, ceiling=ceiling))):
        area.insert(area.index(last) + 1 + step, parse_xml(text))


def _solid(code: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{code.removeprefix("#")}"/></a:solidFill>'


_NAMES = f'xmlns:c="{_C}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_LOOK = f'<c:spPr {_NAMES}><a:ln w="31750" cap="rnd">{_solid(tokens.RATE)}<a:round/></a:ln></c:spPr>'
_MARK = (
    f'<c:marker {_NAMES}><c:symbol val="circle"/><c:size val="6"/><c:spPr>{_solid(tokens.RATE)}'
    f"<a:ln>{_solid(tokens.RATE)}</a:ln></c:spPr></c:marker>"
)
_WORDS = (
    f'<c:dLbls><c:numFmt formatCode="0%" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr>'
    f'<a:defRPr sz="1000">{_solid(tokens.RATE_TEXT)}</a:defRPr></a:pPr><a:endParaRPr lang="ko-KR"/></a:p></c:txPr>'
    '<c:dLblPos val="t"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
)
_IDS = "".join(f'<c:axId val="{one}"/>' for one in _LINE_AXES)
_LINE = f'<c:lineChart {_NAMES}><c:grouping val="standard"/><c:varyColors val="0"/>{_WORDS}<c:marker val="1"/>{_IDS}</c:lineChart>'
_CATEGORIES = (
    f'<c:catAx {_NAMES}><c:axId val="{_LINE_AXES[0]}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="1"/>'
    f'<c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
    f'<c:crossAx val="{_LINE_AXES[1]}"/><c:crosses val="autoZero"/></c:catAx>'
)
_VALUES = (
    f'<c:valAx {_NAMES}><c:axId val="{_LINE_AXES[1]}"/><c:scaling><c:orientation val="minMax"/><c:max val="{{ceiling}}"/>'
    '<c:min val="{floor}"/></c:scaling><c:delete val="0"/><c:axPos val="r"/><c:numFmt formatCode="0%" sourceLinked="0"/>'
    '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
    f'<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:crossAx val="{_LINE_AXES[0]}"/><c:crosses val="max"/></c:valAx>'
)
