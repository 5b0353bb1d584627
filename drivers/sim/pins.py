"""Pins that are not there, and locks wired to them: a coil at an output, a door contact at an input."""

import threading
import time
from collections.abc import Callable
from typing import Final

from gpiozero.pins.mock import MockFactory, MockPin
from gpiozero.pins.pi import PinInfo

from drivers.sim.boards_latch import TRAVEL_S, Energized, Kind, Latch

_SOON_S: Final = 0.005
"""After the bolt has moved, so that no rounding of the clock says that it has not."""


class SimPin(MockPin):  # type: ignore[misc] # gpiozero has no types
    """A mock pin that a contact can ground whether or not it is opened, and that tells when it is driven."""

    grounded = False

    def __init__(self, factory: "SimPins", info: PinInfo) -> None:
        super().__init__(factory, info)
        self.driven: Callable[[bool | None], None] = lambda _high: None
        """Told whether it is driven high or low; None once nobody drives it any more."""

    def ground(self, *, closed: bool) -> None:
        """A contact to ground closes or opens."""
        self.grounded = closed
        if self.function == "input":
            self.drive_low() if closed else self.drive_high()

    def _set_pull(self, value: str) -> None:
        """A contact to ground is stronger than the Pi's own resistor."""
        super()._set_pull(value)
        if self.grounded:
            self.drive_low()

    def _set_state(self, value: float) -> None:
        super()._set_state(value)
        self.driven(bool(value))

    def _set_function(self, value: str) -> None:
        super()._set_function(value)
        if value == "input":
            self.driven(None)


class SimPins(MockFactory):  # type: ignore[misc] # gpiozero has no types
    """The pins of a Pi, by BCM number."""

    def __init__(self) -> None:
        super().__init__(pin_class=SimPin)

    def bcm(self, number: int) -> SimPin:
        """One of them."""
        pin: SimPin = self.pin(number)
        return pin


class PinLock:
    """A lock whose relay is at one pin and whose door contact, if any, is at another."""

    def __init__(
        self,
        pins: SimPins,
        coil: int,
        contact: int | None,
        *,
        kind: Kind = Kind.STRIKE,
        active_low: bool = False,
        closed_when_shut: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.latch = Latch(kind)
        self._contact = None if contact is None else pins.bcm(contact)
        self._closed_when_shut = closed_when_shut
        self._clock = clock
        self._lock = threading.RLock()
        self._log: list[Energized] = []
        self._tell()
        # A line that nobody drives energizes nothing: the resistor that docs/hardware.md requires.
        pins.bcm(coil).driven = lambda high: self._driven(high is not None and high is not active_low)

    def settle(self) -> None:
        """Lets time pass: the bolt moves, the coil heats, the contact follows the door."""
        with self._lock:
            self.latch.settle(self._clock())
            self._tell()

    def pull(self, *, force: bool = False) -> bool:
        """A hand pulls at the door: whether it is open then."""
        with self._lock:
            self.settle()
            opened = self.latch.pull(force=force)
            self._tell()
            return opened

    def push(self) -> None:
        """A hand pushes the door shut."""
        with self._lock:
            self.latch.push()
            self._tell()

    def energized(self) -> list[Energized]:
        """Every stretch in which current flowed; one that lasts ends now."""
        with self._lock:
            lasts = [Energized(0, self.latch.since, self._clock())] if self.latch.on else []
            return [*self._log, *lasts]

    def _driven(self, energized: bool) -> None:  # noqa: FBT001
        with self._lock:
            self.latch.settle(self._clock())
            if energized:
                self.latch.switch_on(self._clock())
                pop = threading.Timer(TRAVEL_S + _SOON_S, self.settle)
                pop.daemon = True
                pop.start()
            elif stretch := self.latch.switch_off(self._clock()):
                self._log.append(stretch)

    def _tell(self) -> None:
        if self._contact is not None:
            self._contact.ground(closed=self.latch.shut is self._closed_when_shut)
