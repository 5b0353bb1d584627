"""Who hears of devices that are pulled and put back."""

import queue

from waiting import PATIENCE_S

from drivers.messages import Message


class Desk:
    """Who a pump reports to."""

    def __init__(self) -> None:
        self.messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self.presence: queue.SimpleQueue[tuple[bool, str]] = queue.SimpleQueue()

    def deliver(self, message: Message, _at: float) -> None:
        self.messages.put(message)

    def present(self, present: bool, why: str) -> None:
        self.presence.put((present, why))

    def wait_until(self, *, present: bool) -> str:
        """Returns why, at the first report that it is there, or is not."""
        while True:
            there, why = self.presence.get(timeout=PATIENCE_S)
            if there == present:
                return why

    def until(self, last: Message) -> list[Message]:
        """What is delivered up to and without this message."""
        return list(iter(lambda: self.messages.get(timeout=PATIENCE_S), last))
