"""Handing work to the process that owns the store: a named pipe moved into its inbox, the answer through another.

Only pipes lie in the inbox, and a pipe holds nothing: what passes through them never touches the disk, so the owner masks
what it reads as it would for itself. Whoever is left alone notices at once: a pipe without its other end is closed.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import select
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cx.background import cancel
from cx.errors import CxError
from cx.importing.progress import Progress
from cx.lock import is_locked
from cx.warehouse import Store

LOG = logging.getLogger("cx.inbox")
PAUSE = 0.1  # seconds between two looks into the inbox
PATIENCE = 30.0  # seconds a sender may say nothing before it is taken for dead
Handler = Callable[[Store, "Request", Progress], dict[str, object]]


@dataclass(frozen=True)
class Request:
    """A command for the owner of the store: its name, its options (plain values) and the files it needs."""

    command: str
    options: dict[str, Any]
    files: tuple[tuple[str, bytes], ...] = ()


def hand_over(folder: Path, request: Request, progress: Progress, *, until: float) -> dict[str, object] | None:
    """Give `request` to the process that holds the store in `folder`, and wait for its answer.

    None when that process went away first, or answers no requests and has ended: then the store may be free. Raises
    CxError `command.waited` when `until` (monotonic seconds) has passed and nobody took the request.
    """
    inbox = folder / "inbox"
    inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = secrets.token_hex(12)
    job, answer, part = inbox / f"{name}.job", inbox / f"{name}.answer", inbox / f"{name}.part"
    try:
        os.mkfifo(answer, 0o600)
        os.mkfifo(part, 0o600)
        listening = os.open(answer, os.O_RDONLY | os.O_NONBLOCK)
        try:
            part.rename(job)
            sending = _opened(folder, job, until)
            if sending is None:
                return None
            with contextlib.suppress(BrokenPipeError), os.fdopen(sending, "wb") as pipe:
                _send(pipe.write, request)
            os.set_blocking(listening, True)
            return _answered(listening, progress)
        finally:
            os.close(listening)
    except FileNotFoundError:
        return None  # a new owner has just emptied its inbox
    finally:
        for path in (job, answer, part):
            path.unlink(missing_ok=True)


def serve(store: Store, stop: threading.Event | None = None, handler: Handler | None = None) -> None:
    """Answer requests, one after the other, until `stop` is set or the store is closed. Run it in a thread of its own."""
    stop = stop or threading.Event()
    if handler is None:
        from cx.commands import answer

        handler = answer
    while not stop.wait(PAUSE) and store.is_open:
        for job in sorted(store.inbox.glob("*.job")):
            if stop.is_set() or not store.is_open:
                return
            try:
                _serve_one(store, job, handler)
            except Exception as error:  # noqa: BLE001 - one bad request must not end the service of all others
                # Where it happened, never what it says: a message may quote a customer.
                trace = "".join(traceback.format_tb(error.__traceback__))
                LOG.error("%s\n%s", type(error).__name__, trace)  # noqa: TRY400
                job.unlink(missing_ok=True)


def _opened(folder: Path, job: Path, until: float) -> int | None:
    """The writing end of `job` once somebody reads it; None once nobody holds the store any more."""
    while True:
        try:
            handle = os.open(job, os.O_WRONLY | os.O_NONBLOCK)
        except FileNotFoundError:
            raise
        except OSError:
            if not is_locked(folder):
                return None
            if time.monotonic() > until:
                raise CxError("command.waited") from None
            time.sleep(PAUSE)
        else:
            os.set_blocking(handle, True)
            return handle


def _send(write: Callable[[bytes], object], request: Request) -> None:
    head = json.dumps(
        {
            "command": request.command,
            "options": request.options,
            "files": [[name, len(data)] for name, data in request.files],
        }
    ).encode()
    write(len(head).to_bytes(8, "big"))
    write(head)
    for _, data in request.files:
        write(data)


def _answered(listening: int, progress: Progress) -> dict[str, object] | None:
    with os.fdopen(os.dup(listening), "r", encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            if "answer" in said:
                answer: dict[str, object] = said["answer"]
                return answer
            progress(*said["progress"])
    return None


def _serve_one(store: Store, job: Path, handler: Handler) -> None:
    try:
        answering = os.open(job.with_suffix(".answer"), os.O_WRONLY | os.O_NONBLOCK)
    except OSError:  # the sender is gone
        job.unlink(missing_ok=True)
        job.with_suffix(".answer").unlink(missing_ok=True)
        return
    os.set_blocking(answering, True)

    def progress(stage: str, done: int, total: int | None) -> None:
        try:
            _tell(answering, {"progress": [stage, done, total]})
        except BrokenPipeError:  # whoever asked is gone and wants nothing any more
            cancel()

    try:
        request = _received(job)
        if request is not None:
            with contextlib.suppress(BrokenPipeError):
                _tell(answering, {"answer": handler(store, request, progress)})
    finally:
        os.close(answering)


def _tell(pipe: int, said: dict[str, object]) -> None:
    line = (json.dumps(said, ensure_ascii=False, default=str) + "\n").encode()
    while line:
        line = line[os.write(pipe, line) :]


def _received(job: Path) -> Request | None:
    """The whole request, or None if the sender stopped in the middle."""
    try:
        handle = os.open(job, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:  # withdrawn
        return None
    parts: list[bytes] = []
    try:
        while select.select([handle], [], [], PATIENCE)[0]:
            try:
                block = os.read(handle, 1 << 20)
            except BlockingIOError:
                continue
            if not block:
                break
            parts.append(block)
    finally:
        os.close(handle)
        job.unlink(missing_ok=True)
    return _parsed(b"".join(parts))


def _parsed(data: bytes) -> Request | None:
    length = int.from_bytes(data[:8], "big")
    try:
        head = json.loads(data[8 : 8 + length])
    except ValueError:
        return None
    at, files = 8 + length, []
    for name, size in head["files"]:
        files.append((name, data[at : at + size]))
        at += size
    return Request(head["command"], head["options"], tuple(files)) if at == len(data) else None
