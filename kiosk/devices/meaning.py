"""What drivers' messages mean to the attendant."""

from collections.abc import Iterator

from drivers import messages
from kiosk.attendant.events import BadgeRead, CodeRead, DoorEvent, Event, Unread
from kiosk.counter.locks import Sign
from kiosk.crib.names import CabinetCode


def events(message: messages.Message, device: str) -> Iterator[Event]:
    """What a reader's or scanner's message is: of tags, each is a code; a protocol's frame is nothing."""
    match message:
        case messages.Badge(number=number):
            yield BadgeRead(number)
        case messages.Scan(text=text):
            yield CodeRead(text)
        case messages.Tags(tags=tags):
            yield from (CodeRead(tag.epc) for tag in tags)
        case messages.Noise(reason=reason):
            yield Unread(device, reason)
        case _:
            pass


def door_event(door: messages.Door, cabinet: str) -> DoorEvent:
    """What a lock's message is."""
    return DoorEvent(CabinetCode(cabinet), Sign(door.sign.value), door.why)
