"""The buzzer and the stack light, on mock pins and a clock that is turned by hand."""

import threading
from collections.abc import Iterator, Mapping

import pytest
from gpiozero import PinFixedPull, PinInvalidPin
from gpiozero.pins.mock import MockFactory
from hand_clock import Clock
from waiting import PATIENCE_S

from drivers.lights.outputs import Output
from drivers.lights.signals import Indicator
from drivers.lights.timing import after

NUMBERS = {"buzzer": 4, "green": 17, "yellow": 27, "red": 22}
PINS = {part: Output(pin) for part, pin in NUMBERS.items()}


class Bench:
    """An indicator on mock pins."""

    def __init__(self, pins: Mapping[str, Output] = PINS) -> None:
        self.clock = Clock()
        self.factory = MockFactory()
        self.indicator = Indicator(pins, self.factory, schedule=self.clock.schedule)

    def lit(self) -> str:
        """First letters of what is on: (b)uzzer, (g)reen, (y)ellow, (r)ed."""
        return "".join(part[0] for part, pin in NUMBERS.items() if self.factory.pin(pin).state)

    def play(self) -> list[tuple[float, str]]:
        """When what was on, in ms, until everything is over."""
        seen = [(0.0, self.lit())]
        while self.clock.due:
            seen.append((self.clock.advance(), self.lit()))
        return seen


@pytest.fixture
def bench() -> Iterator[Bench]:
    """An indicator on four mock pins."""
    bench = Bench()
    yield bench
    bench.indicator.close()
    bench.factory.reset()


def test_done_is_one_short_beep_and_green(bench: Bench) -> None:
    """Done is one short beep and green."""
    bench.indicator.done()

    assert bench.play() == [(0, "bg"), (80, "g"), (2000, "")]


def test_look_is_two_short_beeps_and_yellow(bench: Bench) -> None:
    """Look is two short beeps and yellow."""
    bench.indicator.look()

    assert bench.play() == [(0, "by"), (80, "y"), (160, "by"), (240, "y"), (2000, "")]


def test_stop_is_one_long_beep_and_red(bench: Bench) -> None:
    """Stop is one long beep and red."""
    bench.indicator.stop()

    assert bench.play() == [(0, "br"), (600, "r"), (2000, "")]


def test_off_is_at_once_and_nothing_comes_after(bench: Bench) -> None:
    """Off is at once and nothing comes after."""
    bench.indicator.stop()
    bench.indicator.off()

    assert bench.lit() == ""
    assert bench.clock.due == []


def test_a_newer_signal_cuts_short_the_one_before(bench: Bench) -> None:
    """A newer signal cuts short the one before."""
    bench.indicator.stop()
    bench.indicator.done()

    assert bench.play() == [(0, "bg"), (80, "g"), (2000, "")]


def test_a_timer_that_fires_as_it_is_canceled_changes_nothing(bench: Bench) -> None:
    """A timer that fires as it is canceled changes nothing."""
    bench.indicator.done()
    (late,) = bench.clock.due
    bench.indicator.stop()

    late[1]()

    assert bench.lit() == "br"


def test_nothing_goes_on_that_cannot_be_switched_off(bench: Bench) -> None:
    """Nothing goes on that cannot be switched off."""
    bench.clock.broken = True

    with pytest.raises(RuntimeError, match="can't start new thread"):
        bench.indicator.stop()

    assert bench.lit() == ""


def test_the_light_goes_off_if_the_next_step_cannot_be_scheduled(bench: Bench) -> None:
    """The light goes off if the next step cannot be scheduled."""
    bench.indicator.done()
    bench.clock.broken = True

    with pytest.raises(RuntimeError, match="can't start new thread"):
        bench.clock.advance()

    assert bench.lit() == ""


def test_a_buzzer_alone_is_enough() -> None:
    """A buzzer alone is enough."""
    bench = Bench({"buzzer": Output(4)})
    bench.indicator.look()

    assert bench.play() == [(0, "b"), (80, ""), (160, "b"), (240, ""), (2000, "")]
    bench.indicator.close()


def test_outputs_that_switch_on_a_low_level_rest_high() -> None:
    """Outputs that switch on a low level rest high."""
    bench = Bench({"buzzer": Output(4, active_low=True), "red": Output(22, active_low=True)})
    assert bench.lit() == "br"

    bench.indicator.stop()

    assert bench.play() == [(0, ""), (600, "b"), (2000, "br")]
    bench.indicator.close()


def test_closing_switches_off_and_frees_the_pins(bench: Bench) -> None:
    """Closing switches off and frees the pins."""
    bench.indicator.stop()
    bench.indicator.close()

    assert bench.lit() == ""
    assert bench.clock.due == []
    Indicator(PINS, bench.factory, schedule=bench.clock.schedule).close()


def test_a_pin_that_does_not_exist_leaves_the_others_free() -> None:
    """A pin that does not exist leaves the others free."""
    factory = MockFactory()

    with pytest.raises((PinInvalidPin, PinFixedPull)):
        Indicator({"buzzer": Output(4), "red": Output(99)}, factory)

    Indicator({"buzzer": Output(4)}, factory).close()


def test_the_shipped_scheduler_calls_once_and_can_be_canceled() -> None:
    """The shipped scheduler calls once and can be canceled."""
    called = threading.Event()
    after(0.0, called.set)
    assert called.wait(PATIENCE_S)

    never = threading.Event()
    after(3600.0, never.set)()
    assert not never.is_set()
