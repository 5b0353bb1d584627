"""The simulated cabinet: what its lock tells of what is done to it."""

import pytest

from drivers.messages import Door, DoorSign
from drivers.sim.cabinet import SimCabinet


@pytest.fixture
def told() -> list[DoorSign]:
    """What the lock has told."""
    return []


@pytest.fixture
def cabinet(told: list[DoorSign]) -> SimCabinet:
    """A shut one, its bolt out."""
    return SimCabinet(lambda door: told.append(door.sign))


def test_an_unlocked_door_opens_and_shuts_and_its_bolt_springs_out(
    cabinet: SimCabinet, told: list[DoorSign]
) -> None:
    """The bolt needs no power to lock."""
    cabinet.unlock()
    assert not cabinet.bolt_out
    cabinet.open()
    cabinet.close()

    assert told == [DoorSign.OPENED, DoorSign.CLOSED]
    assert cabinet.bolt_out


def test_a_locked_door_comes_open_by_force_only(cabinet: SimCabinet, told: list[DoorSign]) -> None:
    """The lock sees its bolt out and its door open."""
    cabinet.open()

    assert told == [DoorSign.FORCED]


def test_an_unlocked_door_can_be_forced_as_well(cabinet: SimCabinet, told: list[DoorSign]) -> None:
    """As with a lever, at its hinges."""
    cabinet.unlock()
    cabinet.force()

    assert told == [DoorSign.FORCED]


def test_what_is_done_twice_is_told_once(cabinet: SimCabinet, told: list[DoorSign]) -> None:
    """An open door is not opened again, nor a shut one shut."""
    cabinet.unlock()
    for act in (cabinet.open, cabinet.open, cabinet.force, cabinet.close, cabinet.close):
        act()

    assert told == [DoorSign.OPENED, DoorSign.CLOSED]


def test_a_bolt_that_does_not_move_is_told(cabinet: SimCabinet) -> None:
    """With why."""
    heard: list[Door] = []
    jammed = SimCabinet(heard.append)
    jammed.stuck = True
    jammed.unlock()

    assert heard == [Door(DoorSign.STUCK, "its bolt did not move")]
    assert jammed.bolt_out


def test_without_its_line_it_is_silent_and_locked_and_says_later_how_it_is(
    cabinet: SimCabinet, told: list[DoorSign]
) -> None:
    """What happened meanwhile is seen, not heard."""
    cabinet.unlock()
    cabinet.unplug()
    assert cabinet.bolt_out
    cabinet.unlock()
    cabinet.open()
    cabinet.plug()
    cabinet.close()

    assert told == [DoorSign.GONE, DoorSign.AJAR, DoorSign.CLOSED]


def test_a_power_cut_locks_and_tells_nothing_until_it_is_asked(
    cabinet: SimCabinet, told: list[DoorSign]
) -> None:
    """Fail-secure."""
    cabinet.unlock()
    cabinet.power_cut()
    assert cabinet.bolt_out
    assert told == []
    cabinet.answer()
    assert told == [DoorSign.SHUT]
