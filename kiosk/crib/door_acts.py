"""Commands about cabinets' doors. All but OpenCabinet are the attendant's own, never a client's."""

from msgspec import Struct

from kiosk.crib.door_entries import DoorBody
from kiosk.crib.names import CabinetCode, WorkerId


class UnlockDoors(Struct, frozen=True, tag=True):
    """Unlock cabinets for who is signed in, and showed the badge again."""

    worker: WorkerId
    locks: tuple[CabinetCode, ...]
    """Locks that can be opened now, whoever may."""


class OpenCabinet(Struct, frozen=True, tag=True):
    """Unlock a cabinet from afar, for whoever stands there. Only an administrator's client gives it."""

    cabinet: CabinetCode
    reason: str
    locks: tuple[CabinetCode, ...] = ()
    """Locks that can be opened now; the attendant says which."""


class SayNothingTaken(Struct, frozen=True, tag=True):
    """Say that nothing was taken out of cabinets that were opened."""

    worker: WorkerId
    cabinets: tuple[CabinetCode, ...]


class NoteDoor(Struct, frozen=True, tag=True):
    """Note what a door did by itself, or what was done to it."""

    note: DoorBody
