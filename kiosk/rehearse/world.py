"""The script's clock and its seeded chance: one a rehearsal, the same for every kiosk in it."""

import random
from datetime import UTC, datetime, timedelta, tzinfo

from kiosk.counter.signals import Now
from kiosk.ids import uuid7
from kiosk.store.entry import Stamp

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SEED = 4711


class ScriptWorld:
    """Time passes only when the script says so; ids are the same at every playing."""

    def __init__(self) -> None:
        self.at = datetime(2026, 1, 1, 8, tzinfo=UTC)
        self.boot = 60.0
        self.zone: tzinfo = UTC
        self._random = random.Random(_SEED)  # noqa: S311 - the same at every playing is the point
        self._boots = 1

    def now(self) -> Now:
        """The script's time."""
        return Now(self.at, self.boot)

    def stamp(self) -> Stamp:
        """The script's time, as an entry has it; the clock counts as set."""
        return Stamp(self.micros(), True, f"boot-{self._boots}", round(self.boot * 1_000_000_000))  # noqa: FBT003

    def micros(self) -> int:
        """Microseconds since 1970 UTC."""
        return (self.at - _EPOCH) // timedelta(microseconds=1)

    def new_id(self) -> str:
        """A UUIDv7 of the script's time."""
        return uuid7(self.micros() // 1000, self._random.getrandbits(74))

    def random_bits(self) -> int:
        """32 bits."""
        return self._random.getrandbits(32)

    def set(self, at: datetime) -> None:
        """Set the wall clock, as `now` does; boot time goes on as it was."""
        self.at = at.astimezone(UTC)

    def pass_to(self, boot: float) -> None:
        """Let time pass up to a moment of boot time."""
        self.at += timedelta(seconds=boot - self.boot)
        self.boot = boot

    def reboot(self) -> None:
        """The machine starts again: another boot."""
        self._boots += 1
