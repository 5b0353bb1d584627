"""Locks on this machine's own pins: a relay for each coil, a contact for each door, through gpiozero.

One thread of ours does all the switching, and nothing else may: what is to go off goes off by a deadline that
this thread waits for, and the attendant's watchdog waits for the thread. Only the guard switches off as well,
when that thread has not. A process that is killed leaves the pins as they were (persist_gpio_outputs): see
drivers/locks/off.py.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from drivers.conversation import TICK_S, tick
from drivers.hush import Deliver
from drivers.locks.doors import Doors, Fitting
from drivers.locks.guard import GUARD_S, Guard
from drivers.messages import LockReport
from drivers.pump import BACKOFF_S, Presence, Pump

if TYPE_CHECKING:
    from gpiozero.pins import Factory

POLL_S: Final = TICK_S
"""Contacts are looked at at least this often: an edge may be missed."""


class Contacts:
    """Door contacts from a pin to ground, with the Pi's pull-up; `woken` is called when one changes."""

    def __init__(
        self,
        pins: Iterable[int],
        factory: "Factory | None",
        opened: ExitStack,
        woken: Callable[[], None] | None = None,
    ) -> None:
        from gpiozero import DigitalInputDevice

        self._devices = {}
        for pin in dict.fromkeys(pins):
            device = opened.enter_context(DigitalInputDevice(pin, pull_up=True, pin_factory=factory))
            if woken:
                device.when_activated = device.when_deactivated = woken
            self._devices[pin] = device

    def read(self, fitting: Fitting) -> bool | None:
        """Whether a lock's contact is closed to ground."""
        device = self._devices.get(fitting.contact)
        return None if device is None else bool(device.value)


class Rig:
    """The pins of the locks, opened: every coil is off before anything else is done.

    Raises:
        gpiozero.GPIOZeroError: a pin does not exist, is taken, or there is no GPIO.
    """

    def __init__(
        self,
        doors: Doors,
        *,
        active_low: bool = False,
        pins: "Factory | None" = None,
        woken: Callable[[], None] | None = None,
        deliver: Deliver = lambda *_: None,
        guard: Guard | None = None,
    ) -> None:
        from gpiozero import DigitalOutputDevice

        self._doors = doors
        self._guard = guard or Guard(doors.overran)
        self._deliver = deliver
        self._told: LockReport | None = None
        with ExitStack() as opened:
            self._coils = {
                name: opened.enter_context(
                    DigitalOutputDevice(
                        fitting.channel, active_high=not active_low, initial_value=False, pin_factory=pins
                    )
                )
                for name, fitting in doors.fittings.items()
            }
            contacts = [fitting.contact for fitting in doors.fittings.values()]
            self._contacts = Contacts(contacts, pins, opened, woken)
            for name in self._coils:  # each, whatever becomes of the others, and before any pin is let go
                opened.callback(self._off, name)
            self._opened = opened.pop_all()
        doors.opened()

    def turn(self, at: float) -> float:
        """Do what is due at `at`; the seconds until the next time, at most POLL_S."""
        read = {fitting.contact: self._contacts.read(fitting) for fitting in self._doors.fittings.values()}
        for fitting in self._doors.fittings.values():
            self._doors.read(fitting, read[fitting.contact], at)
        self._doors.turn(at)
        over = self._doors.over(at)
        if over:
            self._off(over.name)
            self._doors.released(at)
        begun = self._doors.start(at)
        if begun:
            coil = self._coils[begun.name]
            self._guard.energizing(begun.name, coil.off, at)
            coil.on()
        self._tell(read, at)
        due = self._doors.due()
        rest = tick(at, POLL_S) - at
        return rest if due is None else max(0.0, min(rest, due - at))

    def _tell(self, read: Mapping[int, bool | None], at: float) -> None:
        """How pins stand, by their BCM numbers, where that has changed."""
        contacts = {pin: closed for pin, closed in read.items() if closed is not None}
        coils = {fitting.channel: self._doors.is_on(fitting) for fitting in self._doors.fittings.values()}
        report = LockReport(0, contacts, coils, b"")
        if report != self._told:
            self._told = report
            self._deliver(report, at)

    def _off(self, name: str) -> None:
        self._coils[name].off()
        self._guard.released(name)

    def close(self) -> None:
        """Everything off, and only then the pins let go: a pin floats for a moment when it is."""
        self._opened.close()


class GpioBank:
    """The thread that works the pins; it opens them again where that fails."""

    def __init__(
        self,
        name: str,
        doors: Doors,
        presence: Presence,
        deliver: Deliver = lambda *_: None,
        *,
        active_low: bool = False,
        pins: "Factory | None" = None,
        clock: Callable[[], float] = time.monotonic,
        backoff_s: tuple[float, ...] = BACKOFF_S,
        guard_s: float = GUARD_S,
    ) -> None:
        self._doors = doors
        self._deliver = deliver
        self._active_low = active_low
        self._pins = pins
        self._clock = clock
        self._wake = threading.Event()
        self._guard = Guard(doors.overran, after_s=guard_s, clock=clock)
        self._pump = Pump(name, self._session, presence, clock=clock, backoff_s=backoff_s)

    def start(self) -> None:
        """Opens the pins, and everything is off."""
        self._guard.start()
        self._pump.start()

    def stop(self) -> None:
        """Everything off; waits for the thread."""
        self._wake.set()
        self._pump.stop()
        self._guard.stop()

    def beat(self) -> float:
        """When the loop was last alive, by the clock."""
        return self._pump.beat()

    def wake(self) -> None:
        """Has the thread look at once at what was asked; from any thread."""
        self._wake.set()

    def _session(self, pump: Pump) -> None:
        from gpiozero import GPIOZeroError

        try:
            rig = Rig(
                self._doors,
                active_low=self._active_low,
                pins=self._pins,
                woken=self._wake.set,
                deliver=self._deliver,
                guard=self._guard,
            )
        except (GPIOZeroError, ImportError) as error:
            raise OSError(f"its pins cannot be opened: {error}") from error
        try:
            pump.opened()
            while pump.alive():
                rest = rig.turn(self._clock())
                self._wake.wait(rest)
                self._wake.clear()
        finally:
            rig.close()
