"""Lights at bins, shelves and cabinets, on mock pins and a clock that is turned by hand."""

from collections.abc import Iterator

import pytest
from gpiozero import PinFixedPull, PinInvalidPin
from gpiozero.pins.mock import MockFactory
from hand_clock import Clock

from drivers.lights.bins import PickLights
from drivers.lights.outputs import Output

NUMBERS = {"C1-04": 5, "C1-05": 6, "SHELF-1": 13}


class Bench:
    """Three lights on mock pins."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.factory = MockFactory()
        outputs = {name: Output(pin) for name, pin in NUMBERS.items()}
        self.lights = PickLights(outputs, self.factory, schedule=self.clock.schedule)

    def lit(self) -> list[str]:
        """What is on."""
        return [name for name, pin in NUMBERS.items() if self.factory.pin(pin).state]


@pytest.fixture
def bench() -> Iterator[Bench]:
    """Three lights, all off."""
    bench = Bench()
    yield bench
    bench.lights.close()
    bench.factory.reset()


def test_what_is_pointed_at_is_lit_and_nothing_else(bench: Bench) -> None:
    """A bin and the shelf it stands on may both have a light; a name without one is none."""
    bench.lights.point({"C1-04", "SHELF-1", "C9-99"})

    assert bench.lit() == ["C1-04", "SHELF-1"]


def test_pointing_elsewhere_darkens_what_was_lit(bench: Bench) -> None:
    """One answer at a time."""
    bench.lights.point({"C1-04"})
    bench.lights.point({"C1-05"})

    assert bench.lit() == ["C1-05"]


def test_pointing_at_nothing_darkens_all_at_once_and_leaves_nothing_to_come(bench: Bench) -> None:
    """The answer is over."""
    bench.lights.point({"C1-04"})
    bench.lights.point(())

    assert (bench.lit(), bench.clock.due) == ([], [])


def test_a_light_that_nobody_puts_out_goes_out_by_itself(bench: Bench) -> None:
    """After half a minute it is no longer true."""
    bench.lights.point({"C1-04"})

    assert bench.clock.advance() == 30_000
    assert (bench.lit(), bench.clock.due) == ([], [])


def test_pointing_at_the_same_anew_counts_from_then(bench: Bench) -> None:
    """Two things that go home to one bin, one after the other."""
    bench.lights.point({"C1-04"})
    bench.clock.now = 20.0
    bench.lights.point({"C1-04"})

    assert bench.clock.advance() == 50_000
    assert bench.lit() == []


def test_a_timer_that_fires_as_it_is_canceled_changes_nothing(bench: Bench) -> None:
    """What is pointed at meanwhile stays lit."""
    bench.lights.point({"C1-04"})
    (late,) = bench.clock.due
    bench.lights.point({"C1-05"})

    late[1]()

    assert bench.lit() == ["C1-05"]


def test_nothing_goes_on_or_stays_on_that_cannot_be_switched_off(bench: Bench) -> None:
    """No timer, no light."""
    bench.lights.point({"C1-04"})
    bench.clock.broken = True

    with pytest.raises(RuntimeError, match="can't start new thread"):
        bench.lights.point({"C1-05"})

    assert bench.lit() == []


def test_closing_darkens_all_and_frees_the_pins(bench: Bench) -> None:
    """What is pointed at afterwards shows nothing."""
    bench.lights.point({"C1-04"})
    bench.lights.close()
    bench.lights.point({"C1-05"})

    assert (bench.lit(), bench.clock.due) == ([], [])
    PickLights({"C1-04": Output(5)}, bench.factory).close()


def test_a_pin_that_does_not_exist_leaves_the_others_free() -> None:
    """And says so."""
    factory = MockFactory()

    with pytest.raises((PinInvalidPin, PinFixedPull)):
        PickLights({"C1-04": Output(5), "C1-05": Output(99)}, factory)

    PickLights({"C1-04": Output(5)}, factory).close()
