"""The small pictures of tiles: drawn to scale, by nobody but the browser, in the colours of the design language."""

from __future__ import annotations

import base64
from xml.etree import ElementTree as ET

import pytest

from cx.charts import spark, tokens

SVG = "{http://www.w3.org/2000/svg}"


def picture(address):
    kind, _, data = address.partition(",")
    assert kind == "data:image/svg+xml;base64"
    return ET.fromstring(base64.b64decode(data))  # noqa: S314 - made by ourselves a line above


def points(address):
    return [
        tuple(map(float, pair.split(","))) for pair in picture(address).find(f"{SVG}polyline").get("points").split()
    ]


def test_a_line_runs_from_the_lowest_to_the_highest_value():
    found = points(spark.line([1.0, 3.0, 2.0], "green"))
    assert [x for x, _ in found] == [3.0, 125.0, 247.0]
    assert [y for _, y in found] == [43.0, 3.0, 23.0]


def test_a_line_of_equal_values_lies_in_the_middle():
    assert {y for _, y in points(spark.line([7.0, 7.0], "gray"))} == {23.0}


def test_bars_stand_on_zero_and_are_in_proportion():
    rects = picture(spark.bars([10.0, 5.0, 0.0], "gray")).findall(f"{SVG}rect")
    assert [float(one.get("height")) for one in rects] == [43.0, 21.5, 0.0]
    assert [float(one.get("y")) + float(one.get("height")) for one in rects] == [46.0] * 3


@pytest.mark.parametrize(("colour", "token"), [("green", tokens.GOOD), ("red", tokens.BAD), ("gray", tokens.MUTED)])
def test_colours_are_those_of_the_words(colour, token):
    assert picture(spark.line([1.0, 2.0], colour)).get("stroke") == token
    assert picture(spark.bars([1.0, 2.0], colour)).get("fill") == token
