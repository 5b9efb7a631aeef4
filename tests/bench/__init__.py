"""How fast we are, as ratios to a floor measured in the same run: `make bench`, or some: `make bench ONLY="queries pages"`.

The folder is the registry: a file `bench_NAME.py` is a bench. It has a docstring that says what is measured against what,
and one function:

    def lines(size: Size) -> Iterator[Line]

which makes its data, measures, and yields a `Line` per number as soon as it is known. `size.of(full, tiny)` picks the
full size or one so small that the whole bench takes seconds: tests/test_benches.py runs every bench tiny, without looking
at the times. What is left behind lies in a temporary folder.

    pair = paired(ours, peer)                     # both called in turn, >= 5 times each; medians
    yield ratio("10 M contacts, KPI tiles", pair, bar=3, aim=5, at_least=True)   # at_least: ours must be that much FASTER
    yield ratio("import / typed read_csv", pair, bar=4, aim=2.5)                 # else: ours may take that much LONGER
    yield Line("peak of an import", ran.peak, "MB", bar=1500)                    # a plain value in a unit
    yield Line("masked texts", rate, "texts/s", bar=5000, at_least=True)

`paired(..., clock=time.process_time)` counts CPU, `compared(ours, peer)` takes callables that return what they measured
themselves, `run_child("tests.bench.some_child", ...)` runs a module in a process of its own and tells its time, CPU and
peak memory with its descendants. A line without a bar is told and never missed.
"""

from tests.bench.children import Ran, memory, run_child
from tests.bench.line import FULL, TINY, Line, Size, ratio
from tests.bench.pairs import RUNS, Pair, compared, paired

__all__ = ["FULL", "RUNS", "TINY", "Line", "Pair", "Ran", "Size", "compared", "memory", "paired", "ratio", "run_child"]
