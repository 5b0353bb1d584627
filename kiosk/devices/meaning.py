"""What drivers' messages mean to the attendant."""

from collections.abc import Iterator

from msgspec.structs import replace

from drivers import messages
from drivers.badges.epc import decode
from drivers.barcodes import scanned
from kiosk.attendant.events import BadgeRead, CodeRead, DoorEvent, Event, TagsRead, Unread
from kiosk.counter.locks import Sign
from kiosk.crib.names import CabinetCode


def events(message: messages.Message, device: str) -> Iterator[Event]:
    """What a reader's or scanner's message is; a protocol's frame is nothing."""
    match message:
        case messages.Badge(number=number):
            yield BadgeRead(number)
        case messages.Scan(text=text):
            yield _code(text)
        case messages.Tags(tags=tags):
            yield TagsRead(tuple(_tagged(tag.epc) for tag in tags))
        case messages.Noise(reason=reason, flaw=flaw):
            yield Unread(device, reason, flaw.value)
        case _:
            pass


def _code(text: str) -> CodeRead:
    code = scanned.read(text)
    return CodeRead(
        text,
        code.data,
        code.name,
        code.names,
        code.serial,
        code.lot,
        code.expires,
        code.count,
        code.flaw.value if code.flaw else "",
    )


def _tagged(epc: str) -> CodeRead:
    """A GS1 EPC as the barcode on the same thing, under its own text."""
    gs1 = decode(epc)
    return replace(_code(f"]C1{gs1.elements}"), text=epc, data="") if gs1 else CodeRead(epc)


def door_event(door: messages.Door, cabinet: str) -> DoorEvent:
    """What a lock's message is."""
    return DoorEvent(CabinetCode(cabinet), Sign(door.sign.value), door.why)
