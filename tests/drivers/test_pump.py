"""The thread under every device: it says what is wrong and goes on."""

import queue
import threading

import pytest
from waiting import PATIENCE_S

from drivers.pump import Pump


class Sessions:
    """Sessions that end as told: an exception is raised, None runs until the pump stops."""

    def __init__(self, *ends: Exception | None) -> None:
        self.ends = list(ends)
        self.said: queue.SimpleQueue[tuple[bool, str]] = queue.SimpleQueue()
        self.idle = threading.Event()

    def run(self, pump: Pump) -> None:
        end = self.ends.pop(0)
        if end:
            raise end
        pump.opened()
        self.idle.set()
        pump._stopping.wait(PATIENCE_S)

    def presence(self, present: bool, why: str) -> None:
        self.said.put((present, why))


def start(sessions: Sessions) -> Pump:
    """A running pump that tries again at once."""
    pump = Pump("reader", sessions.run, sessions.presence, backoff_s=(0.0,))
    pump.start()
    return pump


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (OSError(19, "No such device"), "reader: No such device; trying again"),
        (ZeroDivisionError("by zero"), "reader: unexpected ZeroDivisionError('by zero'); trying again"),
    ],
)
def test_whatever_ends_a_session_is_said_and_the_pump_goes_on(end: Exception, why: str) -> None:
    """Whatever ends a session is said and the pump goes on."""
    sessions = Sessions(end, None)
    pump = start(sessions)

    assert sessions.said.get(timeout=PATIENCE_S) == (False, why)
    assert sessions.said.get(timeout=PATIENCE_S) == (True, "")
    pump.stop()


def test_the_same_failure_is_said_once() -> None:
    """The same failure is said once."""
    sessions = Sessions(OSError(2, "gone"), OSError(2, "gone"), OSError(13, "forbidden"), None)
    pump = start(sessions)
    assert sessions.idle.wait(PATIENCE_S)
    pump.stop()

    said = [sessions.said.get(timeout=PATIENCE_S)[1] for _ in range(3)]
    assert said == ["reader: gone; trying again", "reader: forbidden; trying again", ""]


def test_a_pump_that_waits_to_try_again_stops_at_once() -> None:
    """A pump that waits to try again stops at once."""
    sessions = Sessions(OSError(2, "gone"))
    pump = Pump("reader", sessions.run, sessions.presence, backoff_s=(3600.0,))
    pump.start()
    sessions.said.get(timeout=PATIENCE_S)

    pump.stop()

    assert not pump._thread.is_alive()


def test_a_device_that_is_put_back_is_tried_within_a_second_however_long_it_was_away() -> None:
    """The first try is sooner: a plug that was only wiggled is back at once."""
    pump = Pump("reader", lambda _: None, lambda *_: None)

    waits = [pump._next_wait() for _ in range(4)]
    pump.opened()

    assert waits == [0.5, 1.0, 1.0, 1.0]
    assert pump._next_wait() == 0.5


def test_a_pump_that_never_started_can_be_stopped() -> None:
    """A pump that never started can be stopped."""
    sessions = Sessions()

    Pump("reader", sessions.run, sessions.presence).stop()

    assert sessions.said.empty()


def test_each_turn_of_the_loop_is_a_beat() -> None:
    """Each turn of the loop is a beat."""
    ticks = iter(range(1, 1000))
    beaten = threading.Event()

    def session(pump: Pump) -> None:
        while pump.alive() and pump.beat() < 5.0:
            pass
        beaten.set()
        pump._stopping.wait(PATIENCE_S)

    pump = Pump("reader", session, lambda *_: None, clock=lambda: float(next(ticks, 1000)))
    pump.start()

    assert beaten.wait(PATIENCE_S)
    pump.stop()
