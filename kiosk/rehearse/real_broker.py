"""A real broker for rehearsals: its waits are real, and bounded."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from kiosk.relay.client import PahoClient
from kiosk.relay.ear import Ear
from kiosk.relay.link import Client, Message
from kiosk.settings import Broker as BrokerSettings

PATIENCE_S = 15.0
"""Seconds to wait for the broker to answer, and for what it carries to come back to us."""
_LOOK_S = 0.005


class RealBroker:
    """The broker at a URL, and our own ear beside it. Sessions begin anew: an older one's is not ours."""

    patience_s = 3.0

    def __init__(self, url: str) -> None:
        self._url = url
        self._heard: list[tuple[str, bytes]] = []
        self._ear = Ear(url, "crib/v1/k/+/evt/#", lambda topic, payload: self._heard.append((topic, payload)))

    def client(self, name: str) -> Client:
        """A client on the network."""
        settings = BrokerSettings(url=self._url)
        return PahoClient(settings, name, retry_s=(1, 1), will_delay_s=0, clean=True)

    def settle(self, step: Callable[[], bool], at_rest: Callable[[], bool]) -> None:
        """Step until the broker, and central where it is up, have acknowledged everything.

        Raises:
            ConnectionError: they have not within the time we wait.
        """
        give_up = time.monotonic() + PATIENCE_S
        while True:
            busy = step()
            if not busy and at_rest():
                return
            if time.monotonic() > give_up:
                raise ConnectionError(
                    f"The broker at {self._url} acknowledged nothing in {PATIENCE_S:.0f} s."
                )
            if not busy:
                time.sleep(_LOOK_S)

    def vanish(self, client: Client) -> None:
        """Our process goes on, so the client has to leave; a new one takes its session over."""
        client.stop(Message("crib/v1/rehearsal", b"power cut"))

    def set_up(self, *, up: bool) -> None:  # noqa: ARG002
        """This broker is not ours to stop."""
        raise ValueError(
            f"{self._url} is a real broker: a rehearsal cannot stop or start it; leave --broker out"
        )

    def events(self) -> Iterator[dict[str, Any]]:
        """The CloudEvents heard so far; whoever expects one that has not come looks again."""
        return (json.loads(payload) for _, payload in tuple(self._heard))

    def close(self) -> None:
        """Listen no more."""
        self._ear.stop()
