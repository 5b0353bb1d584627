"""The world's clock and chance. Everything else is told the time."""

import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from kiosk.counter.signals import Now
from kiosk.ids import uuid7
from kiosk.store.entry import Stamp

SYNCED = Path("/run/systemd/timesync/synchronized")
"""Made by systemd-timesyncd once the clock was set from the network: systemd-timesyncd.service(8)."""
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class World(Protocol):
    """Time and chance as the attendant needs them."""

    def now(self) -> Now:
        """Wall time and boot time."""

    def stamp(self) -> Stamp:
        """What an entry says of its moment."""

    def new_id(self) -> str:
        """A UUIDv7 that was never given before."""

    def random_bits(self) -> int:
        """32 random bits."""


class SystemWorld:
    """This machine's."""

    def __init__(self) -> None:
        self._boot_id = BOOT_ID.read_text().strip()

    def now(self) -> Now:
        """Wall time and boot time; boot time goes on while the machine sleeps."""
        return Now(datetime.now(UTC), time.clock_gettime(time.CLOCK_BOOTTIME))

    def stamp(self) -> Stamp:
        """What an entry says of its moment."""
        boot = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        return Stamp(time.time_ns() // 1000, SYNCED.exists(), self._boot_id, boot)

    def new_id(self) -> str:
        """A UUIDv7."""
        return uuid7(time.time_ns() // 1_000_000, secrets.randbits(74))

    def random_bits(self) -> int:
        """32 random bits."""
        return secrets.randbits(32)
