"""Names that are not to be mixed up, and the closed choices of the crib.

A code is what people read and scan. A worker is named by an opaque id everywhere but in the
person table, so that the journal can be kept for ever and a person still be forgotten.
"""

from enum import StrEnum
from typing import NewType

AssetCode = NewType("AssetCode", str)
"""One tagged individual of a product, e.g. ``TW-01``."""
ProductCode = NewType("ProductCode", str)
"""A catalogue line (SKU), e.g. ``TQ-60``."""
CategoryCode = NewType("CategoryCode", str)
"""What a product's rules are kept under, e.g. ``torque``."""
BinCode = NewType("BinCode", str)
"""The smallest labeled place things are kept in, e.g. ``C1-04``."""
CabinetCode = NewType("CabinetCode", str)
"""A cabinet, open or lockable, e.g. ``C1``; empty where a bin stands in none."""
JobCode = NewType("JobCode", str)
"""What a thing is taken for: an order, a project, a cost center; empty for none."""
StationCode = NewType("StationCode", str)
"""A machine or an area that shared equipment is assigned to; empty for none."""
KitCode = NewType("KitCode", str)
"""Several assets that are lent and come back as one."""
HoldCode = NewType("HoldCode", str)
"""A reservation; empty for none."""
LotCode = NewType("LotCode", str)
"""Pieces of one product that came together; empty where a product is not kept by lots."""
SiteCode = NewType("SiteCode", str)
"""A site; each has a kiosk of its own that answers for what is there."""
WorkerId = NewType("WorkerId", str)
"""Opaque id of a person; empty for nobody."""
BadgeDigest = NewType("BadgeDigest", str)
"""Keyed hash of a badge number (hex): the number itself is a credential and is stored nowhere."""
NumberDigest = NewType("NumberDigest", str)
"""Keyed hash of a staff number (hex), which is a credential as a badge number is."""
CommandId = NewType("CommandId", str)
"""Names one intention; the same id twice is the same act."""

NOBODY = WorkerId("")
NO_LOT = LotCode("")
LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español", "pl": "Polski"}
"""The languages that the screen speaks, by ISO 639-1 code, each by its own name."""
PSEUDO = "xx"
"""The code of the language that shows what overflows, or was never translated."""


class Kind(StrEnum):
    """The four kinds of product, which behave differently."""

    SERIALIZED = "serialized"
    """Each asset has one holder."""
    POOL = "pool"
    """A quantity, lent and due back."""
    SHARED = "shared"
    """Short loans, returned by anyone."""
    CONSUMABLE = "consumable"
    """Leaves for good; unused pieces may come back."""


TAGGED = frozenset({Kind.SERIALIZED, Kind.SHARED})
"""Kinds whose pieces are assets, each with a code of its own."""
LENT = frozenset({Kind.SERIALIZED, Kind.SHARED, Kind.POOL})
"""Kinds that are due back."""


class Method(StrEnum):
    """Which lot is issued first, and whether taking another asks for a reason."""

    ANY = ""
    FIFO = "fifo"
    """The lot that was received first."""
    FEFO = "fefo"
    """The lot that expires first."""


class Role(StrEnum):
    """What a worker may do."""

    WORKER = "worker"
    LEAD = "lead"
    KEEPER = "keeper"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Via(StrEnum):
    """How the actor of an entry was known."""

    BADGE = "badge"
    PIN = "pin"
    VOUCHED = "vouched"
    CRIBCTL = "cribctl"
    CENTRAL = "central"
    UNSIGNED = "unsigned"
    """Nobody was signed in, as when anyone brings a tool back."""
    KIOSK = "kiosk"
    """The kiosk itself, as when it starts."""


class Problem(StrEnum):
    """Why a returned thing is put into quarantine."""

    BROKEN = "broken"
    BLUNT = "blunt"
    PART_MISSING = "part-missing"
    UNSAFE = "unsafe"
    CONTAMINATED = "contaminated"
    OTHER = "other"


class OverrideReason(StrEnum):
    """Why a lead let something pass."""

    URGENT = "urgent"
    SUPERVISED = "supervised"
    CHECKED = "checked"
    OTHER = "other"


class Retirement(StrEnum):
    """Why a thing is kept no longer."""

    WORN = "worn"
    BROKEN = "broken"
    SOLD = "sold"
    LOST = "lost"
    EXPIRED = "expired"
    OTHER = "other"
