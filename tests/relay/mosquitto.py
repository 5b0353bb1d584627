"""A real Mosquitto on a free port of this machine, and what subscribers of it see."""

import json
import os
import pwd
import signal
import socket
import subprocess
from pathlib import Path

from msgspec import Struct
from waiting import PATIENCE_S, until

VERSION = "$SYS/broker/version"
"""What every broker retains."""


class Seen(Struct, frozen=True):
    """What a subscriber was sent."""

    topic: str
    retained: int
    content_type: str
    payload: str


class Mosquitto:
    """One broker, whose sessions and queues survive a clean stop. Only its own process is ever stopped."""

    def __init__(self, folder: Path, *extra: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"mqtt://127.0.0.1:{self.port}"
        self._config = folder / "mosquitto.conf"
        me = pwd.getpwuid(os.getuid()).pw_name
        lines = (
            f"listener {self.port} 127.0.0.1",
            "persistence true",
            f"persistence_location {folder}/",
            # Not 0, which means no limit: 2.0.11 then disconnects a client whose publish the ACL denies.
            "max_queued_messages 1000000",
            f"user {me}",
            *(extra or ("allow_anonymous true",)),
        )
        self._config.write_text("\n".join(lines) + "\n")
        self._log = folder / "mosquitto.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Mosquitto":
        self.up()
        return self

    def __exit__(self, *_error: object) -> None:
        self.down()

    def up(self) -> None:
        with self._log.open("ab") as log:
            command = ["mosquitto", "-c", str(self._config)]
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        until(self._accepts, "the broker accepts connections")

    def down(self) -> None:
        """Stop it cleanly: sessions, queues and retained messages are saved."""
        if self._process is not None:
            self.thaw()
            self._process.terminate()
            self._process.wait(PATIENCE_S)
            self._process = None

    def kill(self) -> None:
        """As if its machine had lost power: nothing is saved."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(PATIENCE_S)
            self._process = None

    def reload(self) -> None:
        """Have it read its ACL file again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGHUP)

    def freeze(self) -> None:
        """Leave its connections open and say nothing any more."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def subscribe(self, name: str) -> None:
        """Open a session under which every kiosk's entries are queued until they are collected."""
        self._sub(*_session(name), "-E")

    def collect(self, name: str, count: int, patience_s: int = PATIENCE_S) -> list[Seen]:
        """The next ``count`` messages of a session; fewer if no more come while it is waited for them."""
        return self._sub(*_session(name), "-C", str(count), "-W", str(patience_s))

    def different(self, name: str, count: int, *before: Seen) -> list[Seen]:
        """With those before, the next messages of a session until so many different ones came, some twice."""
        seen = [*before]
        while missing := count - len({each.payload for each in seen}):
            seen += (more := self.collect(name, missing))
            assert more, f"{missing} of {count} never came"
        return seen

    def retained(self, topic: str) -> list[Seen]:
        """What is retained on one topic: at most one message, for a new subscriber at once.

        Its version, which it is asked for next, comes first where nothing is.
        """
        (first,) = self._sub("-t", topic, "-t", VERSION, "-C", "1", "-W", str(PATIENCE_S), "--retained-only")
        return [] if first.topic == VERSION else [first]

    def _sub(self, *options: str) -> list[Seen]:
        line = r'{"topic":"%t","retained":%r,"content_type":"%C","payload":"%x"}'
        address = ("-h", "127.0.0.1", "-p", str(self.port))
        command = ["mosquitto_sub", *address, "-V", "5", *options, "-F", line]
        answer = subprocess.run(command, capture_output=True, timeout=2 * PATIENCE_S, check=False)
        assert not answer.stderr or b"Timed out" in answer.stderr, answer.stderr
        values = (json.loads(text) for text in answer.stdout.splitlines())
        return [Seen(**{**value, "payload": bytes.fromhex(value["payload"]).decode()}) for value in values]

    def _accepts(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def _session(name: str) -> tuple[str, ...]:
    return ("-c", "-x", "3600", "-i", name, "-q", "1", "-t", "crib/v1/k/+/evt/#")
