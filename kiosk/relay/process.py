"""The relay's process: waits for news of the journal or of the broker, and steps the relay."""

import logging
import signal
import time
from collections.abc import Callable
from enum import Enum
from queue import Empty, SimpleQueue

from kiosk.attendant.door import Door, DoorError
from kiosk.attendant.messages import BrokerState, Elsewhere, Forwarded, Reply
from kiosk.crib.names import CommandId
from kiosk.relay.relay import Relay
from kiosk.relay.report import REPEAT_S

TICK_S = 1.0
"""How long the relay goes without looking, should no news reach it."""
KNOCK_S = 2.0
"""Time between two attempts to reach an attendant that is away."""
_LOG = logging.getLogger(__name__)


class Ring(Enum):
    """What the loop is woken for."""

    LOOK = "look"
    STOP = "stop"


Bell = SimpleQueue[Ring]
"""Rung from any thread and from signal handlers: its put() is reentrant, unlike an Event's set()."""


class Doorway:
    """The attendant's door, opened again by ``open_door`` whenever the attendant was away."""

    def __init__(self, open_door: Callable[[], Door]) -> None:
        self._open = open_door
        self._door: Door | None = None
        self._knock_at = float("-inf")

    def look(self, now: float, bell: Bell) -> None:
        """Knock if the door is shut and it is time to; news then ring the bell."""
        if self._door is not None or now < self._knock_at:
            return
        self._knock_at = now + KNOCK_S
        try:
            self._door = self._open()
            self._door.watch(lambda _news: bell.put(Ring.LOOK))
        except DoorError as error:
            self._lose(error)

    def tell(self, state: BrokerState) -> bool:
        """Whether the attendant has heard it."""
        if self._door is None:
            return False
        try:
            self._door.tell_broker(state)
        except DoorError as error:
            self._lose(error)
            return False
        return True

    def bring(self, told: Forwarded | Elsewhere) -> Reply | None:
        """Bring the attendant what central says; None where it is away."""
        if self._door is None:
            return None
        try:
            return self._door.bring(told)
        except DoorError as error:
            self._lose(error)
            return None

    def close(self) -> None:
        """Leave."""
        if self._door is not None:
            self._door.close()
            self._door = None

    def _lose(self, error: DoorError) -> None:
        _LOG.info("The attendant is away: %s", error)
        self.close()


def run(relay: Relay | None, doorway: Doorway, waiting: Callable[[], int]) -> None:
    """Relay until SIGTERM or SIGINT, then leave cleanly; ``relay`` is None where no broker is configured."""
    bell = Bell()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: bell.put(Ring.STOP))
    if relay is None:
        idle(doorway, bell, waiting)
    else:
        loop(relay, doorway, bell)


def loop(
    relay: Relay,
    doorway: Doorway,
    bell: Bell,
    *,
    clock: Callable[[], float] = time.monotonic,
    tick_s: float = TICK_S,
) -> None:
    """Step the relay whenever the bell rings, and every ``tick_s``, until it rings for the stop."""
    relay.start(lambda: bell.put(Ring.LOOK))
    while True:
        doorway.look(clock(), bell)
        relay.step(clock())
        if _wait(bell, tick_s) is Ring.STOP:
            break
    relay.stop(clock())
    doorway.close()


def idle(
    doorway: Doorway, bell: Bell, waiting: Callable[[], int], *, clock: Callable[[], float] = time.monotonic
) -> None:
    """Say that there is no broker and how many entries wait for one, until the bell rings for the stop."""
    told, tell_at = -1, float("-inf")
    while True:
        doorway.look(clock(), bell)
        count = waiting()
        due = count != told or clock() >= tell_at
        if due and doorway.tell(BrokerState(CommandId("relay"), "none", count)):
            told, tell_at = count, clock() + REPEAT_S
        if _wait(bell, TICK_S) is Ring.STOP:
            break
    doorway.close()


def _wait(bell: Bell, seconds: float) -> Ring:
    """Until the bell rings; many rings are one."""
    rings = set()
    try:
        rings.add(bell.get(timeout=seconds))
        while True:
            rings.add(bell.get_nowait())
    except Empty:
        return Ring.STOP if Ring.STOP in rings else Ring.LOOK
