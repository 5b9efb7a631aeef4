"""The small pictures of tiles: drawn to scale, by nobody but the browser, in the colours of the design language."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from cx.charts import spark, tokens

SVG = "{http://www.w3.org/2000/svg}"


def picture(address):
    kind, _, data = address.partition(",")
    assert kind == "data:image/svg+xml"
    assert not set(data) & set(' ()<>"')  # the end of an address in Markdown
    return ET.fromstring(unquote(data))  # noqa: S314 - made by ourselves a line above


def path(address):
    return picture(address).find(f"{SVG}path").get("d")


def points(address):
    return [tuple(map(float, pair.split(","))) for pair in path(address).removeprefix("M").split("L")]


def test_a_line_runs_from_the_lowest_to_the_highest_value():
    found = points(spark.line([1.0, 3.0, 2.0], "green"))
    assert [x for x, _ in found] == [3.0, 125.0, 247.0]
    assert [y for _, y in found] == [43.0, 3.0, 23.0]


def test_a_line_of_equal_values_lies_in_the_middle():
    assert {y for _, y in points(spark.line([7.0, 7.0], "gray"))} == {23.0}


def test_bars_stand_on_zero_and_are_in_proportion():
    assert path(spark.bars([10.0, 5.0, 0.0], "gray")) == "M42,46v-43.0M125,46v-21.5M208,46v-0.0"
    assert picture(spark.bars([10.0, 5.0], "gray")).get("stroke-width") == "41.7"  # a third of its place


@pytest.mark.parametrize(("colour", "token"), [("green", tokens.GOOD), ("red", tokens.BAD), ("gray", tokens.MUTED)])
def test_colours_are_those_of_the_words(colour, token):
    assert picture(spark.line([1.0, 2.0], colour)).get("stroke") == token
    assert picture(spark.bars([1.0, 2.0], colour)).get("stroke") == token


def small(values):
    kind, _, data = spark.small(values).partition(",")
    assert kind == "data:image/svg+xml"
    return list(ET.fromstring(unquote(data)))  # noqa: S314 - made by ourselves a line above


def test_a_line_in_a_cell_stops_at_gaps_and_ends_with_a_dot():
    path, dot = small([1.0, None, 2.0, 3.0])
    assert path.get("d") == "M3 14.0M55 8.0L81 2.0"  # the lowest at 14, the highest at 2, nothing drawn across the gap
    assert (dot.get("cx"), dot.get("cy")) == ("81", "2.0")
    assert len(small([1.0, 2.0, None])) == 1  # the last value is missing: no dot
