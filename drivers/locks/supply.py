"""A power supply of coils: one coil at a time, none for too long or too often, none for who waits no more.

Pure but for a mutex: boards on lines of their own share one supply. Times are seconds of one clock.
"""

import threading
from collections import deque
from collections.abc import Container
from dataclasses import dataclass
from typing import Final

MAX_PULSE_S: Final = 3.0
"""No coil is energized for longer, whatever anybody asks: a solenoid lock's is made for short times only."""
MAX_AGE_S: Final = 2.0
"""A request that could not be served for so long is dropped: whoever asked may stand there no more."""
MAX_WAITING: Final = 64
WINDOW_S: Final = 60.0
MAX_DUTY: Final = 0.25
"""Of each WINDOW_S, the share for which one coil may be energized."""
LOOK_AGAIN_S: Final = 0.05
"""A request that waits for another board to take its own is looked at again after so long."""
GAP_S: Final = 0.05
"""Between two coils: the word that lets one go takes its time, and who times itself began as late."""
LATE_S: Final = 0.5
"""A coil of which nothing is heard is taken to be off so long after its time: its board may be gone."""


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody wants a lock's coil energized for `pulse_s`, after which it is to rest for `rest_s`."""

    lock: str
    pulse_s: float
    rest_s: float
    at: float


@dataclass(frozen=True, slots=True)
class _Pulse:
    lock: str
    began: float
    ends: float
    rest_s: float


class Supply:
    """The coils of one power supply, by the names of their locks."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[Request] = deque()
        self._on: _Pulse | None = None
        self._free = 0.0
        self._past: dict[str, deque[_Pulse]] = {}

    def ask(self, request: Request) -> str:
        """Have a request wait for its turn; one that waits already stands for both. Empty, or why not."""
        with self._mutex:
            if any(waiting.lock == request.lock for waiting in self._waiting):
                return ""
            if len(self._waiting) >= MAX_WAITING:
                return "too many locks wait for the supply"
            pulse_s = min(request.pulse_s, MAX_PULSE_S)
            self._waiting.append(Request(request.lock, pulse_s, request.rest_s, request.at))
            return ""

    def take(self, mine: Container[str], at: float) -> Request | None:
        """The request whose coil is to be energized now, if it is one of `mine`; it counts as energized."""
        with self._mutex:
            self._forget_late(at)
            if self._on or at < self._free:
                return None
            first = next((one for one in self._waiting if self._ready(one, at)), None)
            if first is None or first.lock not in mine:
                return None
            self._waiting.remove(first)
            self._on = _Pulse(first.lock, at, at + first.pulse_s, first.rest_s)
            return first

    def release(self, lock: str, at: float) -> None:
        """A lock's coil is off again."""
        with self._mutex:
            if self._on and self._on.lock == lock:
                self._end(at)

    def busy(self, until: float) -> None:
        """Something may be energized until then that nobody here knows of: who ran before began it."""
        with self._mutex:
            self._free = max(self._free, until)

    def stale(self, mine: Container[str], at: float) -> list[tuple[str, str]]:
        """Drops requests of `mine` that waited for too long: the locks, and why they had to wait."""
        with self._mutex:
            old = [one for one in self._waiting if one.lock in mine and at > one.at + MAX_AGE_S]
            for one in old:
                self._waiting.remove(one)
            return [(one.lock, self._why(one, at)) for one in old]

    def drop(self, mine: Container[str]) -> list[str]:
        """Drops all requests of `mine`: their locks."""
        with self._mutex:
            dropped = [one for one in self._waiting if one.lock in mine]
            for one in dropped:
                self._waiting.remove(one)
            return [one.lock for one in dropped]

    def due(self, mine: Container[str], at: float) -> float | None:
        """When one of `mine` may be served, or is stale; None where none waits."""
        with self._mutex:
            return min((self._moment(one, at) for one in self._waiting if one.lock in mine), default=None)

    def _moment(self, one: Request, at: float) -> float:
        free = self._on.ends + GAP_S if self._on else self._free
        ready = max(free, self._rested(one.lock))
        stale = one.at + MAX_AGE_S
        return min(stale, ready) if ready > at else min(stale, at + LOOK_AGAIN_S)

    def _ready(self, one: Request, at: float) -> bool:
        return at <= one.at + MAX_AGE_S and at >= self._rested(one.lock) and not self._tired(one, at)

    def _rested(self, lock: str) -> float:
        past = self._past.get(lock)
        return past[-1].ends + past[-1].rest_s if past else 0.0

    def _tired(self, one: Request, at: float) -> bool:
        """Whether this pulse would be more than its coil may do in any stretch of WINDOW_S."""
        begins = at + one.pulse_s - WINDOW_S
        past = self._past.get(one.lock, ())
        used = sum(pulse.ends - max(pulse.began, begins) for pulse in past if pulse.ends > begins)
        return used + one.pulse_s > MAX_DUTY * WINDOW_S

    def _why(self, one: Request, at: float) -> str:
        if self._tired(one, at):
            return "its coil must cool down"
        if at < self._rested(one.lock):
            return "its coil must rest"
        return "its supply was busy for too long"

    def _forget_late(self, at: float) -> None:
        if self._on and at >= self._on.ends + LATE_S:
            self._end(at)

    def _end(self, at: float) -> None:
        on, self._on = self._on, None
        if on is None:
            return
        self._free = at + GAP_S
        past = self._past.setdefault(on.lock, deque())
        past.append(_Pulse(on.lock, on.began, at, on.rest_s))
        while past[0].ends < at - WINDOW_S - on.rest_s and len(past) > 1:
            past.popleft()
