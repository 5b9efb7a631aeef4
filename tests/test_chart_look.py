"""Specs of charts are held against Vega-Lite's schema wherever a test makes one."""

from __future__ import annotations

import altair as alt
import pytest

from cx.charts import look


def test_a_spec_that_says_what_nobody_reads_is_refused():
    chart = alt.Chart().mark_bar()
    assert look.constant(chart, 100)["mark"]
    chart.mark = "no such mark"
    with pytest.raises(alt.utils.schemapi.SchemaValidationError, match="no such mark"):
        look.constant(chart, 100)
