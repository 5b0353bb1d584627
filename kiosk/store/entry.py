"""An entry of the journal, and how it is sealed."""

import json
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from kiosk.crib.bodies import from_value
from kiosk.crib.body import Body
from kiosk.crib.names import CommandId, Via, WorkerId
from kiosk.store.canonical import canonical, digest

NO_HASH = "0" * 64
"""What the first entry of an epoch without a parent follows."""


class Position(Struct, frozen=True, order=True):
    """A place in the journal. Order is this, never wall time."""

    epoch: str
    seq: int


class Stamp(Struct, frozen=True):
    """When an entry is written: wall time, and what holds when wall time does not."""

    at: int
    """Microseconds since 1970 UTC."""
    clock_synced: bool
    boot_id: str
    boottime_ns: int


class Entry(Struct, frozen=True):
    """One line of the journal."""

    epoch: str
    seq: int
    id: str
    """UUIDv7."""
    at: int
    """Microseconds since 1970 UTC."""
    clock_synced: int
    boot_id: str
    boottime_ns: int
    kiosk: str
    site: str
    actor: WorkerId
    via: Via
    command: CommandId
    line: int
    """Which of the command's entries, from 0: UNIQUE(command, line)."""
    type: str
    body: str
    """Canonical JSON."""
    prev: str
    """Hash of the entry before, of the parent epoch's last for the first of an epoch."""
    hash: str = ""
    """SHA-256 over every other field, canonical, in lower-case hex."""

    @property
    def position(self) -> Position:
        """Where it stands."""
        return Position(self.epoch, self.seq)

    def parsed(self) -> Body:
        """The body as the crib knows it."""
        return from_value(self.type, json.loads(self.body))

    def sealed(self) -> "Entry":
        """This entry with its hash."""
        return replace(self, hash=self.digest())

    def digest(self) -> str:
        """The hash that this entry ought to have."""
        return digest(canonical(self.unsealed()))

    def unsealed(self) -> dict[str, Any]:
        """Every field but the hash, as it is hashed and published: the body as an object.

        ``boottime_ns`` is text: after 104 days of uptime it is beyond what JSON readers keep exact.
        """
        value = asdict(self)
        del value["hash"]
        return {
            **value,
            "via": str(self.via),
            "boottime_ns": str(self.boottime_ns),
            "body": json.loads(self.body),
        }
