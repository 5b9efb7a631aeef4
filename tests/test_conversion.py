"""Phone to online by hand: who moved, who went back, and what is left out."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from cx import conversion
from cx.errors import UnknownName
from cx.selection import Selection
from tests.put_rows import opened

ALL = Selection(period="all")


def contacts(*used):
    """Contacts as (account, month, channel) and what else is said of them; on the tenth of the month."""
    rows = []
    for account, month, channel, *more in used:
        at = datetime(2026, month, 10, 1)  # noqa: DTZ001 - UTC as stored
        row = {"ticket_id": str(len(rows)), "opened_at": at, "account_id": account, "channel": channel}
        rows.append(row | (more[0] if more else {}))
    return rows


def figures(store, selection=ALL, **more):
    frame = conversion.over_time(store, selection, **more)
    frame["period"] = frame["period"].dt.strftime("%Y-%m")
    return frame[["period", "value", "n", "back", "back_n", "is_running"]].replace(np.nan, None).values.tolist()


def test_who_called_and_came_online_instead_has_moved(tmp_path):
    """Of A to E, who called in May, A came online in June, B called again, C did both, D came through sales, E not at all.

    F came online only in May and called in June; G online both times. The end of the data in July closes June.
    """
    rows = contacts(
        ("A", 5, "phone"), ("B", 5, "phone"), ("C", 5, "phone"), ("D", 5, "phone"), ("E", 5, "phone"), ("F", 5, "chat"), ("G", 5, "board"),
        ("A", 6, "chat"), ("B", 6, "phone"), ("C", 6, "phone"), ("C", 6, "email"), ("D", 6, "sales"), ("F", 6, "phone"), ("G", 6, "form"),
        ("Z", 7, "phone"),
    )  # fmt: skip
    with opened(tmp_path, ticket=rows) as store:
        assert figures(store) == [["2026-06", 0.25, 4, 0.5, 2, False]]
        frame = conversion.over_time(store, ALL)
        assert frame["low"][0] < 0.25 < frame["high"][0]
        assert figures(store, Selection(period="all", channel=("phone",))) == figures(store)  # both sides are needed
        assert figures(store, Selection(period="2026-06-01..2026-06-30")) == figures(
            store
        )  # the month before is looked at
        assert figures(store, Selection(period="all", account=("1:A", "1:B"))) == [["2026-06", 0.5, 2, None, 0, False]]


def test_what_the_team_began_and_nobody_known_are_left_out(tmp_path):
    rows = contacts(
        ("A", 5, "phone", {"is_outbound": True}), (None, 5, "phone"), ("B", 5, "phone", {"is_spam": True}), ("C", 5, "phone"),
        ("A", 6, "chat"), (None, 6, "chat"), ("B", 6, "chat"), ("C", 6, "phone", {"is_outbound": True}), ("C", 6, "chat"), ("Z", 7, "chat"),
    )  # fmt: skip
    with opened(tmp_path, ticket=rows) as store:
        assert figures(store) == [["2026-06", 1.0, 1, None, 0, False]]


def test_a_gap_is_no_move_and_quarters_are_longer(tmp_path):
    rows = contacts(("A", 2, "phone"), ("A", 6, "chat"), ("B", 6, "phone"), ("B", 7, "chat"))
    with opened(tmp_path, ticket=rows) as store:
        assert figures(store) == [["2026-07", 1.0, 1, None, 0, True]]  # June looks back at May only
        assert figures(store, every="quarter") == [
            ["2026-04", 1.0, 1, None, 0, False],
            ["2026-07", 1.0, 1, None, 0, True],
        ]
        with pytest.raises(UnknownName):
            conversion.over_time(store, ALL, every="week")


def test_an_empty_store_has_nothing_to_move(tmp_path):
    with opened(tmp_path) as store:
        frame = conversion.over_time(store, ALL)
        assert frame.empty
        assert list(frame) == list(conversion.COLUMNS)
