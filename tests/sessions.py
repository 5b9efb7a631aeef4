"""Sessions of the whole app in a test: visit a page as a link opens it, read it, use its widgets.

Every test of pages goes through app.py, as people do. Streamlit's own test driver would run the files of pages/ past it,
because it forgets between runs that `st.navigation` was called; `at_home` makes it remember.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, local_script_runner

ROOT = Path(__file__).parent.parent
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("[0-9][0-9]_*.py"))
_KINDS = (
    "title",
    "header",
    "subheader",
    "caption",
    "markdown",
    "info",
    "success",
    "warning",
    "error",
    "button",
    "metric",
)


# The driver looks through every installed package for components before every run; an app does once, when it starts.
_components = cache(manifest_scanner.scan_component_manifests)


_look_for_its_end = local_script_runner.require_widgets_deltas


def _wait(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
    """Sleep until the page is made: the driver looks a thousand times a second, and each look takes from the page's own time."""
    runner._script_thread.join(timeout)
    _look_for_its_end(runner, 0.1)


class _Manager(PagesManager):
    """What the driver resets is this class's own memory, not the one the app reads."""


@cache
def _settle() -> None:
    """Of what a server gets ready behind its first page only this: what it computes no second visitor of a test would find."""
    from pages import _warm

    _warm.settle()


@contextmanager
def at_home(folder: Path) -> Iterator[None]:
    """The app's stores are those in `folder` ("demo" and "own") until the end; then they are closed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CX_HOME", str(folder))
        patch.setattr(PagesManager, "uses_pages_directory", False)
        patch.setattr("streamlit.testing.v1.app_test.PagesManager", _Manager)
        patch.setattr(local_script_runner, "require_widgets_deltas", _wait)
        patch.setattr(manifest_scanner, "scan_component_manifests", _components)
        patch.syspath_prepend(str(ROOT))
        from pages import _store, _warm

        patch.setattr(_warm, "begin", _settle)
        try:
            yield
        finally:
            for kind in ("demo", "own"):
                _store.opened(kind).close()
            st.cache_resource.clear()


def visit(page: str = PAGES[0], **parameters: str) -> AppTest:
    """The page as a new session sees it that comes through a link with these parameters."""
    return visit_with({}, page, **parameters)


def visit_with(chosen: Mapping[str, object], page: str, **parameters: str) -> AppTest:
    """The same with what was chosen in its controls, by their keys. In English the only way to choose among options: the framework's
    `set_value` names them outside the session, and so in Korean.
    """
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in chosen.items():
        app.session_state[key] = value
    for name, value in parameters.items():
        app.query_params[name] = value
    return (app if page == PAGES[0] else app.switch_page(f"pages/{page}.py")).run()


def words(app: AppTest) -> str:
    """Everything people read, in one text."""
    shown = [
        getattr(element, "label", "") or getattr(element, "value", "") for kind in _KINDS for element in app.get(kind)
    ]
    return "\n".join(str(text) for text in shown)


def healthy(app: AppTest) -> None:
    """One title, nothing broken, no error shown."""
    assert not app.exception, app.exception
    assert not app.error, [error.value for error in app.error]
    assert len(app.title) == 1
