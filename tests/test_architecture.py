"""The layers hold, files stay small, and nothing stands at the top that has no place there."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOP = {
    "app.py", "pages", "cx", "data", "tests", "requirements.txt", "README.md", "static", "Makefile", "pyproject.toml",
    "CHANGELOG.md", "LICENSE",
}  # fmt: skip
FONTS = {"static/PretendardVariable.woff2", "static/Pretendard-Regular.otf", "static/Pretendard-SemiBold.otf"}
ENGINES = {"duckdb", "ibis", "pyarrow", "sqlglot"}


def tracked(*patterns: str) -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in names if name and (ROOT / name).exists()]


PYTHON = tracked("*.py")
IDS = [str(path.relative_to(ROOT)) for path in PYTHON]


def imports(path: Path) -> set[str]:
    """Every module a file imports, inside functions too, with names taken from packages spelled out."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def modules(folder: str) -> list[Path]:
    return [path for path in PYTHON if path.is_relative_to(ROOT / folder)]


def within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def test_top_level_holds_only_what_the_architecture_names():
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in top if not name.startswith(".")} <= TOP


@pytest.mark.parametrize("path", PYTHON, ids=IDS)
def test_size_budget(path):
    text = path.read_text(encoding="utf-8")
    name = str(path.relative_to(ROOT))
    budget = 40 if name == "app.py" else 80 if name.startswith("pages/") and not path.name.startswith("_") else 300
    assert len(text.splitlines()) <= budget, f"{name} has {len(text.splitlines())} lines, {budget} allowed: split it"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 50, f"{name}: {node.name} has {length} lines, 50 allowed"


def test_library_never_imports_the_pages_framework():
    for path in modules("cx"):
        assert not any(within(module, {"streamlit", "pages", "app"}) for module in imports(path)), path


def test_pages_know_no_engine_and_no_sql():
    for path in [*modules("pages"), ROOT / "app.py"]:
        assert not any(within(module, ENGINES) for module in imports(path)), path
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = node.value.lower().split()
                assert not (
                    words and words[0] in {"select", "with", "insert", "update", "delete"} and "from" in words
                ), f"{path}: SQL in a page: {node.value!r}"
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"query", "execute", "sql", "cursor"}, f"{path}:{node.lineno}: .{node.attr}"


def test_pages_share_only_underscore_modules():
    for path in modules("pages"):
        for module in imports(path):
            if within(module, {"pages"}) and module != "pages":
                assert module.split(".")[1].startswith("_"), f"{path} imports {module}"


def test_no_shared_module_is_called_like_a_page():
    """The first visitor of a fresh server may meet Streamlit's own list of pages, which takes both for one address."""
    names = [path.stem for path in modules("pages")]
    assert not {name[1:] for name in names if name.startswith("_")} & {name[3:] for name in names if name[0].isdigit()}


def test_importers_know_only_importing():
    for path in modules("cx/importers"):
        own = {module for module in imports(path) if within(module, {"cx"})}
        assert all(within(module, {"cx.importing", "cx.schema"}) for module in own), (path, own)


def test_metric_families_know_only_expressions():
    for path in modules("cx/metrics"):
        own = {module for module in imports(path) if within(module, {"cx"})}
        assert all(within(module, {"cx.metric"}) for module in own), (path, own)
        assert "duckdb" not in imports(path)


@pytest.mark.parametrize("name", ["schema", "selection", "period", "errors", "language"])
def test_ground_floor_needs_only_the_standard_library(name):
    import sys

    allowed = set(sys.stdlib_module_names) | {"cx"}
    for module in imports(ROOT / "cx" / f"{name}.py"):
        assert module.split(".")[0] in allowed, (name, module)
        assert not within(module, {"cx.warehouse", "cx.metric", "cx.facts", "cx.importing"}), (name, module)


@pytest.mark.parametrize("layer", ["cx/metrics", "cx/importers", "cx/charts"])
def test_nothing_below_the_pages_reaches_up(layer):
    for path in modules(layer):
        assert not any(within(module, {"cx.warehouse", "cx.commands", "cx.demo"}) for module in imports(path)), path


def test_charts_know_results_and_no_engine():
    for path in modules("cx/charts"):
        own = {module for module in imports(path) if within(module, {"cx"})}
        assert all(
            module == "cx" or within(module, {"cx.charts", "cx.number", "cx.sample", "cx.language"}) for module in own
        ), path
        assert not any(within(module, ENGINES) for module in imports(path)), path


def test_text_knows_numbers_and_no_store():
    for path in modules("cx/text"):
        own = {module for module in imports(path) if within(module, {"cx"})}
        assert all(module == "cx" or within(module, {"cx.text", "cx.errors", "cx.interval"}) for module in own), path
        assert not any(within(module, ENGINES | {"pandas"}) for module in imports(path)), path


def test_no_raw_html_and_one_script():
    scripts = 0
    for path in [*modules("pages"), ROOT / "app.py", *modules("cx")]:
        text = path.read_text(encoding="utf-8")
        assert "unsafe_allow_html=True" not in text, path
        scripts += text.count("unsafe_allow_javascript=True")
    assert scripts <= 1


def test_no_large_or_private_files():
    for path in tracked():
        name = str(path.relative_to(ROOT))
        assert name in FONTS or path.stat().st_size <= 1_000_000, f"{name}: {path.stat().st_size} bytes"
        assert path.suffix not in {".duckdb", ".wal", ".pem", ".key"}, name


def test_tests_are_neither_skipped_nor_expected_to_fail():
    words = ("pytest." + "skip", "mark." + "skip", "x" + "fail", "time." + "sleep(")
    for path in modules("tests"):
        text = path.read_text(encoding="utf-8")
        assert not any(word in text for word in words), path


def test_every_dependency_is_pinned_and_says_why():
    for name in ("requirements.txt", "tests/requirements.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-")):
                requirement, _, why = line.partition("#")
                assert "==" in requirement, line
                assert why.strip(), line
