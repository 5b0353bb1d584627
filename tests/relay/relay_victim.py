"""A relay's process to be stopped or killed: URL, cursor file, number of entries. The attendant is away."""

import sys
from pathlib import Path

from relay_journal import ListJournal

from kiosk.attendant.door import Door, DoorError
from kiosk.relay.client import PahoClient
from kiosk.relay.cursor import Cursor
from kiosk.relay.process import Doorway, run
from kiosk.relay.relay import Relay
from kiosk.settings import Broker


def main(url: str, cursor: str, count: str) -> None:
    """Relay the same entries each time."""
    journal = ListJournal()
    journal.issue(int(count))
    client = PahoClient(Broker(url=url), "A", retry_s=(1, 1), will_delay_s=0)
    doorway = Doorway(no_door)
    relay = Relay(journal, client, Cursor(Path(cursor)), doorway.tell, kiosk="A", version="1")
    run(relay, doorway, lambda: 0)


def no_door() -> Door:
    """The attendant is away."""
    raise DoorError("no attendant here")


if __name__ == "__main__":
    main(*sys.argv[1:])
