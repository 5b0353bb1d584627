"""Locks at pins that are not there, on a clock that is turned by hand."""

import pytest
from gpiozero import DigitalInputDevice, DigitalOutputDevice

from drivers.sim.boards_latch import BURNS_S, TRAVEL_S, Kind
from drivers.sim.pins import PinLock, SimPins

COIL, CONTACT = 17, 27


class Cabinet:
    """A lock, its relay and its contact, as gpiozero has them."""

    def __init__(self, kind: Kind = Kind.STRIKE, *, active_low: bool = False) -> None:
        self.now = 0.0
        self.pins = SimPins()
        self.lock = PinLock(
            self.pins, COIL, CONTACT, kind=kind, active_low=active_low, clock=lambda: self.now
        )
        self.coil = DigitalOutputDevice(COIL, active_high=not active_low, pin_factory=self.pins)
        self.contact = DigitalInputDevice(CONTACT, pull_up=True, pin_factory=self.pins)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.lock.settle()


def test_a_strike_lets_its_door_be_pulled_once_its_bolt_has_moved() -> None:
    """After 120 ms of current, and not before; a shut door grounds its contact."""
    cabinet = Cabinet()
    assert cabinet.contact.value == 1
    cabinet.coil.on()
    cabinet.wait(TRAVEL_S / 2)
    assert not cabinet.lock.pull()
    cabinet.wait(TRAVEL_S / 2)
    assert cabinet.lock.pull()
    assert cabinet.contact.value == 0

    cabinet.coil.off()
    cabinet.lock.push()
    assert cabinet.contact.value == 1
    cabinet.wait(TRAVEL_S)
    assert not cabinet.lock.pull()
    ((begun, ended),) = [(one.since, one.until) for one in cabinet.lock.energized()]
    assert (begun, ended) == (0.0, TRAVEL_S)


def test_a_latch_pops_its_door_by_itself() -> None:
    """Its contact tells."""
    told = []
    cabinet = Cabinet(Kind.LATCH)
    cabinet.contact.when_deactivated = lambda: told.append("open")
    cabinet.coil.on()
    cabinet.wait(TRAVEL_S)

    assert told == ["open"]


def test_a_coil_that_is_left_on_burns_and_its_bolt_stays() -> None:
    """Which no pulse may do."""
    cabinet = Cabinet()
    cabinet.coil.on()
    cabinet.wait(BURNS_S)
    assert cabinet.lock.latch.burnt


@pytest.mark.parametrize("active_low", [False, True])
def test_a_pin_that_is_let_go_energizes_nothing(active_low: bool) -> None:
    """The driver board pulls it to where its relay is off."""
    cabinet = Cabinet(active_low=active_low)
    cabinet.coil.on()
    cabinet.wait(0.5)
    cabinet.coil.close()
    cabinet.wait(1.0)

    assert [one.until for one in cabinet.lock.energized()] == [0.5]


def test_a_door_that_is_broken_open_is_open() -> None:
    """Whatever its bolt does."""
    cabinet = Cabinet()
    assert cabinet.lock.pull(force=True)
    assert cabinet.contact.value == 0
