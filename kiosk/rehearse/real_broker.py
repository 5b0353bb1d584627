"""A real broker for rehearsals: its waits are real, and bounded."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from kiosk.relay.client import PahoClient
from kiosk.relay.ear import Ear
from kiosk.relay.link import Client, Message
from kiosk.relay.relay import Relay
from kiosk.settings import Broker as BrokerSettings

PATIENCE_S = 15.0
"""Seconds to wait for the broker to answer, and for what it carries to come back to us."""
_LOOK_S = 0.005


class RealBroker:
    """The broker at a URL, and our own ear beside it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._heard: list[tuple[str, bytes]] = []
        self._ear = Ear(url, "crib/v1/k/+/evt/#", lambda topic, payload: self._heard.append((topic, payload)))

    def client(self, kiosk: str) -> Client:
        """A client on the network."""
        return PahoClient(BrokerSettings(url=self._url), kiosk, retry_s=(1, 1), will_delay_s=0)

    def settle(self, relay: Relay, now: Callable[[], float], all_sent: Callable[[], bool]) -> None:
        """Step until the broker has acknowledged everything.

        Raises:
            ConnectionError: it has not within the time we wait.
        """
        give_up = time.monotonic() + PATIENCE_S
        while True:
            busy = relay.step(now())
            if not busy and all_sent():
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
        """The CloudEvents heard so far, once as many have come as may still be on their way."""
        before, quiet_since = -1, time.monotonic()
        while time.monotonic() - quiet_since < 0.2:  # nothing new for this long: all has arrived
            if len(self._heard) != before:
                before, quiet_since = len(self._heard), time.monotonic()
            time.sleep(_LOOK_S)
        return (json.loads(payload) for _, payload in tuple(self._heard))

    def close(self) -> None:
        """Listen no more."""
        self._ear.stop()
