"""Journey map: at which stage do customers suffer, and from what?"""

from __future__ import annotations

import streamlit as st

from pages import _frame, _journey_parts, _lifecycle

if not _lifecycle.begin("journey"):
    st.stop()


@_frame.fragment
def matrix() -> None:
    """Stages by volume, effort, pain, lead time and loss."""
    view = _journey_parts.ask()
    if view:
        with st.container(border=True, gap="xsmall"):
            _journey_parts.matrix(view)


@_frame.fragment
def stage() -> None:
    """The pain of one stage."""
    view = _journey_parts.ask()
    if view:
        with st.container(border=True, gap="xsmall"):
            _journey_parts.stage(view)


if _journey_parts.begin():
    matrix()
    stage()
else:
    _journey_parts.nothing()
