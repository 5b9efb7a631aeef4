"""What is open on a page: each place of it shows the rows behind one number, until another is clicked or the filters change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from pages import _charts, _contacts
from pages._contacts import Opened
from pages._words import language


@dataclass(frozen=True)
class Places:
    """The places of a page, each a fragment of its own, with the charts in it that can be clicked. No two are called alike."""

    charts: Mapping[str, tuple[str, ...]]

    def open(self, opened: Opened, chart: str = "") -> None:
        """Show these rows at their place; what was picked in other charts than `chart` there is let go."""
        st.session_state[f"open_{opened.place}"] = opened
        _charts.clear(*(other for other in self.charts[opened.place] if other != chart))

    def close(self, place: str) -> None:
        """Nothing is open at this place any more."""
        st.session_state.pop(f"open_{place}", None)
        _charts.clear(*self.charts[place])

    def at(self, place: str) -> Opened | None:
        """What is open at this place."""
        return st.session_state.get(f"open_{place}")

    def panel(self, place: str) -> None:
        """The rows behind what is open at this place."""
        opened = self.at(place)
        if opened:
            with st.container(border=True, key=f"panel_{place}"):
                _contacts.panel(opened, on_close=lambda: self.close(place))

    def forget(self, *seen: object) -> None:
        """Close everything where not the same is looked at as before: a number opened under other filters is not on the page."""
        now, key = (*seen, st.session_state["store"], language()), f"seen_{next(iter(self.charts))}"
        if st.session_state.get(key, now) != now:
            for place in self.charts:
                self.close(place)
        st.session_state[key] = now
