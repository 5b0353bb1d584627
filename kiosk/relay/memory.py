"""A broker within the process, and a client of it: for rehearsals, tests and a demo without a broker."""

from collections.abc import Callable

from kiosk.relay.link import Accepted, Denied, Down, Event, Heard, Message, Up


class MemoryBroker:
    """Takes messages at once, except on topics that begin with one of ``denied``; begins up."""

    def __init__(self, denied: tuple[str, ...] = ()) -> None:
        self.denied = denied
        self.answering = True
        """Whether it acknowledges what it takes; if not, it keeps the answers to itself for ever."""
        self.carried: list[Message] = []
        """Everything it took, in order, duplicates included."""
        self.turned_away: list[Message] = []
        """Everything it denied."""
        self.retained: dict[str, Message] = {}
        """The newest retained message of each topic."""
        self._is_up = True
        self._clients: list[MemoryClient] = []
        self._listeners: list[Callable[[Message], None]] = []

    def up(self) -> None:
        """Be there; clients that look for a broker find it at once."""
        self._is_up = True
        for client in self._clients:
            client.met()

    def down(self) -> None:
        """Be gone, and all links with it; no will is published, and what was retained is kept."""
        self._is_up = False
        for client in self._clients:
            client.parted("The broker went down.")

    def listen(self, listener: Callable[[Message], None]) -> None:
        """Subscribe to everything, beginning with what is retained."""
        self._listeners.append(listener)
        for message in self.retained.values():
            listener(message)

    def join(self, client: "MemoryClient") -> None:
        """A client looks for this broker."""
        self._clients.append(client)
        if self._is_up:
            client.met()
        else:
            client.parted("The broker is down.")

    def leave(self, client: "MemoryClient", last_word: Message) -> None:
        """A client is gone; its farewell, or its will, is published if the broker is there to do so."""
        self._clients.remove(client)
        if self._is_up:
            self.take(last_word)

    def take(self, message: Message) -> str:
        """Carry a message; why not, where it is denied."""
        if message.topic.startswith(self.denied):
            self.turned_away.append(message)
            return "Not authorized"
        self.carried.append(message)
        if message.retained:
            self.retained[message.topic] = message
        for listener in self._listeners:
            listener(message)
        for client in tuple(self._clients):
            client.hear(message)
        return ""

    def heard(self, topic: str) -> bool:
        """Whether anybody listens to a topic."""
        return bool(self._listeners) or any(client.listens(topic) for client in self._clients)


class MemoryClient:
    """A Client of a MemoryBroker."""

    def __init__(self, broker: MemoryBroker) -> None:
        self._broker = broker
        self._events: list[Event] = []
        self._links = 0
        self._link = 0
        self._will = Message("", b"")
        self._topics: tuple[str, ...] = ()
        self._wake: Callable[[], None] = lambda: None

    def start(self, will: Message, wake: Callable[[], None], topics: tuple[str, ...] = ()) -> None:
        """See Client."""
        self._will, self._wake, self._topics = will, wake, topics
        self._broker.join(self)

    def publish(self, link: int, token: int, message: Message) -> bool:
        """See Client."""
        if not self._link or link != self._link:
            return False
        reason = self._broker.take(message)
        if self._broker.answering:
            self._note(
                Denied(token, reason) if reason else Accepted(token, self._broker.heard(message.topic))
            )
        return True

    def events(self) -> list[Event]:
        """See Client."""
        events, self._events = self._events, []
        return events

    def stop(self, farewell: Message) -> None:
        """See Client."""
        self._link = 0
        self._broker.leave(self, farewell)

    def vanish(self) -> None:
        """Be gone without a word, as in a power cut: the broker publishes the will."""
        self._link = 0
        self._broker.leave(self, self._will)

    def met(self) -> None:
        """The broker is there."""
        self._links += 1
        self._link = self._links
        self._note(Up(self._link))
        for message in tuple(self._broker.retained.values()):
            self.hear(message)

    def listens(self, topic: str) -> bool:
        """Whether this client is sent what is published there."""
        return bool(self._link) and any(_fits(pattern, topic) for pattern in self._topics)

    def hear(self, message: Message) -> None:
        """The broker carries a message; one that comes while there is no link is lost."""
        if self.listens(message.topic):
            self._note(Heard(message.topic, message.payload))

    def parted(self, reason: str) -> None:
        """The broker is not there."""
        self._link = 0
        self._note(Down(reason))

    def _note(self, event: Event) -> None:
        self._events.append(event)
        self._wake()


def _fits(pattern: str, topic: str) -> bool:
    """Whether a topic is one that a filter of MQTT 5.0 §4.7 names."""
    wanted, levels = pattern.split("/"), topic.split("/")
    if wanted[-1] == "#":
        wanted, levels = wanted[:-1], levels[: len(wanted) - 1]
    return len(wanted) == len(levels) and all(
        want in ("+", level) for want, level in zip(wanted, levels, strict=True)
    )
