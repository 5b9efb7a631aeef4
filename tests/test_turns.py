"""Pages take turns, but nobody waits for one that takes long."""

from __future__ import annotations

import threading

import pytest

from pages import _turns

FOREVER, PATIENCE = 60, 20  # seconds


def asked(long, began):
    """Another page, which says when it has begun."""

    def make():
        with _turns.mine(long):
            began.set()

    thread = threading.Thread(target=make)
    thread.start()
    return thread


def test_a_page_begins_when_the_one_before_has_ended():
    began = threading.Event()
    with _turns.mine(FOREVER):
        thread = asked(FOREVER, began)
        assert not began.wait(0.1)
    assert began.wait(PATIENCE)
    thread.join()


def test_a_page_that_takes_long_holds_nobody_up():
    began = threading.Event()
    with _turns.mine():
        thread = asked(0.01, began)
        assert began.wait(PATIENCE)
    thread.join()


def test_all_that_wait_come_one_after_the_other():
    each = [threading.Event() for _ in range(5)]
    with _turns.mine(FOREVER):
        threads = [asked(FOREVER, began) for began in each]
    assert all(began.wait(PATIENCE) for began in each)
    for thread in threads:
        thread.join()


def test_a_page_that_fails_is_over():
    with pytest.raises(ZeroDivisionError), _turns.mine(FOREVER):
        raise ZeroDivisionError
    began = threading.Event()
    asked(FOREVER, began).join(PATIENCE)
    assert began.is_set()
