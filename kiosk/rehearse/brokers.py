"""The broker of a rehearsal: in process, or a real one."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from kiosk.relay.link import Client
from kiosk.relay.memory import MemoryBroker, MemoryClient


class Broker(Protocol):
    """A broker as a rehearsal needs it."""

    patience_s: float
    """How long what is expected may take to come; 0 where everything happens at once."""

    def client(self, name: str) -> Client:
        """A client for a kiosk's relay, or for central."""

    def settle(self, step: Callable[[], bool], at_rest: Callable[[], bool]) -> None:
        """Step until nothing more happens and, where that takes time, all is at rest."""

    def vanish(self, client: Client) -> None:
        """The kiosk's power went: its client says no goodbye."""

    def set_up(self, *, up: bool) -> None:
        """Start or stop the broker.

        Raises:
            ValueError: this broker is not ours to stop.
        """

    def events(self) -> Iterator[dict[str, Any]]:
        """The CloudEvents that it carried, in order."""

    def close(self) -> None:
        """The rehearsal is over."""


class BrokerInProcess:
    """The stand-in behind the relay's own Client protocol; one contract suite holds it and paho alike."""

    patience_s = 0.0

    def __init__(self) -> None:
        self._broker = MemoryBroker()

    def client(self, name: str) -> MemoryClient:  # noqa: ARG002 - a real broker wants to know
        """A client."""
        return MemoryClient(self._broker)

    def settle(self, step: Callable[[], bool], at_rest: Callable[[], bool]) -> None:  # noqa: ARG002
        """Step until there is nothing more to do."""
        while step():
            pass

    def vanish(self, client: Client) -> None:
        """The client is gone; its will is published."""
        if isinstance(client, MemoryClient):
            client.vanish()

    def set_up(self, *, up: bool) -> None:
        """Start or stop."""
        self._broker.up() if up else self._broker.down()

    def events(self) -> Iterator[dict[str, Any]]:
        """The CloudEvents carried."""
        for message in self._broker.carried:
            if message.content_type.startswith("application/cloudevents"):
                yield json.loads(message.payload)

    def close(self) -> None:
        """There is nothing to close."""
