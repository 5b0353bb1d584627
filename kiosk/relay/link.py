"""What the relay needs of an MQTT client: a link that comes and goes, messages out, answers back."""

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct


class Message(Struct, frozen=True):
    """What is published, always with QoS 1."""

    topic: str
    payload: bytes
    """UTF-8."""
    retained: bool = False
    content_type: str = "application/json"


class Up(Struct, frozen=True):
    """A link to the broker stands; each has a number, higher than any before it."""

    link: int


class Down(Struct, frozen=True):
    """There is no link. What was published and not answered may or may not have arrived."""

    reason: str
    """Why, in one sentence."""


class Accepted(Struct, frozen=True):
    """The broker has taken a message."""

    token: int
    heard: bool
    """Somebody subscribes to it; brokers need not tell, and say yes then (MQTT 5.0 §3.4.2.1)."""


class Denied(Struct, frozen=True):
    """The broker has answered that it does not take a message."""

    token: int
    reason: str


class Heard(Struct, frozen=True):
    """A message on one of the topics that the client listens to; it may come twice."""

    topic: str
    payload: bytes


Event = Up | Down | Accepted | Denied | Heard


class Client(Protocol):
    """One client of one broker, used from one thread; nothing but ``stop`` waits for the network.

    It keeps no queue: after a link is lost it sends nothing again by itself.
    """

    def start(self, will: Message, wake: Callable[[], None], topics: tuple[str, ...] = ()) -> None:
        """Look for the broker from now on, again and again; on every link listen to ``topics``, with QoS 1.

        The broker publishes ``will`` if the client vanishes. ``wake`` is called, on any thread, when
        there are events. Topics may hold the wildcards of MQTT 5.0 §4.7; what is retained there is heard
        on every new link.
        """

    def publish(self, link: int, token: int, message: Message) -> bool:
        """Send a message whose answer will bear ``token``.

        False, and nothing is sent, where ``link`` is not the present one or the broker wants no more
        unanswered messages now (Receive Maximum, MQTT 5.0 §4.9): try again after the next event.
        """

    def events(self) -> list[Event]:
        """What has happened since the last call, in order."""

    def stop(self, farewell: Message) -> None:
        """Publish ``farewell`` if the link stands, and leave; the will is not published.

        Waits for the broker a few seconds at most. Answers that came before are still in ``events``.
        """
