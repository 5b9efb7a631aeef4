"""What every test begins with: the language of a new session, whatever the test before spoke in this process."""

from __future__ import annotations

import sys

import pytest

from cx.language import LANGUAGES
from cx.voc import aside

aside.NICER = 0  # in a run of the tests nobody else wants the machine: what stands back would only be waited for


@pytest.fixture(autouse=True)
def speaks_as_a_new_session():
    words = sys.modules.get("pages._words")
    if words is not None:
        words.speak(LANGUAGES[0])
