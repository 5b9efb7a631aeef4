"""Specs of charts are held against Vega-Lite's schema wherever a test makes one."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path

import altair as alt
import pytest

from cx.charts import look
from cx.language import LANGUAGES

CHARTS = Path(look.__file__).parent


def simple():
    """The charts that are told no more than a language; the others' own tests say what they are told."""
    for path in sorted(CHARTS.glob("[a-z]*.py")):
        spec = getattr(import_module(f"cx.charts.{path.stem}"), "spec", None)
        told = inspect.signature(spec).parameters.values() if spec else ()
        if [one.name for one in told if one.default is one.empty] == ["language"]:
            yield pytest.param(spec, id=path.stem)


def test_a_spec_that_says_what_nobody_reads_is_refused():
    chart = alt.Chart().mark_bar()
    assert look.constant(chart, 100)["mark"]
    chart.mark = "no such mark"
    with pytest.raises(alt.utils.schemapi.SchemaValidationError, match="no such mark"):
        look.constant(chart, 100)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("spec", list(simple()))
def test_every_chart_says_what_is_read(spec, language):
    assert spec(language)["config"]
