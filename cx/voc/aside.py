"""Text work in a process of its own, of lower priority: pages stay quick, its memory goes with it, and it can be stopped.

What crosses over goes through its standard input and output; it ends when the process that began it does.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from typing import IO, Any, Self

from cx.errors import CxError

Progress = Callable[[int, int], None]
NICER = 10  # how far it stands back


def _put(pipe: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(len(data).to_bytes(8, "big"))
    pipe.write(data)
    pipe.flush()


def _take(pipe: IO[bytes]) -> Any:
    head = pipe.read(8)
    if len(head) < 8:  # noqa: PLR2004 - the length of a length
        raise EOFError
    return pickle.loads(pipe.read(int.from_bytes(head, "big")))  # noqa: S301 - see above


def _there(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise EOFError
    return pipe


class Aside:
    """The process, started at the first call. Calls follow one another; use it as a context manager, or close it."""

    def __init__(self, nicer: int | None = None) -> None:
        """`nicer`: how far it stands back, NICER if not said; 0 where a person waits for it."""
        self._nicer = NICER if nicer is None else nicer
        self._process: subprocess.Popen[bytes] | None = None
        self._calling = threading.Lock()

    def call(self, name: str, *args: object, progress: Progress | None = None) -> Any:
        """`cx.voc.work.<name>(*args, progress)` in the other process. What `progress` raises stops it at once.

        Raises CxError `voc.work_failed` where the work raised or its process died; the next call starts another one.
        """
        with self._calling:
            try:
                _put(self._started(), (name, args))
                kind, value = "progress", (0, 0)
                while kind == "progress":
                    if progress is not None and value[1]:
                        progress(*value)
                    kind, value = _take(self._answers)
            except (EOFError, BrokenPipeError) as error:
                self._end()
                raise CxError("voc.work_failed", work=name, cause=type(error).__name__) from error
            except BaseException:  # somebody stopped it: what it is at is of no use any more
                self._end()
                raise
        if kind == "failed":
            raise CxError("voc.work_failed", work=name, cause=value)
        return value

    @property
    def is_running(self) -> bool:
        """Whether the process is there, with what it loaded before."""
        return self._process is not None and self._process.poll() is None

    def _started(self) -> IO[bytes]:
        """Where to write what is asked; the process begins where there is none."""
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(  # noqa: S603 - nothing in it was typed by anybody
                [sys.executable, "-m", "cx.voc.aside", str(self._nicer)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        return _there(self._process.stdin)

    @property
    def _answers(self) -> IO[bytes]:
        return _there(self._process.stdout if self._process else None)

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            with self._process:
                self._process = None

    def stop(self) -> None:
        """End the process from another thread, whatever it is at: the call gets CxError `voc.work_failed`."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def main() -> None:
    """Be that process: answer calls until the other end is closed."""
    os.nice(int(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    from cx.voc import work

    with contextlib.suppress(EOFError, BrokenPipeError):  # the other end is gone
        while True:
            name, args = _take(sys.stdin.buffer)
            _answer(answers, getattr(work, name), args)


def _answer(answers: IO[bytes], function: Callable[..., object], args: tuple[object, ...]) -> None:
    def progress(done: int, total: int) -> None:
        _put(answers, ("progress", (done, total)))

    try:
        found = function(*args, progress=progress)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - it has to reach whoever asked; where it happened, never what it says
        trace = "".join(traceback.format_tb(error.__traceback__))
        sys.stderr.write(f"{type(error).__name__}\n{trace}")
        _put(answers, ("failed", type(error).__name__))
    else:
        _put(answers, ("done", found))


if __name__ == "__main__":
    main()
