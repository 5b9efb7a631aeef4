"""Run by test_inbox in a process of its own: holds a store, takes a request, and never answers it."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from cx.importing import inbox
from cx.warehouse import Store


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def never(*_: object) -> dict[str, object]:
    tell("began")
    threading.Event().wait()
    return {}


if __name__ == "__main__":
    held = Store.open(Path(sys.argv[1]))
    tell("ready")
    inbox.serve(held, handler=never)
