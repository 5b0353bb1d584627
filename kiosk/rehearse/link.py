"""The relay of a rehearsed kiosk and the broker it speaks to: in process, or a real one."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from kiosk.attendant.desk import Identity
from kiosk.attendant.messages import BrokerState
from kiosk.rehearse.world import ScriptWorld
from kiosk.relay.cursor import Cursor
from kiosk.relay.link import Client
from kiosk.relay.memory import MemoryBroker, MemoryClient
from kiosk.relay.relay import Relay
from kiosk.store.database import path_in
from kiosk.store.journal import JournalReader


class Broker(Protocol):
    """A broker as a rehearsal needs it."""

    def client(self, kiosk: str) -> Client:
        """A client for this kiosk's relay."""

    def settle(self, relay: Relay, now: Callable[[], float], all_sent: Callable[[], bool]) -> None:
        """Step the relay until the broker has answered all that it can."""

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

    def __init__(self) -> None:
        self._broker = MemoryBroker()

    def client(self, kiosk: str) -> MemoryClient:  # noqa: ARG002 - a real broker wants to know
        """A client."""
        return MemoryClient(self._broker)

    def settle(self, relay: Relay, now: Callable[[], float], all_sent: Callable[[], bool]) -> None:  # noqa: ARG002
        """Step until there is nothing more to do."""
        while relay.step(now()):
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


class Link:
    """The relay of one life of a kiosk."""

    def __init__(
        self,
        broker: Broker,
        me: Identity,
        state_dir: Path,
        tell: Callable[[BrokerState], bool],
        world: ScriptWorld,
    ) -> None:
        self._broker = broker
        self._world = world
        self._tell_attendant = tell
        self._told: BrokerState | None = None
        self._client = broker.client(me.kiosk)
        self._journal = JournalReader(path_in(state_dir))
        cursor = Cursor(state_dir / "cursor.json")
        self._relay = Relay(
            self._journal,
            self._client,
            cursor,
            self._tell,
            kiosk=me.kiosk,
            version=me.version,
            tell_every=0.0,
        )
        self._relay.start(lambda: None)

    def settle(self) -> None:
        """Have everything sent that can be."""
        self._broker.settle(self._relay, self._now, self._all_sent)

    def _tell(self, state: BrokerState) -> bool:
        self._told = state
        return self._tell_attendant(state)

    def _all_sent(self) -> bool:
        return self._told is not None and self._told.state == "up" and not self._told.waiting

    def _now(self) -> float:
        return self._world.boot

    def vanish(self) -> None:
        """Be gone as after a power cut."""
        self._broker.vanish(self._client)
        self._journal.close()

    def stop(self) -> None:
        """End in good order."""
        self._relay.stop(self._now())
        self._journal.close()
