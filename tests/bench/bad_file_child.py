"""Run by bench_bad_files in a process of its own: one file through the command line, as its person would answer."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa

from cx import commands
from cx.warehouse import Store
from tests.bench.children import memory


def main(words: list[str]) -> None:
    """Say as JSON what the idle process held, how long the import took, and what it said."""
    assert pd.__version__
    assert pa.__version__
    with tempfile.TemporaryDirectory() as folder:
        Store.open(Path(folder)).close()
        idle = memory()
        out = io.StringIO()
        began = time.perf_counter()
        with contextlib.redirect_stdout(out):
            commands.main([*words, "--folder", folder, "--json"])
        seconds = time.perf_counter() - began
    said = json.loads(out.getvalue())
    sys.stdout.write(json.dumps({"idle": idle, "seconds": seconds, "said": said.get("files", [said])[0]}))


if __name__ == "__main__":
    main(sys.argv[1:])
