"""What lies behind which lock."""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from kiosk.crib.door_acts import OpenCabinet
from kiosk.crib.facts import Facts
from kiosk.crib.names import BinCode, CabinetCode
from kiosk.crib.refusals import Equivalent
from kiosk.store.database import Database
from kiosk.store.lookup import area_of, bin_of


def shut(db: Database, command: Any, bins: Iterable[str]) -> dict[BinCode, CabinetCode]:
    """The bins that a cabinet keeps shut whose lock is to open and does not, as the command has it."""
    faulty = getattr(command, "faulty", ())
    found = (bin_of(db, code) for code in bins) if faulty else ()
    return {one.code: one.cabinet for one in found if one and one.cabinet in faulty}


def within_reach(db: Database, command: Any, offers: tuple[Equivalent, ...]) -> tuple[Equivalent, ...]:
    """Those of them that are not behind such a lock."""
    closed = shut(db, command, {offer.bin for offer in offers})
    return tuple(offer for offer in offers if offer.bin not in closed)


def to_open(db: Database, facts: Facts, command: OpenCabinet) -> Facts:
    """The cabinet, if it is one that only a badge opens."""
    area = area_of(db, command.cabinet)
    return replace(facts, cabinets=(area,) if area and area.locked else ())
