"""What of the machine the devices hang on, and how their pumps reach the attendant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drivers.hush import Deliver
from drivers.keyboard.evdev_pump import Opener, open_node
from drivers.messages import Message
from drivers.pump import Presence
from kiosk.attendant.daemon import Attendant
from kiosk.attendant.events import Present
from kiosk.devices.meaning import events
from kiosk.devices.monitored import report

if TYPE_CHECKING:
    from gpiozero.pins import Factory

LOOP_S = 15.0
"""Seconds without a sign of life after which a loop counts as dead; a pump rests up to 1 s at a time."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What can be stood in for where the hardware is simulated; serial devices are found by their paths."""

    open_input: Opener = open_node
    pins: "Factory | None" = None
    """The machine's own, where None."""


def label(kind: str, name: str, named: Mapping[str, object]) -> str:
    """What a device is called on the screen and in reports: its kind, and its name if there are several."""
    return kind if len(named) == 1 else f"{kind} {name}"


def presence(attendant: Attendant, device: str) -> Presence:
    """Tells the attendant whether a device is there."""
    return lambda ok, why: attendant.put(Present(device, ok, why))


def deliver(attendant: Attendant, device: str) -> Deliver:
    """Tells the attendant what a device read."""

    def told(message: Message, _at: float) -> None:
        report(attendant.monitor, device, message)
        for event in events(message, device):
            attendant.put(event)

    return told
