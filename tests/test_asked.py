"""What a person asked for in the background: its answer, how far it is, a stop, and what went wrong."""

from __future__ import annotations

import threading

import pytest

from cx.errors import CxError
from cx.voc.asked import Asked


def test_the_answer_is_there_once_it_is_done():
    gate = threading.Event()

    def ask(told):
        told(1, 4)
        begun.set()
        gate.wait(30)
        return "답"

    begun = threading.Event()
    asked = Asked(ask)
    assert begun.wait(30)
    assert (asked.is_running, asked.share, asked.found) == (True, 0.25, None)
    gate.set()
    asked.wait()
    assert (asked.is_running, asked.found, asked.error) == (False, "답", None)


def test_stopped_it_has_no_answer_and_no_error():
    gate = threading.Event()

    def ask(told):
        gate.wait(30)
        told(1, 2)
        return "답"

    asked = Asked(ask)
    asked.cancel()
    gate.set()
    asked.wait()
    assert (asked.found, asked.error) == (None, None)


@pytest.mark.parametrize(("raised", "key"), [(CxError("voc.no_parts", name="가"), "voc.no_parts"), (ValueError("고객의 말"), "voc.asked_failed")])  # fmt: skip
def test_what_went_wrong_is_kept_and_quotes_nobody(raised, key, caplog):
    def ask(_told):
        raise raised

    asked = Asked(ask)
    asked.wait()
    assert asked.error is not None
    assert asked.error.key == key
    assert "고객의 말" not in asked.error.text("ko") + caplog.text
