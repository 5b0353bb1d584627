"""A kiosk's simulated devices, opened as the kiosk opens them, without a desk: what they told is kept."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import NoReturn

from msgspec.structs import replace
from waiting import until

from drivers.conversation import Conversation
from drivers.messages import Message
from drivers.sim.serial_line import FarEnd
from kiosk.attendant.daemon import Attendant
from kiosk.attendant.events import BadgeRead, CodeRead, DoorEvent, Event, Present, TagsRead, Unread
from kiosk.counter.locks import Sign
from kiosk.crib.names import CabinetCode
from kiosk.devices.simulation import Simulation
from kiosk.devices.simulation_requests import DoorAct, MoveDoor, PullCable, PutCable, SimRequest
from kiosk.devices.start import start_devices
from kiosk.settings import Kiosk, Reader, Settings

QUIET_S = 0.2
"""So long without a byte, and a line's pump says so."""
CABINET = CabinetCode("C1")


class DeviceBench:
    """The devices of some settings, and what they told."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        kiosk = Kiosk(state_dir=str(folder / "state"), socket=str(folder / "door.sock"))
        self.simulation = Simulation(replace(settings, kiosk=kiosk))
        self.events: list[Event] = []
        self.attendant = Attendant(_no_desk, lambda: "")
        self.attendant.put = self.events.append  # type: ignore[method-assign]
        self.attendant.add_part(self.simulation.close)
        start_devices(self.attendant, self.simulation.settings, self.simulation.machine)

    def do(self, request: SimRequest) -> None:
        assert self.simulation.do(request).ok

    def waits(self, condition: Callable[[], object], what: str) -> None:
        """Wait, bounded, until something is so."""
        try:
            until(condition, what)
        except AssertionError as error:
            error.add_note(f"told: {self.events}")
            raise

    def comes_within(self, condition: Callable[[], object], seconds: float) -> bool:
        """Whether something becomes so in time: only to try again where it does not."""
        give_up = time.monotonic() + seconds
        until(lambda: condition() or time.monotonic() > give_up, "it is over")
        return bool(condition())

    @property
    def reads(self) -> list[str]:
        """Every badge, code or tag that was read."""
        return [text for event in self.events for text in _texts(event)]

    @property
    def unread(self) -> int:
        return sum(isinstance(event, Unread) for event in self.events)

    @property
    def signs(self) -> list[Sign]:
        """What the lock told, but for an answer that came too late on a slow machine: gone, and as before."""
        told = [event.sign for event in self.events if isinstance(event, DoorEvent)]
        return [sign for sign, _ in groupby(sign for sign in told if sign is not Sign.GONE)]

    @property
    def shut(self) -> set[CabinetCode]:
        """The cabinets that were found shut."""
        doors = (event for event in self.events if isinstance(event, DoorEvent))
        return {event.cabinet for event in doors if event.sign is Sign.SHUT}

    def is_there(self, device: str) -> bool | None:
        """What was said last of a device: there or away; None where nothing was."""
        said = [event.ok for event in self.events if isinstance(event, Present) and event.device == device]
        return said[-1] if said else None

    def comes(self, device: str) -> None:
        self.waits(lambda: self.is_there(device), f"{device} is there")

    def pulled_and_put_back(self, device: str) -> None:
        """Pull a cable, wait until it is missed, and put it back."""
        self.do(PullCable(device))
        self.waits(lambda: self.is_there(device) is False, f"{device} is missed")
        self.do(PutCable(device))
        self.comes(device)

    def pull_door(self) -> None:
        self.do(MoveDoor(CABINET, DoorAct.OPEN))

    def close(self) -> None:
        self.attendant.stop()


def _texts(event: Event) -> list[str]:
    match event:
        case BadgeRead(number=number):
            return [number]
        case CodeRead(text=text):
            return [text]
        case TagsRead(tags=tags):
            return [tag.text for tag in tags]
    return []


def _no_desk(*_: object) -> NoReturn:
    raise AssertionError("these devices have no desk")


@contextmanager
def devices(folder: Path, settings: Settings) -> Iterator[DeviceBench]:
    """Devices, for a while."""
    bench = DeviceBench(folder, settings)
    try:
        yield bench
    finally:
        bench.close()


def only_reader(reader: Reader) -> Settings:
    """A kiosk with one reader."""
    return Settings(scanner={}, reader={"main": reader})


def talk(talk: Conversation, far: FarEnd, since: float, end: float) -> list[Message]:
    """What is delivered of a conversation with a device, both on one scripted clock."""
    at, heard, last = since, list[Message](), math.inf
    while at < end:
        said = far.say(at)
        if words := talk.say(at):
            said += far.hear(words, at)
        if said:
            heard += talk.hear(said, at)
            last = at
        elif at >= last + QUIET_S:
            heard += talk.quiet(at)
            last = math.inf
        moments = [talk.due(), far.due(), last + QUIET_S, end]
        at = max(at + 0.001, min(moment for moment in moments if moment is not None))
    return heard
