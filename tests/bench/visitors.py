"""Sessions without a browser: the websocket a browser would open, so that many sessions cost little but the server's work."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.served import Server

PATIENCE = 120  # seconds an answer may take
_SHORT = 200  # bytes: the message that says that a run is finished is shorter


class Visitor:
    """One session of a server. What it was sent once it asks for by reference, as browsers do; errors shown are kept."""

    def __init__(self, server: Server, page: str = "", **parameters: str) -> None:
        self.page, self.query = page, urlencode(parameters)
        self.errors: list[str] = []
        self._cached: set[str] = set()
        self._hash = ""
        address = server.address.replace("http", "ws") + "/_stcore/stream"
        self._open = ExitStack()
        self._socket = self._open.enter_context(connect(address, subprotocols=["streamlit"], max_size=None))
        self.rerun()
        self.rerun()

    def close(self) -> None:
        self._open.close()

    def look_at(self, **parameters: str) -> None:
        """From the next run on the address says this."""
        self.query = urlencode(parameters)

    def rerun(self, *, is_read: bool = True) -> float:
        """Run the script and take all it draws; the seconds until it is finished."""
        began = time.perf_counter()
        state = ClientState(
            query_string=self.query,
            page_script_hash=self._hash,
            page_name="" if self._hash else self.page,
            cached_message_hashes=sorted(self._cached),
        )
        state.widget_states.SetInParent()
        self._socket.send(BackMsg(rerun_script=state).SerializeToString())
        while not self._ends(self._socket.recv(PATIENCE), is_read=is_read):
            pass
        return time.perf_counter() - began

    def _ends(self, data: str | bytes, *, is_read: bool) -> bool:
        """Take one message; whether it says that the run is finished. One that another run follows is not."""
        assert isinstance(data, bytes)
        if not is_read and len(data) > _SHORT:
            return False
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.metadata.cacheable:
            self._cached.add(message.hash)
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self._hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            element = message.delta.new_element
            if element.HasField("exception") or (
                element.HasField("alert") and element.alert.format == element.alert.ERROR
            ):
                self.errors.append(str(element)[:200])
        return kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


def at_once(visitors: Sequence[Visitor]) -> list[float]:
    """All run at the same time; how long each waited."""
    with ThreadPoolExecutor(len(visitors)) as pool:
        return list(pool.map(lambda one: one.rerun(is_read=False), visitors))


def cpu(server: Server) -> float:
    """Seconds of CPU the server's process has used in all its threads."""
    return time.clock_gettime((~server.process.pid << 3) | 2)
