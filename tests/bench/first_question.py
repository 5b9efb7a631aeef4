"""In a fresh process: how long the first compiled question takes, and the first answer from a store."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from cx import compute
from cx.question import Question, compiled
from cx.selection import Selection
from cx.warehouse import Store

NAMES = ("inflow", "response_rate", "frt_median", "online_share")

if __name__ == "__main__":
    began = time.perf_counter()
    compiled(Question(NAMES, (), "month"))
    spent = {"compiled": time.perf_counter() - began}
    with Store.open(Path(sys.argv[1])) as store:
        began = time.perf_counter()
        compute.compute(store, NAMES, Selection(), every="month")
        spent["answered"] = time.perf_counter() - began
    sys.stdout.write(json.dumps(spent))
