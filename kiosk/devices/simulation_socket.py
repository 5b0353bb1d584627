"""The socket by which a simulation is driven: one JSON line a request, one a reply. Never the door itself."""

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from kiosk.devices.simulation_requests import ASKED, ENCODER, MAX_LINE, SimRequest, Told, ToldError

log = logging.getLogger(__name__)

IDLE_S = 30.0
"""A client that says nothing for so long is let go: one at a time is served."""


class SimulationSocket:
    """Listens in a thread of its own. Who may enter is told by the file's mode alone: owner and group."""

    def __init__(self, path: Path, do: Callable[[SimRequest], Told]) -> None:
        """Listen.

        Raises:
            OSError: the socket cannot be made.
        """
        self._path = path
        self._do = do
        path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        path.chmod(0o660)
        self._listener.listen()
        self._client: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="simulation", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        client, self._client = self._client, None
        for end in (self._listener, client):
            if end:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        self._path.unlink(missing_ok=True)

    def _run(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._listener.accept()
                self._client = client
                with client, suppress(OSError):
                    client.settimeout(IDLE_S)
                    self._serve(client)

    def _serve(self, client: socket.socket) -> None:
        with client.makefile("rb") as lines:
            while (line := lines.readline(MAX_LINE)).endswith(b"\n"):
                client.sendall(ENCODER.encode(self._answer(line)) + b"\n")

    def _answer(self, line: bytes) -> Told:
        try:
            return self._do(ASKED.decode(line))
        except ToldError as why:
            return Told(ok=False, text=str(why))
        except (msgspec.DecodeError, UnicodeDecodeError) as why:
            return Told(ok=False, text=f"not a request: {why}")
