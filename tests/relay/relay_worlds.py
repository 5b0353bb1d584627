"""Two brokers for one contract, the one in memory and a real Mosquitto, and a client that is waited for."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol

import pytest
from mosquitto import Mosquitto
from waiting import PATIENCE_S

from kiosk.relay.client import PahoClient
from kiosk.relay.link import Client, Event, Message, Up
from kiosk.relay.memory import MemoryBroker, MemoryClient
from kiosk.settings import Broker

DENIED = "denied/topic"


class World(Protocol):
    """A broker and its clients."""

    def client(self) -> Client: ...

    def listener(self) -> Client:
        """A client of another name."""

    def up(self) -> None: ...

    def down(self) -> None: ...

    def listen(self) -> None:
        """Have somebody subscribe to every kiosk's entries from now on."""

    def carried(self, count: int) -> list[tuple[str, bytes, str]]:
        """The next ``count`` messages that the listener was sent: topic, payload, content type."""

    def retained(self, topic: str) -> list[bytes]:
        """What is retained there."""


class InMemory:
    def __init__(self) -> None:
        self._broker = MemoryBroker(denied=(DENIED,))
        self._heard: list[tuple[str, bytes, str]] = []
        self.up, self.down = self._broker.up, self._broker.down

    def client(self) -> Client:
        return MemoryClient(self._broker)

    listener = client

    def listen(self) -> None:
        self._broker.listen(self._hear)

    def _hear(self, sent: Message) -> None:
        if "/evt/" in sent.topic:
            self._heard.append((sent.topic, sent.payload, sent.content_type))

    def carried(self, count: int) -> list[tuple[str, bytes, str]]:
        assert len(self._heard) == count
        return self._heard

    def retained(self, topic: str) -> list[bytes]:
        kept = self._broker.retained.get(topic)
        return [kept.payload] if kept else []


class OnMosquitto:
    def __init__(self, broker: Mosquitto) -> None:
        self._broker = broker
        self.up, self.down = broker.up, broker.down

    def client(self) -> Client:
        return paho(self._broker)

    def listener(self) -> Client:
        return paho(self._broker, "B")

    def listen(self) -> None:
        self._broker.subscribe("listener")

    def carried(self, count: int) -> list[tuple[str, bytes, str]]:
        seen = self._broker.collect("listener", count)
        return [(each.topic, each.payload.encode(), each.content_type) for each in seen]

    def retained(self, topic: str) -> list[bytes]:
        return [each.payload.encode() for each in self._broker.retained(topic)]


def paho(broker: Mosquitto, kiosk: str = "A", keepalive_s: int = PATIENCE_S) -> PahoClient:
    """A real client that is quick to look again."""
    settings = Broker(url=broker.url, keepalive_s=keepalive_s)
    return PahoClient(settings, kiosk, retry_s=(1, 1), will_delay_s=0)


def worlds(kind: str, folder: Path, *config: str) -> Iterator[World]:
    """One of a kind, up, and down in the end."""
    if kind == "memory":
        yield InMemory()
        return
    with Mosquitto(folder, *config) as broker:
        yield OnMosquitto(broker)


WILL = Message("crib/v1/k/A/state", b"lost", retained=True)
FAREWELL = Message("crib/v1/k/A/state", b"bye", retained=True)


def news(number: int, *, retained: bool = False) -> Message:
    """A message told from others by its number."""
    return Message("crib/v1/k/A/evt/asset.issued", f"{number}".encode(), retained, "text/plain")


class Driven:
    """A client that is started, and whose events are waited for by their kind."""

    def __init__(self, client: Client, topics: tuple[str, ...] = ()) -> None:
        self.client = client
        self._rung: SimpleQueue[None] = SimpleQueue()
        self._events: list[Event] = []
        client.start(WILL, lambda: self._rung.put(None), topics)

    def next(self, kind: type[Event]) -> Event:
        """The next event of a kind; those before it are dropped."""
        give_up = time.monotonic() + PATIENCE_S
        while time.monotonic() < give_up:
            self._events += self.client.events()
            while self._events:
                if isinstance(event := self._events.pop(0), kind):
                    return event
            self._wait()
        pytest.fail(f"no {kind.__name__} in {PATIENCE_S} s")

    def _wait(self) -> None:
        """Until woken, or as long as the relay's process waits at most."""
        with suppress(Empty):
            self._rung.get(timeout=1)

    def link(self) -> int:
        event = self.next(Up)
        assert isinstance(event, Up)
        return event.link
