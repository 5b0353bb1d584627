"""A board of locks that is not there: it hears its protocol's commands, moves its bolts, and answers."""

import time
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Final

from drivers.messages import Noise
from drivers.sim.boards_latch import TRAVEL_S, Energized, Kind, Latch
from drivers.sim.boards_protocols import PROTOCOLS, Protocol
from drivers.sim.serial_line import SimLine

PULSE_S: Final = 0.5
"""How long a board energizes a lock that no time is given for."""


class SimBoard:
    """The board's end of a line: pure. Times are seconds of one clock that only goes up.

    Its faults are attributes, to be set at any moment; its locks are `locks`, by channel from 1. Look at them
    after `settle`.

    Raises:
        ValueError: no such family.
    """

    def __init__(self, family: str, address: int = 1, channels: int = 8, kind: Kind = Kind.LATCH) -> None:
        if family not in PROTOCOLS:
            raise ValueError(f"{family!r} is no family of lock boards: choose one of {', '.join(PROTOCOLS)}")
        self.address = address
        self.locks = {channel: Latch(kind) for channel in range(1, channels + 1)}
        self.pulse_s = PULSE_S
        self.closed_reads = True
        """What its contacts read while a door is shut; boards differ."""
        self.answering = True
        """Whether it can answer at all: LCUS boards that cannot are common."""
        self.tells = False
        """Whether it tells of a lock that moved unasked: some of the 8A family."""
        self.deaf = False
        """Whether it neither hears nor answers."""
        self.deaf_to_orders = False
        """Whether it answers questions only, and does nothing: a blown fuse of its coils."""
        self.lose = 0
        """How many of its next answers get lost."""
        self.garble = 0
        """In how many of its next answers one bit is wrong."""
        self.late_s = 0.0
        """How long it takes to answer."""
        self.low_first: bool | None = None
        """In which order it answers for all its locks: boards of the 8A family differ."""
        self.prefix = b""
        """What it puts before each answer, as some of the 8A family do."""
        self.heard: list[bytes] = []
        """Every frame it understood, in order."""
        self._protocol: Protocol = PROTOCOLS[family]
        self._decoder = self._protocol.decoder()
        self._log: list[Energized] = []
        self._late: list[tuple[float, bytes]] = []
        self._told = self.contacts()

    def hear(self, data: bytes, at: float) -> bytes:
        """What it answers at once to what the host sent."""
        self.settle(at)
        if self.deaf:
            return b""
        for message in self._decoder.feed(data):
            if not isinstance(message, Noise):
                self.heard.append(bytes(message.raw))
                self._send(self._protocol.obey(self, message, at), at)
        return self.say(at)

    def say(self, at: float) -> bytes:
        """What it sends now: answers that are late, and locks that moved."""
        self.settle(at)
        if self.tells and not self.deaf:
            self._tell(at)
        due = b"".join(answer for when, answer in self._late if when <= at)
        self._late = [(when, answer) for when, answer in self._late if when > at]
        return due

    def due(self) -> float | None:
        """When something happens by itself next."""
        ends = [lock.until for lock in self.locks.values() if lock.until is not None]
        moments = ends + [when for when, _ in self._late]
        if self.tells:
            drawn = [(lock, lock.since + TRAVEL_S) for lock in self.locks.values() if lock.on]
            moments += [when for lock, when in drawn if when > lock.settled]
        return min(moments, default=None)

    def settle(self, at: float) -> None:
        """Lets time pass: pulses end, bolts move, coils heat and cool."""
        for channel, lock in self.locks.items():
            if lock.until is not None and lock.until <= at:
                self._off(channel, lock.until)
            lock.settle(at)

    def contacts(self) -> dict[int, bool]:
        """What the contact of each lock reads, in the board's own sense."""
        return {channel: lock.shut is self.closed_reads for channel, lock in self.locks.items()}

    def coils(self) -> dict[int, bool]:
        """Which relays are on."""
        return {channel: lock.on for channel, lock in self.locks.items()}

    def energize(self, channel: int, at: float, seconds: float | None = None) -> None:
        """The board switches a relay on, for a time or until it is told; nothing where it has none such."""
        lock = self.locks.get(channel)
        if lock and not self.deaf_to_orders:
            lock.switch_on(at, None if seconds is None else at + seconds)

    def release(self, channel: int, at: float) -> None:
        """The board switches a relay off."""
        if channel in self.locks and not self.deaf_to_orders:
            self._off(channel, at)

    def power_cut(self, at: float) -> None:
        """The power goes and comes back: no current flows for a moment, and half a command is forgotten."""
        self.settle(at)
        for channel, lock in self.locks.items():
            welded, lock.welds = lock.welds, False
            self._off(channel, at)
            lock.welds = welded
        self._decoder, self._late = self._protocol.decoder(), []

    def pull(self, channel: int, at: float, *, force: bool = False) -> bool:
        """A hand pulls at a door: whether it is open then."""
        self.settle(at)
        return self.locks[channel].pull(force=force)

    def push(self, channel: int, at: float) -> None:
        """A hand pushes a door shut."""
        self.settle(at)
        self.locks[channel].push()

    def energized(self, at: float) -> list[Energized]:
        """Every stretch in which a relay was on, in order; one that lasts ends now."""
        self.settle(at)
        open_ones = [Energized(n, lock.since, at) for n, lock in self.locks.items() if lock.on]
        return sorted([*self._log, *open_ones], key=lambda stretch: stretch.since)

    def _off(self, channel: int, at: float) -> None:
        self.locks[channel].settle(at)
        stretch = self.locks[channel].switch_off(at)
        if stretch:
            self._log.append(Energized(channel, stretch.since, stretch.until))

    def _tell(self, at: float) -> None:
        now = self.contacts()
        for channel, closed in now.items():
            if closed is not self._told[channel]:
                self._send(self._protocol.moved(self, channel, closed), at)
        self._told = now

    def _send(self, answer: bytes, at: float) -> None:
        if not answer or self.lose > 0:
            self.lose -= bool(answer)
            return
        if self.garble > 0:
            self.garble -= 1
            answer = bytes([*answer[:-1], answer[-1] ^ 0x10])
        self._late.append((at + self.late_s, self.prefix + answer))


class SimBoardLine(SimLine):
    """Runs a board at the far end of a serial line; hold `hand()` to touch `board`, times are `now()`.

    A board with its own supply goes on when the cable is pulled; one on USB loses its power with it.
    """

    def __init__(
        self,
        link: Path,
        board: SimBoard,
        clock: Callable[[], float] = time.monotonic,
        *,
        usb_powered: bool = False,
    ) -> None:
        self.board = board
        self.now = clock
        self._usb_powered = usb_powered
        super().__init__(link, board, clock)

    def unplug(self) -> None:
        """Pulls the cable; nothing if it is unplugged."""
        was_plugged = self.plugged
        super().unplug()
        if was_plugged and self._usb_powered:
            self.board.power_cut(self.now())


def longest(stretches: Iterable[Energized]) -> float:
    """The longest of them, in seconds; 0.0 for none."""
    return max((stretch.until - stretch.since for stretch in stretches), default=0.0)


def together(stretches: Iterable[Energized]) -> list[tuple[Energized, Energized]]:
    """Coils that were energized at the same time; give it what all boards of one supply tell."""
    in_order = sorted(stretches, key=lambda stretch: stretch.since)
    return [(one, other) for one, other in pairwise(in_order) if other.since < one.until]


def duty(stretches: Iterable[Energized], channel: int, within_s: float) -> float:
    """The greatest share of any time of `within_s` in which a channel's coil was energized."""
    mine = [stretch for stretch in stretches if stretch.channel == channel]
    return max((_share(mine, stretch.until, within_s) for stretch in mine), default=0.0)


def _share(stretches: list[Energized], end: float, within_s: float) -> float:
    start = end - within_s
    spans = (min(one.until, end) - max(one.since, start) for one in stretches)
    return sum(span for span in spans if span > 0) / within_s
